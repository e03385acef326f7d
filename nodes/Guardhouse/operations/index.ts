import { assignRole } from './assignRole';
import { get } from './get';
import { getAll } from './getAll';
import { getAllRoles } from './getAllRoles';
import { unassignRole } from './unassignRole';

export const operations = {
	user: { assignRole, get, getAll, unassignRole },
	role: { getAll: getAllRoles },
};
