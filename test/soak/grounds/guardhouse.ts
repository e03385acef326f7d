import { isChange, lineOf, type LayOut } from '../ground';

const pathOf = (fields: { userId?: unknown; roleId?: unknown }) =>
	`/api/v1/users/${String(fields.userId)}/roles/${String(fields.roleId)}`;

export const guardhouse: LayOut = ({ guardhouse: { state, url } }, dice) => {
	const signsIn = dice('signs in') < 0.75;
	return {
		node: 'guardhouse',
		credentialType: 'guardhouseApi',
		resource: 'user',
		parameters: {},
		url,
		credential: (baseUrl) => ({
			baseUrl,
			planKey: 'sandbox-plan-key',
			...(signsIn
				? { authentication: 'clientCredentials', clientId: 'sandbox-client', clientSecret: 'sandbox-secret' }
				: { authentication: 'accessToken', accessToken: 'sandbox-token' }),
		}),
		signIn: signsIn
			? {
					path: '/connect/token',
					type: 'application/x-www-form-urlencoded',
					body: 'grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret&scope=system_api',
				}
			: undefined,
		places: state.roles.map(({ id }) => String(id)),
		standings: ['none', 'has'],
		userId: (index) => 10_001 + index,
		strangers: [99_991, 99_992],
		changes: [
			{
				operation: 'assignRole',
				fields: ([userId], place) => ({ userId, roleId: Number(place) }),
				met: () => ['has'],
				lines: ({ fields }) => [`POST ${pathOf(fields)}`],
				undo: ({ fields: { userId, roleId } }) => ({
					resource: 'user',
					operation: 'unassignRole',
					userId,
					roleId,
					instantLogout: false,
				}),
			},
			{
				operation: 'unassignRole',
				fields: ([userId], place, of) => ({ userId, roleId: Number(place), instantLogout: of('logout') < 0.5 }),
				met: () => ['none'],
				lines: ({ fields }) => [`DELETE ${pathOf(fields)} {"instantLogout":${String(fields.instantLogout)}}`],
				undo: ({ fields: { userId, roleId } }) => ({ resource: 'user', operation: 'assignRole', userId, roleId }),
			},
		],
		elsewhere: { operation: 'get', userId: 101 },
		place: (users) => {
			const [someone] = state.users;
			for (const [id, accesses] of users)
				state.users.push({
					...someone,
					id: Number(id),
					email: `soak-${id}@example.com`,
					roleIds: accesses.flatMap(([place, standing]) => (standing === 'has' ? [Number(place)] : [])),
				});
		},
		standing: () =>
			new Map(state.users.flatMap(({ id, roleIds }) => roleIds.map((role) => [`${id} ${role}`, 'has'] as const))),
		about: (request) => (/\/users\/\d{5}/.test(request.url) ? lineOf(request) : undefined),
		linesOf: (request) => (isChange(request) ? [lineOf(request)] : undefined),
	};
};
