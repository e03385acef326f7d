import type { IDataObject } from 'n8n-workflow';

import { credential } from '../support/removal';
import { engine, serve, setUp } from '../support/setUp';
import { reply, type Reply } from '../support/wire';

// What an answer proves to whoever tests a credential, word for word.

setUp();

const test = async (type: string, data: IDataObject) => {
	const { status, message } = await engine.testCredential(type, data as never);
	return [status, message];
};

const answered = async (type: string, answer: Reply | ((url: string) => Reply), data: IDataObject = {}) => {
	const wire = await serve(({ url }) => (typeof answer === 'function' ? answer(url) : answer));
	const [status, message] = await test(type, {
		baseUrl: wire.url,
		authentication: 'accessToken',
		accessToken: 'sandbox-token',
		...data,
	});
	return { status, message: String(message).replaceAll(new URL(wire.url).host, 'api'), received: wire.received };
};

const proofs: ReadonlyArray<readonly [type: string, proof: IDataObject, message: string, path: string]> = [
	['delosApi', { item: {} }, 'Connected to Delos', '/v2/auth/profile'],
	['guardhouseApi', { users: [] }, 'Connected to Guardhouse', '/api/v1/users?offset=0&pageSize=1'],
	[
		'clientDirectoryApi',
		{ data: [] },
		'Connected to the client directory',
		'/clients/00000000-0000-0000-0000-000000000000/departments?page_size=1',
	],
	['cloudFoundryApi', { resources: [] }, 'Connected to Cloud Foundry', '/v3/organizations?per_page=1'],
];

describe.each(proofs)('%s', (type, proof, message, path) => {
	it('is told to be connected by what its page shows, and asks by GET for JSON', async () => {
		const told = await answered(type, reply(200, proof));
		expect([told.status, told.message]).toEqual(['OK', message]);
		const [{ method, url, headers }, ...more] = told.received;
		expect([method, url, more]).toEqual(['GET', path, []]);
		expect(headers).toMatchObject({
			accept: 'application/json',
			authorization: expect.stringMatching('sandbox-token'),
		});
	});

	const [field] = Object.keys(proof);
	it.each<readonly [number, unknown]>([
		[201, proof],
		[202, proof],
		[400, proof],
		[403, proof],
		[200, { [field]: 'text' }],
		[200, { [field]: null }],
		[200, {}],
		[200, []],
		[200, null],
		[200, 'text'],
	])('is not connected by %d with %j', async (status, body) => {
		expect((await answered(type, reply(status, body))).status).toBe('Error');
	});

	it('is not connected by no answer, nor by an answer that is no JSON', async () => {
		expect((await answered(type, { status: 200, body: '{"' })).status).toBe('Error');
		expect(
			await test(type, { baseUrl: 'http://127.0.0.1:1', authentication: 'accessToken', accessToken: 'sandbox-token' }),
		).toEqual([
			'Error',
			expect.stringMatching(
				/^(Delos|Guardhouse|The client directory|Cloud Foundry) can't be reached at 127\.0\.0\.1:1: it refused the connection\. Check 'Base URL' of the credential, and that n8n may connect there\.$/,
			),
		]);
	});
});

describe('the client directory', () => {
	const notFound = { error: { code: 'not_found', message: 'Client not found' } };
	const unsure = "Connected to the client directory. Without 'Client ID', the rights for a client weren't tested";

	it.each<readonly [unknown]>([[undefined], [''], ['  '], [7], [null]])(
		'does not know more of a token without a client (%j)',
		async (clientId) => {
			const told = await answered('clientDirectoryApi', reply(404, notFound), { clientId } as IDataObject);
			expect([told.status, told.message]).toEqual(['OK', unsure]);
			expect(told.received[0].url).toContain('/00000000-');
		},
	);

	it.each<readonly [number, unknown]>([
		[404, { error: { code: 'other', message: 'Client not found' } }],
		[404, { error: { code: 'not_found', message: 'Not found' } }],
		[404, { error: { code: 'not_found', message: 'No route for /clientele', details: { path: '/clients' } } }],
		[404, { error: 'not_found' }],
		[404, { code: 'not_found' }],
		[404, { error: null }],
		[404, null],
		[400, notFound],
		[403, notFound],
	])('takes %d with %j for a refusal', async (status, body) => {
		expect((await answered('clientDirectoryApi', reply(status, body))).status).toBe('Error');
	});

	it('takes it from the details as well which client there is none of', async () => {
		const details = { client_id: '00000000-0000-0000-0000-000000000000' };
		const told = await answered('clientDirectoryApi', reply(404, { error: { code: 'not_found', details } }));
		expect([told.status, told.message]).toEqual(['OK', unsure]);
	});

	it('takes it for a refusal of the client that is filled in', async () => {
		const clientId = ' aa7cf840-9ca9-46a3-9778-9015d6580d50 ';
		const told = await answered('clientDirectoryApi', reply(404, notFound), { clientId });
		expect(told.status).toBe('Error');
		expect(told.received[0].url).toContain('/clients/aa7cf840-9ca9-46a3-9778-9015d6580d50/');
	});

	it('says which field holds what is no ID', async () => {
		const told = await test('clientDirectoryApi', { ...credential('clientDirectoryApi'), clientId: 'a b' });
		expect(told).toEqual(['Error', expect.stringMatching(/^'Client ID' of the credential .+\. .+\.$/)]);
	});
});

describe('Cloud Foundry', () => {
	const unknown = reply(404, { errors: [{ code: 10000, title: 'CF-NotFound', detail: 'Unknown request' }] });

	it('is asked by v2 where there is no v3', async () => {
		const told = await answered('cloudFoundryApi', (url) =>
			url.startsWith('/v3') ? unknown : reply(200, { resources: [] }),
		);
		expect([told.status, told.message]).toEqual(['OK', 'Connected to Cloud Foundry']);
		expect(told.received.map(({ url }) => url)).toEqual([
			'/v3/organizations?per_page=1',
			'/v2/organizations?results-per-page=1',
		]);
	});
});

describe('a sign-in to Cloud Foundry', () => {
	const own = { authentication: 'clientCredentials', clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
	const asked = async (root: Reply | 'drop', info: Reply | 'drop' = { status: 404 }, data: IDataObject = {}) => {
		const wire = await serve(({ url }) => (url === '/' ? root : url === '/v2/info' ? info : { status: 418 }));
		const told = await test('cloudFoundryApi', { baseUrl: wire.url, ...own, ...data });
		return {
			told: [told[0], String(told[1]).replaceAll(new URL(wire.url).host, 'api')],
			urls: wire.received.map(({ url }) => url),
		};
	};
	const base =
		"Check the credential's 'Base URL': it is the address of the API, such as https://api.example.com. Else fill in 'UAA URL'.";
	const broke = 'The connection to Cloud Foundry broke. Check the network between n8n and the API.';
	const busy = { status: 503, body: 'not now' };
	const nothing = { status: 404 };
	const text = { status: 200, body: 'hello' };

	it.each<readonly [string, Reply | 'drop', Reply | 'drop', string, readonly string[]]>([
		['does not answer', 'drop', nothing, broke, ['/']],
		['does not answer of its second place', nothing, 'drop', broke, ['/', '/v2/info']],
		['is busy', busy, nothing, "The API doesn't tell where its UAA is (status 503). Try again later.", ['/']],
		[
			'is busy then',
			text,
			busy,
			"The API doesn't tell where its UAA is (status 503). Try again later.",
			['/', '/v2/info'],
		],
		[
			'names none',
			reply(200, { links: { uaa: null, login: {} } }),
			reply(200, {}),
			`The API at api doesn't name its UAA. ${base}`,
			['/', '/v2/info'],
		],
		['is none', text, text, `The API at api doesn't name its UAA. ${base}`, ['/', '/v2/info']],
		['is null', reply(200, null), reply(200, null), `The API at api doesn't name its UAA. ${base}`, ['/', '/v2/info']],
		[
			'names what is no address',
			reply(200, { links: { uaa: { href: 'uaa' } } }),
			nothing,
			"The UAA URL that the API names isn't a full address. Enter it with https:// in front.",
			['/'],
		],
		[
			'names what is no address in its second place',
			reply(200, {}),
			reply(200, { token_endpoint: 'ftp://uaa' }),
			"The UAA URL that the API names isn't a full address. Enter it with https:// in front.",
			['/', '/v2/info'],
		],
	])('of which the API %s', async (_what, root, info, message, urls) => {
		const asking = await asked(root, info);
		expect(asking).toEqual({ told: ['Error', message], urls });
	});

	it.each([
		['http://uaa.example.com', 'would send the token unencrypted. Use https:// (http:// is for this machine alone).'],
		['uaa.example.com', "isn't a full address. Enter it with https:// in front."],
	])('at the UAA URL %s is none', async (uaaUrl, what) => {
		const asking = await asked(text, text, { uaaUrl });
		expect(asking).toEqual({ told: ['Error', `The UAA URL of the credential ${what}`], urls: [] });
	});

	it('takes the address of the tokens for that of the UAA, and asks for JSON', async () => {
		const uaa = await serve(() => reply(200, { access_token: 'session-of-the-wire' }));
		const { urls } = await asked(text, text, { uaaUrl: `${uaa.url}/oauth/token` });
		const [{ url, headers }] = uaa.received;
		expect([url, headers.accept, headers['content-type'], urls[0]]).toEqual([
			'/oauth/token',
			'application/json',
			'application/x-www-form-urlencoded',
			'/v3/organizations?per_page=1',
		]);
	});
});

describe('a sign-in', () => {
	const own: Record<string, IDataObject> = {
		delosApi: { authentication: 'login', login: 'flow@example.com', password: 'sandbox-password' },
		guardhouseApi: { authentication: 'clientCredentials', clientId: 'sandbox-client', clientSecret: 'sandbox-secret' },
	};
	const check = 'Check the sign-in details and the addresses of the credential.';

	describe.each([
		['delosApi', 'Delos', 'accessToken'],
		['guardhouseApi', 'Guardhouse', 'access_token'],
	])('%s', (type, name, property) => {
		it('that gives a token is by POST, and the token is used', async () => {
			const told = await answered(
				type,
				reply(200, { [property]: 'session-1', item: { [property]: 'x' }, users: [] }),
				own[type],
			);
			expect(told.status).toBe('OK');
			const [first, second] = told.received;
			expect([first.method, first.headers.accept, second.headers.authorization]).toEqual([
				'POST',
				'application/json',
				expect.stringMatching(/session-1$/),
			]);
			expect(first.headers['content-type']).toBe(
				type === 'delosApi' ? 'application/json' : 'application/x-www-form-urlencoded',
			);
		});

		it.each<readonly [string, Reply, string]>([
			['200 without a token', reply(200, { hidden: 'x' }), `${name} refused the sign-in (status 200). ${check}`],
			['200 with another kind', reply(200, { [property]: 7 }), `${name} refused the sign-in (status 200). ${check}`],
			['200 with white space', reply(200, { [property]: 'a b' }), `${name} refused the sign-in (status 200). ${check}`],
			['200 with an empty one', reply(200, { [property]: '' }), `${name} refused the sign-in (status 200). ${check}`],
			['201 with one', reply(201, { [property]: 'abc' }), `${name} refused the sign-in (status 201). ${check}`],
			['200 with null', reply(200, null), `${name} refused the sign-in (status 200). ${check}`],
			[
				'401',
				{ status: 401, body: 'No' },
				`${name} refused the sign-in (status 401). ${check} ${name} answered: "No".`,
			],
			['400 without words', { status: 400 }, `${name} refused the sign-in (status 400). ${check}`],
			[
				'500',
				{ status: 500, body: 'Oops' },
				`${name} can't sign anybody in (status 500). Try again later. ${name} answered: "Oops".`,
			],
			['429', { status: 429 }, `${name} can't sign anybody in (status 429). Try again later.`],
		])('answered by %s', async (_what, answer, message) => {
			const told = await answered(type, answer, own[type]);
			expect([told.status, told.message]).toEqual(['Error', message]);
			expect(told.received).toHaveLength(1);
		});

		it('whose answer says much is cut', async () => {
			const told = await answered(type, { status: 400, body: 'x'.repeat(400) }, own[type]);
			expect(told.message).toContain(`answered: "${'x'.repeat(300)}".`);
		});
	});

	it.each(['', undefined])('to Guardhouse is at the API where no issuer is named (%j)', async (issuerUrl) => {
		const told = await answered('guardhouseApi', reply(200, { access_token: 'a', users: [] }), {
			...own.guardhouseApi,
			issuerUrl,
		});
		expect(told.received.map(({ url }) => url)).toEqual(['/connect/token', '/api/v1/users?offset=0&pageSize=1']);
	});

	it('to Guardhouse says which address is none', async () => {
		const told = await answered('guardhouseApi', { status: 200 }, { ...own.guardhouseApi, issuerUrl: 'issuer' });
		expect(told.message).toBe("'Issuer URL' of the credential isn't a full address. Enter it with https:// in front.");
		expect(told.received).toEqual([]);
	});

	it('to Cloud Foundry asks the API for JSON where its UAA is, without a token', async () => {
		const told = await answered('cloudFoundryApi', { status: 404 }, own.guardhouseApi);
		expect(
			told.received.map(({ method, url, headers }) => [method, url, headers.accept, headers.authorization]),
		).toEqual(['/', '/v2/info'].map((url) => ['GET', url, 'application/json', undefined]));
	});

	it('to Cloud Foundry by password that is refused otherwise speaks of no identity provider', async () => {
		const data = { authentication: 'password', username: 'ada', password: 'sandbox-password' };
		const uaa = await serve(() => reply(400, { error: 'invalid_request' }));
		const [, message] = await test('cloudFoundryApi', { baseUrl: uaa.url, uaaUrl: uaa.url, ...data });
		expect(message).toMatch(/^Cloud Foundry refused the sign-in \(status 400\)\. Check/);
		expect(message).not.toContain('Origin');
	});

	it.each([
		['password', "; 'Origin' names the identity provider where the platform has several"],
		['clientCredentials', ''],
	])('to Cloud Foundry by %s that is refused', async (authentication, advice) => {
		const data = {
			...{ authentication, username: 'ada', password: 'sandbox-password' },
			...{ clientId: 'sandbox-client', clientSecret: 'sandbox-secret' },
		};
		const uaa = await serve(() => reply(401, { error: 'unauthorized', error_description: 'Bad credentials' }));
		expect(await test('cloudFoundryApi', { baseUrl: uaa.url, uaaUrl: uaa.url, ...data })).toEqual([
			'Error',
			`Cloud Foundry refused the sign-in (status 401). Check the sign-in details and the addresses of the credential${advice}. Cloud Foundry answered: "Bad credentials".`,
		]);
	});
});
