import { read } from '../../operation/model';
import { q, sortDepartments, sortOrder } from '../filters';
import { clientId } from '../parameters';
import { list } from '../reads';
import { unknownClient } from '../refusals';
import { department } from '../samples';

export const getAllDepartments = read({
	name: 'Get Many',
	action: 'Get many departments',
	description: 'List the departments of a client organization with their numbers of members',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'GET /clients/{client_id}/departments',
	path: { client_id: clientId },
	filters: { q, sort_by: sortDepartments, sort_order: sortOrder },
	sample: department,
	gives: list,
	refusals: unknownClient,
});
