import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllRoles } from './operations/getAllRoles';

export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		// https://guardhouse.cloud/docs/api/endpoints/users/get-users: "case-insensitive", parts of addresses too.
		search: 'email',
		id: ({ id }) => id,
		words: ({ email }) => [email],
		isId: (text) => /^\d+$/.test(text),
	},
	roles: { of: getAllRoles, record: 'role', id: ({ id }) => id, words: ({ name }) => [name] },
};
