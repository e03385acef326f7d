import type { Lookup } from '../operation/model';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllRoles } from './operations/getAllRoles';

/** The search by email finds parts of addresses, so the whole list is read. */
export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		id: ({ id }) => id,
		words: ({ email }) => [email],
		apart: ({ firstName, lastName }) =>
			[firstName, lastName].filter((name) => typeof name === 'string').join(' ') || undefined,
		one: get,
		isId: (text) => /^\d+$/.test(text),
	},
	roles: { of: getAllRoles, record: 'role', id: ({ id }) => id, words: ({ name }) => [name] },
};
