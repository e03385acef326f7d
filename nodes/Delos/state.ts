import type { IDataObject } from 'n8n-workflow';

import type { Held, Read, Refused, State, Values } from '../operation/model';
import { isObject, otherSpelling, accessLevelsTowards, unreadableAmong } from '../operation/model';
import { get } from './operations/get';
import { clientId } from './parameters';
import { namesIn } from './reads';

interface Relation {
	readonly customerId: string;
	readonly isOwner: boolean;
}

const isRelation = (entry: unknown): boolean =>
	isObject(entry) && typeof entry.customerId === 'string' && typeof entry.isOwner === 'boolean';

/** Get User, which carries every relationship; without `clients` it tells nothing, least of all that there are none. */
export const relations: Read = {
	...get,
	gives: {
		items: (json) => {
			const user = isObject(json) && isObject(json.item) ? json.item : undefined;
			return user && Array.isArray(user.clients) && user.clients.every(isRelation) ? [user] : undefined;
		},
	},
};

export const clientsOf = ([user]: Held) => user.clients as unknown as readonly Relation[];

/** The relationships that a change names. */
export const named = (held: Held, { clientId, isOwner, ownership }: Values): readonly Relation[] => {
	const wanted = isOwner ?? ({ owner: true, standard: false } as Record<string, boolean>)[ownership as string];
	return clientsOf(held).filter(
		(relation) => relation.customerId === clientId && (wanted === undefined || relation.isOwner === wanted),
	);
};

const accessLevels = accessLevelsTowards(
	({ clientId: client }) => `client ${String(client)}`,
	[
		{ is: 'has no access to', was: 'had no access to' },
		{ is: 'is an owner of', was: 'was an owner of' },
		{ is: 'is a standard user of', was: 'was a standard user of' },
		{ is: 'is both an owner and a standard user of', was: 'was both an owner and a standard user of' },
	],
);

const accessLevel: State['accessLevel'] = (held, { clientId: client }) => {
	const relations = named(held, { clientId: client });
	return Number(relations.some(({ isOwner }) => isOwner)) + 2 * Number(relations.some(({ isOwner }) => !isOwner));
};

const has = (held: Held, values: Values): boolean | Refused => {
	const ids = clientsOf(held).map(({ customerId }) => customerId);
	return unreadableAmong(ids, clientId) ?? otherSpelling(ids, clientId, values) ?? named(held, values).length > 0;
};

/** What is given is asked for; what is taken is what was there, where that is known. */
const kindsIn = (held: Held | undefined, values: Values): readonly string[] => {
	const { isOwner, ownership = isOwner === true ? 'owner' : 'standard' } = values;
	const there = held && isOwner === undefined ? named(held, values).map((relation) => relation.isOwner) : [];
	const kinds = there.length > 0 ? there.map((is) => (is ? 'owner' : 'standard')) : [String(ownership)];
	return [...new Set(kinds)];
};

const privileges: Record<string, string> = { any: 'any access', owner: 'owner', standard: 'standard user' };

const audited: State['audited'] = (values, names, held) => ({
	privileges: kindsIn(held, values).map((kind) => privileges[kind]),
	resources: [{ uid: String(values.clientId), name: names.clientId, type: 'client' }],
});

const isAsOwner = ({ isOwner, ownership }: Values) => isOwner === true || ownership === 'owner';

const words: State['words'] = {
	as: 'held',
	noun: 'client',
	of: 'clientId',
	before: 'access to',
	part: (client, values) => {
		if (values.ownership === 'standard') return `${client} as standard user`;
		return isAsOwner(values) ? `${client} as owner` : client;
	},
};

const shared = {
	of: relations,
	has,
	accessLevels,
	accessLevel,
	audited,
	words,
	names: ([user]: Held) => namesIn(user),
};

export const bound: State = {
	...shared,
	grants: true,
	// Where there was a relationship of the other kind, the pages contradict each other about what became of it.
	undo: (held, { userId, clientId: client, isOwner }) =>
		held && named(held, { clientId: client }).length === 0
			? {
					resource: 'user',
					operation: 'unbindClient',
					userId,
					clientId: client,
					ownership: isOwner ? 'owner' : 'standard',
				}
			: null,
};

export const unbound: State = {
	...shared,
	grants: false,
	undo: (held, values) => {
		const [removed, ...more] = held ? named(held, values) : [];
		const { userId, clientId: client } = values;
		return removed && more.length === 0
			? { resource: 'user', operation: 'bindClient', userId, clientId: client, isOwner: removed.isOwner }
			: null;
	},
	remaining: async (held) => [...clientsOf(held)] as unknown as IDataObject[],
};

/** The kind of an access that stays: an owner who is a standard user as well hasn't become one. */
export const owned: State = {
	...shared,
	grants: true,
	has: (held, values) => {
		const isSo = has(held, values);
		return isSo === true ? named(held, { clientId: values.clientId }).length === 1 : isSo;
	},
	words: {
		as: 'standing',
		noun: 'client',
		of: 'clientId',
		part: (client, { isOwner }) => `${isOwner === true ? 'an owner' : 'a standard user'} of ${client}`,
	},
	undo: (held, { userId, clientId: client, isOwner }) =>
		held && named(held, { clientId: client }).length === 1
			? { resource: 'user', operation: 'changeOwnership', userId, clientId: client, isOwner: isOwner !== true }
			: null,
};
