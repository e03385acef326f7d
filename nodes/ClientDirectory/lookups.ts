import type { Lookup } from '../operation/model';
import { isUuid } from '../operation/model';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllDepartments } from './operations/getAllDepartments';

/** The pages don't say what `q` finds, so the whole list is read. */
export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		id: ({ id }) => id,
		words: ({ username, user_key: key }) => [username, key],
		apart: ({ user_key: key }) => (typeof key === 'string' ? key : undefined),
		one: get,
		isId: isUuid,
	},
	departments: {
		of: getAllDepartments,
		record: 'department',
		id: ({ id }) => id,
		words: ({ name }) => [name],
	},
};
