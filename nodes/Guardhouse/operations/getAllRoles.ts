import { read } from '../../operation/model';
import { roles } from '../reads';
import { role } from '../samples';

export const getAllRoles = read({
	name: 'Get Many',
	action: 'Get many roles',
	description: 'List roles with their permissions',
	docs: 'https://guardhouse.cloud/docs/api',
	route: 'GET /api/v1/roles',
	path: {},
	sample: role,
	gives: roles,
});
