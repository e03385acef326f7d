import type { IDataObject } from 'n8n-workflow';

import { opaque, runAccesses } from '../support/cloudFoundryAccesses';
import { serve, setUp } from '../support/setUp';
import type { Received, Wire } from '../support/wire';
import { reply } from '../support/wire';

// Answers that the sandbox doesn't give: of a live platform (recorded, people replaced), and of Korifi (PROVIDERS.md 5.7, row 19).

setUp();

const unknown = reply(404, { errors: [{ code: 10000, title: 'CF-NotFound', detail: 'Unknown request' }] });
const related = (places: Readonly<Record<string, string | null>>) => ({
	relationships: Object.fromEntries(
		Object.entries(places).map(([name, guid]) => [name, { data: guid === null ? null : { guid } }]),
	),
});
const list = (resources: readonly object[], more: object = {}) =>
	reply(200, { pagination: { total_results: resources.length, total_pages: 1, next: null }, resources, ...more });
const [acme, web] = ['7c8b9705-bc7c-4a96-9af0-6674c8290615', '10b8f9bd-0731-49f3-9e88-a17b6eec090e'];
const somebody = '1a6c31b5-e857-4ed0-ad48-a27843a9dd36';
const roleOf = (type: string, user: string, places: Readonly<Record<string, string | null>>) => ({
	guid: `role-${type}-${user}`,
	created_at: '2026-03-03T10:07:28Z',
	updated_at: '2026-03-03T10:07:28Z',
	type,
	...related({ user, ...places }),
});
const organization = { guid: acme, name: 'acme', suspended: false, metadata: { labels: {}, annotations: {} } };
const space = { guid: web, name: 'test', ...related({ organization: acme, quota: null }) };

interface Platform {
	readonly roles: Array<ReturnType<typeof roleOf>>;
	/** Beside roles, as `include` asks for; none at Korifi. */
	readonly included?: object;
	readonly users?: readonly object[];
	readonly me?: string;
	spaces: object[];
}

const asked: string[] = [];
const answers =
	(platform: Platform, origin: () => string) =>
	({ url }: Received) => {
		const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
		asked.push(url);
		const v3 = { href: `${origin()}/v3`, meta: { version: '3.208.0' } };
		if (pathname === '/')
			return reply(200, { links: { cloud_controller_v2: null, cloud_controller_v3: v3, uaa: null } });
		if (pathname === '/whoami' && platform.me) return reply(200, { name: platform.me, kind: 'User' });
		if (pathname === `/v3/organizations/${acme}`) return reply(200, organization);
		if (pathname === `/v3/spaces/${web}`) return reply(200, space);
		if (pathname === '/v3/organizations') return list([organization]);
		if (pathname === '/v3/spaces') return list(platform.spaces);
		if (pathname === '/v3/users')
			return platform.users
				? list(platform.users)
				: reply(400, { errors: [{ code: 10005, title: 'CF-BadQueryParameter' }] });
		if (pathname !== '/v3/roles') return unknown;
		const holds = ({ type, relationships }: ReturnType<typeof roleOf>) =>
			(searchParams.get('types')?.split(',').includes(type) ?? true) &&
			['user', 'organization', 'space'].every((name) => {
				const guid = (relationships[name] as { data: { guid: string } | null } | undefined)?.data?.guid ?? '';
				return searchParams.get(`${name}_guids`)?.split(',').includes(guid) ?? true;
			});
		return list(platform.roles.filter(holds), platform.included ? { included: platform.included } : {});
	};

let wire: Wire;
const startAs = async (platform: Platform) => {
	asked.splice(0);
	wire = await serve((request) => answers(platform, () => wire.url)(request));
};

/** A token that says this of itself; made here, so that none stands in the code. */
const saying = (claims: object) => {
	const accessToken = [{ alg: 'none' }, claims]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.concat('sandbox')
		.join('.');
	return { ...opaque(wire.url), accessToken };
};
const auditor = () => saying({ scope: ['cloud_controller.global_auditor'], user_id: 'u-1' });

const row = (more: IDataObject): IDataObject => ({
	...{ userGuid: somebody, username: 'a.person@example.com', origin: 'sap.ids', organizationGuid: acme },
	...{ organizationName: 'acme', spaceGuid: null, spaceName: null, ...more },
});

describe('a live platform', () => {
	const person = { guid: somebody, username: 'a.person@example.com', presentation_name: 'a.person', origin: 'sap.ids' };
	const client = { guid: 'tf-test', username: null, presentation_name: 'tf-test', origin: null };
	const roles = [
		roleOf('organization_user', somebody, { space: null, organization: acme }),
		roleOf('space_manager', somebody, { space: web, organization: null }),
		roleOf('organization_manager', 'tf-test', { space: null, organization: acme }),
	];
	const included = { users: [person, client], organizations: [organization], spaces: [space] };

	it('brings all words with its roles, but the organizations of spaces', async () => {
		await startAs({ roles, included: { ...included, organizations: [] }, spaces: [] });
		const { rows, error } = await runAccesses({ apiVersion: 'v3' }, auditor());
		expect(error?.message).toBeUndefined();
		expect(rows).toEqual([
			row({ role: 'organization_user' }),
			row({ role: 'space_manager', spaceGuid: web, spaceName: 'test' }),
			row({ role: 'organization_manager', userGuid: 'tf-test', username: null, origin: null }),
		]);
		expect(asked).toEqual([
			'/v3/roles?include=user%2Corganization%2Cspace&page=1&per_page=200',
			`/v3/organizations?guids=${acme}&page=1&per_page=200`,
		]);
	});

	it('asks for nothing more where all of it came along', async () => {
		await startAs({ roles, included, spaces: [] });
		expect((await runAccesses({ apiVersion: 'v3' }, auditor())).rows).toHaveLength(3);
		expect(asked).toHaveLength(1);
	});

	it('takes scopes as one text as well, and a client by its ID', async () => {
		await startAs({ roles, included, spaces: [space] });
		const text = await runAccesses({ apiVersion: 'v3' }, saying({ scope: 'openid cloud_controller.admin' }));
		expect(text.rows).toHaveLength(3);
		const asClient = saying({ scope: ['cloud_controller.write'], client_id: 'tf-test' });
		const own = await runAccesses({ of: 'organization', organizationGuid: acme }, asClient);
		expect(own.rows).toHaveLength(3);
	});

	it('a space that is not shown by the time it is read gives no row', async () => {
		await startAs({ roles, included: { ...included, spaces: [] }, spaces: [] });
		const { rows, told } = await runAccesses({ apiVersion: 'v3' }, auditor());
		expect(rows).toEqual([]);
		expect(told).toContain(`Cloud Foundry doesn't show the space ${web}, in which there is a role`);
	});
});

describe('Korifi, which includes nothing', () => {
	const me = 'system:serviceaccount:cf:n8n';
	const roles = [
		roleOf('organization_manager', me, { organization: acme }),
		roleOf('organization_user', somebody, { organization: acme }),
		roleOf('space_developer', somebody, { space: web }),
	];
	const expected = [
		row({ role: 'organization_manager', userGuid: me, username: null, origin: null }),
		row({ role: 'organization_user', username: null, origin: null }),
		row({ role: 'space_developer', username: null, origin: null, spaceGuid: web, spaceName: 'test' }),
	];

	it('an organization, for its manager, with the names that can be read', async () => {
		await startAs({ roles, spaces: [space], me });
		const { rows, error } = await runAccesses({ of: 'organization', organizationGuid: acme }, opaque(wire.url));
		expect(error?.message).toBeUndefined();
		expect(rows).toEqual(expected);
	});

	it('with the names of users where it has them', async () => {
		const users = [{ guid: somebody, username: 'a.person@example.com', origin: 'sap.ids' }];
		await startAs({ roles, spaces: [space], me, users });
		const { rows } = await runAccesses({ of: 'space', spaceGuid: web }, saying({ sub: me }));
		expect(rows).toEqual([row({ role: 'space_developer', spaceGuid: web, spaceName: 'test' })]);
	});

	it('the own accesses, and nobody else', async () => {
		await startAs({ roles, spaces: [space], me });
		const own = await runAccesses({ of: 'user', userGuid: me }, opaque(wire.url));
		expect(own.rows).toEqual(expected.slice(0, 1));
		const other = await runAccesses({ of: 'user', userGuid: somebody }, opaque(wire.url));
		expect(other.rows).toEqual([]);
		const all = await runAccesses({}, opaque(wire.url));
		expect(all.told).toContain("The credential's token doesn't say whether its account sees all accesses");
	});

	it('no organization for others, and no space that shows no role', async () => {
		await startAs({ roles: [], spaces: [space], me });
		for (const asked of [
			{ of: 'organization', organizationGuid: acme },
			{ of: 'space', spaceGuid: web },
		]) {
			const { rows, told } = await runAccesses(asked, opaque(wire.url));
			expect(rows).toEqual([]);
			expect(told).toContain("doesn't say whether its account sees the roles in");
		}
	});
});
