import { read } from '../../operation/model';
import { departmentFilter, q, sortUsers } from '../filters';
import { clientId } from '../parameters';
import { list } from '../reads';
import { unknownClient } from '../refusals';
import { user } from '../samples';

export const getAll = read({
	name: 'Get Many',
	action: 'Get many users',
	description: 'List the users of a client organization, or the members of one of its departments',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'GET /clients/{client_id}/users',
	path: { client_id: clientId },
	filters: { department_id: departmentFilter, q, sort_by: sortUsers },
	sample: user,
	gives: list,
	refusals: unknownClient,
});
