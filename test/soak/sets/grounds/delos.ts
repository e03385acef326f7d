import type { Standing } from '../../ground';
import { delos } from '../../grounds/delos';
import type { LayOutSets } from '../ground';

const named = (what: string, count: number) => Array.from({ length: count }, (_, index) => `cust_${what}${index + 1}`);

const relationsOf = (customerId: string, standing: Standing) => [
	...(standing === 'owner' || standing === 'both' ? [{ customerId, isOwner: true }] : []),
	...(standing === 'standard' || standing === 'both' ? [{ customerId, isOwner: false }] : []),
];

export const delosSets: LayOutSets = (sandbox, dice) => {
	const { state } = sandbox.delos;
	const [groups, others] = [named('team', 8), named('circle', 6)];
	const [like] = state.clients;
	state.clients.push(...[...groups, ...others].map((cuid) => ({ ...like, cuid, name: cuid })));
	const ground = delos(sandbox, dice);
	return {
		...ground,
		about: (request) =>
			ground.about(request) ??
			(/[?&](cuid|customerId)=/.test(request.url) ? `${request.method} ${request.url}` : undefined),
		places: others,
		groups,
		set: { resource: 'client', operation: 'setUsers' },
		all: { resource: 'user', operation: 'removeAllClients' },
		groupOf: (clientId, of) => {
			const isOwner = of('is owner') < 0.4;
			return { fields: { clientId, isOwner }, given: isOwner ? 'owner' : 'standard' };
		},
		fieldsOf: (userId) => ({ userId }),
		completed: (places) => places,
		every: ground.changes,
		give: (userId, clientId, standing) => ({
			operation: 'bindClient',
			fields: { userId, clientId, isOwner: standing === 'owner' },
		}),
		end: (userId, clientId, standing, by) => ({
			operation: 'unbindClient',
			fields: { userId, clientId, ownership: by === 'set' || standing === 'both' ? 'any' : standing },
		}),
		askedIn: ({ fields }) => ({ users: [String(fields.userId)], place: String(fields.clientId), fields }),
		entryOf: (by, userId, clientId, standing) =>
			by === 'set' ? { userId } : { clientId, isOwner: standing !== 'standard' },
		calledIn: (by, user, place) => (by === 'set' ? `user ${user}` : `client ${place}`),
		audited: (event) => String((event.resources as Array<{ uid: string }>)[0].uid),
		put: (user, place, standing) => {
			const found = state.users.find(({ uuid }) => uuid === user);
			if (!found) return;
			const left = found.clients.filter(({ customerId }) => customerId !== place);
			found.clients = [...left, ...relationsOf(place, standing)];
		},
	};
};
