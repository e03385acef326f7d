import { ofResults } from '../../operation/run';
import { assignRole } from './assignRole';
import { get } from './get';
import { getAll } from './getAll';
import { getAllRoles } from './getAllRoles';
import { unassignRole } from './unassignRole';

const singles = {
	user: { assignRole, get, getAll, unassignRole },
	role: { getAll: getAllRoles },
};

export const operations = { ...singles, change: ofResults(singles) };
