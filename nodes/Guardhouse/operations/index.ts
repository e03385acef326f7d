import { changeOperations } from '../../operation/saved';
import { assignRole } from './assignRole';
import { get } from './get';
import { getAll } from './getAll';
import { getAllRoles } from './getAllRoles';
import { setUsers } from './setUsers';
import { unassignAllRoles } from './unassignAllRoles';
import { unassignRole } from './unassignRole';

const singles = {
	user: { assignRole, get, getAll, unassignAllRoles, unassignRole },
	role: { getAll: getAllRoles, setUsers },
};

export const operations = { ...singles, change: changeOperations(singles) };
