import { setTimeout as sleep } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { providerOf, removals, secrets, sessions, wayIn, ways } from '../support/access';
import { engine, sandbox, setUp } from '../support/setUp';
import { listen } from '../support/wire';
import { runNode } from '../support/workflow';

setUp();

const credential = (type: string, way: string): IDataObject => wayIn(sandbox, type, way);

const wrong = { accessToken: 'wrong-secret', password: 'wrong-secret', clientSecret: 'wrong-secret' };

const remove = async (
	type: string,
	data: IDataObject | undefined,
	items: object[] = [{}],
	onError = 'stopWorkflow',
) => {
	const [node, asked] = removals[type];
	const parameters = { ...asked, options: { maxRetries: 0 } };
	const credentials = data && { [type]: data };
	return await runNode(engine, node, parameters, { items, credentials, onError: onError as 'stopWorkflow' });
};

describe.each(ways)('%s by %s', (type, way) => {
	it('passes its connection test', async () => {
		const tested = await engine.testCredential(type, credential(type, way) as never);
		expect(tested.status).toBe('OK');
		for (const { method } of providerOf(sandbox, type).requests.filter(({ url }) => !/login|token/.test(url)))
			expect(method).toBe('GET');
	});

	it('fails the test with a wrong token or password, without repeating it', async () => {
		const tested = await engine.testCredential(type, { ...credential(type, way), ...wrong } as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toMatch(/didn't accept the credential|refused the sign-in/);
		expect(tested.message).not.toContain('wrong-secret');
	});

	it.each([
		['', /'Base URL'.*empty/],
		['http://api.example.com', /'Base URL'.*unencrypted/],
		['https://somebody:wrong-secret@api.example.com', /'Base URL'.*user name or password/],
		['https://api.example.com/?tenant=1', /'Base URL'.*query/],
		['https://api.example.com/#top', /'Base URL'.*fragment/],
		['api.example.com', /'Base URL'.*full address/],
		['ftp://api.example.com', /'Base URL'.*full address/],
		['https://api.example.com https://other.example.com', /'Base URL'.*white space/],
		['http://127.0.0.1:1', /can't be reached at 127.0.0.1:1/],
	])('refuses the base URL "%s", in the test and in a run', async (baseUrl, message) => {
		const data = { ...credential(type, way), baseUrl };
		const tested = await engine.testCredential(type, data as never);
		expect(tested.status).toBe('Error');
		expect(tested.message).toMatch(message);
		const { status, error } = await remove(type, data);
		expect(status).toBe('error');
		expect(error?.message).toMatch(message);
		const { outputs } = await remove(type, data, [{ id: 1 }, { id: 2 }], 'continueErrorOutput');
		expect(outputs[1].map(({ json }) => json.id)).toEqual([1, 2]);
		expect(providerOf(sandbox, type).requests).toEqual([]);
	});

	it('fails the test at a web server that answers everything with a page', async () => {
		const wire = await listen(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }));
		const tested = await engine.testCredential(type, { ...credential(type, way), baseUrl: wire.url } as never);
		await wire.close();
		expect(tested.status).toBe('Error');
	});

	it('accepts a trailing slash', async () => {
		const data = credential(type, way);
		const { status } = await remove(type, { ...data, baseUrl: `${String(data.baseUrl)}/` });
		expect(status).toBe('success');
	});

	it('leaves no secret in what n8n stores, whether it works or not', async () => {
		const worked = await remove(type, credential(type, way));
		const failed = await remove(type, { ...credential(type, way), ...wrong });
		expect([worked.status, failed.status]).toEqual(['success', 'error']);
		for (const secret of secrets) expect(worked.stored + failed.stored).not.toContain(secret);
	});
});

describe.each([
	['delosApi', '/v2'],
	['guardhouseApi', '/api/v1'],
	['cloudFoundryApi', '/v2'],
	['cloudFoundryApi', '/v3/'],
])('%s', (type, pasted) => {
	it(`forgives a base URL with ${pasted}`, async () => {
		const data = credential(type, 'access token');
		const { status } = await remove(type, { ...data, baseUrl: `${String(data.baseUrl)}${pasted}` });
		expect(status).toBe('success');
	});
});

describe.each(sessions)('%s by %s', (type, way) => {
	it('fetches one token for a run of many items', async () => {
		const provider = providerOf(sandbox, type);
		provider.latency = 5;
		const { status, outputs } = await remove(
			type,
			credential(type, way),
			Array.from({ length: 40 }, () => ({})),
			'continueRegularOutput',
		);
		expect(status).toBe('success');
		expect(outputs[0]).toHaveLength(40);
		expect(provider.tokenFetches).toBe(1);
		await remove(type, undefined);
		expect(provider.tokenFetches).toBe(1);
	});

	it('renews an expired session once, however many requests met its end', async () => {
		const provider = providerOf(sandbox, type);
		provider.latency = 5;
		provider.oneTokenAtATime = true;
		provider.expireTokensAfter(10);
		const { outputs } = await remove(
			type,
			credential(type, way),
			Array.from({ length: 40 }, () => ({})),
			'continueErrorOutput',
		);
		const answers = provider.requests.filter(({ method }) => method === 'DELETE').map(({ status }) => status);
		expect(provider.tokenFetches).toBe(2);
		// The request that renewed the session is repeated where it was refused for another reason, to have its words.
		const refused = answers.filter((status) => status === 404).length > 0 ? 1 : 0;
		expect(answers.filter((status) => status !== 401).length - 40).toBeLessThanOrEqual(refused);
		expect(outputs.flat()).toHaveLength(40);
		expect(outputs.flat().map(({ json }) => json.error)).not.toContainEqual(expect.stringMatching(/credential/));
	});

	it.each([1, 10, 30])(
		'is shared by executions %d ms apart that end the session before when they sign in',
		async (apart) => {
			const provider = providerOf(sandbox, type);
			provider.latency = 20;
			provider.oneTokenAtATime = true;
			engine.credentialStore[type] = credential(type, way) as ICredentialDataDecryptedObject;
			const execution = async (number: number) => {
				await sleep(number * apart);
				return await remove(
					type,
					undefined,
					Array.from({ length: 20 }, () => ({})),
					'continueErrorOutput',
				);
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
		await remove(type, credential(type, way));
		provider.expireTokens();
		provider.expireTokensAfter(1);
		const { status } = await remove(type, undefined);
		expect([status, provider.tokenFetches]).toEqual(['success', 3]);
	});

	it('gives up where no new session is accepted, after three of them', async () => {
		const provider = providerOf(sandbox, type);
		provider.fault({ path: /^\/(api|v\d)\/(?!auth\/login)/, status: 401, times: 999 });
		const items = Array.from({ length: 20 }, (_, id) => ({ id }));
		const { outputs } = await remove(type, credential(type, way), items, 'continueErrorOutput');
		expect(outputs[1].map(({ json }) => json.id)).toEqual(items.map(({ id }) => id));
		expect(outputs[1][19].json.error).toMatch(/didn't accept the credential/);
		expect(provider.tokenFetches).toBe(4);
	});

	it('does not sign in again for a 401 that is about the change and not about the session', async () => {
		const provider = providerOf(sandbox, type);
		provider.fault({ method: 'DELETE', status: 401, times: 999 });
		const { error } = await remove(type, credential(type, way));
		expect(error?.message).toMatch(/didn't accept the credential/);
		expect(provider.tokenFetches).toBe(1);
	});

	it('keeps the words of a refusal that comes right after a renewal', async () => {
		const provider = providerOf(sandbox, type);
		await remove(type, credential(type, way));
		provider.expireTokens();
		provider.fault({ method: 'DELETE', status: 404, body: 'gone fishing', skip: 2 });
		provider.fault({ method: 'DELETE', status: 404, body: 'gone fishing' });
		const { error } = await remove(type, undefined);
		expect(error?.description).toContain('gone fishing');
	});

	it('signs in once where the sign-in is refused, and sends nothing', async () => {
		const provider = providerOf(sandbox, type);
		const data = { ...credential(type, way), ...wrong };
		const { outputs } = await remove(
			type,
			data,
			Array.from({ length: 20 }, (_, id) => ({ id })),
			'continueErrorOutput',
		);
		expect(outputs[1].map(({ json }) => json.id)).toEqual(Array.from({ length: 20 }, (_, id) => id));
		expect(outputs[1][19].json.error).toMatch(/refused the sign-in/);
		expect(provider.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(provider.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(0);
	});

	it('does not use a session at another address', async () => {
		const elsewhere = await startSandbox();
		await remove(type, credential(type, way));
		const { sessionToken } = engine.credentialStore[type];
		const moved = { ...credential(type, way), baseUrl: providerOf(elsewhere, type).url, sessionToken };
		const { status } = await remove(type, moved as IDataObject);
		const sent = providerOf(elsewhere, type).requests.filter(({ method }) => method === 'DELETE');
		await elsewhere.close();
		expect(status).toBe('success');
		expect(sent.map(({ headers }) => headers.authorization)).toEqual([undefined, expect.any(String)]);
	});

	it('does not use a session for another account', async () => {
		const provider = providerOf(sandbox, type);
		await remove(type, credential(type, way));
		const { sessionToken } = engine.credentialStore[type];
		const before = provider.requests.length;
		const somebodyElse = { login: 'else@example.com', clientId: 'else', username: 'else' };
		const { error } = await remove(type, { ...credential(type, way), ...somebodyElse, sessionToken } as IDataObject);
		expect(error?.message).toMatch(/refused the sign-in/);
		const sent = provider.requests.slice(before).filter(({ url }) => !/token|login/.test(url));
		expect(sent.map(({ headers }) => headers.authorization)).toEqual(sent.map(() => undefined));
	});
});

describe('the token', () => {
	it.each(ways)('of %s by %s does not follow a redirect', async (type, way) => {
		const elsewhere = await listen(() => ({ status: 200, body: '{}' }));
		const provider = providerOf(sandbox, type);
		const data = credential(type, way);
		provider.fault({
			path: /relate-client|members|roles|organizations/,
			status: 307,
			headers: { location: elsewhere.url },
		});
		const { error } = await remove(type, data);
		expect(error?.message).toContain(elsewhere.url.slice('http://'.length));
		await elsewhere.close();
		expect(elsewhere.received).toEqual([]);
	});

	it.each(sessions)('and the password of %s by %s stay where the sign-in is redirected', async (type, way) => {
		const elsewhere = await listen(() => ({ status: 200, body: '{}' }));
		providerOf(sandbox, type).fault({ method: 'POST', times: 5, status: 307, headers: { location: elsewhere.url } });
		const { error } = await remove(type, credential(type, way));
		await elsewhere.close();
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(elsewhere.received).toEqual([]);
	});

	it.each(ways)('of %s by %s is not shown, even where the provider repeats it', async (type, way) => {
		const provider = providerOf(sandbox, type);
		await remove(type, credential(type, way));
		const used = String(provider.requests[provider.requests.length - 1].headers.authorization);
		provider.fault({
			method: removals[type][0] === 'clientDirectory' ? 'POST' : 'DELETE',
			status: 400,
			body: `{"error":"Bad token: ${used}"}`,
		});
		const { error, stored } = await remove(type, undefined);
		expect(error?.description).toContain('Bad token: Bearer ***');
		for (const secret of secrets) expect(stored).not.toContain(secret);
	});

	it('of a credential serves the HTTP Request node at its own host', async () => {
		const workflow = {
			name: 'HTTP',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{
					name: 'HTTP',
					type: 'n8n-nodes-base.httpRequest',
					parameters: {
						url: `${sandbox.guardhouse.url}/api/v1/roles`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'guardhouseApi',
					},
					credentials: { guardhouseApi: { id: 'guardhouseApi', name: 'guardhouseApi' } },
				},
			],
			connections: { Start: { main: [[{ node: 'HTTP', type: 'main', index: 0 }]] } },
		};
		const data = { guardhouseApi: credential('guardhouseApi', 'access token') };
		const { status } = await engine.run(workflow as never, { credentials: data as never });
		expect(status).toBe('success');
		expect(sandbox.guardhouse.requests.map((request) => request.status)).toEqual([200]);
	});

	it('of a credential is refused to any other host, in any node', async () => {
		const elsewhere = await listen(() => ({ status: 200, body: '{}' }));
		for (const type of ['delosApi', 'clientDirectoryApi', 'guardhouseApi', 'cloudFoundryApi']) {
			const workflow = {
				name: 'HTTP',
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						parameters: { url: elsewhere.url, authentication: 'predefinedCredentialType', nodeCredentialType: type },
						credentials: { [type]: { id: type, name: type } },
					},
				],
				connections: { Start: { main: [[{ node: 'HTTP', type: 'main', index: 0 }]] } },
			};
			const { status, error } = await engine.run(workflow as never, {
				credentials: { [type]: credential(type, 'access token') } as never,
			});
			expect(status).toBe('error');
			expect(error?.message).toMatch(/The credential is for 127\.0\.0\.1:\d+ only/);
		}
		await elsewhere.close();
		expect(elsewhere.received).toEqual([]);
	});

	it.each([
		[' sandbox-token\n', 'success'],
		['Bearer sandbox-token', 'success'],
		['bearer  sandbox-token', 'success'],
		['sandbox token', 'error'],
		['“sandbox-token”', 'error'],
		['', 'error'],
	])('pasted as %j: %s', async (accessToken, status) => {
		const { status: ended } = await remove('guardhouseApi', { baseUrl: sandbox.guardhouse.url, accessToken });
		expect(ended).toBe(status);
		const sent = sandbox.guardhouse.requests.map(({ headers }) => headers.authorization);
		expect(sent).toEqual(status === 'success' ? ['Bearer sandbox-token'] : []);
	});
});

describe('Guardhouse tokens', () => {
	it('come from the issuer, with the scope of the System API, and an audience only if there is one', async () => {
		const issuer = await startSandbox();
		const data = { ...credential('guardhouseApi', 'client credentials'), issuerUrl: issuer.guardhouse.url };
		await remove('guardhouseApi', data);
		await remove('guardhouseApi', { ...data, audience: 'https://api.example.com/' });
		const forms = issuer.guardhouse.requests.map(({ url, body }) => [
			url,
			Object.fromEntries(new URLSearchParams(body)),
		]);
		await issuer.close();
		const form = {
			grant_type: 'client_credentials',
			client_id: 'sandbox-client',
			client_secret: 'sandbox-secret',
			scope: 'system_api',
		};
		expect(forms[0]).toEqual(['/connect/token', form]);
		expect(forms[forms.length - 1]).toEqual(['/connect/token', { ...form, audience: 'https://api.example.com/' }]);
	});
});

describe('Cloud Foundry tokens', () => {
	it.each(['v2', 'v3'])('are renewed on a platform without %s', async (missing) => {
		await remove('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		sandbox.cloudFoundry.expireTokens();
		sandbox.cloudFoundry.fault({ path: `/${missing}/organizations`, status: 404, times: 99, body: 'Not Found' });
		expect((await remove('cloudFoundryApi', undefined)).status).toBe('success');
	});

	it('come from the UAA that the credential names, without asking the API', async () => {
		const data = { ...credential('cloudFoundryApi', 'password'), uaaUrl: sandbox.cloudFoundry.uaaUrl };
		const { status } = await remove('cloudFoundryApi', data);
		expect(status).toBe('success');
		const sent = sandbox.cloudFoundry.requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
		expect(sent).not.toContain('GET /');
		expect(sent).toContain('POST /oauth/token');
	});

	it('come from /v2/info where the root names no UAA', async () => {
		sandbox.cloudFoundry.fault({
			method: 'GET',
			status: 200,
			body: '{"links":{}}',
			headers: { 'content-type': 'application/json' },
		});
		const { status } = await remove('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		expect(status).toBe('success');
		expect(sandbox.cloudFoundry.requests.map(({ url }) => url)).toContain('/v2/info');
	});

	it('are not asked for at a UAA without encryption', async () => {
		sandbox.cloudFoundry.fault({
			method: 'GET',
			status: 200,
			body: '{"links":{"uaa":{"href":"http://uaa.example.com"}}}',
			headers: { 'content-type': 'application/json' },
		});
		const { error } = await remove('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		expect(error?.message).toMatch(/UAA URL that the API names would send the token unencrypted/);
	});

	// The UAA URL-decodes HTTP Basic by default since 2019, and didn't before (ClientBasicAuthenticationFilter.java:101-107).
	it.each(
		[true, false].flatMap((decodesBasic) =>
			[
				['sandbox-client', 'sec+ret'],
				['sandbox-client', '100%ret'],
				['sandbox-client', '%41bc%2B'],
				['sandbox-client', 'sec:ret'],
				['sandbox-client', 'geheim&nötig=ja / "ключ"'],
				['client+1 %ü', 'sandbox-secret'],
			].map(([id, secret]) => [id, secret, decodesBasic] as const),
		),
	)(
		'for the client %j with the secret %j come from a UAA that decodes HTTP Basic: %s',
		async (id, secret, decodesBasic) => {
			Object.assign(sandbox.cloudFoundry.state, { client: { id, secret }, decodesBasic });
			const own = credential('cloudFoundryApi', 'client credentials');
			const { status, stored } = await remove('cloudFoundryApi', { ...own, clientId: id, clientSecret: secret });
			expect(status).toBe('success');
			expect(stored).not.toContain(secret);
		},
	);

	it.each(['ldap', 'my idp', 'a+b%41'])('for a user of the identity provider %j name it to the UAA', async (origin) => {
		sandbox.cloudFoundry.state.identityProvider = origin;
		const own = credential('cloudFoundryApi', 'password');
		expect((await remove('cloudFoundryApi', own)).error?.message).toMatch(/refused the sign-in/);
		expect((await remove('cloudFoundryApi', { ...own, origin: 'another' })).error?.message).toMatch(
			/refused the sign-in/,
		);
		expect((await remove('cloudFoundryApi', { ...own, origin: ` ${origin} ` })).status).toBe('success');
	});

	it('name no identity provider where the UAA is to choose', async () => {
		await remove('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		const [{ url, body, headers }] = sandbox.cloudFoundry.requests.filter(({ method }) => method === 'POST');
		expect(url + body).not.toContain('login_hint');
		// As the command line signs in: its own client, without a secret.
		expect(Buffer.from(String(headers.authorization).slice(6), 'base64').toString()).toBe('cf:');
	});

	it.each([503, 502])('that a UAA can not give (%d) say so, and are asked for again', async (status) => {
		sandbox.cloudFoundry.fault({ path: '/oauth/token', status, body: '<html>uaa</html>', times: 2 });
		const own = credential('cloudFoundryApi', 'client credentials');
		const refused = await remove('cloudFoundryApi', own);
		expect(refused.error?.message).toMatch(/can't sign anybody in \(status 50\d\)/);
		const [node, asked] = removals.cloudFoundryApi;
		const patient = { ...asked, options: { maxRetries: 3 } };
		const { status: ended } = await runNode(engine, node, patient, { credentials: { cloudFoundryApi: own } });
		expect(ended).toBe('success');
	});
});
