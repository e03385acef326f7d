import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllRoles } from './operations/getAllRoles';

/** The search by email finds parts of addresses, so the whole list is read. */
export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		id: ({ id }) => id,
		words: ({ email }) => [email],
		isId: (text) => /^\d+$/.test(text),
	},
	roles: { of: getAllRoles, record: 'role', id: ({ id }) => id, words: ({ name }) => [name] },
};
