import { changeOperations } from '../../operation/saved';
import { addMembers } from './addMembers';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllDepartments } from './getAllDepartments';
import { removeAllDepartments } from './removeAllDepartments';
import { removeMembers } from './removeMembers';
import { setMembers } from './setMembers';

const singles = {
	department: { removeMembers, addMembers, setMembers, getAll: getAllDepartments },
	user: { removeAllDepartments, get, getAll },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles) };
