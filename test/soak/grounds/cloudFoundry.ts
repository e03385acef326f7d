import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../../sandbox';
import { pick } from '../dice';
import { isChange, lineOf, type Change, type LayOut } from '../ground';

const type = 'organization_user';
const roleOf = (user: unknown, organization: string) => ({
	guid: uuidOf(`role ${type} ${String(user)} ${organization}`),
	type,
	user_guid: String(user),
	organization_guid: organization,
	space_guid: null,
});

const v2Line = (method: string, { userGuid, organizationGuid }: IDataObject) =>
	`${method} /v2/users/${String(userGuid)}/organizations/${String(organizationGuid)}`;

/** The versions of the API that a platform may offer, and that may be asked for. */
const today = { era: 'today', v2Disabled: false, v3Version: '3.228.0' } as const;
const platforms = [
	{ ...today, apiVersion: 'v2' },
	{ ...today, apiVersion: 'v3' },
	{ ...today, apiVersion: 'auto' },
	{ ...today, v2Disabled: true, apiVersion: 'auto' },
	{ ...today, v3Version: '3.79.0', apiVersion: 'auto' },
	{ ...today, era: '2015', apiVersion: 'v2' },
	{ ...today, v2Disabled: true, apiVersion: 'v3' },
] as const;

export const cloudFoundry: LayOut = ({ cloudFoundry: { state, url, uaaUrl } }, dice) => {
	const { apiVersion, ...platform } = pick(dice('platform'), platforms);
	Object.assign(state, { ...platform, jobPolls: pick(dice('polls'), [0, 1, 2]) });
	const way = pick(dice('signs in'), ['password', 'password', 'clientCredentials', 'accessToken']);
	const ways: Record<string, IDataObject> = {
		password: { username: 'admin', password: 'sandbox-password' },
		clientCredentials: { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' },
		accessToken: { accessToken: 'sandbox-token' },
	};
	const change = (operation: string, met: string, inverse: string, lines: Change['lines']): Change => ({
		operation,
		fields: ([userGuid], organizationGuid) => ({ userGuid, organizationGuid }),
		met: () => [met],
		lines,
		undo: ({ fields }) => ({ resource: 'user', operation: inverse, ...fields, apiVersion }),
	});
	const isOurs = (text: string) => text.includes('soak-user');
	return {
		node: 'cloudFoundry',
		credentialType: 'cloudFoundryApi',
		resource: 'user',
		parameters: { apiVersion },
		url,
		signInUrl: uaaUrl,
		credential: (baseUrl, signInUrl) => ({
			baseUrl,
			uaaUrl: signInUrl,
			planKey: 'sandbox-plan-key',
			authentication: way,
			...ways[way],
		}),
		signIn:
			way === 'accessToken'
				? undefined
				: {
						path: '/oauth/token',
						type: 'application/x-www-form-urlencoded',
						body: 'grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret',
					},
		places: state.organizations.map(({ guid }) => guid),
		standings: ['none', 'member'],
		userId: (index) => `soak-user-${index}`,
		strangers: ['soak-user-nobody', 'soak-user-noone'],
		changes: [
			change('addOrganization', 'member', 'removeOrganization', ({ fields }) => [
				v2Line('PUT', fields),
				`POST /v3/roles ${JSON.stringify({
					type,
					relationships: {
						user: { data: { guid: fields.userGuid } },
						organization: { data: { guid: fields.organizationGuid } },
					},
				})}`,
			]),
			change('removeOrganization', 'none', 'addOrganization', ({ fields, place }) => [
				v2Line('DELETE', fields),
				`DELETE /v3/roles/${roleOf(fields.userGuid, place).guid}`,
			]),
		],
		elsewhere: { operation: 'get', apiVersion, userGuid: 'uaa-id-128' },
		place: (users) => {
			const [, someone] = state.users;
			for (const [id, accesses] of users) {
				state.users.push({ ...someone, guid: String(id), username: `${id}@example.com` });
				for (const [place, standing] of accesses)
					if (standing === 'member') state.roles.push(roleOf(id, place) as (typeof state.roles)[number]);
			}
		},
		standing: () =>
			new Map(
				state.roles.map((role) => {
					const kind = role.type === type ? 'member' : role.type;
					return [`${role.user_guid} ${role.organization_guid ?? role.space_guid}`, kind] as const;
				}),
			),
		about: ({ method, url: path, body }) => {
			const line = lineOf({ method, url: path, body });
			if (isOurs(line) || path.startsWith('/v3/roles/')) return line;
			// A job has the number of its arrival.
			const job = state.jobs.find(({ guid }) => path === `/v3/jobs/${guid}`);
			return job && `job of ${job.role_guid}`;
		},
		linesOf: (request) => (isChange(request) ? [lineOf(request)] : undefined),
	};
};
