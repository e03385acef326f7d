import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { providerOf, sessions, ways } from '../support/access';
import { credential, removeOnce } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { listen, reply } from '../support/wire';

setUp();

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
		const { error } = await removeOnce(type, data);
		expect(error?.message).toContain(elsewhere.url.slice('http://'.length));
		await elsewhere.close();
		expect(elsewhere.received).toEqual([]);
	});

	it.each(sessions)('and the password of %s by %s stay where the sign-in is redirected', async (type, way) => {
		const elsewhere = await listen(() => ({ status: 200, body: '{}' }));
		providerOf(sandbox, type).fault({ method: 'POST', times: 5, status: 307, headers: { location: elsewhere.url } });
		const { error } = await removeOnce(type, credential(type, way));
		await elsewhere.close();
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(elsewhere.received).toEqual([]);
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

	interface Authenticating {
		authenticate(credentials: object, request: object): Promise<{ headers: Record<string, string> }>;
	}
	const guardhouseApi = () => {
		const { GuardhouseApi } = jest.requireActual<{ GuardhouseApi: new () => Authenticating }>('../../dist/index.js');
		return new GuardhouseApi();
	};

	it.each([
		['a foreign base and an address of its own', ' ', 'foreign'],
		['a foreign base and an address with a tab', '\t', 'foreign'],
		['a foreign base and a whole address', '', 'foreign'],
		['its own base and an address with a space', ' ', 'own'],
		['no base and an address with a space', ' ', 'none'],
	])('goes to its own origin alone, with %s', async (_, before, base) => {
		const own = await serve(() => ({ status: 200, body: '{}' }));
		const foreign = await serve(() => ({ status: 200, body: '{}' }));
		const baseURL = { foreign: `${foreign.url}/x`, own: own.url, none: undefined }[base];
		const request = { baseURL, url: `${before}${own.url}/api/v1/roles`, method: 'GET' };
		const credentials = { baseUrl: own.url, authentication: 'accessToken', accessToken: 'sandbox-token' };
		const send = async () => await axios(await guardhouseApi().authenticate(credentials, request));
		await send().catch(() => undefined);
		expect(foreign.received.map(({ headers }) => headers.authorization)).toEqual([]);
	});

	it.each([
		['/api/v1/roles', undefined],
		['api/v1/roles', ''],
		['roles', 'https://guardhouse.example.com/api/'],
	])('goes along to %j behind the base %j', async (url, baseURL) => {
		const credentials = {
			baseUrl: 'https://guardhouse.example.com',
			authentication: 'accessToken',
			accessToken: 'sandbox-token',
		};
		const send = guardhouseApi().authenticate(credentials, { url, baseURL, headers: { accept: 'text/plain' } });
		if (baseURL)
			expect(await send).toEqual({
				url,
				baseURL,
				headers: { accept: 'text/plain', Authorization: 'Bearer sandbox-token' },
				sendCredentialsOnCrossOriginRedirect: false,
			});
		else
			await expect(send).rejects.toMatchObject({
				message: 'The credential is for guardhouse.example.com only',
				description: "It isn't used for another or an incomplete address: nothing was sent.",
			});
	});

	it('is refused to a path behind a foreign base', async () => {
		const foreign = await serve(() => ({ status: 200, body: '{}' }));
		const credentials = {
			baseUrl: 'https://guardhouse.example.com',
			authentication: 'accessToken',
			accessToken: 'sandbox-token',
		};
		for (const url of ['/api/v1/roles', '', 'https://guardhouse.example.com/api', '//guardhouse.example.com/'])
			await expect(guardhouseApi().authenticate(credentials, { baseURL: foreign.url, url })).rejects.toThrow(
				/for guardhouse\.example\.com only/,
			);
	});
});

describe('the HTTP Request node', () => {
	const request = async (url: string, data: IDataObject, options: IDataObject = {}) =>
		await engine.run(
			{
				name: 'HTTP',
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						parameters: {
							url,
							authentication: 'predefinedCredentialType',
							nodeCredentialType: 'guardhouseApi',
							options,
						},
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
		const { status, error } = await request(url, {
			baseUrl,
			authentication: 'accessToken',
			accessToken: 'sandbox-token',
		});
		expect(status).toBe('error');
		expect(error?.message).toContain(`The credential is for ${new URL(baseUrl).host} only`);
		expect(elsewhere.received).toEqual([]);
	});

	it.each([
		['a proxy of its own', (url: string) => ({ proxy: url })],
		['certificates that nobody checks', () => ({ allowUnauthorizedCerts: true })],
	])('gets no token with %s', async (_, optionsFor) => {
		const between = await serve(() => reply(200, {}));
		const data = { baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' };
		const { status, error } = await request(`${data.baseUrl}/api/v1/roles`, data, optionsFor(between.url));
		expect(status).toBe('error');
		expect(error?.message).toContain(
			"isn't used through a proxy of the node's own, nor where certificates aren't checked",
		);
		expect([between.received, sandbox.guardhouse.requests]).toEqual([[], []]);
	});

	it('may set what keeps the token where it belongs', async () => {
		const data = { baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' };
		const { status } = await request(`${data.baseUrl}/api/v1/roles`, data, {
			timeout: 5000,
			allowUnauthorizedCerts: false,
		});
		expect(status).toBe('success');
	});
});
