import type { IDataObject } from 'n8n-workflow';

import { engine, serve, setUp } from '../support/setUp';
import type { Received, Wire } from '../support/wire';
import { reply } from '../support/wire';
import { json, runNode } from '../support/workflow';

// Korifi, the same API on Kubernetes: no `included` in lists, no user by GUID, no v2 (PROVIDERS.md 5.7, row 19).

setUp();

const user = 'john.smith@example.com';
const [organization, web, api] = ['cf-org-1', 'cf-space-web', 'cf-space-api'];
const unknown = reply(404, { errors: [{ code: 10000, title: 'CF-NotFound', detail: 'Unknown request' }] });
const related = (relationships: Record<string, string>) => ({
	relationships: Object.fromEntries(Object.entries(relationships).map(([name, guid]) => [name, { data: { guid } }])),
});
const list = (resources: readonly object[]) =>
	reply(200, { pagination: { total_results: resources.length, total_pages: 1, next: null }, resources });

interface Korifi {
	roles: IDataObject[];
	spaces: IDataObject[];
	v2: boolean;
}

const roleOf = (guid: string, type: string, places: Record<string, string>): IDataObject => ({
	...{ guid, type },
	...related({ user, ...places }),
});

const answers =
	(korifi: Korifi, origin: () => string) =>
	({ method, url }: Received) => {
		const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
		// api/presenter/root.go
		const v2 = korifi.v2 ? { href: `${origin()}/v2` } : null;
		const v3 = { href: `${origin()}/v3`, meta: { version: '3.117.0+cf-k8s' } };
		if (pathname === '/') return reply(200, { links: { cloud_controller_v2: v2, cloud_controller_v3: v3, uaa: null } });
		const jobs = /^\/v3\/jobs\//.test(pathname);
		if (jobs) return reply(200, { guid: pathname.split('/').pop(), state: 'COMPLETE', errors: [] });
		const [, gone] = /^\/v3\/roles\/(.+)$/.exec(pathname) ?? [];
		if (gone !== undefined && method === 'DELETE') {
			korifi.roles = korifi.roles.filter(({ guid }) => guid !== gone);
			return { status: 202, headers: { location: `${origin()}/v3/jobs/role.delete~${gone}` } };
		}
		const named = (name: string) => searchParams.get(name)?.split(',');
		const holds = (role: IDataObject, name: string, of: string) => {
			const relationships = role.relationships as Record<string, { data: { guid: string } }>;
			return named(name)?.includes(relationships[of]?.data.guid) ?? true;
		};
		if (pathname === '/v3/roles')
			return list(
				korifi.roles.filter(
					(role) =>
						holds(role, 'user_guids', 'user') &&
						holds(role, 'space_guids', 'space') &&
						holds(role, 'organization_guids', 'organization') &&
						(named('types')?.includes(String(role.type)) ?? true),
				),
			);
		if (pathname === '/v3/spaces')
			return list(korifi.spaces.filter(({ guid }) => named('guids')?.includes(String(guid))));
		return unknown;
	};

let korifi: Korifi;
let wire: Wire;
beforeEach(async () => {
	korifi = {
		roles: [
			roleOf('r-1', 'space_developer', { space: web }),
			roleOf('r-2', 'space_manager', { space: api }),
			roleOf('r-3', 'organization_user', { organization }),
		],
		spaces: [
			{ guid: web, name: 'web', ...related({ organization }) },
			{ guid: api, name: 'api', ...related({ organization }) },
		],
		v2: false,
	};
	wire = await serve((request) => answers(korifi, () => wire.url)(request));
});

const run = async (parameters: IDataObject) =>
	await runNode(
		engine,
		'cloudFoundry',
		{ resource: 'user', userGuid: user, ...parameters },
		{
			credentials: {
				cloudFoundryApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
			},
		},
	);

it.each(['auto', 'v3'])('Remove All Roles reads the spaces that the list leaves out (%s)', async (apiVersion) => {
	const { error, outputs } = await run({ operation: 'removeAllRoles', apiVersion });
	expect(error?.message).toBeUndefined();
	expect(json(outputs[0])[0]).toMatchObject({
		success: true,
		removed: [
			{ role: 'space_developer', organizationGuid: organization, spaceGuid: web, spaceName: 'web' },
			{ role: 'space_manager', organizationGuid: organization, spaceGuid: api, spaceName: 'api' },
			{ role: 'organization_user', organizationGuid: organization },
		],
	});
	expect(korifi.roles).toEqual([]);
	expect(wire.received.map(({ url }) => url)).toContain(`/v3/spaces?guids=${web}%2C${api}&page=1&per_page=200`);
});

it('a space that is not shown ends it before anything is removed', async () => {
	korifi.spaces.pop();
	const { error } = await run({ operation: 'removeAllRoles' });
	expect(error?.message).toBe(`Cloud Foundry doesn't show the space ${api}, in which the user has a role`);
	expect(korifi.roles).toHaveLength(3);
});

it('what is left in spaces is told with their names', async () => {
	const parameters = { operation: 'removeOrganization', organizationGuid: organization };
	korifi.roles.pop();
	korifi.roles.push(roleOf('r-4', 'organization_user', { organization: 'cf-org-2' }));
	korifi.roles.push(roleOf('r-3', 'organization_user', { organization }));
	const { outputs, error } = await run({ ...parameters, options: { reportRemaining: true } });
	expect(error?.message).toBeUndefined();
	expect(json(outputs[0])[0].remaining).toMatchObject({
		organizations: ['cf-org-2'],
		spaces: [{ spaceName: 'web' }, { spaceName: 'api' }],
	});
});

describe('a route that is missing', () => {
	const get = async (apiVersion: string) => (await run({ operation: 'get', apiVersion })).error;

	it.each(['auto', 'v3'])('sends nobody to V2, which is not there (%s)', async (apiVersion) => {
		const error = await get(apiVersion);
		expect(error?.message).toBe("This Cloud Foundry doesn't offer what is needed of API v3");
		expect(error?.description).toMatch(/^It may be too old, or offer a part of API v3 alone, as Korifi does\. /);
		expect(error?.description).not.toMatch(/V2/);
	});

	it.each(['auto', 'v3'])('advises V2 where the root lists it (%s)', async (apiVersion) => {
		korifi.v2 = true;
		const error = await get(apiVersion);
		expect(error?.description).toMatch(/^Set 'API Version' to V2, which is mostly for administrators\. /);
	});
});
