import { operation } from '../../operation/operation';
import { userId } from '../parameters';
import { oneUser } from '../reads';
import { unknownUser } from '../refusals';
import { user } from '../samples';

export const get = operation({
	name: 'Get',
	action: 'Get user',
	description: 'Read a user with the roles that the user has',
	docs: 'https://guardhouse.cloud/docs/api',
	route: 'GET /api/v1/users/{userId}',
	path: { userId },
	sample: user,
	reads: oneUser,
	refusals: [unknownUser],
});
