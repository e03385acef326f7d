import { changeOperations } from '../../operation/saved';
import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllOrganizations } from './getAllOrganizations';
import { getAllSpaces } from './getAllSpaces';
import { removeAllRoles } from './removeAllRoles';
import { removeOrganization } from './removeOrganization';
import { roleChanges } from './roleChanges';
import { setUsers, setUsersOfSpace } from './setUsers';

const { addOrganizationRole, removeOrganizationRole, addSpaceRole, removeSpaceRole } = roleChanges;

const singles = {
	user: {
		removeOrganization,
		addOrganization,
		removeOrganizationRole,
		addOrganizationRole,
		removeSpaceRole,
		addSpaceRole,
		removeAllRoles,
		get,
		getAll,
	},
	organization: { setUsers, getAll: getAllOrganizations },
	space: { setUsers: setUsersOfSpace, getAll: getAllSpaces },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles) };
