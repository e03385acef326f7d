import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllDepartments } from './operations/getAllDepartments';

export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		search: 'q',
		id: ({ id }) => id,
		words: ({ username, user_key: key }) => [username, key],
	},
	departments: {
		of: getAllDepartments,
		record: 'department',
		search: 'q',
		id: ({ id }) => id,
		words: ({ name }) => [name],
	},
};
