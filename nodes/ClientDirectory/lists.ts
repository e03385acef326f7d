import type { Picker } from '../operation/model';
import { getAll } from './operations/getAll';
import { getAllDepartments } from './operations/getAllDepartments';

export const lists: Record<string, Picker> = {
	departments: {
		from: {
			of: getAllDepartments,
			search: 'q',
			show: ({ id, name, member_count: members }) => ({
				name: String(name),
				value: id,
				description: members === 1 ? '1 member' : `${String(members)} members`,
			}),
		},
	},
	users: {
		from: {
			of: getAll,
			search: 'q',
			show: ({ id, username, user_key: key }) => ({
				name: String(username),
				value: id,
				description: typeof key === 'string' ? key : undefined,
			}),
		},
	},
};
