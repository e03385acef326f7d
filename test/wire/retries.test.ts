import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, wayIn } from '../support/access';
import { cancelWhen } from '../support/cancel';
import { bind, runDelos } from '../support/delos';
import { engine, sandbox, setUp } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

setUp();
afterEach(() => jest.restoreAllMocks());

type Type = keyof typeof removals;

const remove = async (type: Type, options: IDataObject = {}, way = 'access token', signal?: AbortSignal) => {
	const [node, parameters] = removals[type];
	const data = wayIn(sandbox, type, way);
	const started = Date.now();
	const ran = await runNode(engine, node, { ...parameters, options }, { credentials: { [type]: data }, signal });
	return { ...ran, seconds: (Date.now() - started) / 1000, sent: providerOf(sandbox, type).requests };
};

const all = Object.keys(removals);
const change = /relate-client|members|roles\/|organizations\//;

describe.each(all)('%s', (type) => {
	it.each([408, 425, 429, 500, 502, 503, 504])('tries again after a %d', async (status) => {
		providerOf(sandbox, type).fault({ status, body: 'not now' });
		const { status: ended, sent } = await remove(type);
		expect(ended).toBe('success');
		expect(sent.map((request) => request.status)).toEqual([status, expect.any(Number)]);
		expect(new Set(sent.map(({ method, url, body }) => method + url + body)).size).toBe(1);
	});

	it.each([400, 403, 404, 409, 422, 501])('does not try again after a %d', async (status) => {
		providerOf(sandbox, type).fault({ status, body: 'no' });
		const { status: ended, sent } = await remove(type);
		expect(ended).toBe('error');
		expect(sent).toHaveLength(1);
	});

	it.each(['before', 'after'] as const)('tries again when the connection breaks %s the change', async (drop) => {
		providerOf(sandbox, type).fault({ drop });
		const { status, sent } = await remove(type);
		expect(status).toBe('success');
		expect(sent).toHaveLength(2);
	});

	it('gives up after the retries that are allowed', async () => {
		providerOf(sandbox, type).fault({ status: 503, times: 10, body: 'not now', headers: { 'retry-after': '0' } });
		expect((await remove(type, { maxRetries: 2 })).sent).toHaveLength(3);
		expect((await remove(type, { maxRetries: 0 })).sent).toHaveLength(4);
	});
});

describe('Retry-After', () => {
	it.each([
		['seconds', () => '1'],
		['a date', () => new Date(Date.now() + 2000).toUTCString()],
		['the moment in seconds since 1970', () => String(Math.ceil(Date.now() / 1000) + 1)],
	])('as %s is waited for', async (_, header) => {
		sandbox.cloudFoundry.fault({ status: 429, headers: { 'retry-after': header() }, body: '{}' });
		const { status, seconds } = await remove('cloudFoundryApi');
		expect(status).toBe('success');
		expect(seconds).toBeGreaterThan(0.9);
		expect(seconds).toBeLessThan(10);
	});

	it.each(['x-ratelimit-reset-v2-api', 'x-ratelimit-reset'])(
		'as the moment in %s is waited for too',
		async (header) => {
			const moment = String(Math.ceil(Date.now() / 1000) + 1);
			sandbox.cloudFoundry.fault({ status: 429, headers: { [header]: moment }, body: '{}' });
			const { status, seconds } = await remove('cloudFoundryApi');
			expect(status).toBe('success');
			expect(seconds).toBeGreaterThan(0.9);
			expect(seconds).toBeLessThan(10);
		},
	);

	it.each([
		['seconds', '3600'],
		['a date', 'Fri, 01 Jan 2100 00:00:00 GMT'],
		['the moment', '4102444800'],
	])('as %s that is far away is not waited for; the message says when', async (_, header) => {
		sandbox.cloudFoundry.fault({ status: 429, headers: { 'retry-after': header }, body: '{}' });
		const { error, seconds, sent } = await remove('cloudFoundryApi');
		expect(seconds).toBeLessThan(10);
		expect(sent).toHaveLength(1);
		const when = header === '3600' ? new Date(Date.now() + 3600_000).toISOString().slice(0, 14) : '2100-01-01T00:00';
		expect(error?.description).toContain(`Try again after ${when}`);
	});

	it.each(['soon', '-5', '1e99', ''])('as %j falls back to a short wait', async (header) => {
		sandbox.cloudFoundry.fault({ status: 503, headers: { 'retry-after': header }, body: '{}' });
		const { status, seconds } = await remove('cloudFoundryApi');
		expect(status).toBe('success');
		expect(seconds).toBeLessThan(10);
	});

	it('ends at once with the execution', async () => {
		sandbox.cloudFoundry.fault({ status: 429, headers: { 'retry-after': '30' }, times: 5, body: '{}' });
		const { signal, elapsed } = cancelWhen(() => sandbox.cloudFoundry.requests[0]?.status === 429);
		const { status, sent } = await remove('cloudFoundryApi', {}, 'access token', signal);
		expect(status).toBe('canceled');
		expect(elapsed()).toBeLessThan(10_000);
		expect(sent).toHaveLength(1);
	});
});

describe('a lost answer', () => {
	const bind = {
		resource: 'user',
		operation: 'bindClient',
		userId: 'user_456ghi',
		clientId: 'cust_789xyz',
		isOwner: true,
	};
	const credentials = () => ({
		delosApi: { baseUrl: sandbox.delos.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	});

	it.each(['succeed', 'fail'])(
		'of a bind is a success when the second one says "already related" (If Unchanged: %s)',
		async (ifUnchanged) => {
			sandbox.delos.state.bindMode = 'refusesExisting';
			sandbox.delos.fault({ method: 'PUT', drop: 'after' });
			const { outputs } = await runNode(
				engine,
				'delos',
				{ ...bind, options: { ifUnchanged } },
				{ credentials: credentials() },
			);
			// Where it fails for an access that is there, the user is read first: what was there before is known then.
			const changed = ifUnchanged === 'fail' ? true : null;
			expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', changed });
			const methods = sandbox.delos.requests.map(({ method }) => method);
			expect(methods).toEqual([...(ifUnchanged === 'fail' ? ['GET'] : []), 'PUT', 'PUT', 'GET']);
		},
	);

	it('of an unbind is a success when the second one says that there is nothing', async () => {
		sandbox.delos.fault({ drop: 'after' });
		const { outputs } = await remove('delosApi', { ifUnchanged: 'fail' });
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', changed: null });
	});

	it('that was not lost keeps "already related" what it is', async () => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		sandbox.delos.fault({ status: 429, body: '{"error":"slow down"}' });
		const bound = async () => await runNode(engine, 'delos', bind, { credentials: credentials() });
		const ran = [await bound(), await bound()];
		expect(ran.map(({ outputs }) => outputs[0][0].json.outcome)).toEqual(['applied', 'unchanged']);
	});
});

describe('a sign-in', () => {
	it.each([
		['delosApi', 'login'],
		['guardhouseApi', 'client credentials'],
		['cloudFoundryApi', 'password'],
	])('of %s by %s that meets an overloaded server is tried again', async (type, way) => {
		providerOf(sandbox, type).fault({ path: /login|token/, status: 503, body: 'not now' });
		const { status, sent } = await remove(type, {}, way);
		expect(status).toBe('success');
		expect(sent.filter(({ url }) => change.test(url))).toHaveLength(1);
	});
});

describe('trying again', () => {
	const bound = { ...bind, userId: locator('user_abc123def'), isOwner: true };

	it.each([500, 504])('after a %d that took effect: "already related" is a success', async (status) => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		sandbox.delos.fault({ status, takesEffect: true, body: 'gateway' });
		const { outputs } = await runDelos(bind);
		expect(sandbox.delos.requests.map((request) => request.status)).toEqual([status, 409, 200]);
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', changed: null });
	});

	it('after a 429, which took no effect: "already related" stays what it is', async () => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		sandbox.delos.fault({ status: 429, body: '{"error":"slow down"}' });
		const { outputs } = await runDelos(bound);
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
		const { error } = await remove('cloudFoundryApi', { maxRetries: 9 });
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
