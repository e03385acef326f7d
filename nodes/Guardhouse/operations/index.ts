import { changeOperations } from '../../operation/saved';
import { assignRole } from './assignRole';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllRoles } from './getAllRoles';
import { setUsers } from './setUsers';
import { unassignAllRoles } from './unassignAllRoles';
import { unassignRole } from './unassignRole';

const singles = {
	user: { unassignRole, assignRole, unassignAllRoles, get, getAll },
	role: { setUsers, getAll: getAllRoles },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles) };
