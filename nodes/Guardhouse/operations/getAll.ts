import { read } from '../../operation/model';
import { email } from '../parameters';
import { users } from '../reads';
import { listedUser } from '../samples';

export const getAll = read({
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users with their roles, all of them or those whose email address matches',
	docs: 'https://guardhouse.cloud/docs/api/endpoints/users/get-users',
	route: 'GET /api/v1/users',
	path: {},
	filters: { email },
	sample: listedUser,
	gives: users,
});
