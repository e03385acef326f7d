import { everyWhole } from '../../operation/panel';
import type { SetOperation } from '../../operation/model';
import { somebodyElse } from '../../operation/model';
import { userId } from '../parameters';
import { assignments, rolesOf } from '../state';
import { unassignRole } from './unassignRole';

export const unassignAllRoles: SetOperation = {
	name: 'Unassign All Roles',
	action: 'Unassign all roles from user',
	description: 'Take away all roles that a user has',
	takes: [userId],
	subject: userId,
	sample: { roleId: 1, roleName: 'Administrator' },
	changes: [unassignRole],
	options: everyWhole,
	shapedBy: [],
	current: async (values, reader) => {
		const seen = await reader.read(assignments, values);
		if ('message' in seen) return seen;
		const other = somebodyElse(seen[0].id, values.userId);
		if (other) return other;
		return rolesOf(seen).map(({ id, name }) => ({
			resource: 'user',
			name: 'unassignRole',
			change: unassignRole,
			values: { ...values, roleId: Number(id), instantLogout: false },
			seen,
			key: String(Number(id)),
			stage: 0,
			entry: { roleId: Number(id), roleName: name },
			called: `role ${String(id)} (${String(name)})`,
		}));
	},
};
