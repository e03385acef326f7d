import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { providerOf, removals, sessions, wayIn } from '../support/access';
import { client, department, removeMembers } from '../support/members';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import type { Reply, Wire } from '../support/wire';
import type { OnError } from '../support/workflow';
import { locator, runNode } from '../support/workflow';

setUp();
afterEach(() => jest.restoreAllMocks());

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };
const reply = (status: number, body: unknown): Reply => ({ status, headers: json, body: JSON.stringify(body) });

const finance = uuidOf('department finance');
const [ada, bob] = ['a1d97031-04e2-4907-a249-093f7436207b', 'b2e08142-15f3-5018-b350-104g8547318c'];
const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const all = Object.keys(removals);
const credential = (type: string, way = 'access token'): IDataObject => wayIn(sandbox, type, way);

interface Run {
	readonly way?: string;
	/** `null` takes what the engine has stored. */
	readonly data?: IDataObject | null;
	readonly items?: readonly object[];
	readonly options?: IDataObject;
	readonly parameters?: IDataObject;
	readonly onError?: OnError;
}

const remove = async (
	type: string,
	{ way, data = credential(type, way), items, options = {}, parameters = {}, onError }: Run = {},
) => {
	const [node, asked] = removals[type];
	const credentials = data ? { [type]: data } : undefined;
	return await runNode(engine, node, { ...asked, ...parameters, options }, { items, credentials, onError });
};

const delos = async (parameters: IDataObject, { items, onError, data = credential('delosApi') }: Run = {}) =>
	await runNode(
		engine,
		'delos',
		{ resource: 'user', ...parameters },
		{ items, onError, credentials: { delosApi: data as IDataObject } },
	);

const pair = { userId: 'user_456ghi', clientId: 'cust_789xyz' };
const bind = { operation: 'bindClient', userId: locator(pair.userId), clientId: locator(pair.clientId) };
const bodies = () => sandbox.delos.requests.map(({ body }) => JSON.parse(body) as unknown);

const members = () =>
	sandbox.clientDirectory.requests.map(({ body }) => (JSON.parse(body) as { user_ids: string[] }).user_ids);

const numbered = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

describe('Is Owner left out', () => {
	it.each([
		['of the panel', bind, {}],
		['of an item that is mapped automatically', { operation: 'bindClient', mappingMode: 'autoMapInputData' }, pair],
	])('%s binds a standard user', async (_, parameters, item) => {
		const { status } = await delos(parameters, { items: [item] });
		expect(status).toBe('success');
		expect(bodies()).toEqual([{ relation: { cuid: 'cust_789xyz', isOwner: false } }]);
	});
});

describe('an answer of Remove Members that mentions one of two members', () => {
	beforeEach(() => sandbox.clientDirectory.fault({ ...reply(200, { succeeded: [ada], failed: [] }) }));

	it('fails the item of both, and says who', async () => {
		const { outputs } = await removeMembers([{ userIds: [ada, bob] }], {}, 'continueErrorOutput');
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(JSON.stringify(outputs[1][0].json)).toContain(bob);
	});

	it('fails the item of the other one only', async () => {
		const { outputs } = await removeMembers([{ userIds: ada }, { userIds: bob }], {}, 'continueErrorOutput');
		expect(outputs[0].map(({ json: { succeeded } }) => succeeded)).toEqual([[ada]]);
		expect(outputs[1].map(({ json: { userIds } }) => userIds)).toEqual([bob]);
	});

	it('is reported as failed where that is asked for', async () => {
		const { outputs } = await removeMembers([{ userIds: [ada, bob] }], { partialFailure: 'report' });
		expect(outputs[0].map((item) => item.json)).toMatchObject([
			{ success: false, succeeded: [ada], failed: [{ id: bob, error: expect.any(String) }] },
		]);
	});
});

it.each(['bindClient', 'unbindClient'])(
	'an item and an error in one answer are no success of %s',
	async (operation) => {
		sandbox.delos.fault({ ...reply(200, { item: { uuid: 'user_456ghi' }, error: 'Customer is locked' }) });
		const { error } = await delos({ ...bind, operation });
		expect(error?.description).toContain('Customer is locked');
		expect(sandbox.delos.requests).toHaveLength(1);
	},
);

describe('Batch Size', () => {
	const crowd = Array.from({ length: 1001 }, (_, index) => uuidOf(`gap ${index}`));

	it.each([
		[{}, [500, 500, 1]],
		[{ batchSize: 1000 }, [1000, 1]],
	])('%j sends 1001 members as %j', async (options, sizes) => {
		await removeMembers([{ userIds: crowd }], { ...options, partialFailure: 'report' });
		expect(members().map(({ length }) => length)).toEqual(sizes);
		expect(members().flat()).toEqual(crowd);
	});

	it.each([1001, 0])('%d is refused by its label, and nothing is sent', async (batchSize) => {
		const { error } = await removeMembers([{ userIds: crowd }], { batchSize });
		expect(error?.message).toContain("'Batch Size'");
		expect(members()).toEqual([]);
	});
});

it('a report of members who all failed names no success of any kind', async () => {
	const ids = [nobody, uuidOf('somebody else')];
	const { status, outputs } = await removeMembers([{ userIds: ids }], { partialFailure: 'report' });
	expect(status).toBe('success');
	expect(outputs[0].map((item) => item.json)).toMatchObject([
		{
			success: false,
			outcome: null,
			changed: null,
			userIds: ids,
			succeeded: [],
			failed: ids.map((id) => ({ id, error: 'User not found' })),
			undo: null,
		},
	]);
});

describe('mapped automatically', () => {
	const automatic = { operation: 'bindClient', mappingMode: 'autoMapInputData' };

	it('two fields that differ are refused by both names', async () => {
		const { error } = await delos(automatic, { items: [{ ...pair, uuid: 'user_abc123def' }] });
		const told = `${error?.message} ${error?.description}`;
		expect(told).toContain("'User ID'");
		expect(told).toContain("'userId'");
		expect(told).toContain("'uuid'");
		expect(sandbox.delos.requests).toEqual([]);
	});

	it('two fields that say the same are fine', async () => {
		const { status } = await delos(automatic, { items: [{ ...pair, uuid: pair.userId }] });
		expect(status).toBe('success');
		expect(sandbox.delos.requests.map(({ url }) => url)).toEqual(['/v2/user/user_456ghi/relate-client']);
	});

	it.each([true, false])('an unbind takes back just what a bind gave (owner: %s)', async (isOwner) => {
		const bound = await delos({ ...bind, isOwner });
		const items = bound.outputs[0].map((item) => item.json);
		const { status } = await delos({ ...automatic, operation: 'unbindClient' }, { items });
		expect(status).toBe('success');
		const [, { url }] = sandbox.delos.requests;
		expect(url).toBe(`/v2/user/user_456ghi/relate-client/cust_789xyz?relation.isOwner=${isOwner}`);
	});
});

describe('a secret', () => {
	it.each(all)('of %s, pasted with what surrounds it, is not shown where the provider repeats it', async (type) => {
		const data = { ...credential(type), accessToken: 'bearer sandbox-token\n' };
		for (const body of ['Bad token: sandbox-token', '{"error":"Bad token: bearer sandbox-token"}']) {
			providerOf(sandbox, type).fault({ status: 400, body });
			const { error, stored } = await remove(type, { data });
			expect(error?.description).toContain('Bad token');
			expect(stored).not.toContain('sandbox-token');
		}
	});

	const awkward = 'pa"ss\\wo"rd-\\\\end';
	// However often something was escaped on its way, without its backslashes it reads the same.
	const bare = (text: unknown) => String(text).replaceAll('\\', '');
	const echoes: ReadonlyArray<readonly [string, (password: string) => string]> = [
		['as a JSON text', (password) => JSON.stringify({ error: `Not accepted: ${password}` })],
		['inside JSON in a JSON text', (password) => JSON.stringify({ error: `Got ${JSON.stringify({ password })}` })],
		['inside JSON in plain text', (password) => `Got ${JSON.stringify({ password })}`],
	];

	it.each(echoes)('with quotes and backslashes, repeated %s by the sign-in, is not stored', async (_, echo) => {
		const wire = await serve(() => ({ status: 401, headers: json, body: echo(awkward) }));
		const data = { ...credential('delosApi', 'login'), baseUrl: wire.url, password: awkward };
		const { error, stored } = await remove('delosApi', { data });
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(bare(stored)).not.toContain(bare(awkward));
	});

	it.each(echoes)('with quotes and backslashes, repeated %s, is not shown by the test', async (_, echo) => {
		const wire = await serve(() => ({ status: 401, headers: json, body: echo(awkward) }));
		const data = { ...credential('delosApi', 'login'), baseUrl: wire.url, password: awkward };
		const { message } = await engine.testCredential('delosApi', data as never);
		expect(message).toMatch(/refused the sign-in/);
		expect(bare(message)).not.toContain(bare(awkward));
	});

	it.each(
		sessions.flatMap(([type, way]) => ['plain-secret', 's+cr&t%ü'].map((secret) => [type, way, secret] as const)),
	)('of %s by %s is not shown where the sign-in repeats what it got: %s', async (type, way, secret) => {
		const wire = await serve(({ headers: { authorization = '' }, body }) =>
			reply(400, { error: `Got ${authorization} ${body}` }),
		);
		const account = { baseUrl: wire.url, uaaUrl: wire.url, password: secret, clientSecret: secret };
		const data = { ...credential(type, way), ...account };
		const { error, stored } = await remove(type, { data });
		const tested = await engine.testCredential(type, data as never);
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(tested.message).toMatch(/refused the sign-in/);
		const forms = [secret, new URLSearchParams({ secret }).toString().slice('secret='.length)];
		if (way === 'client credentials') forms.push(Buffer.from(`sandbox-client:${secret}`).toString('base64'));
		for (const form of forms) {
			expect(stored).not.toContain(form);
			expect(tested.message).not.toContain(form);
		}
	});

	it.each(echoes)('with quotes and backslashes, repeated %s by the API, is not stored', async (_, echo) => {
		const wire = await serve(({ method, headers }) => {
			if (method === 'POST') return reply(200, { accessToken: 'session-of-the-wire' });
			if (!headers.authorization) return reply(401, { error: 'Unauthorized' });
			return { status: 400, headers: json, body: echo(awkward) };
		});
		const data = { ...credential('delosApi', 'login'), baseUrl: wire.url, password: awkward };
		const { error, stored } = await remove('delosApi', { data });
		expect(error?.description).toContain('***');
		expect(bare(stored)).not.toContain(bare(awkward));
	});

	it('that looks like a number does not break an answer that holds the number', async () => {
		const item = { uuid: 'user_456ghi', id: 1234, history: [1234, 12345] };
		const wire = await serve(({ method, headers }) => {
			if (method === 'POST') return reply(200, { accessToken: 'session-of-the-wire' });
			return headers.authorization ? reply(200, { item }) : reply(401, { error: 'Unauthorized' });
		});
		const data = { ...credential('delosApi', 'login'), baseUrl: wire.url, password: '1234' };
		const { status, outputs } = await delos(bind, { data });
		expect(status).toBe('success');
		expect(outputs[0][0].json.response).toEqual({ item });
	});

	it.each([
		'http://sandbox-token.example.com/',
		'https://elsewhere.example.com/?token=sandbox-token',
		'/sandbox-token',
	])('in the address of a redirect is not shown: %s', async (location) => {
		sandbox.guardhouse.fault({ status: 302, headers: { location } });
		const { error, stored } = await remove('guardhouseApi');
		expect(error?.message).toMatch(/redirected/);
		expect(stored).not.toContain('sandbox-token');
	});

	it('in a request ID is not shown', async () => {
		sandbox.cloudFoundry.fault({ status: 400, headers: { 'x-vcap-request-id': 'id-sandbox-token' }, body: 'no' });
		const { error, stored } = await remove('cloudFoundryApi');
		expect(error?.description).toContain('request ID id-***');
		expect(stored).not.toContain('sandbox-token');
	});

	it('that a renewal brought is not shown in a result', async () => {
		const { delos: provider } = sandbox;
		const data = credential('delosApi', 'login');
		await delos(bind, { data });
		provider.expireTokens();
		const item = { uuid: 'user_456ghi', comment: 'by sandbox-session-2' };
		provider.fault({ method: 'PUT', skip: 1, ...reply(200, { item }), status: undefined });
		const { outputs, stored } = await delos(bind, { data: engine.credentialStore.delosApi as IDataObject });
		expect(provider.tokenFetches).toBe(2);
		expect(outputs[0][0].json.response).toEqual({ item: { uuid: 'user_456ghi', comment: 'by ***' } });
		expect(stored).not.toContain('sandbox-session');
	});
});

describe.each(all)('the connection test of %s', (type) => {
	it.each(['sandbox-token', 'bearer sandbox-token\n'])('does not show the token, pasted as %j', async (accessToken) => {
		const body = '{"error":"Bad token: sandbox-token"}';
		providerOf(sandbox, type).fault({ status: 400, headers: json, body });
		const tested = await engine.testCredential(type, { ...credential(type), accessToken } as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain('Bad token: ***');
		expect(tested.message).not.toContain('sandbox-token');
	});

	it.each([301, 302, 303, 307, 308])('does not follow a %d', async (status) => {
		const elsewhere = await serve(() => reply(200, { item: {}, users: [], data: [], resources: [] }));
		providerOf(sandbox, type).fault({ status, headers: { location: `${elsewhere.url}/here` } });
		const tested = await engine.testCredential(type, credential(type) as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain(new URL(elsewhere.url).host);
		expect(elsewhere.received).toEqual([]);
	});
});

describe.each(sessions)('the connection test of %s by %s', (type, way) => {
	it('does not show the token that it fetched', async () => {
		const path = /organizations|profile|users/;
		providerOf(sandbox, type).fault({ path, status: 400, body: 'Bad token: sandbox-session-1' });
		const tested = await engine.testCredential(type, credential(type, way) as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain('Bad token: ***');
	});

	it('does not follow a redirect of the sign-in', async () => {
		const elsewhere = await serve(() => reply(200, { access_token: 'x', accessToken: 'x' }));
		providerOf(sandbox, type).fault({ method: 'POST', status: 307, headers: { location: elsewhere.url } });
		const tested = await engine.testCredential(type, credential(type, way) as never);
		expect(tested.status).toBe('Error');
		expect(elsewhere.received).toEqual([]);
	});
});

describe('the HTTP Request node', () => {
	const request = async (url: string, data: IDataObject) =>
		await engine.run(
			{
				name: 'HTTP',
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: 'guardhouseApi' },
						credentials: { guardhouseApi: { id: 'guardhouseApi', name: 'guardhouseApi' } },
					},
				],
				connections: { Start: { main: [[{ node: 'HTTP', type: 'main', index: 0 }]] } },
			} as never,
			{ credentials: { guardhouseApi: data } as never },
		);

	it.each([
		['another port', (port: string) => `http://127.0.0.1:${Number(port) - 1}`],
		['a port that begins like it', (port: string) => `http://127.0.0.1:${port.slice(0, -1)}`],
		['no port', () => 'https://127.0.0.1'],
		['a user name that looks like it', (port: string) => `http://127.0.0.1:${Number(port) - 1}`],
	])('gets no token for a host with %s', async (kind, baseUrlFor) => {
		const elsewhere = await serve(() => reply(200, {}));
		const { port, host } = new URL(elsewhere.url);
		const baseUrl = baseUrlFor(port);
		const url = kind.startsWith('a user') ? `${baseUrl}@${host}/api/v1/roles` : `${elsewhere.url}/api/v1/roles`;
		const { status, error } = await request(url, { baseUrl, accessToken: 'sandbox-token' });
		expect(status).toBe('error');
		expect(error?.message).toContain(`The credential is for ${new URL(baseUrl).host} only`);
		expect(elsewhere.received).toEqual([]);
	});
});

describe('trying again', () => {
	const bound = { ...bind, userId: locator('user_abc123def'), isOwner: true };

	it.each([500, 504])('after a %d that took effect: "already related" is a success', async (status) => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		sandbox.delos.fault({ status, takesEffect: true, body: 'gateway' });
		const { outputs } = await delos(bind);
		expect(sandbox.delos.requests.map((request) => request.status)).toEqual([status, 409, 200]);
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', changed: null });
	});

	it('after a 429, which took no effect: "already related" stays what it is', async () => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		sandbox.delos.fault({ status: 429, body: '{"error":"slow down"}' });
		const { outputs } = await delos(bound);
		expect(sandbox.delos.requests.map((request) => request.status)).toEqual([429, 409, 200]);
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged', changed: false });
	});

	it.each([
		['40', 2],
		['25', 3],
		['61', 1],
	])('waits for a minute in all, with a Retry-After of %s s each time', async (seconds, requests) => {
		const { now } = Date;
		const start = now();
		// A minute of the node's clock passes in 0.6 s.
		jest.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) * 100);
		sandbox.cloudFoundry.fault({ status: 429, times: 9, headers: { 'retry-after': seconds }, body: '{}' });
		const { error } = await remove('cloudFoundryApi', { options: { maxRetries: 9 } });
		const spent = (Date.now() - start) / 1000;
		expect(sandbox.cloudFoundry.requests).toHaveLength(requests);
		expect(spent).toBeGreaterThan((requests - 1) * Number(seconds));
		expect(error?.description).toMatch(/Try again after \d{4}-/);
	});

	it.each(['x-ratelimit-reset', 'x-ratelimit-reset-v2-api'])('after a 503 does not wait for %s', async (header) => {
		const moment = String(Math.ceil(Date.now() / 1000) + 30);
		sandbox.cloudFoundry.fault({ status: 503, headers: { [header]: moment }, body: '{}' });
		const started = Date.now();
		const { status } = await remove('cloudFoundryApi');
		expect(status).toBe('success');
		expect(sandbox.cloudFoundry.requests).toHaveLength(2);
		expect(Date.now() - started).toBeLessThan(10_000);
	});
});

describe.each(sessions)('the renewal of %s by %s', (type, way) => {
	const changes = () => providerOf(sandbox, type).requests.filter(({ method }) => method === 'DELETE');
	const errors = { onError: 'continueErrorOutput' } as const;

	it.each([
		['from the start', 0, 'DELETE'],
		['from the start, for reads too', 0, undefined],
		['from the tenth request on', 10, 'DELETE'],
	])('ends the run where new sessions are refused %s', async (_, good, method) => {
		const provider = providerOf(sandbox, type);
		provider.latency = 2;
		await remove(type, { way });
		const [before, fetched] = [provider.requests.length, provider.tokenFetches];
		provider.fault({ method, path: /organizations|relate-client|profile|users/, status: 401, skip: good, times: 1e6 });
		const { outputs } = await remove(type, { data: null, items: numbered(50), ...errors });
		const ended = [...(outputs[0] ?? []), ...(outputs[1] ?? [])];
		expect(ended).toHaveLength(50);
		expect(outputs[0]).toHaveLength(good);
		expect(outputs[1].map(({ json: { error } }) => error)).toEqual(
			Array.from({ length: 50 - good }, () => expect.stringMatching(/didn't accept the credential/)),
		);
		expect(provider.tokenFetches - fetched).toBeLessThanOrEqual(4);
		expect(provider.requests.length - before - good).toBeLessThanOrEqual(30);
		expect(changes().length - 1 - good).toBeLessThanOrEqual(10);
	});

	it.each([404, 409, 422, 403, 401])('sends the change once more, also where a %d answers that', async (status) => {
		const provider = providerOf(sandbox, type);
		await remove(type, { way });
		provider.expireTokens();
		provider.fault({ method: 'DELETE', skip: 1, times: 9, status, body: 'no' });
		const { status: ended } = await remove(type, { data: null });
		expect(ended).toBe('error');
		const [, ...later] = changes().map((request) => request.status);
		expect(later).toEqual([401, status]);
	});

	it('sends the change once more where that works', async () => {
		await remove(type, { way });
		providerOf(sandbox, type).expireTokens();
		const { status } = await remove(type, { data: null });
		expect(status).toBe('success');
		expect(changes().map((request) => request.status === 401)).toEqual([false, true, false]);
	});

	it('that meets an overloaded token endpoint once fails no item', async () => {
		const provider = providerOf(sandbox, type);
		provider.latency = 5;
		provider.oneTokenAtATime = true;
		await remove(type, { way });
		provider.expireTokensAfter(7);
		provider.fault({ path: /login|token/, status: 503, body: 'not now' });
		const { outputs } = await remove(type, { data: null, items: numbered(20), options: { concurrency: 5 }, ...errors });
		expect(outputs[1] ?? []).toEqual([]);
		expect(outputs[0].map(({ json: { success } }) => success)).toEqual(Array.from({ length: 20 }, () => true));
		expect(provider.tokenFetches).toBe(2);
	});
});

describe('a web page in place of an answer', () => {
	const page = '<!DOCTYPE html><html><title>User not found</title><body>Client not found</body></html>';

	it.each(
		['guardhouseApi', 'clientDirectoryApi'].flatMap((type) =>
			[403, 404].flatMap((status) => [html, {}].map((headers) => [type, status, headers] as const)),
		),
	)("of %s with a %d is not the provider's refusal %j", async (type, status, headers) => {
		providerOf(sandbox, type).fault({ status, headers: { ...headers }, body: page });
		const { error } = await remove(type);
		const told = `${error?.message} ${error?.description}`;
		expect(told).not.toMatch(/doesn't exist|System API|rights for the client of/);
		expect(told).toContain(`status ${status}`);
		expect(told).not.toContain('<');
	});

	it('has its counterpart in plain text', async () => {
		const text = { status: 404, body: '404 page not found' };
		sandbox.guardhouse.fault(text);
		expect((await remove('guardhouseApi')).error?.message).not.toMatch(/doesn't exist/);
		sandbox.guardhouse.fault({ ...text, body: 'User not found' });
		expect((await remove('guardhouseApi')).error?.message).toMatch(/'User ID' doesn't exist/);
	});
});

describe('Cloud Foundry', () => {
	const root = /^\/$/;
	const token = reply(200, { access_token: 'session-of-the-wire', token_type: 'bearer', expires_in: 1199 });

	const platform = async (links: (uaa: string, login: string) => object) => {
		const [uaa, login] = [await serve(() => token), await serve(() => token)];
		const api = await serve(({ url, headers }) => {
			if (url === '/') return reply(200, { links: links(uaa.url, login.url) });
			return headers.authorization ? { status: 204 } : reply(401, { error_code: 'CF-NotAuthenticated', code: 10002 });
		});
		const { status } = await remove('cloudFoundryApi', {
			data: { ...credential('cloudFoundryApi', 'client credentials'), baseUrl: api.url },
		});
		const lines = ({ received }: Wire) => received.map(({ method, url }) => `${method} ${url}`);
		return { status, uaa: lines(uaa), login: lines(login), api: lines(api) };
	};

	it('fetches tokens from the UAA rather than from the login server', async () => {
		const sent = await platform((uaa, login) => ({ login: { href: login }, uaa: { href: uaa } }));
		expect(sent).toMatchObject({ status: 'success', uaa: ['POST /oauth/token'], login: [] });
	});

	it.each([undefined, null])('fetches tokens from the login server where there is no other (%s)', async (uaa) => {
		const sent = await platform((_, login) => ({ login: { href: login }, uaa }));
		expect(sent).toMatchObject({ status: 'success', uaa: [], login: ['POST /oauth/token'] });
		expect(sent.api).not.toContain('GET /v2/info');
	});

	it('asks for the UAA again where the root is overloaded', async () => {
		sandbox.cloudFoundry.fault({ method: 'GET', path: root, status: 503, body: 'not now' });
		const { status } = await remove('cloudFoundryApi', { way: 'password' });
		expect(status).toBe('success');
		const asked = sandbox.cloudFoundry.requests.filter(({ url }) => root.test(url));
		expect(asked.map((request) => request.status)).toEqual([503, 200]);
		expect(sandbox.cloudFoundry.tokenFetches).toBe(1);
	});

	it.each([
		['', 200, ['v3'], 'OK'],
		['falls from v3 to v2 where there is no v3', 404, ['v3', 'v2'], 'OK'],
		['does not where v3 refuses', 403, ['v3'], 'Error'],
	])('tests the connection: %s (%d)', async (_, status, versions, result) => {
		const errors = [{ code: 10000, title: 'CF-NotFound', detail: 'Unknown request' }];
		if (status !== 200) sandbox.cloudFoundry.fault({ path: '/v3/', ...reply(status, { errors }) });
		const tested = await engine.testCredential('cloudFoundryApi', credential('cloudFoundryApi') as never);
		expect(tested.status).toBe(result);
		expect(sandbox.cloudFoundry.requests.map(({ url }) => url.split('/')[1])).toEqual(versions);
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
		if (status === 403) expect(error?.description).toContain("'cloud_controller.admin'");
	});
});

describe('the connection test of the client directory', () => {
	it('fails for a client that does not exist', async () => {
		const data = { ...credential('clientDirectoryApi'), clientId: nobody };
		const tested = await engine.testCredential('clientDirectoryApi', data as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain('Client not found');
		expect(sandbox.clientDirectory.requests.map(({ status }) => status)).toEqual([404]);
	});

	it('looks up the client that is filled in', async () => {
		const data = { ...credential('clientDirectoryApi'), clientId: client };
		expect((await engine.testCredential('clientDirectoryApi', data as never)).status).toBe('OK');
		expect(sandbox.clientDirectory.requests[0].url).toContain(`/clients/${client}/`);
	});

	it.each(['..', '.', 'a/b', 'a b', 'a?b'])('refuses the client "%s" before any request', async (clientId) => {
		const data = { ...credential('clientDirectoryApi'), clientId };
		const tested = await engine.testCredential('clientDirectoryApi', data as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toContain("'Client ID'");
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});
});

describe.each([
	['delosApi', 'userId', "'User ID'"],
	['delosApi', 'clientId', "'Client ID'"],
	['clientDirectoryApi', 'departmentId', "'Department ID'"],
	['clientDirectoryApi', 'userIds', "'User IDs'"],
	['guardhouseApi', 'roleId', "'Role ID'"],
	['cloudFoundryApi', 'organizationGuid', "'Organization GUID'"],
])('of %s, the parameter %s', (type, name, label) => {
	const asked = async (value: string) => {
		const parameters = { [name]: name === 'userIds' ? value : locator(value) };
		const { error } = await remove(type, { parameters });
		expect(error?.message).toContain(label);
		expect(providerOf(sandbox, type).requests).toEqual([]);
		return `${error?.message} ${error?.description}`;
	};

	it.each(['{{$json.userId}}', '{{$json["userId"]}}', '{{ $json.userId }}'])(
		'refuses %s, an expression that was not switched on',
		async (value) => {
			const told = await asked(value);
			if (type !== 'guardhouseApi') expect(told).toMatch(/expression.*Switch the parameter/is);
		},
	);

	// A list of IDs may be JSON, and this is.
	const quoted = ['"u-1"', "'u-1'", '“u-1”', '„u-1“', '`u-1`'].slice(name === 'userIds' ? 1 : 0);
	it.each(quoted)('refuses %s with its quotes', async (value) => {
		const told = await asked(value);
		if (type !== 'guardhouseApi') expect(told).toMatch(/is in quotes/);
	});

	it.each(['NaN', 'NULL', 'None', 'true', 'false'])(
		'refuses the word %s, which an expression left behind',
		async (value) => {
			expect(await asked(value)).toContain(`'${value}'`);
		},
	);
});

describe('where the node stops, its message', () => {
	it('counts a change once that items share', async () => {
		const items = [{ userIds: [ada, bob] }, { userIds: [bob, ada] }, { userIds: [nobody] }];
		const { error } = await removeMembers(items, { batchSize: 2 });
		expect(members()).toEqual([[ada, bob], [nobody]]);
		expect(error?.description).toMatch(/In this run, 2 changes had been made/);
		expect(error?.description).not.toMatch(/isn't known/);
	});

	it('counts as unknown what was answered with a 503', async () => {
		sandbox.guardhouse.fault({ status: 503, skip: 1, body: 'not now' });
		const { error } = await remove('guardhouseApi', { items: numbered(3), options: { maxRetries: 0, concurrency: 1 } });
		expect(sandbox.guardhouse.requests).toHaveLength(2);
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toMatch(/1 change had been made when it stopped, and of 1 change it isn't known/);
	});

	it('counts the unknown members of a shared request once', async () => {
		sandbox.clientDirectory.fault({ status: 503, body: 'not now' });
		const items = [{ userIds: [ada, bob] }, { userIds: [bob] }];
		const { error } = await removeMembers(items, { maxRetries: 0 });
		expect(error?.description).toMatch(/no changes had been made when it stopped, and of 2 changes it isn't known/);
	});
});

describe.each([{ operation: 'deleteEverything' }, { resource: 'planet' }])('what does not exist: %j', (parameters) => {
	const items = numbered(3);

	it('gives error items on the error output, and nothing else', async () => {
		const { status, outputs } = await remove('guardhouseApi', { items, parameters, onError: 'continueErrorOutput' });
		expect(status).toBe('success');
		expect(outputs[0]).toEqual([]);
		expect(outputs[1].map(({ json: { id } }) => id)).toEqual([0, 1, 2]);
		for (const item of outputs[1]) expect(item.json.error).toMatch(/doesn't exist/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it('gives error items in the regular output', async () => {
		const { outputs } = await remove('guardhouseApi', { items, parameters, onError: 'continueRegularOutput' });
		expect(outputs[0].map((item) => Object.keys(item.json))).toEqual(items.map(() => ['error', 'message']));
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

it.each([
	['short', 'User not found'],
	['long', `User not found. ${'Ask your administrator. '.repeat(40)}`],
])('500 failed members with %s reasons are told in less than 3 kB', async (_, error) => {
	const ids = Array.from({ length: 500 }, (__, index) => uuidOf(`gone ${index}`));
	sandbox.clientDirectory.fault({ ...reply(200, { succeeded: [], failed: ids.map((id) => ({ id, error })) }) });
	const ran = await removeMembers([{ userIds: ids }]);
	expect(ran.error?.message).toContain('500 of 500');
	expect(ran.error?.description).toContain('User not found');
	expect(Buffer.byteLength(String(ran.error?.description))).toBeLessThan(3000);
});

it('two departments in one run are two requests, each with its own members', async () => {
	const { users } = sandbox.clientDirectory.state;
	const ids = users.slice(0, 6).map(({ id }) => id);
	const items = ids.map((userIds, index) => ({ userIds, departmentId: index % 2 ? finance : department }));
	const { outputs } = await removeMembers(items);
	const sent = sandbox.clientDirectory.requests.map(({ url }, index) => [url.split('/')[5], members()[index]]);
	expect(sent).toHaveLength(2);
	expect(sent).toEqual(
		expect.arrayContaining([
			[department, [ids[0], ids[2], ids[4]]],
			[finance, [ids[1], ids[3], ids[5]]],
		]),
	);
	expect(outputs[0].map((item) => [item.json.departmentId, item.json.succeeded])).toEqual(
		items.map(({ userIds, departmentId }) => [departmentId, [userIds]]),
	);
});
