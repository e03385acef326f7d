import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import {
	actAsManagerOf,
	asJson,
	changesOnWire,
	credentials,
	crowd,
	elsewhere,
	giveRole,
	home,
	memberRole,
	results,
	runUsers,
	told,
	unknownRoute,
	user,
	wire,
} from '../support/cloudFoundry';
import { run, serveAs, text } from '../support/reads';
import { engine, sandbox, setUp } from '../support/setUp';
import type { Reply } from '../support/wire';
import { json, links, packageName, runNode } from '../support/workflow';

// 'API Version' as it is when nobody touches it. v2 lets organization managers remove and nothing else, v3 all of it
// (app/access/user_access.rb); platforms advertised a v2 that was off from May 2019 until October 2024.

setUp();

const v2Lines = () => wire().filter((line) => line.includes(' /v2/'));
const v3Lines = () => wire().filter((line) => line.includes(' /v3/'));

describe('an organization manager on a platform with both versions', () => {
	beforeEach(() => {
		actAsManagerOf(home, elsewhere);
		sandbox.cloudFoundry.state.jobPolls = 0;
	});

	it('adds by v3, after one question to v2', async () => {
		const items = crowd(20, elsewhere);
		const ran = await runUsers('addOrganization', items);
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect(items.every(({ userGuid }) => memberRole(userGuid, elsewhere))).toBe(true);
		expect(v2Lines()).toHaveLength(1);
		expect(wire().filter((line) => line === 'GET /')).toHaveLength(1);
	});

	it('removes by v2, which is open to it', async () => {
		const items = crowd();
		const ran = await runUsers('removeOrganization', items);
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect(v2Lines()).toHaveLength(items.length);
		expect(v3Lines()).toEqual([]);
	});

	it.each([{ verify: true }, { dryRun: true }])(
		'knows what is so with %j, after one question to v2',
		async (options) => {
			const items = crowd();
			const ran = await runUsers('removeOrganization', items, { options });
			expect(results(ran).map(({ changed }) => changed)).toEqual(items.map(() => true));
			expect(v2Lines()).toHaveLength(1);
			expect(items.some(({ userGuid }) => memberRole(userGuid))).toBe('dryRun' in options);
		},
	);

	it('is told what remains', async () => {
		const [item] = crowd();
		giveRole('organization_manager', item.userGuid, elsewhere);
		const ran = await runUsers('removeOrganization', [item], { options: { reportRemaining: true } });
		expect(results(ran)).toMatchObject([
			{ remaining: { organizations: [], managedOrganizations: [elsewhere], spaces: [] } },
		]);
	});

	it('reads users', async () => {
		const items = crowd().map(({ userGuid }) => ({ userGuid }));
		const ran = await runUsers('get', items);
		expect(results(ran).map(({ guid }) => guid)).toEqual(items.map(({ userGuid }) => userGuid));
		expect(v2Lines()).toHaveLength(1);
	});

	it('lists users', async () => {
		const parameters = { resource: 'user', operation: 'getAll', returnAll: true };
		const { outputs } = await runNode(engine, 'cloudFoundry', parameters, { credentials: credentials() });
		expect(outputs[0].length).toBeGreaterThan(5);
	});

	it("chooses from a user's organizations, with their names", async () => {
		const [{ userGuid }] = crowd();
		const parameters = { resource: 'user', operation: 'removeOrganization', apiVersion: 'auto', userGuid };
		const node = `${packageName}.cloudFoundry`;
		const found = await engine.listSearch(node, 'organizationsOfUser', parameters, credentials() as never);
		expect(found.results).toMatchObject([{ name: 'acme-production', value: home }]);
	});

	it('meets no other version where V2 is asked for', async () => {
		const ran = await runUsers('addOrganization', crowd(20, elsewhere).slice(0, 1), { apiVersion: 'v2' });
		expect(ran.error?.httpCode).toBe('403');
		expect(v3Lines()).toEqual([]);
	});

	it('is not led around a refusal: the last manager stays', async () => {
		const [{ userGuid }] = crowd();
		const { state } = sandbox.cloudFoundry;
		state.roles = state.roles.filter(
			({ type, organization_guid }) => type !== 'organization_manager' || organization_guid !== elsewhere,
		);
		state.roles = state.roles.filter(
			({ user_guid, organization_guid }) => user_guid === state.actor || organization_guid !== elsewhere,
		);
		giveRole('organization_manager', String(state.actor), elsewhere);
		const ran = await runUsers('removeOrganization', [{ userGuid: String(state.actor), organizationGuid: elsewhere }]);
		expect(ran.error?.message).toMatch(/last manager/);
		expect(v3Lines()).toEqual([]);
		expect(userGuid).toBeDefined();
	});
});

describe('Get Many users by Username, which v3 alone can do', () => {
	const username = 'maria.garcia@example.com';
	const list = async (apiVersion: string) => {
		const parameters = { resource: 'user', operation: 'getAll', returnAll: true, apiVersion, filters: { username } };
		return await runNode(engine, 'cloudFoundry', parameters, { credentials: credentials() });
	};

	it('goes by v3 where the platform has both', async () => {
		const ran = await list('auto');
		expect(ran.outputs[0]?.map(({ json: found }) => found.username)).toEqual([username]);
		expect(v2Lines()).toEqual([]);
	});

	it.each([
		['V2 is asked for', 'v2'],
		['the platform has no v3', 'auto'],
	])('is refused where %s', async (_, apiVersion) => {
		if (apiVersion === 'auto') sandbox.cloudFoundry.state.era = '2015';
		const ran = await list(apiVersion);
		expect(ran.error?.message).toMatch(/can't look up a 'Username'/);
		expect(v3Lines()).toEqual([]);
	});
});

// app/access: administrators, managers of the organization and the user on themself remove by v2, the first two by v3.
describe('a removal that v2 forbids', () => {
	const onError = 'continueErrorOutput';

	it('moves nobody to v3, where users may not remove themselves', async () => {
		const { state } = sandbox.cloudFoundry;
		const self = uuidOf('a plain member');
		state.users.push({ ...state.users[1], guid: self });
		giveRole('organization_user', self, home);
		Object.assign(state, { scope: 'write', actor: self });
		const items = [user, self].map((userGuid) => ({ userGuid, organizationGuid: home }));
		const ran = await runUsers('removeOrganization', items, { onError });
		expect(results(ran)).toMatchObject([{ outcome: 'applied', userGuid: self }]);
		expect(results(ran, 1)).toMatchObject([{ userGuid: user }]);
		expect(v3Lines()).toEqual([]);
	});

	it('leaves the run at v2 where v3 has no roles', async () => {
		actAsManagerOf(home);
		sandbox.cloudFoundry.fault({ path: '/v3/roles', times: 99, ...unknownRoute });
		const items = [elsewhere, home].map((organizationGuid) => ({ userGuid: user, organizationGuid }));
		const ran = await runUsers('removeOrganization', items, { onError });
		expect(results(ran)).toMatchObject([{ outcome: 'applied', organizationGuid: home }]);
		expect(results(ran, 1)[0].error).toMatch(/no rights/);
	});

	it('moves the run where the refusal is a web page, as users with roles of v3 alone get it', async () => {
		actAsManagerOf(home);
		sandbox.cloudFoundry.state.jobPolls = 0;
		const headers = { 'content-type': 'text/html' };
		sandbox.cloudFoundry.fault({ method: 'DELETE', path: '/v2/', status: 403, headers, body: '<html>no</html>' });
		const items = crowd();
		const ran = await runUsers('removeOrganization', items);
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect(v2Lines()).toHaveLength(1);
	});
});

describe.each(['text', 'json'] as const)('a platform that advertises v2 and has it off (404 as %s)', (refusal) => {
	beforeEach(() => {
		Object.assign(sandbox.cloudFoundry.state, {
			v2Disabled: true,
			v2Advertised: true,
			v2Refusal: refusal,
			jobPolls: 0,
		});
	});

	const operations: ReadonlyArray<readonly [string, (item: IDataObject) => IDataObject]> = [
		['removeOrganization', (item) => item],
		['addOrganization', ({ userGuid }) => ({ userGuid, organizationGuid: elsewhere })],
		['get', ({ userGuid }) => ({ userGuid })],
	];

	it.each(operations)('is met by v3 in the same run, after one question (%s)', async (operation, itemOf) => {
		const items = crowd().map(itemOf);
		const ran = await runUsers(operation, items);
		expect(ran.error).toBeUndefined();
		expect(ran.outputs[0]).toHaveLength(items.length);
		expect(v2Lines()).toHaveLength(1);
		if (operation === 'removeOrganization')
			expect(items.some(({ userGuid }) => memberRole(String(userGuid)))).toBe(false);
	});

	it('is said to have v2 off where V2 is asked for, and nobody to be missing', async () => {
		const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
			apiVersion: 'v2',
		});
		expect(ran.error?.message).toMatch(/API v2 switched off/);
		expect(told(ran)).not.toMatch(/(user|organization)[^.]*(not be found|not found|exist)/i);
	});
});

it('a change in doubt by v2 stays in doubt by v3', async () => {
	sandbox.cloudFoundry.fault({ method: 'DELETE', drop: 'after' });
	sandbox.cloudFoundry.fault({ method: 'DELETE', status: 404, body: 'V2 endpoints disabled' });
	const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }]);
	expect(results(ran)).toMatchObject([{ outcome: 'applied', changed: null }]);
});

describe('where the root does not tell which versions there are', () => {
	const remove = async (credential?: IDataObject) => {
		const items = [{ userGuid: user, organizationGuid: home }];
		return await runUsers('removeOrganization', items, { credential, options: { maxRetries: 0 } });
	};
	const credential = () => ({
		baseUrl: sandbox.cloudFoundry.url,
		authentication: 'password',
		username: 'admin',
		password: 'wrong',
	});

	it('the refusal of a sign-in stands for itself', async () => {
		const ran = await remove(credential());
		expect(ran.error?.message).toBe('Cloud Foundry refused the sign-in (status 401)');
		expect(told(ran)).not.toMatch(/API Version|Which API/);
	});

	it('so does a UAA that is down', async () => {
		sandbox.cloudFoundry.fault({ path: '/oauth/token', status: 503, body: 'down', times: 9 });
		const ran = await remove({ ...credential(), password: 'sandbox-password' });
		expect(ran.error?.message).toBe("Cloud Foundry can't sign anybody in (status 503)");
		expect(told(ran)).not.toMatch(/API Version|Which API/);
	});

	it.each([
		['no answer', { drop: 'before' as const }, /connection to Cloud Foundry broke/],
		['500', { status: 500, body: 'no' }, /couldn't answer \(status 500\)/],
		['501', { status: 501, body: 'no' }, /couldn't answer \(status 501\)/],
		['503', { status: 503, body: 'API down for maintenance' }, /down for maintenance/],
		['429', { status: 429, body: 'no' }, /too many requests/],
		['401', { status: 401, body: 'no' }, /didn't accept the credential/],
		[
			'a redirect',
			{ status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' },
			/elsewhere\.example/,
		],
	])('so does %s', async (_, fault, message) => {
		sandbox.cloudFoundry.fault({ path: /^\/$/, ...fault });
		const ran = await remove();
		expect(ran.error?.message).toMatch(message);
		expect(told(ran)).not.toMatch(/API Version|Which API/);
		expect(changesOnWire()).toEqual([]);
	});

	it.each([
		['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
		['another document', { status: 200, headers: asJson, body: '{}' }],
		['403', { status: 403, body: 'no' }],
		['400', { status: 400, body: 'no' }],
	])('%s has its own advice: to choose the version', async (_, fault) => {
		sandbox.cloudFoundry.fault({ path: /^\/$/, ...fault });
		const ran = await remove();
		expect(ran.error?.message).toMatch(/^Which API Cloud Foundry offers can't be found out: /);
		expect(told(ran)).toMatch(/Or set 'API Version' to V2 or V3\./);
		expect(changesOnWire()).toEqual([]);
	});
});

it.each([{}, { verify: true }])(
	'a web page in front of v2 does not lead to a v3 that has no roles (%j)',
	async (options) => {
		const items = crowd();
		sandbox.cloudFoundry.fault({ path: '/v3/roles', times: 999, ...unknownRoute });
		const headers = { 'content-type': 'text/html' };
		sandbox.cloudFoundry.fault({ path: items[0].userGuid, status: 403, headers, body: '<html>no</html>' });
		const ran = await runUsers('removeOrganization', items, { options, onError: 'continueErrorOutput' });
		expect([ran.outputs[0].length, ran.outputs[1].length]).toEqual([19, 1]);
	},
);

describe('advice', () => {
	const membership = { userGuid: user, organizationGuid: home };

	it.each([
		['addOrganization', { userGuid: user, organizationGuid: elsewhere }],
		['get', { userGuid: user }],
		['getAll', { returnAll: true }],
	])('to a manager who asks for V2 where that is for administrators (%s)', async (operation, item) => {
		actAsManagerOf(home, elsewhere);
		const ran = await runUsers(operation, [item], { apiVersion: 'v2' });
		expect(ran.error?.message).toBe('API v2 of Cloud Foundry allows this to administrators alone');
		expect(told(ran)).toMatch(/'API Version' to V3/);
		expect(told(ran)).toMatch(/administrator/);
		expect(told(ran)).not.toMatch(/cloud_controller\.write/);
	});

	it('to an account that may not remove names what it needs', async () => {
		actAsManagerOf(elsewhere);
		const ran = await runUsers('removeOrganization', [membership], { apiVersion: 'v2' });
		expect(told(ran)).toMatch(/'cloud_controller\.write' as manager of the organization/);
		expect(told(ran)).not.toMatch(/API Version/);
	});

	it('to an account that may not see an organization, by v2, is about that', async () => {
		actAsManagerOf(home);
		const parameters = {
			resource: 'user',
			operation: 'getAll',
			apiVersion: 'v2',
			filters: { organizationGuid: elsewhere },
		};
		const ran = await runNode(engine, 'cloudFoundry', parameters, { credentials: credentials() });
		expect(ran.error?.message).toMatch(/may not see the organization of 'Organization GUID'/);
	});

	it('where v2 is off and the root does not tell of v3 is V3, not the Auto that is chosen', async () => {
		sandbox.cloudFoundry.state.v2Disabled = true;
		sandbox.cloudFoundry.fault({ path: /^\/$/, status: 404, body: 'no' });
		const ran = await runUsers('removeOrganization', [membership]);
		expect(told(ran)).toMatch(/Set 'API Version' to V3\./);
		expect(told(ran)).not.toMatch(/Auto/);
	});

	it.each(['removeOrganization', 'addOrganization'])('where v3 has no roles is V2 (%s)', async (operation) => {
		sandbox.cloudFoundry.fault({ path: '/v3/roles', times: 99, ...unknownRoute });
		for (const options of [{}, { verify: true }]) {
			const ran = await runUsers(operation, [membership], { apiVersion: 'v3', options });
			expect(ran.error?.message).toMatch(/This Cloud Foundry doesn't offer what is needed of API v3$/);
			expect(told(ran)).toMatch(/Set 'API Version' to V2, /);
			expect(told(ran)).not.toMatch(/Auto/);
		}
	});
});

describe('a platform of the time of the page, which has no root', () => {
	beforeEach(() => {
		sandbox.cloudFoundry.state.era = '2015';
	});

	it('is met by v2', async () => {
		const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }]);
		expect(results(ran)).toMatchObject([{ outcome: 'applied' }]);
		expect(wire()).toEqual(['GET /', `DELETE /v2/users/${user}/organizations/${home}`]);
		expect(sandbox.cloudFoundry.requests.map(({ status }) => status)).toEqual([404, 201]);
	});

	it('names its UAA at /v2/info', async () => {
		const credential = {
			baseUrl: sandbox.cloudFoundry.url,
			authentication: 'clientCredentials',
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
		};
		const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], { credential });
		expect(results(ran)).toMatchObject([{ outcome: 'applied' }]);
		expect(wire().filter((line) => line.includes('/v2/info'))).toHaveLength(1);
	});
});

describe('the API version auto', () => {
	const membership = { userGuid: user, organizationGuid: home };
	const operations: ReadonlyArray<readonly [string, IDataObject]> = [
		['user.get', { resource: 'user', operation: 'get', userGuid: 'uaa-id-128' }],
		['user.getAll', { resource: 'user', operation: 'getAll', limit: 3 }],
		['organization.getAll', { resource: 'organization', operation: 'getAll', limit: 3 }],
		['user.addOrganization', { resource: 'user', operation: 'addOrganization', ...membership }],
		['user.removeOrganization', { resource: 'user', operation: 'removeOrganization', ...membership }],
	];
	const cases = operations.flatMap(([name, parameters]) => [
		[name, 'v2', false, parameters] as const,
		[name, 'v3', true, parameters] as const,
	]);

	it.each(cases)(
		'of %s asks once in a run and takes %s where v2 disabled is %j',
		async (_name, api, off, parameters) => {
			sandbox.cloudFoundry.state.v2Disabled = off;
			const items = Array.from({ length: 8 }, () => ({}));
			for (const apiVersion of [{}, { apiVersion: 'auto' }]) {
				sandbox.cloudFoundry.requests.length = 0;
				const ran = await run('cloudFoundry', { ...parameters, ...apiVersion }, sandbox.cloudFoundry.url, { items });
				expect(ran.error).toBeUndefined();
				const [root, ...rest] = wire();
				expect(root).toBe('GET /');
				expect(rest.filter((request) => request === 'GET /')).toEqual([]);
				expect(rest.length).toBeGreaterThan(0);
				expect(rest.filter((request) => !request.includes(` /${api}/`))).toEqual([]);
				expect(new Set(links(ran.outputs[0])).size).toBe(8);
			}
		},
	);

	it('asks nothing where the version is given', async () => {
		for (const apiVersion of ['v2', 'v3']) {
			const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128', apiVersion };
			await run('cloudFoundry', get, sandbox.cloudFoundry.url);
		}
		expect(wire()).toEqual(['GET /v2/users/uaa-id-128', 'GET /v3/users/uaa-id-128']);
	});

	it('is asked for with each item that leaves it open, once', async () => {
		const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128', apiVersion: '={{ $json.api }}' };
		const items = ['v3', 'auto', 'v2', 'auto'].map((api) => ({ api }));
		const { outputs } = await run('cloudFoundry', get, sandbox.cloudFoundry.url, { items });
		expect(json(outputs[0]).map((user) => ('metadata' in user && 'entity' in user ? 'v2' : 'v3'))).toEqual([
			'v3',
			'v2',
			'v2',
			'v2',
		]);
		expect(wire().filter((request) => request === 'GET /')).toHaveLength(1);
	});

	it.each([
		['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['an object without links', { status: 200, headers: asJson, body: '{}' }],
		['no links to an API', { status: 200, headers: asJson, body: '{"links":{"self":{"href":"http://x"}}}' }],
		['403', { status: 403, headers: asJson, body: '{"error":"No"}' }],
	] as ReadonlyArray<readonly [string, Reply]>)(
		'fails where the API root and the rest give %s',
		async (_title, reply) => {
			const { url, received } = await serveAs('cloudFoundry', () => reply);
			const add = { resource: 'user', operation: 'addOrganization', ...membership };
			const { status } = await run('cloudFoundry', add, url);
			expect(status).toBe('error');
			expect(received[0]).toMatchObject({ method: 'GET', url: '/' });
			expect(received.filter(({ url: path }) => path === '/')).toHaveLength(1);
		},
	);

	it('leaves a platform of 2015 without an API root to v2, or says what to set', async () => {
		const body = '{"description":"Unknown request","error_code":"CF-NotFound","code":10000}';
		sandbox.cloudFoundry.fault({ path: /^\/$/, status: 404, headers: asJson, body, times: 9 });
		const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128' };
		const { error } = await run('cloudFoundry', get, sandbox.cloudFoundry.url);
		if (error) expect(text({ error })).toContain("'API Version'");
	});

	it.each(operations)('v2 of %s says that v2 is off, never that somebody is missing', async (_name, parameters) => {
		sandbox.cloudFoundry.state.v2Disabled = true;
		const before = sandbox.cloudFoundry.snapshot();
		const { error } = await run('cloudFoundry', { ...parameters, apiVersion: 'v2' }, sandbox.cloudFoundry.url);
		expect(error?.message).toMatch(/v2/i);
		expect(text({ error })).toContain('V2 endpoints disabled');
		expect(text({ error })).toMatch(/'API Version'|v3/i);
		expect(text({ error })).not.toMatch(/(user|organization)[^.]*(not be found|not found|exist)/i);
		expect(sandbox.cloudFoundry.snapshot()).toEqual(before);
	});
});
