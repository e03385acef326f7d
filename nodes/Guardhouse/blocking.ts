import type { IDataObject } from 'n8n-workflow';

import type { Change, Held, Read, Refused, State, Values } from '../operation/model';
import { somebodyElse } from '../operation/model';
import { readerOfFirst } from '../operation/wire';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { userId } from './parameters';

const recordIn = (held: Held, values: Values): IDataObject | undefined =>
	held.find(({ id }) => Number(id) === values.userId);

const untold = (why: string): Refused => ({
	message: `Guardhouse doesn't tell whether the user is blocked: ${why}`,
	description: 'Nothing is concluded from its answer. Look the user up there.',
	status: 200,
});

/** Get User, where it shows `isSuspended`, which its page doesn't say; else the list, which is searched by a part of an address. */
const suspension: Read = {
	...get,
	resolve: async (values, reader) => {
		const read = await reader.read(get, values);
		if ('message' in read) return read;
		const [user] = read;
		const other = somebodyElse(user.id, values.userId);
		if (other) return other;
		if (typeof user.isSuspended === 'boolean') return get;
		const address = typeof user.email === 'string' ? user.email : undefined;
		return { ...getAll, filters: undefined, query: { email: { ...userId, wire: () => address } } };
	},
};

/** The access that a block ends is the use of the account. */
const has: State['has'] = (held, values) => {
	const user = recordIn(held, values);
	if (!user) return untold('its list has no such user');
	return typeof user.isSuspended === 'boolean' ? !user.isSuspended : untold("the user's record has no isSuspended");
};

const shared = {
	of: suspension,
	has,
	accessLevels: () => [
		{ is: 'is blocked', was: 'was blocked' },
		{ is: "isn't blocked", was: "wasn't blocked" },
	],
	audited: () => ({ privileges: ['sign-in'], resources: [] }),
	words: { as: 'account', noun: 'user', of: 'userId' },
	names: (held, values) => ({ userId: recordIn(held, values)?.email }),
} satisfies Partial<State>;

export const blocked: State = {
	...shared,
	grants: false,
	undo: (_, { userId: id }) => ({ resource: 'user', operation: 'unblock', userId: id }),
};

/** Who had blocked the user, and why, can't be read. */
export const unblocked: State = {
	...shared,
	grants: true,
	undo: () => null,
	noUndo: "There is no undo: Block needs to know who blocks, and Guardhouse doesn't tell who had.",
};

/** A second block may put other words over those of the first, and an unblock ends sessions: neither is sent where it is so already. */
export const unlessSo =
	({ grants }: State): Change['prepare'] =>
	async (values, reader) => {
		const held = await (await readerOfFirst(`block of user ${String(values.userId)}`, reader)).read(suspension, values);
		return !('message' in held) && has(held, values) === grants ? 'unchanged' : values;
	};
