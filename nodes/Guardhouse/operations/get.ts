import { read } from '../../operation/model';
import { userId } from '../parameters';
import { oneUser } from '../reads';
import { unknownUser } from '../refusals';
import { user } from '../samples';

export const get = read({
	name: 'Get',
	action: 'Get user',
	description: 'Read a user with the roles that the user has',
	docs: 'https://guardhouse.cloud/docs/api',
	route: 'GET /api/v1/users/{userId}',
	path: { userId },
	sample: user,
	gives: oneUser,
	refusals: [unknownUser],
});
