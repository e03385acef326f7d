import { providerOf, sessions, ways, wrong } from '../support/access';
import { client, nobody } from '../support/members';
import { whenAsked } from '../support/meanwhile';
import { all, credential } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { listen, reply } from '../support/wire';

setUp();

const json = { 'content-type': 'application/json' };

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

	it('fails the test at a web server that answers everything with a page', async () => {
		const wire = await listen(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }));
		const tested = await engine.testCredential(type, { ...credential(type, way), baseUrl: wire.url } as never);
		await wire.close();
		expect(tested.status).toBe('Error');
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
		const provider = providerOf(sandbox, type);
		const sent = () => provider.requests.at(-1)?.headers.authorization?.replace(/^bearer /i, '');
		const refuse = () => provider.fault({ path, status: 400, body: `Bad token: ${sent()}` });
		whenAsked<unknown>(provider, ({ url }) => path.test(url), refuse);
		const tested = await engine.testCredential(type, credential(type, way) as never);
		expect(tested.status).toBe('Error');
		expect(sent()).toMatch(/sandbox-session-1$/);
		expect(tested.message).toContain('Bad token: ***');
		expect(tested.message).not.toContain('sandbox-session');
	});

	it('does not follow a redirect of the sign-in', async () => {
		const elsewhere = await serve(() => reply(200, { access_token: 'x', accessToken: 'x' }));
		providerOf(sandbox, type).fault({ method: 'POST', status: 307, headers: { location: elsewhere.url } });
		const tested = await engine.testCredential(type, credential(type, way) as never);
		expect(tested.status).toBe('Error');
		expect(elsewhere.received).toEqual([]);
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

	it.each([undefined, client])(
		'fails where the Base URL lacks the version of the API (Client ID: %s)',
		async (clientId) => {
			const { baseUrl, ...signsIn } = credential('clientDirectoryApi');
			const data = { ...signsIn, baseUrl: String(baseUrl).replace(/\/v2$/, ''), clientId };
			const tested = await engine.testCredential('clientDirectoryApi', data as never);
			expect(tested.status).toBe('Error');
			expect(tested.message).toContain("'Base URL'");
		},
	);

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

describe('Cloud Foundry', () => {
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
});
