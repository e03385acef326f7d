import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import {
	actAsManagerOf,
	asJson,
	changesOnWire,
	credentials,
	elsewhere,
	giveRole,
	home,
	memberRole,
	results,
	told,
	wire,
} from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

// People whom the manager of an organization doesn't see, and adds by username (PROVIDERS.md 5.7, rows 14, 15 and 18).

setUp();

const name = 'out.sider@example.com';
const outsider = uuidOf('the outsider');

beforeEach(() => {
	actAsManagerOf(home);
	const { users } = sandbox.cloudFoundry.state;
	users.push({ ...users[1], guid: outsider, username: name });
});

const run = async (
	items: readonly IDataObject[],
	options: IDataObject = {},
	{ onError, ...parameters }: { onError?: 'continueRegularOutput' } & IDataObject = {},
) =>
	await runNode(
		engine,
		'cloudFoundry',
		{
			resource: 'user',
			operation: 'addOrganization',
			userGuid: { __rl: true, mode: 'username', value: '={{ $json.username }}' },
			organizationGuid: home,
			options,
			...parameters,
		},
		{ items, credentials: credentials(), onError },
	);

const posted = () =>
	sandbox.cloudFoundry.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(String(body)));

const bodyOf = (user: object) => ({
	type: 'organization_user',
	relationships: { user: { data: user }, organization: { data: { guid: home } } },
});

const undo = () => ({
	resource: 'user',
	operation: 'removeOrganization',
	baseUrl: sandbox.cloudFoundry.url,
	userGuid: outsider,
	organizationGuid: home,
	apiVersion: 'auto',
});

it('is added by username, and the answer says who that is', async () => {
	const ran = await run([{ username: name }], { auditEvent: true });
	expect(told(ran)).toBe('undefined undefined');
	expect(posted()).toEqual([bodyOf({ username: name })]);
	expect(memberRole(outsider)).toBeDefined();
	const [{ response, audit, ...result }] = results(ran);
	expect(result).toEqual({
		summary: `${name} was added to organization ${home}`,
		success: true,
		operation: 'addOrganization',
		outcome: 'applied',
		changed: true,
		userGuid: outsider,
		organizationGuid: home,
		apiVersion: 'auto',
		lookedUp: { userGuid: name },
		undo: undo(),
	});
	expect(response).toMatchObject({ type: 'organization_user' });
	expect((audit as IDataObject).user).toEqual({ uid: outsider, name });
});

it('is verified by the GUID of the answer, and taken back by its undo', async () => {
	const [result] = results(await run([{ username: name }], { verify: true }));
	expect(result).toMatchObject({ changed: true, verified: true, userGuid: outsider, undo: undo() });
	expect(wire()).toContain(
		`GET /v3/roles?user_guids=${outsider}&organization_guids=${home}&types=organization_user&page=1&per_page=1`,
	);
	const back = await run(
		[{ undo: result.undo }],
		{},
		{ resource: 'change', operation: 'undo', undo: '={{ $json.undo }}' },
	);
	expect(results(back)).toMatchObject([{ operation: 'removeOrganization', outcome: 'applied' }]);
	expect(memberRole(outsider)).toBeUndefined();
});

it('is not read by a dry run, which sends nothing and has no plan', async () => {
	const [result] = results(await run([{ username: name }], { dryRun: true, origin: 'uaa' }));
	expect(changesOnWire()).toEqual([]);
	expect(result).toEqual({
		summary: `${name} would be added to organization ${home}, if they aren't in it yet: not read`,
		success: true,
		operation: 'addOrganization',
		outcome: 'planned',
		changed: false,
		wouldChange: null,
		userGuid: null,
		organizationGuid: home,
		apiVersion: 'auto',
		lookedUp: { userGuid: name },
		undo: null,
		request: {
			method: 'POST',
			url: `${sandbox.cloudFoundry.url}/v3/roles`,
			body: bodyOf({ username: name, origin: 'uaa' }),
		},
		note: "There is no plan that could be applied: the account doesn't see the user, so what they have can't be read.",
		plan: null,
	});
});

it.each([
	[{}, "'User' can't be found by username: no user has 'ou.tsider@example.com'"],
	[{ origin: 'ldap' }, "'User' can't be found by username: no user of that origin has 'ou.tsider@example.com'"],
	[{ verify: true, ifUnchanged: 'fail' }, "'User' can't be found by username: no user has 'ou.tsider@example.com'"],
])('a typo makes nobody (%j)', async (options, message) => {
	const { users } = sandbox.cloudFoundry.state;
	const all = users.length;
	const ran = await run([{ username: 'ou.tsider@example.com' }], options);
	expect(ran.error?.message).toBe(message);
	expect(told(ran)).toMatch(/Nothing was changed\. Check .*spelling/);
	expect(sandbox.cloudFoundry.state.users).toHaveLength(all);
});

it('a typo is known once its turn comes, and the others are told', async () => {
	const { users } = sandbox.cloudFoundry.state;
	users.push({ ...users[1], guid: uuidOf('another'), username: 'another@example.com' });
	const items = [{ username: name }, { username: 'ou.tsider@example.com' }, { username: 'another@example.com' }];
	const stopped = await run(items, { concurrency: 1 });
	expect(stopped.error?.message).toBe(
		"'User' can't be found by username: no user has 'ou.tsider@example.com' (item 1)",
	);
	expect(told(stopped)).toMatch(/In this run, 1 change had been made when it stopped\./);
	expect(told(stopped)).not.toMatch(/Nothing was changed/);
	expect(memberRole(uuidOf('another'))).toBeUndefined();
	const gone = await run(items, {}, { onError: 'continueRegularOutput' });
	expect(results(gone)).toMatchObject([
		{ userGuid: outsider, outcome: 'unchanged' },
		{ error: expect.stringMatching(/^'User' can't be found by username: no user has/) },
		{ userGuid: uuidOf('another'), outcome: 'applied' },
	]);
});

describe('of several who have the name', () => {
	beforeEach(() => {
		const { users } = sandbox.cloudFoundry.state;
		users.push({ ...users[1], guid: uuidOf('of ldap'), username: name, origin: 'ldap' });
	});

	it('none is chosen without Origin', async () => {
		const ran = await run([{ username: name }]);
		expect(ran.error?.message).toBe(`'User' can't be found by username: several users have '${name}'`);
		expect(told(ran)).toMatch(/Fill in 'Origin'.*origins: ldap, uaa/);
		expect(memberRole(outsider)).toBeUndefined();
	});

	it('Origin chooses the one that is not seen', async () => {
		giveRole('organization_user', uuidOf('of ldap'), home);
		const [result] = results(await run([{ username: name }], { origin: 'uaa' }));
		expect(result).toMatchObject({ userGuid: outsider, changed: true });
		expect(posted()).toEqual([bodyOf({ username: name, origin: 'uaa' })]);
	});

	it('Origin narrows the search where both are seen, and the grant goes by GUID', async () => {
		sandbox.cloudFoundry.state.scope = 'admin';
		const seen = await run([{ username: name }]);
		expect(told(seen)).toMatch(
			/2 users have .*origin ldap.*Use the ID of the one that is meant, or fill in 'Origin'\./,
		);
		const [result] = results(await run([{ username: name }], { origin: 'LDAP' }));
		expect(result).toBeUndefined();
		expect(results(await run([{ username: name }], { origin: 'ldap' }))).toMatchObject([
			{ userGuid: uuidOf('of ldap') },
		]);
		expect(posted().at(-1)).toEqual(bodyOf({ guid: uuidOf('of ldap') }));
		expect(wire().at(-2)).toBe(`GET /v3/users/${uuidOf('of ldap')}`);
	});
});

it('by GUID nothing is posted, and By Username is named', async () => {
	for (const options of [{}, { verify: true }, { dryRun: true }]) {
		const ran = await run([{ userGuid: outsider }], options, { userGuid: '={{ $json.userGuid }}' });
		expect(ran.error?.message).toBe(`The user '${outsider}' can't be found`);
		expect(told(ran)).toMatch(
			/may not see it.*Or choose By Username, which takes users whom the account doesn't see\./,
		);
	}
	expect(changesOnWire()).toEqual([]);
});

it('two items about the same person are one request, however the name is written', async () => {
	const ran = await run([{ username: name }, { username: name.toUpperCase() }], { maxChanges: 1 });
	expect(told(ran)).toBe('undefined undefined');
	expect(posted()).toHaveLength(1);
	expect(results(ran)).toMatchObject([
		{ userGuid: outsider, lookedUp: { userGuid: name } },
		{ userGuid: outsider, lookedUp: { userGuid: name.toUpperCase() } },
	]);
});

it('two people are two changes', async () => {
	const { users } = sandbox.cloudFoundry.state;
	users.push({ ...users[1], guid: uuidOf('another'), username: 'another@example.com' });
	const items = [{ username: name }, { username: 'another@example.com' }];
	expect(told(await run(items, { maxChanges: 1 }))).toMatch(/^This run would make 2 changes/);
	expect(changesOnWire()).toEqual([]);
	expect(results(await run(items, { verify: true }))).toMatchObject([
		{ userGuid: outsider, verified: true },
		{ userGuid: uuidOf('another'), verified: true },
	]);
});

describe('Protected Users', () => {
	it('holds by username', async () => {
		const ran = await run([{ username: name }], { protectedUsers: name.toUpperCase() });
		expect(ran.error?.message).toBe('This run would change the access of a protected user');
		expect(changesOnWire()).toEqual([]);
	});

	it('refuses where one is given by an ID that nobody sees', async () => {
		const ran = await run([{ username: name }], { protectedUsers: outsider });
		expect(ran.error?.message).toBe(
			`'Protected Users' holds '${outsider}', and the account of the credential sees neither that user nor '${name}'`,
		);
		expect(told(ran)).toMatch(/Nothing was sent, .*They may be the same\. Name the user there by username\./);
		expect(changesOnWire()).toEqual([]);
	});

	it('lets pass who is not one whom the account sees', async () => {
		const [{ guid }] = sandbox.cloudFoundry.state.users.slice(1);
		expect(results(await run([{ username: name }], { protectedUsers: guid }))).toMatchObject([{ userGuid: outsider }]);
	});
});

it('who is in it already is unchanged, as the platform says', async () => {
	sandbox.cloudFoundry.fault({
		...{ path: /^\/v3\/roles/, method: 'POST', times: 2, status: 422, headers: asJson },
		body: JSON.stringify({
			errors: [
				{
					code: 10008,
					title: 'CF-UnprocessableEntity',
					detail: `User '${name}' already has 'organization_user' role in organization 'acme-production'.`,
				},
			],
		}),
	});
	expect(results(await run([{ username: name }]))).toMatchObject([
		{ outcome: 'unchanged', changed: false, userGuid: null, lookedUp: { userGuid: name }, undo: null },
	]);
	expect((await run([{ username: name }], { ifUnchanged: 'fail' })).error?.message).toBe(
		`The user '${name}' is a member of the organization '${home}' already`,
	);
});

it('a limit of the UAA is waited for', async () => {
	sandbox.cloudFoundry.fault({
		...{ path: /^\/v3\/roles/, method: 'POST', times: 1, status: 429, headers: { ...asJson, 'retry-after': '1' } },
		body: '{"errors":[{"code":20008,"title":"CF-UaaRateLimited","detail":"The UAA is currently rate limited"}]}',
	});
	expect(results(await run([{ username: name }]))).toMatchObject([{ outcome: 'applied', userGuid: outsider }]);
	expect(posted()).toHaveLength(2);
});

it('goes by v3 alone', async () => {
	const ran = await run([{ username: name }], { origin: 'uaa' }, { apiVersion: 'v2' });
	expect(ran.error?.message).toBe("API v2 of Cloud Foundry can't tell who is of the 'Origin' 'uaa'");
	sandbox.cloudFoundry.state.scope = 'admin';
	const none = await run([{ username: 'nobody@example.com' }], {}, { apiVersion: 'v2' });
	expect(told(none)).toMatch(/sees no user .* By API v3 \(3\.80 or newer\), somebody is added by username/);
	expect(changesOnWire()).toEqual([]);
});

it('a removal, and an organization of somebody else, stay as they were', async () => {
	const removal = await run([{ username: name }], {}, { operation: 'removeOrganization' });
	expect(told(removal)).toMatch(/sees no user that has 'out\.sider@example\.com'/);
	const there = await run([{ username: name }], {}, { organizationGuid: elsewhere });
	expect(there.error?.message).toMatch(
		/^The account of the credential has no rights for this: it takes 'cloud_controller\.write' as manager of the/,
	);
	expect(memberRole(outsider, elsewhere)).toBeUndefined();
});

describe('a role beside the membership', () => {
	const web = '9decf038-91ca-4605-b796-f7f629e0886b';
	const manager = { operation: 'addOrganizationRole', role: 'organization_auditor' };
	const developer = { operation: 'addSpaceRole', role: 'space_developer', spaceGuid: web };

	it('in the organization is given by username, and the answer says to whom', async () => {
		const ran = await run([{ username: name }], { verify: true }, manager);
		expect(told(ran)).toBe('undefined undefined');
		expect(results(ran)).toMatchObject([{ outcome: 'applied', changed: true, verified: true, userGuid: outsider }]);
	});

	it('is refused to whom nobody is called so, or who is no member yet', async () => {
		const before = sandbox.cloudFoundry.state.users.length;
		for (const [how, username] of [
			[manager, 'no.such@example.com'],
			[developer, 'no.such@example.com'],
			[developer, name],
		] as Array<[IDataObject, string]>) {
			const ran = await run([{ username }], {}, how);
			expect(ran.status).toBe('error');
			expect(told(ran)).toMatch(/no user has|'Add Organization'/);
		}
		expect(sandbox.cloudFoundry.state.users).toHaveLength(before);
	});
});
