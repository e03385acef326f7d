import { batchSize, everyWhole } from '../../operation/panel';
import type { Value, SetOperation } from '../../operation/model';
import { somebodyElse } from '../../operation/model';
import { clientId, userId } from '../parameters';
import { unknownUser } from '../refusals';
import { departmentsOf, memberships } from '../state';
import { removeMembers } from './removeMembers';

/** Here the user is a parameter of its own. */
const ofUser = { ...memberships, refusals: unknownUser };

export const removeAllDepartments: SetOperation = {
	name: 'Remove All Departments',
	action: 'Remove user from all departments',
	description: "End a user's membership in all departments of the client organization",
	takes: [clientId, userId],
	subject: userId,
	sample: { departmentId: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890', departmentName: 'Engineering' },
	changes: [removeMembers],
	options: [batchSize, ...everyWhole],
	shapedBy: [],
	current: async (values, reader) => {
		const seen = await reader.read(ofUser, values);
		if ('message' in seen) return seen;
		const other = somebodyElse(seen[0].id, values.userId);
		if (other) return other;
		return departmentsOf(seen).map(({ id, name }) => ({
			resource: 'department',
			name: 'removeMembers',
			change: removeMembers,
			values: { clientId: values.clientId, departmentId: id as Value, userIds: [String(values.userId)] },
			seen,
			key: String(id),
			stage: 0,
			entry: { departmentId: id, departmentName: name },
			called: `department ${String(name ?? id)}`,
		}));
	},
};
