import { ofResults } from '../../operation/run';
import { addMembers } from './addMembers';
import { get } from './get';
import { getAll } from './getAll';
import { getAllDepartments } from './getAllDepartments';
import { removeMembers } from './removeMembers';

const singles = {
	department: { addMembers, getAll: getAllDepartments, removeMembers },
	user: { get, getAll },
};

export const operations = { ...singles, change: ofResults(singles) };
