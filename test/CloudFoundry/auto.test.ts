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
	rootLists,
	runUsers,
	told,
	unknownRoute,
	user,
	wire,
} from '../support/cloudFoundry';
import { apply, undo } from '../support/plans';
import { run, serveAs, text } from '../support/reads';
import { engine, sandbox, setUp } from '../support/setUp';
import { sets } from '../support/wholes';
import type { Reply } from '../support/wire';
import { json, links, packageName, runNode } from '../support/workflow';

// 'API Version' as it is when nobody touches it: v3 wherever the root lists it with a version that has roles, complete from
// 3.80 on, else v2; found out once, before anything is changed, and kept to the end of the run.

setUp();

const roots = () => wire().filter((line) => line === 'GET /');
const v2Lines = () => wire().filter((line) => line.includes(' /v2/'));
const v3Lines = () => wire().filter((line) => line.includes(' /v3/'));
const membership = { userGuid: user, organizationGuid: home };
const link = (version: unknown) => ({ href: 'https://api.example.com/v', meta: { version } });

const operations: ReadonlyArray<readonly [string, IDataObject]> = [
	['user.get', { resource: 'user', operation: 'get', userGuid: user }],
	['user.getAll', { resource: 'user', operation: 'getAll', limit: 3 }],
	['organization.getAll', { resource: 'organization', operation: 'getAll', limit: 3 }],
	['user.addOrganization', { resource: 'user', operation: 'addOrganization', ...membership }],
	['user.removeOrganization', { resource: 'user', operation: 'removeOrganization', ...membership }],
	['user.removeAllRoles', { resource: 'user', operation: 'removeAllRoles', userGuid: user }],
	[
		'organization.setUsers',
		{
			...{ resource: 'organization', operation: 'setUsers', organizationGuid: elsewhere, userIds: user },
			options: { mode: 'addOnly' },
		},
	],
];

describe.each<readonly [string, 'v2' | 'v3', () => unknown]>([
	['lists v3 3.79.0', 'v2', () => (sandbox.cloudFoundry.state.v3Version = '3.79.0')],
	['lists v3 3.80.0', 'v3', () => (sandbox.cloudFoundry.state.v3Version = '3.80.0')],
	['lists v3 3.195.0', 'v3', () => (sandbox.cloudFoundry.state.v3Version = '3.195.0')],
	['lists v3 3.195.0, and v2 not', 'v3', () => (sandbox.cloudFoundry.state.v2Disabled = true)],
	[
		'lists a v2 that is off',
		'v3',
		() => Object.assign(sandbox.cloudFoundry.state, { v2Disabled: true, v2Advertised: true }),
	],
	['is missing', 'v2', () => (sandbox.cloudFoundry.state.era = '2015')],
	['lists v2 alone', 'v2', () => rootLists({ cloud_controller_v2: link('2.100.0') })],
	['lists neither', 'v2', () => rootLists({ self: { href: 'https://api.example.com' } })],
	['lists v3 as null', 'v2', () => rootLists({ cloud_controller_v2: link('2.100.0'), cloud_controller_v3: null })],
])('where the root %s, Auto is %s', (_, version, arrange) => {
	it.each(operations)('of %s, from the first request to the last, asked for once', async (__, parameters) => {
		arrange();
		sandbox.cloudFoundry.state.jobPolls = 0;
		for (const apiVersion of [{}, { apiVersion: 'auto' }]) {
			sandbox.cloudFoundry.requests.length = 0;
			const ran = await run('cloudFoundry', { ...parameters, ...apiVersion }, sandbox.cloudFoundry.url);
			expect(ran.error).toBeUndefined();
			const [root, ...rest] = wire();
			expect(root).toBe('GET /');
			expect(rest.length).toBeGreaterThan(0);
			expect(rest.filter((line) => !line.includes(` /${version}/`))).toEqual([]);
		}
	});
});

// Only versions that the Cloud Controller and Korifi have are numbers with points.
it.each([
	['3.80.0', 'v3'],
	['3.9.0', 'v2'],
	['3.117.0+cf-k8s', 'v3'],
	['3.100', 'v3'],
	['4.0.0', 'v3'],
	['2.293.0', 'v2'],
	['', 'v2'],
	['latest', 'v2'],
	['v3', 'v2'],
	[null, 'v2'],
	[undefined, 'v2'],
	[{ major: 3, minor: 195 }, 'v2'],
])('a v3 of version %j beside a v2 makes Auto %s', async (version, api) => {
	rootLists({ cloud_controller_v2: link('2.100.0'), cloud_controller_v3: link(version) });
	await runUsers('get', [{ userGuid: user }]);
	expect(wire()).toEqual(['GET /', `GET /${api}/users/${user}`]);
});

it.each([{}, { meta: null }, { meta: {} }, { meta: { version: 'latest' } }])(
	'a v3 that does not tell its version serves where there is no v2 (%j)',
	async (more) => {
		rootLists({ cloud_controller_v2: null, cloud_controller_v3: { href: 'https://api.example.com/v3', ...more } });
		await runUsers('get', [{ userGuid: user }]);
		expect(wire()).toEqual(['GET /', `GET /v3/users/${user}`]);
	},
);

describe('the root is asked once', () => {
	const people = () => crowd().map(({ userGuid }) => ({ userGuid }));
	beforeEach(() => {
		sandbox.cloudFoundry.state.jobPolls = 0;
	});

	it.each<readonly [string, IDataObject]>([
		['removeOrganization', {}],
		['removeOrganization', { verify: true, reportRemaining: true }],
		['removeOrganization', { dryRun: true }],
		['removeOrganization', { ifUnchanged: 'fail' }],
		['removeAllRoles', {}],
		['removeAllRoles', { verify: true }],
		['removeAllRoles', { dryRun: true }],
	])('for many items of %s with %j', async (operation, options) => {
		const items = operation === 'removeAllRoles' ? people() : crowd();
		const ran = await runUsers(operation, items, { options });
		expect(ran.error).toBeUndefined();
		expect(results(ran)).toHaveLength(items.length);
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
	});

	it('for pages of a list', async () => {
		crowd(450);
		const ran = await runUsers('getAll', [{ returnAll: true }]);
		expect(results(ran).length).toBeGreaterThan(450);
		expect(v3Lines().length).toBeGreaterThan(2);
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
	});

	it('for words, which v3 finds by one question each', async () => {
		const parameters = {
			...{ resource: 'user', operation: 'removeOrganization', options: { verify: true } },
			userGuid: { __rl: true, mode: 'username', value: '={{ $json.username }}' },
			organizationGuid: { __rl: true, mode: 'name', value: 'acme-production' },
		};
		crowd(3);
		const items = [0, 1, 2].map((index) => ({ username: `crowd-${index}@example.com` }));
		const ran = await runNode(engine, 'cloudFoundry', parameters, { items, credentials: credentials() });
		expect(results(ran).map(({ verified }) => verified)).toEqual([true, true, true]);
		expect(v3Lines().filter((line) => /\?(usernames|names)=/.test(line))).toHaveLength(4);
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
	});

	it('for Set Users', async () => {
		const kind = sets['cloudFoundry v3'];
		kind.fill(12, 8);
		const group = { organizationGuid: kind.group.organizationGuid, userIds: [4, 5, 6, 7, 8, 9].map(kind.id) };
		const options = { maxRemovalPercent: 100, verify: true };
		const parameters = {
			...{ resource: 'organization', operation: 'setUsers', organizationGuid: '={{ $json.organizationGuid }}' },
			...{ userIds: '={{ $json.userIds }}', options },
		};
		const ran = await runNode(engine, 'cloudFoundry', parameters, { items: [group], credentials: credentials() });
		expect(results(ran)).toMatchObject([{ success: true, added: [{}, {}], removed: [{}, {}, {}, {}] }]);
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
	});

	it('for Apply Plan and for Undo, which take Auto along', async () => {
		const items = crowd();
		const planned = results(await runUsers('removeOrganization', items, { options: { dryRun: true } }));
		sandbox.cloudFoundry.requests.length = 0;
		const applied = await apply('cloudFoundry', planned);
		expect(results(applied).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
		expect(items.some(({ userGuid }) => memberRole(userGuid))).toBe(false);

		sandbox.cloudFoundry.requests.length = 0;
		const undone = await undo('cloudFoundry', results(applied));
		expect(results(undone).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
		expect(items.every(({ userGuid }) => memberRole(userGuid))).toBe(true);
	});

	it('for what takes back Remove All Roles', async () => {
		const items = people();
		const removed = await runUsers('removeAllRoles', items);
		expect(JSON.stringify(results(removed).map(({ undo: data }) => data))).not.toMatch(/"apiVersion":"v/);
		sandbox.cloudFoundry.requests.length = 0;
		const undone = await undo('cloudFoundry', results(removed));
		expect(undone.error).toBeUndefined();
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
		expect(items.every(({ userGuid }) => memberRole(userGuid))).toBe(true);
	});

	it.each(['users', 'organizations', 'organizationsOfUser'])(
		'for a page of the list to choose %s from',
		async (method) => {
			const node = `${packageName}.cloudFoundry`;
			const asked = { resource: 'user', operation: 'removeOrganization', apiVersion: 'auto', userGuid: user };
			for (const filter of ['', 'acme', 'uaa-id']) {
				sandbox.cloudFoundry.requests.length = 0;
				await engine.listSearch(node, method, asked, credentials() as never, filter);
				expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
				expect(v3Lines().length).toBeGreaterThan(0);
			}
		},
	);
});

// v2 lets administrators read and grant, v3 organization managers too (app/access/user_access.rb).
describe('an organization manager on a platform with both versions', () => {
	beforeEach(() => {
		actAsManagerOf(home, elsewhere);
		sandbox.cloudFoundry.state.jobPolls = 0;
	});
	afterEach(() => expect(v2Lines()).toEqual([]));

	it('adds', async () => {
		const items = crowd(20, elsewhere);
		const ran = await runUsers('addOrganization', items);
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect(items.every(({ userGuid }) => memberRole(userGuid, elsewhere))).toBe(true);
	});

	it.each([{}, { verify: true }, { dryRun: true }])('removes, and knows what is so (%j)', async (options) => {
		const items = crowd();
		const ran = await runUsers('removeOrganization', items, { options });
		const field = 'dryRun' in options ? 'wouldChange' : 'changed';
		expect(results(ran).map((result) => result[field])).toEqual(items.map(() => true));
		expect(items.some(({ userGuid }) => memberRole(userGuid))).toBe('dryRun' in options);
	});

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
	});

	it('lists users', async () => {
		const ran = await runUsers('getAll', [{ returnAll: true }]);
		expect(results(ran).length).toBeGreaterThan(5);
	});

	it("chooses from a user's organizations, with their names", async () => {
		const [{ userGuid }] = crowd();
		const parameters = { resource: 'user', operation: 'removeOrganization', apiVersion: 'auto', userGuid };
		const node = `${packageName}.cloudFoundry`;
		const found = await engine.listSearch(node, 'organizationsOfUser', parameters, credentials() as never);
		expect(found.results).toMatchObject([{ name: 'acme-production', value: home }]);
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
		['V2 is asked for', 'v2', () => undefined],
		['the platform has no v3', 'auto', () => (sandbox.cloudFoundry.state.era = '2015')],
		['the v3 of the platform has no roles', 'auto', () => (sandbox.cloudFoundry.state.v3Version = '3.79.0')],
	] as ReadonlyArray<readonly [string, string, () => unknown]>)(
		'is refused where %s',
		async (_, apiVersion, arrange) => {
			arrange();
			const ran = await list(apiVersion);
			expect(ran.error?.message).toMatch(/can't look up the 'Username' 'maria\.garcia@example\.com'/);
			// Where the platform has no v3 with roles, it is no help.
			expect(/set 'API Version' to V3/.test(told(ran))).toBe(apiVersion === 'v2');
			expect(told(ran)).toMatch(/Use the user's GUID/);
			expect(v3Lines()).toEqual([]);
		},
	);
});

describe('nothing changes versions in the middle of a run', () => {
	const onError = 'continueErrorOutput';
	const page = { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>no</html>' };
	const off = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'V2 endpoints disabled' };
	/** By hand, and as Auto finds it at a platform whose v3 has no roles. */
	const ways = ['v2', 'auto'] as const;
	const by = (apiVersion: string) => {
		if (apiVersion === 'auto') sandbox.cloudFoundry.state.v3Version = '3.79.0';
		return apiVersion;
	};

	it.each(ways)('a v2 that is closed to a manager says what helps (%s)', async (apiVersion) => {
		actAsManagerOf(home, elsewhere);
		const items = crowd(20, elsewhere);
		for (const [operation, some] of [
			['addOrganization', items],
			['get', items.map(({ userGuid }) => ({ userGuid }))],
			['getAll', [{ returnAll: true }]],
		] as const) {
			const ran = await runUsers(operation, some, { apiVersion: by(apiVersion) });
			expect(ran.error?.message).toMatch(/^API v2 of Cloud Foundry allows this to administrators alone/);
			expect(ran.error?.httpCode).toBe('403');
			// Where the platform's v3 has no roles, it is no help.
			expect(/'API Version' to V3/.test(told(ran))).toBe(apiVersion === 'v2');
			expect(told(ran)).toMatch(/it needs the scope 'cloud_controller\.admin'/);
		}
		expect(changesOnWire().filter((line) => !line.startsWith('PUT /v2/'))).toEqual([]);
		expect(v3Lines()).toEqual([]);
	});

	it.each(ways)('removals go by v2 to the last, whatever some of them meet (%s)', async (apiVersion) => {
		const items = crowd();
		sandbox.cloudFoundry.fault({ path: items[3].userGuid, ...page });
		const ran = await runUsers('removeOrganization', items, { apiVersion: by(apiVersion), onError });
		expect([ran.outputs[0].length, ran.outputs[1].length]).toEqual([19, 1]);
		expect(v2Lines()).toHaveLength(20);
		expect(v3Lines()).toEqual([]);
	});

	it.each(ways)('a v2 that turns out to be off says so, and nobody to be missing (%s)', async (apiVersion) => {
		const items = crowd();
		sandbox.cloudFoundry.fault({ path: '/v2/', skip: 10, times: 999, ...off });
		const ran = await runUsers('removeOrganization', items, { apiVersion: by(apiVersion), onError });
		expect([ran.outputs[0].length, ran.outputs[1].length]).toEqual([10, 10]);
		for (const item of results(ran, 1)) {
			expect(item.error).toMatch(/^This Cloud Foundry has API v2 switched off/);
			expect(JSON.stringify(item)).toContain(
				apiVersion === 'v2' ? "Set 'API Version' to V3." : 'It offers no API v3 with roles either (3.80 or newer)',
			);
			expect(JSON.stringify(item)).not.toMatch(/(user|organization)[^.]*(not be found|not found|exist)/i);
		}
		expect(v3Lines()).toEqual([]);
	});

	it.each(ways)('a list that v2 begins is not gone on with by v3 (%s)', async (apiVersion) => {
		crowd(250);
		sandbox.cloudFoundry.fault({ path: /\/v2\/users\?page=2/, times: 9, ...off });
		const ran = await runUsers('getAll', [{ returnAll: true }], { apiVersion: by(apiVersion) });
		expect(ran.error?.message).toBe('This Cloud Foundry has API v2 switched off');
		expect(v3Lines()).toEqual([]);
	});

	it.each(['auto', 'v3'])('a v3 that lacks its roles all the same says what helps (%s)', async (apiVersion) => {
		sandbox.cloudFoundry.fault({ path: '/v3/roles', times: 999, ...unknownRoute });
		const runs: ReadonlyArray<readonly [string, IDataObject]> = [
			['removeOrganization', membership],
			['addOrganization', membership],
			['removeAllRoles', { userGuid: user }],
		];
		for (const [operation, item] of runs)
			for (const options of [{}, { verify: true }]) {
				const ran = await runUsers(operation, [item], { apiVersion, options });
				expect(ran.error?.message).toMatch(/This Cloud Foundry doesn't offer what is needed of API v3$/);
				expect(told(ran)).toMatch(/Set 'API Version' to V2, /);
			}
		expect(v2Lines()).toEqual([]);
	});

	it('what v3 forbids goes by no v2: a plain member who leaves by himself needs V2', async () => {
		const { state } = sandbox.cloudFoundry;
		const self = uuidOf('a plain member');
		state.users.push({ ...state.users[1], guid: self });
		giveRole('organization_user', self, home);
		Object.assign(state, { scope: 'write', actor: self });
		const item = { userGuid: self, organizationGuid: home };
		const ran = await runUsers('removeOrganization', [item]);
		expect(ran.error?.message).toMatch(/no rights/);
		expect(v2Lines()).toEqual([]);
		expect(results(await runUsers('removeOrganization', [item], { apiVersion: 'v2' }))).toMatchObject([
			{ outcome: 'applied' },
		]);
	});

	it.each(['text', 'json'] as const)('a v2 that is off is never tried (404 as %s)', async (v2Refusal) => {
		Object.assign(sandbox.cloudFoundry.state, { v2Disabled: true, v2Advertised: true, v2Refusal, jobPolls: 0 });
		const ran = await runUsers('removeOrganization', crowd());
		expect(results(ran)).toHaveLength(20);
		expect(v2Lines()).toEqual([]);
		const byHand = await runUsers('removeOrganization', [membership], { apiVersion: 'v2' });
		expect(byHand.error?.message).toMatch(/API v2 switched off/);
		expect(told(byHand)).not.toMatch(/(user|organization)[^.]*(not be found|not found|exist)/i);
	});
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
		expect(ran.error?.description).toMatch(/^That came up while finding out which API it has\. /);
		expect(told(ran)).not.toMatch(/API Version/);
	});

	it('so does a UAA that is down', async () => {
		sandbox.cloudFoundry.fault({ path: '/oauth/token', status: 503, body: 'down', times: 9 });
		const ran = await remove({ ...credential(), password: 'sandbox-password' });
		expect(ran.error?.message).toBe("Cloud Foundry can't sign anybody in (status 503)");
		expect(ran.error?.description).toMatch(/^That came up while finding out which API it has\. /);
		expect(told(ran)).not.toMatch(/API Version/);
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
		expect(ran.error?.description).toMatch(/^That came up while finding out which API it has\. /);
		expect(told(ran)).not.toMatch(/API Version/);
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
		expect(ran.error?.message).not.toMatch(/API Version|finding out/);
		expect(ran.error?.description).toMatch(/^That came up while finding out which API it has\. /);
		expect(told(ran)).toMatch(/Or set 'API Version' to V2 or V3\./);
		expect(changesOnWire()).toEqual([]);
	});

	const odd = { path: /^\/$/, times: 99, status: 403, body: 'no' };

	it.each(operations)('nothing but the root is asked for (%s)', async (_, parameters) => {
		sandbox.cloudFoundry.fault(odd);
		for (const options of [{}, { verify: true }, { dryRun: true }]) {
			sandbox.cloudFoundry.requests.length = 0;
			const isChange = !/get/.test(String(parameters.operation));
			const own = { ...parameters, ...(isChange && { options: { ...(parameters.options as object), ...options } }) };
			const { error } = await run('cloudFoundry', own, sandbox.cloudFoundry.url, { items: [{}, {}, {}] });
			expect(error?.message).toMatch(/^Cloud Foundry doesn't allow this with the credential/);
			expect(error?.description).toMatch(/That came up while finding out which API it has\. /);
			expect(wire()).toEqual(['GET /']);
		}
	});

	it.each([
		['Apply Plan', apply, { dryRun: true }],
		['Undo', undo, {}],
	] as const)('nothing is changed by %s', async (_, make, options) => {
		sandbox.cloudFoundry.state.jobPolls = 0;
		const recorded = results(await runUsers('removeOrganization', crowd(), { options }));
		sandbox.cloudFoundry.fault(odd);
		sandbox.cloudFoundry.requests.length = 0;
		const ran = await make('cloudFoundry', recorded);
		expect(ran.error?.message).toMatch(/^Cloud Foundry doesn't allow this with the credential/);
		expect(ran.error?.description).toMatch(/That came up while finding out which API it has\. /);
		expect(wire()).toEqual(['GET /']);
	});

	const each = { apiVersion: '={{ $json.version }}' };
	const mixed = () => crowd(4).map((item, index) => ({ ...item, version: index < 3 ? 'v2' : 'auto' }));

	it('nothing is changed for items that name their version either, where the node stops on errors', async () => {
		sandbox.cloudFoundry.fault(odd);
		const ran = await runUsers('removeOrganization', mixed(), each);
		expect(ran.error?.message).toMatch(/^Cloud Foundry doesn't allow this with the credential/);
		expect(ran.error?.description).toMatch(/^That came up while finding out which API it has\. /);
		expect(ran.error?.httpCode).toBe('403');
		expect(wire()).toEqual(['GET /']);
	});

	it('those go on alone where it goes on', async () => {
		sandbox.cloudFoundry.fault(odd);
		const ran = await runUsers('removeOrganization', mixed(), { ...each, onError: 'continueErrorOutput' });
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
		expect(results(ran, 1)[0].error).toMatch(
			/^Cloud Foundry doesn't allow this with the credential\. That came up while finding out which API it has\. /,
		);
		expect(wire()[0]).toBe('GET /');
		expect([roots().length, v3Lines()]).toEqual([1, []]);
	});
});

describe('advice', () => {
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
		expect(ran.error?.message).toMatch(new RegExp(`may not see the organization '${elsewhere}'`));
	});

	it('where v2 is off and the root does not tell of v3 is V3, not the Auto that is chosen', async () => {
		sandbox.cloudFoundry.state.v2Disabled = true;
		sandbox.cloudFoundry.fault({ path: /^\/$/, status: 404, body: 'no' });
		const ran = await runUsers('removeOrganization', [membership]);
		expect(told(ran)).toMatch(/Set 'API Version' to V3 where the platform has it\./);
		expect(told(ran)).not.toMatch(/Auto/);
	});

	it('where v3 has no roles is V2, not the Auto that is chosen', async () => {
		sandbox.cloudFoundry.fault({ path: '/v3/roles', times: 99, ...unknownRoute });
		const ran = await runUsers('removeOrganization', [membership]);
		expect(told(ran)).toMatch(/Set 'API Version' to V2, /);
		expect(told(ran)).not.toMatch(/Auto/);
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
	it.each(operations)('of %s is found out once for many items', async (_name, parameters) => {
		sandbox.cloudFoundry.state.jobPolls = 0;
		const items = crowd(8).map(({ userGuid }) => ({ userGuid }));
		const each = { ...parameters, ...('userGuid' in parameters && { userGuid: '={{ $json.userGuid }}' }) };
		const ran = await run('cloudFoundry', each, sandbox.cloudFoundry.url, { items });
		expect(ran.error).toBeUndefined();
		expect([roots(), v2Lines()]).toEqual([['GET /'], []]);
		expect(new Set(links(ran.outputs[0])).size).toBe(parameters.operation === 'setUsers' ? 1 : 8);
		const isAsked = ({ userGuid }: IDataObject) => wire().some((line) => line.includes(String(userGuid)));
		if ('userGuid' in parameters) expect(items.filter(isAsked)).toEqual(items);
	});

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
			'v3',
			'v2',
			'v3',
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
