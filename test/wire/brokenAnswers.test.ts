import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';

import { home, runUsers, told, user, wire as lines } from '../support/cloudFoundry';
import { cancelWhen } from '../support/cancel';
import { providerOf, wayIn } from '../support/access';
import { remove } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const html = { 'content-type': 'text/html' };

const servers: Array<() => Promise<void>> = [];
afterEach(async () => void (await Promise.all(servers.splice(0).map(async (close) => await close()))));

/** A server that writes bytes: for each request the next of these, the last again and again. */
const bytes = async (...answers: ReadonlyArray<(socket: Socket) => void>) => {
	let count = 0;
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
		socket.once('data', () => answers[Math.min(count++, answers.length - 1)](socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	servers.push(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => count };
};

const head = (status: number, length: number, more = '') =>
	`HTTP/1.1 ${status} X\r\ncontent-length: ${length}\r\nconnection: close\r\n${more}\r\n`;
const whole =
	(status: number, body = '') =>
	(socket: Socket) =>
		void socket.end(head(status, body.length) + body);
const cutOff = (status: number) => (socket: Socket) => {
	socket.write(`${head(status, 1000)}{"error":"half an ans`);
	setTimeout(() => socket.destroy(), 20);
};
const noGzip = (status: number) => (socket: Socket) =>
	void socket.end(`${head(status, 4, 'content-encoding: gzip\r\n')}abcd`);
const halfGzip = (status: number) => (socket: Socket) => {
	const half = gzipSync(JSON.stringify({ item: { uuid: randomBytes(100).toString('base64') } })).subarray(0, 90);
	socket.write(head(status, half.length, 'content-type: application/json\r\ncontent-encoding: gzip\r\n'));
	socket.end(half);
};
const halfJson = (status: number) => (socket: Socket) =>
	void socket.end(`${head(status, 9, 'content-type: application/json\r\n')}{"item":{`);

const asked = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const run = async (url: string, operation: string, options: IDataObject = {}) =>
	await runNode(
		engine,
		'delos',
		{
			resource: 'user',
			operation,
			...asked,
			...(operation === 'bindClient' ? { isOwner: true } : { ownership: 'any' }),
			options,
		},
		{ credentials: { delosApi: { baseUrl: url, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
	);

const broken = { 'cut off': cutOff, 'no gzip': noGzip, 'half a gzip': halfGzip, 'half a JSON': halfJson };
const kinds = Object.entries(broken);
const statuses = [200, 401, 403, 404, 503];
// Older versions of n8n don't tell that an answer began, and wait for the rest of one that can't be unpacked.
const noAnswer = /broke( off|$)|didn't answer (at \S+ )?within/;
const patience = { timeout: 1000 };

describe.each(kinds)('an answer that is %s', (_, answer) => {
	it.each(statuses)('with status %d leaves it open, and says so', async (status) => {
		const { url } = await bytes(answer(status));
		const ran = await run(url, 'unbindClient', { ...patience, maxRetries: 0 });
		expect(ran.error?.message).toMatch(noAnswer);
		expect(told(ran)).toMatch(/isn't known whether the change was made/);
		expect(told(ran)).toMatch(/of 1 change it isn't known\.$/);
		expect(told(ran)).not.toMatch(/'in' operator|Cannot|undefined|nothing was/i);
	});

	it('is tried again', async () => {
		const { url, requests } = await bytes(answer(200), answer(503), whole(200, '{"item":{"uuid":"user_abc123def"}}'));
		const { outputs, error } = await run(url, 'unbindClient', patience);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ outcome: 'applied', changed: null });
		expect(requests()).toBe(3);
	});

	it.each([200, 503])('with status %d before "there is nothing" is no "unchanged"', async (status) => {
		const gone = whole(404, '{"error":"No relationship found between user and customer"}');
		const { url } = await bytes(answer(status), gone);
		const { outputs } = await run(url, 'unbindClient', patience);
		expect(outputs[0][0].json).toMatchObject({ outcome: 'applied', changed: null });
	});
});

it('an answer that is cut off in front of "already related" is no "unchanged"', async () => {
	const related = whole(409, '{"error":"User already related to this customer"}');
	const read = whole(200, '{"item":{"clients":[{"customerId":"cust_789xyz","isOwner":true}]}}');
	const { url } = await bytes(cutOff(503), related, read);
	const { outputs } = await run(url, 'bindClient');
	expect(outputs[0][0].json).toMatchObject({ outcome: 'applied', changed: null });
});

describe('the timeout', () => {
	const dripping = (socket: Socket) => {
		socket.write(head(200, 1000));
		const drip = setInterval(() => socket.write('{'), 100);
		socket.on('close', () => clearInterval(drip));
	};

	it('bounds an answer that drips', async () => {
		const { url } = await bytes(dripping);
		const started = Date.now();
		const ran = await run(url, 'unbindClient', { timeout: 500, maxRetries: 0 });
		expect(Date.now() - started).toBeLessThan(2000);
		expect(ran.error?.message).toMatch(/^Delos didn't answer at 127\.0\.0\.1:\d+ within 0\.5 s$/);
		expect(told(ran)).toMatch(/isn't known whether/);
	});

	it('closes the connection of an answer that drips', async () => {
		let closed = 0;
		const { url } = await bytes((socket) => {
			socket.on('close', () => (closed += 1));
			dripping(socket);
		});
		await run(url, 'unbindClient', { timeout: 300, maxRetries: 0 });
		await sleep(500);
		expect(closed).toBe(1);
	});

	it('is not that of a sign-in', async () => {
		sandbox.guardhouse.fault({ path: '/connect/token', delay: 900 });
		const parameters = {
			resource: 'user',
			operation: 'unassignRole',
			userId: 101,
			roleId: 1,
			options: { timeout: 500 },
		};
		const credentials = { guardhouseApi: wayIn(sandbox, 'guardhouseApi', 'client credentials') };
		const { error } = await runNode(engine, 'guardhouse', parameters, { credentials });
		expect(error).toBeUndefined();
	});

	it('ends with the execution', async () => {
		const { url, requests } = await bytes(dripping);
		const { signal, elapsed } = cancelWhen(() => requests() === 1);
		const credentials = {
			guardhouseApi: { baseUrl: url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		};
		const parameters = { resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1 };
		const { status } = await runNode(engine, 'guardhouse', parameters, { credentials, signal });
		expect(status).toBe('canceled');
		expect(elapsed()).toBeLessThan(2000);
	});
});

it('https at a port for http is no change in doubt', async () => {
	const { url } = await bytes(whole(400, 'Bad Request'));
	const ran = await run(url.replace('http:', 'https:'), 'unbindClient');
	expect(ran.error?.message).toMatch(/can't be reached at .* by https/);
	expect(told(ran)).toMatch(/Nothing was changed/);
	expect(told(ran)).not.toMatch(/isn't known/);
});

describe('Retry-After', () => {
	const later = (value: string) => ({
		method: 'DELETE',
		status: 429,
		headers: { 'retry-after': value },
		body: 'slow down',
	});
	const remove = async (value: string, times: number, maxRetries: number) => {
		sandbox.delos.fault({ ...later(value), times });
		const ran = await run(sandbox.delos.url, 'unbindClient', { maxRetries });
		const at = sandbox.delos.requests.map((request) => request.at);
		return { ...ran, took: at[at.length - 1] - at[0], requests: at.length };
	};

	it.each(['0', '-5', 'Wed, 21 Oct 2015 07:28:00 GMT', '1445412480', '1445412480000'])(
		'%s, which is over, is no leave to come back without a pause',
		async (value) => {
			const { took, requests } = await remove(value, 3, 3);
			expect(requests).toBe(4);
			// Backoff with full jitter over 0.5, 1 and 2 s: the sum is below this about once in a million runs.
			expect(took).toBeGreaterThan(20);
		},
	);

	it('in milliseconds since 1970 is waited for', async () => {
		const { took, error } = await remove(String(Date.now() + 1500), 1, 1);
		expect(error).toBeUndefined();
		expect(took).toBeGreaterThan(1300);
		expect(took).toBeLessThan(5000);
	});

	it('in milliseconds far away says when, and does not wait', async () => {
		const { error, requests } = await remove('4105123200000', 9, 5);
		expect(error?.description).toContain('2100-02-01');
		expect(requests).toBe(1);
	});
});

describe('a change that v3 accepted', () => {
	const remove = async (signal?: AbortSignal) =>
		await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
			apiVersion: 'v3',
			options: { maxRetries: 0 },
			signal,
		});
	const accepted = /accepted the change, but it isn't known whether it was made/;

	it.each([
		['can not be reached', { drop: 'before' as const }],
		['refuses the session', { status: 401, body: 'no' }],
		['is overloaded', { status: 503, body: 'no' }],
		['answers with a page', { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }],
		['answers without a state', { status: 200, body: '{}', headers: { 'content-type': 'application/json' } }],
	])('says so, and how to look it up, where the provider %s', async (_, fault) => {
		sandbox.cloudFoundry.fault({ path: '/v3/jobs/', times: 99, ...fault });
		const ran = await remove();
		expect(ran.error?.message).toMatch(accepted);
		expect(ran.error?.description).toContain(`cf curl /v3/jobs/${sandbox.cloudFoundry.state.jobs[0].guid}`);
		expect(told(ran)).not.toMatch(/nothing was/i);
		expect(ran.error?.description).toMatch(/of 1 change it isn't known\.$/);
	});

	it('says so where the execution is cancelled', async () => {
		sandbox.cloudFoundry.state.jobPolls = 99;
		const { signal } = cancelWhen(() => lines().filter((line) => line.includes('/v3/jobs/')).length === 2);
		const ran = await remove(signal);
		expect(ran.status).toBe('canceled');
		expect(ran.error?.message).toBe('The execution was canceled');
		expect(ran.error?.description).toMatch(accepted);
		expect(told(ran)).not.toMatch(/nothing was/i);
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
		expect((await remove('guardhouseApi')).error?.message).toMatch(/^The user '101' doesn't exist/);
	});
});
