import type { IDataObject } from 'n8n-workflow';

import { isChange, lineOf, type Change, type LayOut } from '../ground';

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';

const change = (operation: string, path: string, met: string, inverse: string): Change => ({
	operation,
	fields: (userIds, departmentId) => ({ clientId: client, departmentId, userIds }) as IDataObject,
	met: () => [met],
	lines: ({ users, place }) => users.map((user) => `POST /v2/clients/${client}/departments/${place}/${path} ${user}`),
	undo: ({ place }, changed) =>
		({
			resource: 'department',
			operation: inverse,
			clientId: client,
			departmentId: place,
			userIds: changed.map(([user]) => user),
		}) as IDataObject,
});

export const clientDirectory: LayOut = ({ clientDirectory: { state, url } }, dice) => {
	state.malformedFails = dice('malformed') < 0.5 ? 'request' : 'member';
	return {
		node: 'clientDirectory',
		credentialType: 'clientDirectoryApi',
		resource: 'department',
		parameters: {},
		url,
		credential: (baseUrl) => ({ baseUrl, accessToken: 'sandbox-token', planKey: 'sandbox-plan-key' }),
		places: state.departments.filter(({ client_id }) => client_id === client).map(({ id }) => id),
		standings: ['none', 'member'],
		userId: (index) => `50a4${String(index).padStart(4, '0')}-0000-4000-8000-000000000000`,
		strangers: ['50a4ffff-0000-4000-8000-000000000000', 'soak-malformed'],
		changes: [
			change('addMembers', 'members', 'member', 'removeMembers'),
			change('removeMembers', 'members/remove', 'none', 'addMembers'),
		],
		elsewhere: { operation: 'get', clientId: client, userId: 'a1d97031-04e2-4907-a249-093f7436207b' },
		place: (users) => {
			const [someone] = state.users;
			for (const [id, accesses] of users)
				state.users.push({
					...someone,
					id: String(id),
					username: `soak-${id}@example.com`,
					user_key: `soak-${id}`,
					department_ids: accesses.flatMap(([place, standing]) => (standing === 'member' ? [place] : [])),
				});
		},
		standing: () =>
			new Map(
				state.users.flatMap(({ id, department_ids }) =>
					department_ids.map((department) => [`${id} ${department}`, 'member'] as const),
				),
			),
		about: (request) => (/\/members|\/users\/(50a4|soak)/.test(request.url) ? lineOf(request) : undefined),
		linesOf: (request) => {
			if (!isChange(request)) return undefined;
			const { user_ids: users } = JSON.parse(request.body) as { user_ids: string[] };
			return users.map((user) => `${request.method} ${request.url} ${user}`);
		},
	};
};
