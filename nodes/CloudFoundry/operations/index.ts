import { ofResults } from '../../operation/run';
import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllOrganizations } from './getAllOrganizations';
import { removeOrganization } from './removeOrganization';
import { setUsers } from './setUsers';

const singles = {
	user: { addOrganization, get, getAll, removeOrganization },
	organization: { getAll: getAllOrganizations, setUsers },
};

export const operations = { ...singles, change: ofResults(singles) };
