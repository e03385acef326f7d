import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Guard, Operation } from '../operation/operation';
import type { Values } from '../operation/parameter';
import { withoutRepeats } from '../operation/reading';
import type { Held, State } from '../operation/state';
import { get } from './operations/get';
import { getAll } from './operations/getAll';

/** Get User, which carries every relationship; without `clients` it tells nothing, least of all that there are none. */
const relations: Operation = {
	...get,
	reads: {
		items: (json) =>
			isObject(json) && isObject(json.item) && Array.isArray(json.item.clients) ? [json.item] : undefined,
	},
};

interface Relation {
	readonly customerId: string;
	readonly isOwner: boolean;
}

const clientsOf = ([user]: Held) => user.clients as unknown as readonly Relation[];

/** The relationships that a change names. */
const named = (held: Held, { clientId, isOwner, ownership }: Values): readonly Relation[] => {
	const wanted = isOwner ?? ({ owner: true, standard: false } as Record<string, boolean>)[ownership as string];
	return clientsOf(held).filter(
		(relation) => relation.customerId === clientId && (wanted === undefined || relation.isOwner === wanted),
	);
};

const has = (held: Held, values: Values) => named(held, values).length > 0;

export const bound: State = {
	of: relations,
	grants: true,
	has,
	// Where there was a relationship of the other kind, the pages contradict each other about what became of it.
	undo: (held, { userId, clientId, isOwner }) =>
		held && named(held, { clientId }).length === 0
			? { resource: 'user', operation: 'unbindClient', userId, clientId, ownership: isOwner ? 'owner' : 'standard' }
			: null,
};

export const unbound: State = {
	of: relations,
	grants: false,
	has,
	undo: (held, values) => {
		const [removed, ...more] = held ? named(held, values) : [];
		const { userId, clientId } = values;
		return removed && more.length === 0
			? { resource: 'user', operation: 'bindClient', userId, clientId, isOwner: removed.isOwner }
			: null;
	},
	remaining: async (held) => [...clientsOf(held)] as unknown as IDataObject[],
};

/** Refuses a run that would leave a client without an owner, counting all removals of the run. */
export const keepsLastOwner: Guard = async ({ subjects, settings }, reader) => {
	if (settings.keepLastOwner !== true) return undefined;
	const removals = subjects.filter(({ ownership }) => ownership !== 'standard');
	for (const clientId of withoutRepeats(removals.map((values) => values.clientId))) {
		const removed = removals.filter((values) => values.clientId === clientId).map(({ userId }) => userId);
		const users = await reader.read(getAll, { cuid: clientId });
		if ('message' in users) return unknownOwners(users.message);
		const ids = users.map(({ uuid, userId }) => uuid ?? userId);
		let owners = 0;
		let kept = 0;
		for (const userId of withoutRepeats([...ids, ...removed])) {
			const held = await reader.read(relations, { userId: String(userId) });
			if ('message' in held) return unknownOwners(held.message);
			if (!has(held, { clientId, isOwner: true })) continue;
			owners += 1;
			if (!removed.includes(String(userId))) kept += 1;
		}
		if (owners > 0 && kept === 0)
			return {
				message: 'This run would remove the last owner of a client',
				description: `Nothing was sent. Make somebody else an owner of ${String(clientId)} first, or take its last owner out of the input items.`,
			};
	}
	return undefined;
};

const unknownOwners = (message: string) => ({
	message: "The owners of a client can't be read, so the last one could be among the removals",
	description: `Nothing was sent, because 'Keep Last Owner' is on. ${message}.`,
});
