import { addMembers } from './addMembers';
import { get } from './get';
import { getAll } from './getAll';
import { getAllDepartments } from './getAllDepartments';
import { removeMembers } from './removeMembers';

export const operations = {
	department: { addMembers, getAll: getAllDepartments, removeMembers },
	user: { get, getAll },
};
