import { everyChange } from '../../operation/panel';
import { change } from '../../operation/model';
import { bodyFormat, clientId, isOwner, userId } from '../parameters';
import { alreadyRelated, unknownClient, unknownUser, withUser } from '../refusals';
import { changedUser } from '../samples';
import { bound } from '../state';

export const bindClient = change({
	name: 'Bind Client',
	action: 'Bind user to client',
	description: 'Give a user access to a client, as standard user or as owner',
	docs: 'https://docs.delos.financial/users/bind-client',
	route: 'PUT /v2/user/{uuid}/relate-client',
	path: { uuid: userId },
	body: {
		by: bodyFormat,
		forms: {
			nested: { 'relation.cuid': clientId, 'relation.isOwner': isOwner },
			flat: { customerId: clientId, isOwner },
		},
	},
	subject: userId,
	sample: changedUser,
	success: { 200: withUser },
	unchanged: [alreadyRelated],
	refusals: [unknownUser, unknownClient],
	state: bound,
	options: [bodyFormat, ...everyChange],
});
