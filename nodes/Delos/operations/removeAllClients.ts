import { everyWhole } from '../../operation/panel';
import type { Whole } from '../../operation/words';
import { keepLastOwner, userId } from '../parameters';
import { clientsOf, relations } from '../state';
import { unbindClient } from './unbindClient';

export const removeAllClients: Whole = {
	name: 'Remove All Clients',
	action: 'Remove all clients from user',
	description: "End all of a user's access to clients, as owner and as standard user",
	takes: [userId],
	subject: userId,
	sample: { clientId: 'cust_789xyz', isOwner: true },
	changes: [unbindClient],
	options: [keepLastOwner, ...everyWhole],
	shapedBy: [],
	there: async (values, reader) => {
		const seen = await reader.read(relations, values);
		if ('message' in seen) return seen;
		return clientsOf(seen).map(({ customerId: clientId, isOwner }) => ({
			resource: 'user',
			name: 'unbindClient',
			change: unbindClient,
			values: { ...values, clientId, ownership: isOwner ? 'owner' : 'standard' },
			seen,
			key: JSON.stringify([clientId, isOwner]),
			stage: 0,
			entry: { clientId, isOwner },
			called: `client ${clientId} (${isOwner ? 'owner' : 'standard user'})`,
		}));
	},
};
