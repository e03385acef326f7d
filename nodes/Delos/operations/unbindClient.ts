import { everyChange, reportRemaining } from '../../operation/panel';
import { change } from '../../operation/model';
import { keepsLastOwner } from '../keepLastOwner';
import { boundClientId, keepLastOwner, ownership, userId } from '../parameters';
import { notRelated, notSoRelated, unknownClient, unknownUser, withUser } from '../refusals';
import { changedUser } from '../samples';
import { unbound } from '../state';

export const unbindClient = change({
	name: 'Unbind Client',
	action: 'Unbind user from client',
	description: "End a user's access to a client, optionally only as owner or as standard user",
	docs: 'https://docs.delos.financial/users/remove-bind-client',
	route: 'DELETE /v2/user/{uuid}/relate-client/{relation.cuid}',
	path: { uuid: userId, 'relation.cuid': boundClientId },
	query: { 'relation.isOwner': ownership },
	subject: userId,
	sample: changedUser,
	success: { 200: withUser },
	unchanged: [notRelated, notSoRelated],
	refusals: [unknownUser, unknownClient],
	state: unbound,
	guards: [keepsLastOwner],
	options: [keepLastOwner, reportRemaining, ...everyChange],
});
