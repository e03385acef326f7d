import { startSandbox } from '../../sandbox';
import { providerOf, removals, secrets, ways, wrong } from '../support/access';
import { credential, others, remove, removeOnce } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import type { Wire } from '../support/wire';
import { reply } from '../support/wire';
import { runNode } from '../support/workflow';

setUp();

describe.each(ways)('%s by %s', (type, way) => {
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
		const { status, error } = await removeOnce(type, data);
		expect(status).toBe('error');
		expect(error?.message).toMatch(message);
		const { outputs } = await removeOnce(type, data, { ...others(type, 2), onError: 'continueErrorOutput' });
		expect(outputs[1].map(({ json }) => json.id)).toEqual([0, 1]);
		expect(providerOf(sandbox, type).requests).toEqual([]);
	});

	it('accepts a trailing slash', async () => {
		const data = credential(type, way);
		const { status } = await removeOnce(type, { ...data, baseUrl: `${String(data.baseUrl)}/` });
		expect(status).toBe('success');
	});

	it('leaves no secret in what n8n stores, whether it works or not', async () => {
		const worked = await removeOnce(type, credential(type, way));
		const failed = await removeOnce(type, { ...credential(type, way), ...wrong });
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
		const { status } = await removeOnce(type, { ...data, baseUrl: `${String(data.baseUrl)}${pasted}` });
		expect(status).toBe('success');
	});
});

describe('what is said of a credential', () => {
	const fill = 'Fill it in and test the credential.';
	const told = (remedy: string) => `Nothing was changed. ${remedy}`;

	it.each([
		['guardhouseApi', 'access token', { accessToken: '' }, 'Access Token'],
		['guardhouseApi', 'client credentials', { clientId: '' }, 'Client ID'],
		['guardhouseApi', 'client credentials', { clientSecret: '' }, 'Client Secret'],
		['delosApi', 'access token', { accessToken: undefined }, 'Access Token'],
		['delosApi', 'login', { login: '' }, 'Login'],
		['delosApi', 'login', { password: '' }, 'Password'],
		['clientDirectoryApi', 'access token', { accessToken: '' }, 'Access Token'],
		['cloudFoundryApi', 'access token', { accessToken: '' }, 'Access Token'],
		['cloudFoundryApi', 'password', { username: '' }, 'Username'],
		['cloudFoundryApi', 'password', { password: '' }, 'Password'],
		['cloudFoundryApi', 'client credentials', { clientId: '' }, 'Client ID'],
		['cloudFoundryApi', 'client credentials', { clientSecret: '' }, 'Client Secret'],
	])('%s by %s with %j: the empty field, by its label', async (type, way, data, label) => {
		const { error } = await removeOnce(type, { ...credential(type, way), ...data } as never);
		expect([error?.message, error?.description]).toEqual([`'${label}' of the credential is empty`, told(fill)]);
		expect(providerOf(sandbox, type).requests.filter(({ method }) => method === 'POST')).toEqual([]);
		const tested = await engine.testCredential(type, { ...credential(type, way), ...data } as never);
		expect(tested).toMatchObject({ status: 'Error', message: `'${label}' of the credential is empty. ${fill}` });
	});

	it.each(['sandbox token', '“sandbox-token”', 'sandbox\ttoken', 'sandbox-tökèn'])(
		'the token %j holds what no token has',
		async (accessToken) => {
			const { error } = await removeOnce('guardhouseApi', {
				baseUrl: sandbox.guardhouse.url,
				authentication: 'accessToken',
				accessToken,
			});
			expect([error?.message, error?.description]).toEqual([
				"'Access Token' of the credential holds characters that no token has",
				told('Copy the token again, without spaces, line breaks or quotes around it.'),
			]);
		},
	);
});

describe('the token', () => {
	it.each([
		[' sandbox-token\n', 'success'],
		['Bearer sandbox-token', 'success'],
		['bearer  sandbox-token', 'success'],
		['sandbox token', 'error'],
		['“sandbox-token”', 'error'],
		['', 'error'],
	])('pasted as %j: %s', async (accessToken, status) => {
		const { status: ended } = await removeOnce('guardhouseApi', {
			baseUrl: sandbox.guardhouse.url,
			authentication: 'accessToken',
			accessToken,
		});
		expect(ended).toBe(status);
		const sent = sandbox.guardhouse.requests.map(({ headers }) => headers.authorization);
		expect(sent).toEqual(status === 'success' ? ['Bearer sandbox-token'] : []);
	});
});

describe('Guardhouse tokens', () => {
	it('come from the issuer, with the scope of the System API, and an audience only if there is one', async () => {
		const issuer = await startSandbox();
		const data = { ...credential('guardhouseApi', 'client credentials'), issuerUrl: issuer.guardhouse.url };
		await removeOnce('guardhouseApi', data);
		await removeOnce('guardhouseApi', { ...data, audience: 'https://api.example.com/' });
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
		await removeOnce('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		sandbox.cloudFoundry.expireTokens();
		sandbox.cloudFoundry.fault({ path: `/${missing}/organizations`, status: 404, times: 99, body: 'Not Found' });
		expect((await removeOnce('cloudFoundryApi', undefined)).status).toBe('success');
	});

	it('come from the UAA that the credential names, without asking the API', async () => {
		const data = { ...credential('cloudFoundryApi', 'password'), uaaUrl: sandbox.cloudFoundry.uaaUrl };
		const { status } = await removeOnce('cloudFoundryApi', data);
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
		const { status } = await removeOnce('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
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
		const { error } = await removeOnce('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		expect(error?.message).toMatch(/UAA URL that the API names would send the token unencrypted/);
	});

	it.each([
		['cloudFoundryApi', 'uaaUrl', 'The UAA URL of the credential'],
		['guardhouseApi', 'issuerUrl', "'Issuer URL' of the credential"],
	])('are not asked for in clear of this machine by an API elsewhere (%s)', async (type, field, label) => {
		const listener = await serve(() => reply(200, { access_token: 'session-of-the-wire' }));
		const data = {
			...credential(type, 'client credentials'),
			baseUrl: 'https://api.example.com',
			[field]: listener.url,
		};
		const { error } = await removeOnce(type, data);
		expect(error?.message).toBe(`${label} would send the secret unencrypted`);
		expect(error?.description).toContain("Nothing was changed. Use https://, as 'Base URL' does.");
		expect(listener.received).toEqual([]);
		const own = { ...credential(type, 'client credentials'), [field]: listener.url };
		await removeOnce(type, own);
		expect(new Set(listener.received.map(({ method }) => method))).toEqual(new Set(['POST']));
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
			const { status, stored } = await removeOnce('cloudFoundryApi', { ...own, clientId: id, clientSecret: secret });
			expect(status).toBe('success');
			expect(stored).not.toContain(secret);
		},
	);

	it.each(['ldap', 'my idp', 'a+b%41'])('for a user of the identity provider %j name it to the UAA', async (origin) => {
		sandbox.cloudFoundry.state.identityProvider = origin;
		const own = credential('cloudFoundryApi', 'password');
		expect((await removeOnce('cloudFoundryApi', own)).error?.message).toMatch(/refused the sign-in/);
		expect((await removeOnce('cloudFoundryApi', { ...own, origin: 'another' })).error?.message).toMatch(
			/refused the sign-in/,
		);
		expect((await removeOnce('cloudFoundryApi', { ...own, origin: ` ${origin} ` })).status).toBe('success');
	});

	it('name no identity provider where the UAA is to choose', async () => {
		await removeOnce('cloudFoundryApi', credential('cloudFoundryApi', 'password'));
		const [{ url, body, headers }] = sandbox.cloudFoundry.requests.filter(({ method }) => method === 'POST');
		expect(url + body).not.toContain('login_hint');
		// As the command line signs in: its own client, without a secret.
		expect(Buffer.from(String(headers.authorization).slice(6), 'base64').toString()).toBe('cf:');
	});

	it.each([503, 502])('that a UAA can not give (%d) say so, and are asked for again', async (status) => {
		sandbox.cloudFoundry.fault({ path: '/oauth/token', status, body: '<html>uaa</html>', times: 2 });
		const own = credential('cloudFoundryApi', 'client credentials');
		const refused = await removeOnce('cloudFoundryApi', own);
		expect(refused.error?.message).toMatch(/can't sign anybody in \(status 50\d\)/);
		const [node, asked] = removals.cloudFoundryApi;
		const patient = { ...asked, options: { maxRetries: 3 } };
		const { status: ended } = await runNode(engine, node, patient, { credentials: { cloudFoundryApi: own } });
		expect(ended).toBe('success');
	});
});

describe('a sign-in to Cloud Foundry', () => {
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
});
