import { isChange, lineOf, type LayOut } from '../ground';

const ownerships = ['any', 'owner', 'standard'] as const;
const asMet: Record<string, readonly string[]> = {
	any: ['none'],
	owner: ['none', 'standard'],
	standard: ['none', 'owner'],
};
const asAsked: Record<string, string> = {
	any: '',
	owner: '?relation.isOwner=true',
	standard: '?relation.isOwner=false',
};

export const delos: LayOut = ({ delos: { state, url } }, dice) => {
	const signsIn = dice('signs in') < 0.75;
	state.bindMode = dice('bind mode') < 0.5 ? 'overwrites' : 'refusesExisting';
	state.coexist = dice('coexist') < 0.3;
	return {
		node: 'delos',
		credentialType: 'delosApi',
		resource: 'user',
		parameters: {},
		url,
		credential: (baseUrl) => ({
			baseUrl,
			planKey: 'sandbox-plan-key',
			...(signsIn
				? { authentication: 'login', login: 'flow@example.com', password: 'sandbox-password' }
				: { authentication: 'accessToken', accessToken: 'sandbox-token' }),
		}),
		signIn: signsIn
			? {
					path: '/v2/auth/login',
					type: 'application/json',
					body: '{"login":"flow@example.com","password":"sandbox-password"}',
				}
			: undefined,
		places: state.clients.map(({ cuid }) => cuid),
		standings: state.coexist ? ['none', 'owner', 'standard', 'both'] : ['none', 'owner', 'standard'],
		userId: (index) => `user_soak${index}`,
		strangers: ['user_soak_nobody', 'user_soak_noone'],
		changes: [
			{
				operation: 'bindClient',
				fields: ([userId], clientId, of) => ({ userId, clientId, isOwner: of('is owner') < 0.4 }),
				met: ({ isOwner }) => [isOwner === true ? 'owner' : 'standard', 'both'],
				lines: ({ fields: { userId, clientId, isOwner } }) => [
					`PUT /v2/user/${String(userId)}/relate-client ${JSON.stringify({ relation: { cuid: clientId, isOwner } })}`,
				],
				undo: ({ fields: { userId, clientId, isOwner } }, [[, before]]) =>
					before === 'none'
						? {
								resource: 'user',
								operation: 'unbindClient',
								userId,
								clientId,
								ownership: isOwner === true ? 'owner' : 'standard',
							}
						: null,
			},
			{
				operation: 'unbindClient',
				fields: ([userId], clientId, of) => ({
					userId,
					clientId,
					ownership: ownerships[Math.floor(of('ownership') * 3)],
				}),
				met: ({ ownership }) => asMet[String(ownership)].flatMap((one) => one),
				lines: ({ fields: { userId, clientId, ownership } }) => [
					`DELETE /v2/user/${String(userId)}/relate-client/${String(clientId)}${asAsked[String(ownership)]}`,
				],
				undo: ({ fields: { userId, clientId, ownership } }, [[, before]]) => {
					if (before === 'both' && ownership === 'any') return null;
					const isOwner = before === 'both' ? ownership === 'owner' : before === 'owner';
					return { resource: 'user', operation: 'bindClient', userId, clientId, isOwner };
				},
			},
		],
		elsewhere: { operation: 'get', userId: 'user_abc123def' },
		place: (users) => {
			const [someone] = state.users;
			for (const [id, accesses] of users)
				state.users.push({
					...someone,
					uuid: String(id),
					email: `${id}@example.com`,
					clients: accesses.flatMap(([customerId, standing]) => [
						...(standing === 'owner' || standing === 'both' ? [{ customerId, isOwner: true }] : []),
						...(standing === 'standard' || standing === 'both' ? [{ customerId, isOwner: false }] : []),
					]),
				});
		},
		standing: () => {
			const found = new Map<string, string>();
			for (const { uuid, clients } of state.users)
				for (const { customerId, isOwner } of clients) {
					const key = `${uuid} ${customerId}`;
					found.set(key, found.has(key) ? 'both' : isOwner ? 'owner' : 'standard');
				}
			return found;
		},
		about: (request) => (request.url.includes('/user_soak') ? lineOf(request) : undefined),
		linesOf: (request) => (isChange(request) ? [lineOf(request)] : undefined),
	};
};
