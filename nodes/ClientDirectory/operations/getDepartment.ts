import { read } from '../../operation/model';
import { clientId, departmentId } from '../parameters';
import { one } from '../reads';
import { unknownDepartment } from '../refusals';

/** Not shown in the panel: it tells whether a department exists, and how many members it has. */
export const getDepartment = read({
	name: 'Get',
	action: 'Get department',
	description: 'Read a department',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'GET /clients/{client_id}/departments/{department_id}',
	path: { client_id: clientId, department_id: departmentId },
	gives: one,
	refusals: unknownDepartment,
});
