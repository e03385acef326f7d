import type { IDataObject } from 'n8n-workflow';

import type { CloudFoundryRole } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { cancelWhen } from '../support/cancel';
import { results } from '../support/changes';
import { elsewhere, home, runUsers, user } from '../support/cloudFoundry';
import { remove } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { reply } from '../support/wire';
import type { OnError } from '../support/workflow';
import { locator, runNode } from '../support/workflow';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';

interface How {
	readonly apiVersion?: string;
	readonly operation?: string;
	readonly options?: IDataObject;
	readonly onError?: OnError;
	readonly signal?: AbortSignal;
}

const run = async (items: readonly IDataObject[], how: How = {}) => {
	const { apiVersion, operation = 'removeOrganization', options = {}, onError, signal } = how;
	const fields = {
		userGuid: locator('={{ $json.userGuid }}'),
		organizationGuid: locator('={{ $json.organizationGuid }}'),
	};
	const parameters = { resource: 'user', operation, ...(apiVersion && { apiVersion }), ...fields, options };
	const credentials = {
		cloudFoundryApi: { baseUrl: sandbox.cloudFoundry.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	};
	return await runNode(engine, 'cloudFoundry', parameters as IDataObject, { items, credentials, onError, signal });
};

const membership = { userGuid: user, organizationGuid: home };
const requests = () => sandbox.cloudFoundry.requests;
const lines = () => requests().map(({ method, url }) => `${method} ${url}`);
const changes = () => lines().filter((line) => !line.startsWith('GET'));
const roleOf = (userGuid = user, organizationGuid = home) =>
	sandbox.cloudFoundry.state.roles.find(
		({ type, user_guid, organization_guid }) =>
			type === 'organization_user' && user_guid === userGuid && organization_guid === organizationGuid,
	);
const text = (error: { message?: string; description?: string | null } | undefined) =>
	`${error?.message} ${error?.description}`;
const denial = /not found|(doesn't|does not|don't) exist|unknown user|no such/i;

describe('the removal by v3', () => {
	it('looks up the role, deletes it and waits for the job to complete', async () => {
		sandbox.cloudFoundry.state.jobPolls = 2;
		const guid = roleOf()?.guid;
		const { outputs, error } = await run([membership], { apiVersion: 'v3' });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied', ...membership }]);
		const [lookUp, remove, ...polls] = lines();
		const { pathname, searchParams } = new URL(lookUp.slice(4), sandbox.cloudFoundry.url);
		expect(lookUp.slice(0, 4) + pathname).toBe('GET /v3/roles');
		expect([...searchParams].filter(([name]) => !/page/.test(name)).sort()).toEqual([
			['organization_guids', home],
			['types', 'organization_user'],
			['user_guids', user],
		]);
		expect(remove).toBe(`DELETE /v3/roles/${guid}`);
		expect(requests()[1]).toMatchObject({ body: '', status: 202 });
		expect(polls).toHaveLength(3);
		expect(new Set(polls)).toEqual(new Set([`GET /v3/jobs/${sandbox.cloudFoundry.state.jobs[0].guid}`]));
		expect(roleOf()).toBeUndefined();
	});

	it('takes the membership only, not the other roles of the organization', async () => {
		const manager = sandbox.cloudFoundry.state.users[1].guid;
		const before = sandbox.cloudFoundry.state.roles.filter((role) => role !== roleOf(manager));
		await run([{ userGuid: manager, organizationGuid: home }], { apiVersion: 'v3' });
		expect(sandbox.cloudFoundry.state.roles).toEqual(before);
	});

	it.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'whose job fails is an error with its detail (%s)',
		async (onError) => {
			const detail = 'The role is held by a service that is being upgraded.';
			sandbox.cloudFoundry.state.jobErrors = [{ code: 10008, title: 'CF-UnprocessableEntity', detail }];
			const { outputs, error } = await run([membership], { apiVersion: 'v3', onError });
			if (onError === 'stopWorkflow') expect(text(error)).toContain(detail);
			else {
				expect(outputs[0]).toEqual([]);
				expect(JSON.stringify(results(outputs, 1))).toContain(detail);
			}
			expect(roleOf()).toBeDefined();
		},
	);

	it.each([
		['is gone', 404],
		['is forbidden', 403],
	])('whose job %s says soon that it is not known whether the change was made', async (_, status) => {
		sandbox.cloudFoundry.state.jobPolls = 1_000_000;
		sandbox.cloudFoundry.fault({ path: '/v3/jobs/', status, body: 'no', times: 1000 });
		const controller = new AbortController();
		const tooLate = setTimeout(() => controller.abort(), 20_000);
		const ran = await run([membership], { apiVersion: 'v3', signal: controller.signal });
		clearTimeout(tooLate);
		expect(ran.status).toBe('error');
		expect(text(ran.error)).toMatch(/known|accepted|look/i);
		expect(requests().filter(({ url }) => url.startsWith('/v3/jobs/')).length).toBeLessThan(10);
	});

	it('whose job never ends is polled with patience, and ends at once with the execution', async () => {
		sandbox.cloudFoundry.state.jobPolls = 1_000_000;
		const polls = () => requests().filter(({ url, status }) => url.startsWith('/v3/jobs/') && status === 200);
		const { signal, elapsed } = cancelWhen(() => polls().length === 5);
		const { status } = await run([membership], { apiVersion: 'v3', signal });
		expect(status).toBe('canceled');
		expect(elapsed()).toBeLessThan(1200);
		const [first, second, , fourth, fifth] = polls().map(({ at }) => at);
		expect(fifth - fourth).toBeGreaterThan(second - first);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		expect(polls()).toHaveLength(5);
	});

	it('keeps the jobs of several items apart', async () => {
		const { users } = sandbox.cloudFoundry.state;
		sandbox.cloudFoundry.state.jobPolls = 3;
		const items = [users[0], users[1], users[2], users[4]].map(({ guid }) => ({
			userGuid: guid,
			organizationGuid: home,
		}));
		const { outputs } = await run(items, { apiVersion: 'v3' });
		expect(results(outputs).map(({ userGuid, outcome }) => [userGuid, outcome])).toEqual(
			items.map(({ userGuid }) => [userGuid, 'applied']),
		);
		for (const { userGuid } of items) expect(roleOf(userGuid)).toBeUndefined();
	});

	it('of nobody deletes nothing', async () => {
		const { outputs } = await run([{ userGuid: user, organizationGuid: elsewhere }], { apiVersion: 'v3' });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'unchanged', changed: false }]);
		expect(changes()).toEqual([]);
	});

	it('of nobody fails where that is asked for', async () => {
		const options = { ifUnchanged: 'fail' };
		const { status } = await run([{ userGuid: user, organizationGuid: elsewhere }], { apiVersion: 'v3', options });
		expect(status).toBe('error');
		expect(changes()).toEqual([]);
	});

	it('of a role that somebody else removed meanwhile is no failure', async () => {
		const { guid } = roleOf() as CloudFoundryRole;
		const body = JSON.stringify({ errors: [{ code: 10010, title: 'CF-ResourceNotFound', detail: 'Role not found' }] });
		const headers = { 'content-type': 'application/json' };
		sandbox.cloudFoundry.fault({ method: 'DELETE', path: guid, status: 404, headers, body });
		const { outputs } = await run([membership], { apiVersion: 'v3' });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'unchanged', changed: false }]);
	});

	it('sends the token to no other host, whatever the job is called', async () => {
		const { uaaUrl } = sandbox.cloudFoundry;
		const headers = { location: `${uaaUrl}/v3/jobs/1` };
		sandbox.cloudFoundry.fault({ method: 'DELETE', status: 202, headers });
		const controller = new AbortController();
		const tooLate = setTimeout(() => controller.abort(), 2000);
		await run([membership], { apiVersion: 'v3', signal: controller.signal });
		clearTimeout(tooLate);
		const hosts = new Set(requests().map((request) => request.headers.host));
		expect(hosts).toEqual(new Set([new URL(sandbox.cloudFoundry.url).host]));
		expect(changes()).toHaveLength(1);
	});

	it('is tried again where the answer to the deletion was lost', async () => {
		sandbox.cloudFoundry.state.jobPolls = 0;
		sandbox.cloudFoundry.fault({ method: 'DELETE', drop: 'after' });
		const { outputs, error } = await run([membership], { apiVersion: 'v3' });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ success: true }]);
		expect(roleOf()).toBeUndefined();
	});

	it.each([
		['breaks', { drop: 'before' as const }],
		['is overloaded', { status: 503, body: 'not now' }],
	])('goes on polling where the connection %s', async (_, fault) => {
		sandbox.cloudFoundry.state.jobPolls = 2;
		sandbox.cloudFoundry.fault({ path: '/v3/jobs/', ...fault });
		const { error } = await run([membership], { apiVersion: 'v3' });
		expect(error).toBeUndefined();
		expect(changes()).toHaveLength(1);
		expect(roleOf()).toBeUndefined();
	});
});

describe('the grant by v3', () => {
	it('creates the role, and one that is there already is no failure', async () => {
		const item = { userGuid: user, organizationGuid: elsewhere };
		const add = async () => results((await run([item], { apiVersion: 'v3', operation: 'addOrganization' })).outputs);
		expect([...(await add()), ...(await add())].map(({ outcome }) => outcome)).toEqual(['applied', 'unchanged']);
		const role = {
			type: 'organization_user',
			relationships: { user: { data: { guid: user } }, organization: { data: { guid: elsewhere } } },
		};
		const [look, post] = requests();
		expect([look.method, look.url]).toEqual(['GET', `/v3/users/${user}`]);
		expect([post.method, post.url, JSON.parse(post.body)]).toEqual(['POST', '/v3/roles', role]);
		expect(roleOf(user, elsewhere)).toBeDefined();
	});
});

describe('space roles in the way', () => {
	const developer = () => sandbox.cloudFoundry.state.users[3].guid;

	it.each(['v2', 'v3', 'auto'])('are named, with what to do (%s)', async (apiVersion) => {
		const { roles } = sandbox.cloudFoundry.state;
		const jobs = sandbox.cloudFoundry.state.spaces.find(
			({ name, organization_guid }) => name === 'jobs' && organization_guid === home,
		)?.guid as string;
		const other = uuidOf('space partner-portal web');
		const base = { user_guid: developer(), organization_guid: null };
		roles.push({ guid: uuidOf('a'), type: 'space_manager', space_guid: jobs, ...base });
		roles.push({ guid: uuidOf('b'), type: 'space_auditor', space_guid: other, ...base });
		roles.push({ guid: uuidOf('c'), type: 'space_developer', space_guid: jobs, ...base, user_guid: user });
		const { error } = await run([{ userGuid: developer(), organizationGuid: home }], { apiVersion });
		expect(text(error)).toMatch(/developer/i);
		expect(text(error)).toMatch(/\bweb\b/);
		expect(text(error)).toMatch(/manager/i);
		expect(text(error)).toMatch(/\bjobs\b/);
		// In a space of another organization.
		expect(text(error)).not.toMatch(/auditor/i);
		expect(text(error)).toMatch(/remove|end|unset|first/i);
		expect(text(error)).not.toMatch(denial);
		expect(roleOf(developer())).toBeDefined();
	});

	it.each(['v2', 'v3'])('that can not be read are still the reason (%s)', async (apiVersion) => {
		sandbox.cloudFoundry.fault({ method: 'GET', path: /spaces/, status: 403, body: 'no', times: 50 });
		const { error } = await run([{ userGuid: developer(), organizationGuid: home }], { apiVersion });
		expect(text(error)).toMatch(/space/i);
		expect(error?.message).not.toMatch(/403|forbidden/i);
	});

	it('fail their item only', async () => {
		for (const apiVersion of ['v2', 'v3']) {
			const items = [{ userGuid: developer(), organizationGuid: home }, membership];
			const { outputs } = await run(items, { apiVersion, onError: 'continueErrorOutput' });
			expect(results(outputs)).toMatchObject([{ success: true, userGuid: user }]);
			expect(results(outputs, 1)).toHaveLength(1);
		}
	});

	it('are none in v2 where the user has another role of the organization only', async () => {
		const { guid } = sandbox.cloudFoundry.state.users[2];
		const { outputs } = await run([{ userGuid: guid, organizationGuid: home }], { apiVersion: 'v2' });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied' }]);
		expect(sandbox.cloudFoundry.state.roles.some(({ space_guid }) => space_guid === space)).toBe(true);
	});
});

describe('API Version: auto', () => {
	it.each([undefined, 'auto'])('is v3 where the platform has both (%s)', async (apiVersion) => {
		const { outputs } = await run([membership], { apiVersion });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied' }]);
		expect(lines()[0]).toBe('GET /');
		expect(lines().filter((line) => line.includes('/v2'))).toEqual([]);
		expect(roleOf()).toBeUndefined();
	});

	it.each([undefined, 'auto'])('is v2 where v3 is older than its roles (%s)', async (apiVersion) => {
		sandbox.cloudFoundry.state.v3Version = '3.79.0';
		const { outputs } = await run([membership], { apiVersion });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied' }]);
		expect(lines()).toEqual(['GET /', `DELETE /v2/users/${user}/organizations/${home}`]);
	});

	it.each(['3.79.0', '3.228.0'])('asks the root once for 200 items (v3 %s)', async (v3Version) => {
		const { state } = sandbox.cloudFoundry;
		state.v3Version = v3Version;
		state.jobPolls = 0;
		const items = Array.from({ length: 200 }, (_, index) => {
			const guid = uuidOf(`user ${index}`);
			state.users.push({ ...state.users[0], guid });
			const role = { guid: uuidOf(`role ${index}`), type: 'organization_user' as const, user_guid: guid };
			state.roles.push({ ...role, organization_guid: home, space_guid: null });
			return { userGuid: guid, organizationGuid: home };
		});
		const { outputs } = await run(items, { options: { concurrency: 20 } });
		expect(results(outputs).map(({ outcome }) => outcome)).toEqual(items.map(() => 'applied'));
		expect(lines().filter((line) => line === 'GET /')).toHaveLength(1);
		expect(changes()).toHaveLength(200);
		expect(items.some(({ userGuid }) => roleOf(userGuid))).toBe(false);
	});

	it.each([
		['is refused', { status: 403, body: 'no' }],
		['is a page', { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }],
	])('still never says that somebody is missing where the root %s', async (_, fault) => {
		sandbox.cloudFoundry.state.v2Disabled = true;
		sandbox.cloudFoundry.fault({ method: 'GET', path: /^\/$/, times: 50, ...fault });
		const { outputs, error } = await run([membership]);
		if (error) expect(text(error)).not.toMatch(denial);
		else expect(results(outputs)).toMatchObject([{ success: true }]);
	});

	it('takes the version of each item where that is an expression', async () => {
		const { outputs } = await run(
			[
				{ ...membership, version: 'v2' },
				{ ...membership, version: 'v3' },
			],
			{ apiVersion: '={{ $json.version }}', options: { concurrency: 1 } },
		);
		expect(results(outputs).map(({ outcome }) => outcome)).toEqual(['applied', 'unchanged']);
		expect(lines().map((line) => line.split('/')[1])).toEqual(['v2', 'v3', 'v3', 'v3']);
	});
});

describe('"V2 endpoints disabled"', () => {
	beforeEach(() => {
		sandbox.cloudFoundry.state.v2Disabled = true;
	});

	it.each(['removeOrganization', 'addOrganization', 'get', 'getAll'])(
		'is never taken for a missing user or organization: %s',
		async (operation) => {
			const { status, error, outputs } = await run([membership], { apiVersion: 'v2', operation });
			expect(status).toBe('error');
			expect(error?.message).toMatch(/v2/i);
			expect(text(error)).toMatch(/API Version/);
			expect(text(error)).not.toMatch(denial);
			expect(outputs).toEqual([]);
		},
	);

	it.each([{ verify: true }, { dryRun: true }, { ifUnchanged: 'fail' }, { reportRemaining: true }])(
		'nor with %j',
		async (options) => {
			const { outputs, error } = await run([membership], { apiVersion: 'v2', options });
			if (error) expect(text(error)).not.toMatch(denial);
			else expect(results(outputs)).toMatchObject([{ outcome: 'planned', changed: false, wouldChange: null }]);
			if (error) expect(text(error)).toMatch(/v2/i);
		},
	);

	it('in a node that goes on', async () => {
		const onError = 'continueErrorOutput';
		const items = [membership, { ...membership, organizationGuid: elsewhere }];
		const { outputs } = await run(items, { apiVersion: 'v2', onError });
		expect(outputs[0]).toEqual([]);
		expect(results(outputs, 1)).toHaveLength(2);
		expect(JSON.stringify(results(outputs, 1))).not.toMatch(denial);
	});
});

describe('a sign-in with a password that is refused', () => {
	it.each([undefined, 'ldap'])('speaks of the identity provider (there are several: %s)', async (identityProvider) => {
		sandbox.cloudFoundry.state.identityProvider = identityProvider;
		const credential = {
			baseUrl: sandbox.cloudFoundry.url,
			authentication: 'password',
			username: 'admin',
			password: identityProvider ? 'sandbox-password' : 'wrong',
		};
		const ran = await runUsers('removeOrganization', [membership], { apiVersion: 'v2', credential });
		expect(ran.error?.message).toBe('Cloud Foundry refused the sign-in (status 401)');
		expect(text(ran.error)).toMatch(/'Origin' names the identity provider where the platform has several/);
		expect(text(ran.error)).toMatch(/Bad credentials/);
		expect(ran.stored).not.toContain(credential.password);
	});

	it('does not where a client signs in', async () => {
		const credential = {
			baseUrl: sandbox.cloudFoundry.url,
			authentication: 'clientCredentials',
			clientId: 'sandbox-client',
			clientSecret: 'no-such-secret',
		};
		const ran = await runUsers('removeOrganization', [membership], { apiVersion: 'v2', credential });
		expect(ran.error?.message).toBe('Cloud Foundry refused the sign-in (status 401)');
		expect(text(ran.error)).not.toMatch(/Origin/);
	});
});

it.each([
	['CF-UaaUnavailable', 503, 20004, 'The UAA service is currently unavailable', /UAA/],
	['CF-UaaUnavailable', 502, 20004, 'The UAA service is currently unavailable', /UAA/],
	['CF-InsufficientScope', 403, 10007, 'Your token lacks the necessary scopes', /scope/],
	['CF-NotAuthorized', 403, 10003, 'You are not authorized to perform the requested action', /rights/],
])('explains %s (%d) in words for users and in its own', async (error_code, status, code, description, words) => {
	sandbox.cloudFoundry.fault({ ...reply(status, { description, error_code, code }) });
	const { error } = await remove('cloudFoundryApi', { options: { maxRetries: 0 } });
	expect(error?.message).toMatch(words);
	expect(error?.description).toContain(description);
	expect(error?.description).toContain(`status ${status}, ${error_code}`);
	if (status === 403) expect(error?.message).toContain("'cloud_controller.admin'");
});
