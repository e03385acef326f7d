import { read } from '../../operation/model';
import { clientId, userId } from '../parameters';
import { one } from '../reads';
import { unknownUser } from '../refusals';
import { user } from '../samples';

export const get = read({
	name: 'Get',
	action: 'Get user',
	description: 'Read a user with the departments that the user is a member of',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'GET /clients/{client_id}/users/{user_id}',
	path: { client_id: clientId, user_id: userId },
	sample: user,
	gives: one,
	refusals: unknownUser,
});
