import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllRoles } from './operations/getAllRoles';

export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		search: 'email',
		ignoresCase: true,
		id: ({ id }) => id,
		words: ({ email }) => [email],
	},
	roles: { of: getAllRoles, record: 'role', id: ({ id }) => id, words: ({ name }) => [name] },
};
