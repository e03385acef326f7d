import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllOrganizations } from './getAllOrganizations';
import { removeOrganization } from './removeOrganization';

export const operations = {
	user: { addOrganization, get, getAll, removeOrganization },
	organization: { getAll: getAllOrganizations },
};
