import { read } from '../../operation/model';
import { userId } from '../parameters';
import { oneItem } from '../reads';
import { unknownUser } from '../refusals';
import { userWithClients } from '../samples';

export const get = read({
	name: 'Get',
	action: 'Get user',
	description: 'Read a user with the clients that the user is bound to, each as owner or as standard user',
	docs: 'https://docs.delos.financial/users/bind-client',
	route: 'GET /v2/user/{uuid}',
	path: { uuid: userId },
	sample: userWithClients,
	gives: oneItem,
	refusals: [unknownUser],
});
