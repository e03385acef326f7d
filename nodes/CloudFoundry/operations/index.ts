import { changeOperations } from '../../operation/saved';
import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllOrganizations } from './getAllOrganizations';
import { removeAllRoles } from './removeAllRoles';
import { removeOrganization } from './removeOrganization';
import { roleChanges } from './roleChanges';
import { setUsers } from './setUsers';

const singles = {
	user: { addOrganization, get, getAll, removeAllRoles, removeOrganization },
	organization: { getAll: getAllOrganizations, setUsers },
};

export const operations = { ...singles, change: changeOperations(singles, { user: roleChanges }) };
