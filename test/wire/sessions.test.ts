import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { providerOf, removals, sessions, wrong } from '../support/access';
import { credential, credentialsOf, others, remove, removeOnce } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

describe.each(sessions)('%s by %s', (type, way) => {
	it('fetches one token for a run of many items', async () => {
		const provider = providerOf(sandbox, type);
		provider.latency = 5;
		const { status, outputs } = await removeOnce(type, credential(type, way), {
			...others(type, 40),
			onError: 'continueRegularOutput',
		});
		expect(status).toBe('success');
		expect(outputs[0]).toHaveLength(40);
		expect(provider.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(40);
		expect(provider.tokenFetches).toBe(1);
		await removeOnce(type, undefined);
		expect(provider.tokenFetches).toBe(1);
	});

	it('renews an expired session once, however many requests met its end', async () => {
		const provider = providerOf(sandbox, type);
		provider.latency = 5;
		provider.oneTokenAtATime = true;
		provider.expireTokensAfter(10);
		const { outputs } = await removeOnce(type, credential(type, way), {
			...others(type, 40),
			onError: 'continueErrorOutput',
		});
		const answers = provider.requests.filter(({ method }) => method === 'DELETE').map(({ status }) => status);
		expect(provider.tokenFetches).toBe(2);
		expect(answers).toContain(401);
		expect(answers.filter((status) => status !== 401)).toHaveLength(40);
		expect(outputs[0].map(({ json: { outcome } }) => outcome)).toEqual(Array.from({ length: 40 }, () => 'applied'));
	});

	it('renews it once also where nobody of the run is known there', async () => {
		const provider = providerOf(sandbox, type);
		const { parameters } = others(type, 0);
		const items = Array.from({ length: 40 }, (_, id) => ({ id, of: 5000 + id }));
		provider.latency = 5;
		provider.oneTokenAtATime = true;
		provider.expireTokensAfter(10);
		const how = { items, parameters, onError: 'continueErrorOutput' } as const;
		const { outputs } = await removeOnce(type, credential(type, way), how);
		const answers = provider.requests.filter(({ method }) => method === 'DELETE').map(({ status }) => status);
		expect(provider.tokenFetches).toBe(2);
		// The request that renewed the session is repeated, to have the words of its refusal.
		expect(answers.filter((status) => status !== 401).length - 40).toBeLessThanOrEqual(1);
		expect(outputs[1].map(({ json: { id } }) => id)).toEqual(items.map(({ id }) => id));
		expect(outputs[1].map(({ json: { error } }) => error)).not.toContainEqual(expect.stringMatching(/credential/));
	});

	it.each([1, 30])(
		'is shared by executions %d ms apart that end the session before when they sign in',
		async (apart) => {
			const provider = providerOf(sandbox, type);
			provider.latency = 20;
			provider.oneTokenAtATime = true;
			engine.credentialStore[type] = credential(type, way) as ICredentialDataDecryptedObject;
			const { items, parameters } = others(type, 200);
			const execution = async (number: number) => {
				await sleep(number * apart);
				const own = items.slice(number * 20, (number + 1) * 20);
				return await removeOnce(type, undefined, { items: own, parameters, onError: 'continueErrorOutput' });
			};
			for (const before of ['none', 'an expired one']) {
				const runs = await Promise.all(Array.from({ length: 10 }, async (_, number) => await execution(number)));
				const errors = runs.flatMap(({ outputs }) => (outputs[1] ?? []).map(({ json }) => json.error));
				expect([before, errors]).toEqual([before, []]);
				expect(runs.flatMap(({ outputs }) => outputs[0])).toHaveLength(200);
				provider.expireTokens();
			}
			// Once for each execution and end, and a few that find too late what another has fetched.
			expect(provider.tokenFetches).toBeLessThanOrEqual(30);
		},
	);

	it('signs in once more where the new session has ended at once', async () => {
		const provider = providerOf(sandbox, type);
		await removeOnce(type, credential(type, way));
		provider.expireTokens();
		provider.expireTokensAfter(1);
		const { status } = await removeOnce(type, undefined);
		expect([status, provider.tokenFetches]).toEqual(['success', 3]);
	});

	it('gives up where no new session is accepted, after three of them', async () => {
		const provider = providerOf(sandbox, type);
		provider.fault({ path: /^\/(api|v\d)\/(?!auth\/login)/, status: 401, times: 999 });
		const all = others(type, 20);
		const { outputs } = await removeOnce(type, credential(type, way), { ...all, onError: 'continueErrorOutput' });
		expect(outputs[1].map(({ json }) => json.id)).toEqual(all.items.map(({ id }) => id));
		expect(outputs[1][19].json.error).toMatch(/didn't accept the credential/);
		expect(provider.tokenFetches).toBe(4);
	});

	it('does not sign in again for a 401 that is about the change and not about the session', async () => {
		const provider = providerOf(sandbox, type);
		provider.fault({ method: 'DELETE', status: 401, times: 999 });
		const { error } = await removeOnce(type, credential(type, way));
		expect(error?.message).toMatch(/didn't accept the credential/);
		expect(provider.tokenFetches).toBe(1);
	});

	it('keeps the words of a refusal that comes right after a renewal', async () => {
		const provider = providerOf(sandbox, type);
		await removeOnce(type, credential(type, way));
		provider.expireTokens();
		provider.fault({ method: 'DELETE', status: 404, body: 'gone fishing', skip: 2 });
		provider.fault({ method: 'DELETE', status: 404, body: 'gone fishing' });
		const { error } = await removeOnce(type, undefined);
		expect(error?.description).toContain('gone fishing');
	});

	it('signs in once where the sign-in is refused, and sends nothing', async () => {
		const provider = providerOf(sandbox, type);
		const data = { ...credential(type, way), ...wrong };
		const all = others(type, 20);
		const { outputs } = await removeOnce(type, data, { ...all, onError: 'continueErrorOutput' });
		expect(outputs[1].map(({ json }) => json.id)).toEqual(all.items.map(({ id }) => id));
		expect(outputs[1][19].json.error).toMatch(/refused the sign-in/);
		expect(provider.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(provider.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(0);
	});

	it('does not use a session at another address', async () => {
		const elsewhere = await startSandbox();
		await removeOnce(type, credential(type, way));
		const { sessionToken } = engine.credentialStore[type];
		const moved = { ...credential(type, way), baseUrl: providerOf(elsewhere, type).url, sessionToken };
		const { status } = await removeOnce(type, moved as IDataObject);
		const sent = providerOf(elsewhere, type).requests.filter(({ method }) => method === 'DELETE');
		await elsewhere.close();
		expect(status).toBe('success');
		expect(sent.map(({ headers }) => headers.authorization)).toEqual([undefined, expect.any(String)]);
	});

	it('does not use a session for another account', async () => {
		const provider = providerOf(sandbox, type);
		await removeOnce(type, credential(type, way));
		const { sessionToken } = engine.credentialStore[type];
		const before = provider.requests.length;
		const somebodyElse = { login: 'else@example.com', clientId: 'else', username: 'else' };
		const { error } = await removeOnce(type, {
			...credential(type, way),
			...somebodyElse,
			sessionToken,
		} as IDataObject);
		expect(error?.message).toMatch(/refused the sign-in/);
		const sent = provider.requests.slice(before).filter(({ url }) => !/token|login/.test(url));
		expect(sent.map(({ headers }) => headers.authorization)).toEqual(sent.map(() => undefined));
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
		const { outputs } = await remove(type, { data: null, ...others(type, 50), ...errors });
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
		const how = { data: null, ...others(type, 20), options: { concurrency: 5 }, ...errors };
		const { outputs } = await remove(type, how);
		expect(outputs[1] ?? []).toEqual([]);
		expect(outputs[0].map(({ json: { success } }) => success)).toEqual(Array.from({ length: 20 }, () => true));
		expect(provider.tokenFetches).toBe(2);
	});
});

describe('the renewal of a session', () => {
	const probes: Array<[string, string, RegExp]> = [
		['delosApi', 'login', /profile/],
		['guardhouseApi', 'client credentials', /users\?offset/],
		['cloudFoundryApi', 'password', /v3\/organizations\?/],
	];

	it.each(probes.flatMap((probe) => [503, 429].map((status) => [...probe, status] as const)))(
		'of %s by %s is tried again where %s answers %d',
		async (type, way, path, status) => {
			const [node, asked] = removals[type];
			const { items, parameters } = others(type, 3);
			await runNode(engine, node, asked, { credentials: credentialsOf(type, way) });
			const provider = providerOf(sandbox, type);
			provider.expireTokens();
			provider.fault({ method: 'GET', path, status, body: 'not now' });
			const each = { ...asked, ...parameters };
			const { outputs } = await runNode(engine, node, each, { items, onError: 'continueErrorOutput' });
			expect((outputs[1] ?? []).map(({ json: { error } }) => error)).toEqual([]);
			expect(outputs[0].map(({ json: { outcome } }) => outcome)).toEqual(['applied', 'applied', 'applied']);
		},
	);

	it('that breaks is no doubt about the change, which was answered', async () => {
		const bind = {
			resource: 'user',
			operation: 'bindClient',
			userId: 'user_abc123def',
			clientId: 'cust_789xyz',
			isOwner: true,
			options: { ifUnchanged: 'fail' },
		};
		sandbox.delos.state.bindMode = 'refusesExisting';
		const fresh = await runNode(engine, 'delos', bind, { credentials: credentialsOf('delosApi', 'login') });
		sandbox.delos.expireTokens();
		sandbox.delos.fault({ path: /profile/, drop: 'before' });
		const renewed = await runNode(engine, 'delos', bind);
		expect(fresh.error?.message).toMatch(/already/);
		expect(renewed.error?.message).toBe(fresh.error?.message);
		sandbox.delos.expireTokens();
		sandbox.delos.fault({ path: /profile/, drop: 'before', times: 9 });
		const { error } = await runNode(engine, 'delos', { ...bind, options: { maxRetries: 0 } });
		expect(error?.message).toMatch(/connection to Delos broke/);
		expect(error?.description).not.toMatch(/isn't known/);
	});
});

it.each(['access token', 'client credentials'])("a 401 that is about one user is that item's own (%s)", async (way) => {
	sandbox.guardhouse.fault({ path: '/users/102/', status: 401, body: 'not for user 102', times: 9 });
	const { outputs } = await runNode(
		engine,
		'guardhouse',
		{ ...removals.guardhouseApi[1], userId: '={{ $json.user }}', options: { concurrency: 1 } },
		{
			items: [102, 101, 103].map((user) => ({ user })),
			credentials: credentialsOf('guardhouseApi', way),
			onError: 'continueErrorOutput',
		},
	);
	expect(outputs[0].map(({ json: { userId } }) => userId)).toEqual([101, 103]);
	expect(outputs[1].map(({ json: { user } }) => user)).toEqual([102]);
});
