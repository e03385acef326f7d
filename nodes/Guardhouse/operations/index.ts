import { changeOperations } from '../../operation/saved';
import { assignRole } from './assignRole';
import { block } from './block';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllRoles } from './getAllRoles';
import { setUsers } from './setUsers';
import { unassignAllRoles } from './unassignAllRoles';
import { unassignRole } from './unassignRole';
import { unblock } from './unblock';

const singles = {
	user: { unassignRole, assignRole, unassignAllRoles, block, unblock, get, getAll },
	role: { setUsers, getAll: getAllRoles },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles) };
