import { ofResults } from '../../operation/run';
import { addOrganization } from './addOrganization';
import { get } from './get';
import { getAll } from './getAll';
import { getAllOrganizations } from './getAllOrganizations';
import { removeOrganization } from './removeOrganization';

const singles = {
	user: { addOrganization, get, getAll, removeOrganization },
	organization: { getAll: getAllOrganizations },
};

export const operations = { ...singles, change: ofResults(singles) };
