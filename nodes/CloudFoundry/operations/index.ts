import { changeOperations } from '../../operation/saved';
import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllOrganizations } from './getAllOrganizations';
import { removeAllRoles } from './removeAllRoles';
import { removeOrganization } from './removeOrganization';
import { roleChanges } from './roleChanges';
import { setUsers } from './setUsers';

const singles = {
	user: { removeOrganization, addOrganization, removeAllRoles, get, getAll },
	organization: { setUsers, getAll: getAllOrganizations },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles, { user: roleChanges }) };
