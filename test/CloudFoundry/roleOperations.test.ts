import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { changesOnWire, credentials, giveRole, home, results, told, user, wire } from '../support/cloudFoundry';
import { apply, undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { locator, runNode } from '../support/workflow';

setUp();

const web = '9decf038-91ca-4605-b796-f7f629e0886b';
const john = uuidOf('cloud foundry john.smith');

const run = async (
	operation: string,
	parameters: IDataObject,
	how: { items?: readonly object[]; onError?: OnError; resource?: string } = {},
) => {
	const { resource = 'user', ...rest } = how;
	return await runNode(
		engine,
		'cloudFoundry',
		{ resource, operation, ...parameters },
		{ ...rest, credentials: credentials() },
	);
};

const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const holders = (role: string, place: string) =>
	sandbox.cloudFoundry.state.roles
		.filter(({ type, organization_guid, space_guid }) => type === role && (organization_guid ?? space_guid) === place)
		.map(({ user_guid }) => user_guid);

const inOrganization = { organizationGuid: locator(home) };
const inSpace = { spaceGuid: locator(web) };

const roles = [
	['organization_manager', 'Organization Manager', inOrganization, 'managed_organizations'],
	['organization_billing_manager', 'Organization Billing Manager', inOrganization, 'billing_managed_organizations'],
	['organization_auditor', 'Organization Auditor', inOrganization, 'audited_organizations'],
	['space_developer', 'Space Developer', inSpace, 'spaces'],
	['space_manager', 'Space Manager', inSpace, 'managed_spaces'],
	['space_auditor', 'Space Auditor', inSpace, 'audited_spaces'],
	['space_supporter', 'Space Supporter', inSpace, undefined],
] as const;
const every = roles.flatMap(([role, label, place, list]) =>
	(['v3', 'v2'] as const).flatMap((apiVersion) =>
		apiVersion === 'v2' && list === undefined ? [] : [{ role, label, place, apiVersion }],
	),
);

describe.each(every)('$role by $apiVersion', ({ role, label, place, apiVersion }) => {
	const kind = role.startsWith('space_') ? 'space' : 'organization';
	const guid = kind === 'space' ? web : home;
	const noun = kind === 'space' ? 'Space' : 'Organization';
	const parameters = { userGuid: locator(user), ...place, role, apiVersion } as IDataObject;
	const own = { userGuid: user, [`${kind}Guid`]: guid, role, apiVersion };

	it('is given, seen, taken and undone', async () => {
		giveRole('organization_manager', uuidOf('another manager'), home);
		const options = { verify: true };
		const given = results(await run(`add${noun}Role`, { ...parameters, options }));
		expect(given).toMatchObject([
			{
				summary: expect.stringMatching(
					new RegExp(`^User ${user} got the role ${label} in (space|organization) ${guid}$`),
				) as string,
				success: true,
				outcome: 'applied',
				changed: true,
				verified: true,
				...own,
				undo: { resource: 'user', operation: `remove${noun}Role`, ...own },
			},
		]);
		expect(holders(role, guid)).toContain(user);
		expect(results(await run(`add${noun}Role`, { ...parameters, options }))).toMatchObject([
			{ outcome: 'unchanged', changed: false, undo: null },
		]);
		const taken = results(
			await run(`remove${noun}Role`, { ...parameters, options: { ...options, reportRemaining: true } }),
		);
		expect(taken).toMatchObject([
			{ outcome: 'applied', changed: true, verified: true, remaining: { organizations: [home] } },
		]);
		expect(holders(role, guid)).not.toContain(user);
		await undo('cloudFoundry', taken);
		expect(holders(role, guid)).toContain(user);
	});

	it('is planned, and made true as it was planned', async () => {
		const [dry] = results(await run(`add${noun}Role`, { ...parameters, options: { dryRun: true } }));
		expect(dry).toMatchObject({ changed: false, wouldChange: true, ...own });
		expect(changesOnWire()).toEqual([]);
		expect(results(await apply('cloudFoundry', [dry]))).toMatchObject([
			{ operation: `add${noun}Role`, outcome: 'applied' },
		]);
		expect(holders(role, guid)).toContain(user);
	});
});

it('two roles of a user in one space are two accesses', async () => {
	const items = ['space_developer', 'space_manager'].map((role) => ({ role }));
	const ran = await run(
		'addSpaceRole',
		{ userGuid: locator(user), ...inSpace, role: '={{ $json.role }}', apiVersion: 'v3', options: { dryRun: true } },
		{ items },
	);
	const applied = results(await apply('cloudFoundry', results(ran)));
	expect(applied).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }]);
	expect([holders('space_developer', web), holders('space_manager', web)].map((all) => all.includes(user))).toEqual([
		true,
		true,
	]);
});

describe('a role that does not fit the place', () => {
	const asked = [
		['addSpaceRole', inSpace, 'organization_manager', 'space_developer, space_manager, space_auditor, space_supporter'],
		[
			'addOrganizationRole',
			inOrganization,
			'space_developer',
			'organization_manager, organization_billing_manager, organization_auditor',
		],
	] as const;

	it.each(asked)('is refused before a request: %s %j %s', async (operation, place, role, values) => {
		const parameters = { userGuid: locator(user), ...place, role: '={{ $json.what }}' };
		const { error } = await run(operation, parameters, { items: [{ what: role }] });
		expect(error?.message).toMatch(new RegExp(`^'Role' is '${role}', which isn't one of its choices`));
		expect(error?.description).toContain(`Use ${values}`);
		expect(wire()).toEqual([]);
	});

	it('is refused by mapping too, and so is none', async () => {
		const mapped = async (item: object) =>
			await run(
				'addSpaceRole',
				{ mappingMode: 'autoMapInputData' },
				{ items: [{ userGuid: user, spaceGuid: web, ...item }] },
			);
		expect(told(await mapped({ role: 'organization_auditor' }))).toContain("'Role' is 'organization_auditor'");
		expect(told(await mapped({}))).toContain("'Role' is missing from the input item");
		expect(wire()).toEqual([]);
	});

	it('is refused where v2 has no such role', async () => {
		const ran = await run('addSpaceRole', {
			...{ userGuid: locator(user), ...inSpace, role: 'space_supporter', apiVersion: 'v2' },
		});
		expect(told(ran)).toContain('API v2 of Cloud Foundry has no space supporters');
		expect(changesOnWire()).toEqual([]);
	});
});

describe('the order that the platform wants', () => {
	it('names Add Organization where a space role comes before the membership', async () => {
		const place = { spaceGuid: byName('partner-portal/web') };
		const ran = await run('addSpaceRole', {
			userGuid: locator(user),
			...place,
			role: 'space_developer',
			apiVersion: 'v3',
		});
		expect(told(ran)).toContain("is no member of the organization of the space 'partner-portal/web'");
		expect(told(ran)).toContain("with 'Add Organization'");
	});

	it('names Remove Space Role where a membership is to end before the roles in spaces', async () => {
		giveRole('space_developer', user, web);
		const ran = await run('removeOrganization', { userGuid: locator(user), ...inOrganization, apiVersion: 'v3' });
		expect(told(ran)).toContain('still has roles in spaces of the organization');
		expect(told(ran)).toContain("with 'Remove Space Role', or everything that the user has with 'Remove All Roles'");
		expect(told(ran)).toContain('In the way: developer in web');
	});
});

describe.each(['v2', 'v3'])('a space by its name, by %s', (apiVersion) => {
	const add = async (name: string, options: IDataObject = {}) =>
		await run('addSpaceRole', {
			...{ userGuid: locator(user), spaceGuid: byName(name), role: 'space_manager', apiVersion, options },
		});

	it.each(['acme-production/web', 'ACME-Production/Web', ' acme-production / web '])('is found as %s', async (name) => {
		const [result] = results(await add(name, { verify: true }));
		expect(result).toMatchObject({
			spaceGuid: web,
			lookedUp: { spaceGuid: name.trim() },
			summary: `User ${user} got the role Space Manager in space ${name.trim()}`,
		});
	});

	it('is not known without its organization', async () => {
		expect(told(await add('web'))).toContain(
			"'Space' can't be found by name: 'web' doesn't say in which organization it is",
		);
		expect(told(await add('acme-production/nowhere'))).toContain(
			"the account of the credential sees no space that has 'acme-production/nowhere'",
		);
		expect(changesOnWire()).toEqual([]);
	});

	it('counts without it beside its GUID', async () => {
		const item = { userGuid: user, spaceGuid: web, spaceName: 'web', role: 'space_manager' };
		const mapped = { mappingMode: 'autoMapInputData', apiVersion };
		expect(results(await run('addSpaceRole', mapped, { items: [item] }))).toMatchObject([{ spaceGuid: web }]);
		const other = { ...item, spaceName: 'jobs' };
		expect(told(await run('addSpaceRole', mapped, { items: [other] }))).toContain("'Space'");
		expect(changesOnWire()).toHaveLength(1);
	});

	it('may hold slashes as its organization may, where one space alone fits', async () => {
		const { organizations, spaces } = sandbox.cloudFoundry.state;
		organizations.push(
			{ ...organizations[0], guid: 'org-1', name: 'a' },
			{ ...organizations[0], guid: 'org-2', name: 'a/b' },
		);
		spaces.push({ ...spaces[0], guid: 'space-1', name: 'b/c', organization_guid: 'org-1' });
		giveRole('organization_user', user, 'org-1');
		giveRole('organization_user', user, 'org-2');
		expect(results(await add('a/b/c'))).toMatchObject([{ spaceGuid: 'space-1' }]);
		spaces.push({ ...spaces[0], guid: 'space-2', name: 'c', organization_guid: 'org-2' });
		expect(told(await add('a/b/c'))).toContain(
			'They are space-1 (b/c in organization a), space-2 (c in organization a/b). Use the ID of the one that is meant.',
		);
	});
});

it('asks v3 for a space by one question, with its organization', async () => {
	await run('addSpaceRole', {
		...{ userGuid: locator(user), spaceGuid: byName('acme-production/web'), role: 'space_manager', apiVersion: 'v3' },
	});
	expect(wire()[0]).toBe('GET /v3/spaces?names=web&include=organization&page=1&per_page=200');
});

it('reads organizations by their GUIDs where the answer leaves them out, as that of Korifi', async () => {
	const [organization] = sandbox.cloudFoundry.state.organizations;
	const space = {
		guid: web,
		name: 'web',
		relationships: { organization: { data: { guid: organization.guid } } },
	};
	sandbox.cloudFoundry.fault({
		...{ path: /^\/v3\/spaces\?/, method: 'GET', status: 200, headers: { 'content-type': 'application/json' } },
		body: JSON.stringify({ pagination: { total_results: 1, total_pages: 1, next: null }, resources: [space] }),
	});
	const ran = await run('addSpaceRole', {
		...{ userGuid: locator(user), spaceGuid: byName('acme-production/web'), role: 'space_manager', apiVersion: 'v3' },
	});
	expect(results(ran)).toMatchObject([{ spaceGuid: web, outcome: 'applied' }]);
	expect(wire()[1]).toBe(`GET /v3/organizations?guids=${home}&page=1&per_page=200`);
});

const settable = [
	['organization', 'organization_user', home, 'acme-production'],
	...roles.map(([role, label, place]) =>
		place === inSpace
			? (['space', role, web, `${label} in web`] as const)
			: (['organization', role, home, `${label} in acme-production`] as const),
	),
] as const;
const sets = settable.flatMap(([resource, role, guid, called]) =>
	(['v3', 'v2'] as const).flatMap((apiVersion) =>
		apiVersion === 'v2' && role === 'space_supporter' ? [] : [{ resource, role, guid, called, apiVersion }],
	),
);

describe.each(sets)(
	'Set Users of $resource for $role by $apiVersion',
	({ resource, role, guid, called, apiVersion }) => {
		const set = async (userIds: readonly string[], options: IDataObject = {}) =>
			await run(
				'setUsers',
				{
					...{ [`${resource}Guid`]: locator(guid), role, userIds: JSON.stringify(userIds), apiVersion },
					options: { maxRemovalPercent: 100, ...options },
				} as IDataObject,
				{ resource },
			);
		const [ann, ben, cid] = ['ann', 'ben', 'cid'].map((name) => uuidOf(`set ${name}`));

		it('makes it exactly as listed, by plan too, and is undone', async () => {
			const { state } = sandbox.cloudFoundry;
			state.roles = state.roles.filter(({ type }) => type !== role);
			for (const one of [ann, ben, cid]) {
				state.users.push({ ...state.users[1], guid: one, username: `${one}@example.com` });
				if (role !== 'organization_user') giveRole('organization_user', one, home);
			}
			giveRole(role, ann, guid);
			giveRole(role, ben, guid);
			const [dry] = results(await set([ben, cid], { dryRun: true }));
			expect(dry).toMatchObject({
				role,
				toAdd: [{ userGuid: cid }],
				toRemove: [{ userGuid: ann }],
				toKeep: [{ userGuid: ben }],
			});
			expect(changesOnWire()).toEqual([]);
			const [done] = results(await apply('cloudFoundry', [dry]));
			expect(done).toMatchObject({
				...{ role, success: true, changed: true },
				...{ added: [{ userGuid: cid }], removed: [{ userGuid: ann }], kept: [{ userGuid: ben }] },
			});
			const by = /^space/.test(role) || role !== 'organization_user' ? called : 'acme-production';
			expect(done.summary).toContain(`${by}: 1 added, 1 removed, 1 kept`);
			expect(holders(role, guid).sort()).toEqual([ben, cid].sort());
			await undo('cloudFoundry', [done]);
			expect(holders(role, guid).sort()).toEqual([ann, ben].sort());
		});
	},
);

it('takes plain members where Set Users of an organization is mapped without a role', async () => {
	const items = [{ organizationGuid: home, userIds: [john], userIdsAre: 'id' }];
	const options = { dryRun: true, maxRemovalPercent: 100 };
	const ran = await run('setUsers', { mappingMode: 'autoMapInputData', options }, { items, resource: 'organization' });
	expect(results(ran)).toMatchObject([{ role: 'organization_user', toKeep: [{ userGuid: john }] }]);
});

it('sets two roles of one space in one run', async () => {
	const items = ['space_developer', 'space_manager'].map((role) => ({ role }));
	const parameters = { ...inSpace, role: '={{ $json.role }}', userIds: john, options: { maxRemovalPercent: 100 } };
	const ran = await run('setUsers', parameters as IDataObject, { items, resource: 'space' });
	expect(results(ran)).toMatchObject([
		{ role: 'space_developer' },
		{ role: 'space_manager', added: [{ userGuid: john }] },
	]);
	expect([holders('space_developer', web), holders('space_manager', web)]).toEqual([[john], [john]]);
});

it('refuses a plan that gives a role to somebody whom a list of it leaves out', async () => {
	const one = { userGuid: locator(user), ...inSpace, options: { dryRun: true } };
	const options = { dryRun: true, maxRemovalPercent: 100 };
	const listed = results(
		await run('setUsers', { ...inSpace, role: 'space_manager', userIds: john, options }, { resource: 'space' }),
	);
	const same = results(await run('addSpaceRole', { ...one, role: 'space_manager' }));
	const other = results(await run('addSpaceRole', { ...one, role: 'space_auditor' }));
	const refused = await apply('cloudFoundry', [listed[0], same[0]]);
	expect(refused.error).toBeDefined();
	expect(changesOnWire()).toEqual([]);
	expect((await apply('cloudFoundry', [listed[0], other[0]])).error).toBeUndefined();
});

describe.each(['v2', 'v3'])('Get Many of spaces by %s', (apiVersion) => {
	const spaces = async (filters: IDataObject = {}) =>
		await run('getAll', { returnAll: true, apiVersion, filters }, { resource: 'space' });
	const guids = (ran: Awaited<ReturnType<typeof spaces>>) =>
		results(ran).map(({ guid, metadata }) => guid ?? (metadata as IDataObject).guid);
	const all = () => sandbox.cloudFoundry.state.spaces;

	it('lists all, those of a name, those of an organization, and one of both', async () => {
		expect(guids(await spaces())).toEqual(all().map(({ guid }) => guid));
		expect(guids(await spaces({ name: 'web' }))).toEqual(
			all().flatMap(({ guid, name }) => (name === 'web' ? [guid] : [])),
		);
		const inHome = all().filter(({ organization_guid }) => organization_guid === home);
		expect(guids(await spaces({ organizationGuid: home }))).toEqual(inHome.map(({ guid }) => guid));
		expect(guids(await spaces({ organizationGuid: home, name: 'web' }))).toEqual([web]);
	});

	it('is a list to choose from, each with its organization', async () => {
		const { results: found } = await engine.listSearch(
			'n8n-nodes-access-management.cloudFoundry',
			'spaces',
			{ resource: 'user', operation: 'addSpaceRole', apiVersion } as never,
			credentials() as never,
			'production/w',
		);
		expect(found).toEqual([{ name: 'acme-production/web', value: web, description: web }]);
	});
});
