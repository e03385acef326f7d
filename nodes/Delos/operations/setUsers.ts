import type { IDataObject } from 'n8n-workflow';

import { everyWhole, listOptions } from '../../operation/panel';
import { factOf, isKnown } from '../../operation/run';
import { paced } from '../../operation/wire';
import type { Held, SetStep, Precondition, Reader, Refused, Values, SetOperation } from '../../operation/model';
import { refuse } from '../../operation/model';
import { bodyFormat, clientId, isOwner, keepLastOwner, userId, userIds } from '../parameters';
import { namesIn, userIdIn } from '../reads';
import { named } from '../state';
import { bindClient } from './bindClient';
import { getAll } from './getAll';
import { unbindClient } from './unbindClient';
import { unknownAmong } from './unknownAmong';

/** The list of a client's users shows no relationship, nor a total: each user who is to be changed is read, and may contradict it. */
const asListed = (isListed: boolean): Precondition => ({
	blocksAll: false,
	because: "it couldn't be read what access there is now",
	broken: (held: Held, { userId: id, clientId: client }: Values) =>
		named(held, { clientId: client }).length > 0 === isListed
			? undefined
			: refuse(
					`The list of the client's users isn't right: user ${String(id)} ${isListed ? 'has no access, but is in it' : 'has access, but is missing from it'}`,
					'Nothing was sent, because who is to be removed is concluded from that list. Run it again.',
				),
});

const stepOf = (
	id: string,
	{ name, ...rest }: Pick<SetStep, 'name' | 'change' | 'values' | 'entry' | 'names'>,
	isListed: boolean,
): SetStep => ({
	resource: 'user',
	name,
	...rest,
	precondition: asListed(isListed),
	key: id,
	stage: 0,
	called: `user ${id}${typeof rest.names?.userId === 'string' ? ` (${rest.names.userId})` : ''}`,
});

const entryOf = (id: string, { email, username }: IDataObject): IDataObject => ({
	userId: id,
	...(typeof email === 'string' && { userEmail: email }),
	...(typeof username === 'string' && { username }),
});

const noId: Refused = {
	message: "Delos gave a list of the client's users that has one without an ID",
	description: 'Nothing was sent, because who is to be removed is concluded from that list.',
};

/** Who was given access, and doesn't have just that: the list of the client's users shows no ownership. */
const notAsGiven = async (made: readonly SetStep[], reader: Reader): Promise<ReadonlySet<string> | Refused> => {
	const others = new Set<string>();
	let refused: Refused | undefined;
	const given = made.filter(({ change }) => change.state.grants);
	await paced(given, reader.atOnce, async ({ change, values, key }) => {
		const fact = await factOf(change.state, values, { reader, concludes: () => true });
		if (!isKnown(fact)) refused ??= fact;
		else if (!fact.has) others.add(key);
		return refused === undefined;
	});
	return refused ?? others;
};

export const setUsers: SetOperation = {
	name: 'Set Users',
	action: 'Set users of client',
	description: "Make a client's users exactly those of a list: add who is missing, then remove who isn't listed",
	takes: [clientId, userIds, isOwner],
	subject: userId,
	sample: { userId: 'user_abc123def', username: 'john.smith' },
	changes: [bindClient, unbindClient],
	options: [bodyFormat, keepLastOwner, ...listOptions, ...everyWhole],
	shapedBy: [bodyFormat, ...listOptions],
	current: async ({ clientId: client }, reader, made = []) => {
		const users = await reader.read(getAll, { cuid: client });
		if ('message' in users) return users;
		const listed = users.map(userIdIn);
		if (!listed.every((id): id is string => typeof id === 'string')) return noId;
		const others = await notAsGiven(made, reader);
		if ('message' in others) return others;
		const ids = listed.filter((id) => !others.has(id));
		const called = new Map(users.map((user) => [userIdIn(user), user]));
		return (
			(ids.length === 0 ? await unknownAmong(String(client), reader) : undefined) ??
			ids.map((id) => {
				const user = called.get(id) as IDataObject;
				const values = { userId: id, clientId: client, ownership: 'any' };
				const [entry, names] = [entryOf(id, user), namesIn(user)];
				return stepOf(id, { name: 'unbindClient', change: unbindClient, values, entry, names }, true);
			})
		);
	},
	list: {
		of: userIds,
		give: ({ clientId: client, isOwner: owner }, id) => {
			const values = { userId: id, clientId: client, isOwner: owner };
			const entry = { userId: id, isOwner: owner as boolean };
			return stepOf(id, { name: 'bindClient', change: bindClient, values, entry }, false);
		},
	},
};
