import { everyWhole } from '../../operation/panel';
import type { SetOperation } from '../../operation/model';
import { keepLastOwner, userId } from '../parameters';
import { clientsOf, relations } from '../state';
import { unbindClient } from './unbindClient';

export const removeAllClients: SetOperation = {
	name: 'Remove All Clients',
	action: 'Unbind user from all clients',
	description: "End all of a user's access to clients, as owner and as standard user",
	takes: [userId],
	subject: userId,
	sample: { clientId: 'cust_789xyz', isOwner: true },
	changes: [unbindClient],
	options: [keepLastOwner, ...everyWhole],
	shapedBy: [],
	current: async (values, reader) => {
		const seen = await reader.read(relations, values);
		if ('message' in seen) return seen;
		const clients = [...new Set(clientsOf(seen).map(({ customerId }) => customerId))];
		return clients.map((clientId) => {
			const kinds = clientsOf(seen).filter(({ customerId }) => customerId === clientId);
			const isOwner = kinds.some((kind) => kind.isOwner);
			const isBoth = kinds.some((kind) => kind.isOwner !== isOwner);
			const ownership = isBoth ? 'any' : isOwner ? 'owner' : 'standard';
			const as = { any: 'owner and standard user', owner: 'owner', standard: 'standard user' }[ownership];
			return {
				resource: 'user',
				name: 'unbindClient',
				change: unbindClient,
				values: { ...values, clientId, ownership },
				seen,
				key: clientId,
				stage: 0,
				entry: { clientId, isOwner },
				called: `client ${clientId} (${as})`,
			};
		});
	},
};
