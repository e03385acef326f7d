import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, secrets, sessions, ways } from '../support/access';
import { bind, runDelos } from '../support/delos';
import { all, credential, remove, removeOnce } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { reply } from '../support/wire';
import { runNode } from '../support/workflow';

setUp();

const json = { 'content-type': 'application/json' };

const html = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
const lowerPercent = (text: string) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase());
const escaped = (text: string) =>
	[...JSON.stringify(text).slice(1, -1)]
		.map((letter) => (/[\w\\"]/.test(letter) ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`))
		.join('');
const nested = (text: string, times: number): string =>
	times === 0 ? text : nested(JSON.stringify(text).slice(1, -1), times - 1);

/** How servers, proxies and logs write what they were sent. */
const forms: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'in JSON': (secret) => nested(secret, 1),
	'in JSON within JSON': (secret) => nested(secret, 2),
	'in JSON within JSON within JSON': (secret) => nested(secret, 3),
	'in JSON with escapes': escaped,
	'in HTML': html,
	'in HTML with numbers': (secret) =>
		[...secret].map((letter) => (/\w/.test(letter) ? letter : `&#${letter.codePointAt(0)};`)).join(''),
	'in HTML with hexadecimal numbers': (secret) =>
		[...secret]
			.map((letter) => (/\w/.test(letter) ? letter : `&#x${letter.codePointAt(0)?.toString(16).toUpperCase()};`))
			.join(''),
	'in HTML within HTML': (secret) => html(html(secret)),
	'in an address': encodeURIComponent,
	'in an address, in lower case': lowerPercent,
	'in an address within an address': (secret) => encodeURIComponent(encodeURIComponent(secret)),
	'in a form': (secret) => new URLSearchParams({ _: secret }).toString().slice(2),
	'in an address, letters and all': (secret) =>
		[...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
	'in JSON, letters and all': (secret) =>
		[...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
	'in HTML, letters and all': (secret) => [...secret].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
	'in JSON in an address in HTML': (secret) => html(encodeURIComponent(nested(secret, 1))),
	'in lower case': (secret) => secret.toLowerCase(),
	'in upper case': (secret) => secret.toUpperCase(),
	'in base64': (secret) => Buffer.from(secret).toString('base64'),
	'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
	'in base64 with what stands around it': (secret) => Buffer.from(`"secret": "${secret}", …`).toString('base64'),
	'in HTTP Basic': (secret) => Buffer.from(`sandbox-client:${secret}`).toString('base64'),
	'in hex': (secret) => Buffer.from(secret).toString('hex'),
	'in upper-case hex': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
};

const secret = `sand+box/%41 "s&e<c>r'e\\t" é=:`;
const token = `sandbox+to/ken%41"&<x>'=`;

/** The longest part of a written secret that something holds. */
const heldOf = (text: string, written: string): number => {
	for (let length = written.length; length > 8; length--)
		for (let from = 0; from + length <= written.length; from++)
			if (text.includes(written.slice(from, from + length))) return length;
	return 0;
};

const run = async (url: string, more: IDataObject) => {
	const parameters = {
		resource: 'user',
		operation: 'unassignRole',
		userId: 101,
		roleId: 1,
		options: { maxRetries: 0 },
	};
	return await runNode(engine, 'guardhouse', parameters, {
		credentials: { guardhouseApi: { baseUrl: url, authentication: 'accessToken', ...more } },
	});
};
const client = { authentication: 'clientCredentials', clientId: 'sandbox-client', clientSecret: secret };

it('a token is taken out of a good answer in every form, and nothing else is', async () => {
	const whole = Object.entries(forms).filter(([name]) => !/around it|Basic|hexadecimal|(lower|upper) case$/.test(name));
	const items = whole.map(([, write], id) => ({ id, name: `for ${write(token)}, & no <more>` }));
	const wire = await serve(() => reply(200, { items }));
	const parameters = { resource: 'role', operation: 'getAll', returnAll: true };
	const data = { guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: token } };
	const { outputs } = await runNode(engine, 'guardhouse', parameters, { credentials: data });
	expect(outputs[0].map(({ json: { name } }, id) => [whole[id][0], name])).toEqual(
		whole.map(([name]) => [name, 'for ***, & no <more>']),
	);
});

describe.each(Object.entries(forms))('a secret %s', (name, write) => {
	// Base64 of something around it shares its first and last letters with that.
	const isGone = (stored: string, written: string) => heldOf(stored, written) < Math.max(12, written.length / 2);

	it('is taken out of the answer to a change', async () => {
		const wire = await serve(({ url }) =>
			url === '/connect/token'
				? { status: 200, headers: json, body: '{"access_token":"sandbox-session-1"}' }
				: { status: 400, body: `You sent ${write(secret)} and no more` },
		);
		const { error, stored } = await run(wire.url, client);
		expect(error?.description).toMatch(/You sent .*\*\*\*.* and no more/);
		expect(isGone(stored, write(secret))).toBe(true);
	});

	it('is taken out of the answer to a sign-in', async () => {
		const wire = await serve(() => ({
			status: 400,
			headers: json,
			body: JSON.stringify({ error: 'invalid_client', error_description: `No client with ${write(secret)}` }),
		}));
		const { error, stored } = await run(wire.url, client);
		expect(error?.description).toMatch(/No client with .*\*\*\*/);
		expect(isGone(stored, write(secret))).toBe(true);
	});

	// Another case is another token: an ID may be written so.
	const isOther = / in (lower|upper) case$/.test(` ${name}`) && !name.startsWith('in an address');

	if (isOther) return;

	it('that is the token is taken out of good answers, too, fields and all', async () => {
		const wire = await serve(() => ({
			status: 200,
			headers: json,
			body: JSON.stringify({ items: [{ id: 1, name: `for ${write(token)}`, [write(token)]: 1 }] }),
		}));
		const parameters = { resource: 'role', operation: 'getAll' };
		const credentials = { guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: token } };
		const { outputs, stored } = await runNode(engine, 'guardhouse', parameters, { credentials });
		expect(outputs[0][0].json.name).toMatch(/^for .*\*\*\*/);
		expect(isGone(stored, write(token))).toBe(true);
	});
});

describe('a token in the host of a redirect', () => {
	it.each([
		'https://%73andbox-token.example.com/x',
		'https://SANDBOX-TOKEN.example.com/',
		'https://sandbox-token.example.com/',
	])('is taken out of it, however it is written (%s)', async (location) => {
		const wire = await serve(() => ({ status: 302, headers: { location } }));
		const { error, stored } = await run(wire.url, { accessToken: 'sandbox-token' });
		expect(error?.message).toMatch(/redirected the request to \*\*\*\.example\.com/);
		expect(stored).not.toContain('sandbox-token.example.com');
	});

	it.each(['tok-SECRET', 'Tok_SECRET-9', 'SECR'])(
		'is taken out where hosts are written in lower case (%s)',
		async (accessToken) => {
			const wire = await serve(() => ({ status: 302, headers: { location: `https://${accessToken}.example.com/x` } }));
			const { error, stored } = await run(wire.url, { accessToken });
			expect(error?.message).toMatch(/redirected the request to \*\*\*\.example\.com/);
			expect(stored.toLowerCase()).not.toContain(`${accessToken.toLowerCase()}.example`);
		},
	);
});

it.each([
	['ÄRGER-und-Mühe', 'İstanbul: ÄRGER-und-Mühe'],
	['ÄRGER-und-Mühe', 'İ ärger-UND-mühe'],
	['geheim-müsse', 'İ geheim-m%C3%BCsse'],
	['Σ1234567', 'password:Σ1234567'],
	['ΠΑΣ-ΚΩΔΙΚΟΣ', 'client:ΠΑΣ-ΚΩΔΙΚΟΣ:realm'],
	['P"ss-word\\', 'Got {"sent":"P\\"ss-word\\\\"}'],
	['P"ss word%', 'P%22ss%20word%2541'],
	['a b c d e f', 'a+b+c+d+e+f'],
	['sandbox+secret/x', 'Got {"sent":"sandbox+secret\\/x"}'],
])('the secret %s is taken out of %s', async (clientSecret, body) => {
	const wire = await serve(({ url }) =>
		url === '/connect/token'
			? { status: 200, headers: json, body: '{"access_token":"sandbox-session-1"}' }
			: { status: 400, body },
	);
	const { error } = await run(wire.url, { ...client, clientSecret });
	expect(error?.description).toContain('***');
	expect(error?.description?.toLowerCase()).not.toContain(clientSecret.slice(0, 6).toLowerCase());
});

it.each([
	'https://sand\tbox-token.example.com/',
	'https://sand%C2%ADbox-token.example.com/',
	'https://%EF%BD%93andbox-token.example.com/',
	'https://ｓａｎｄｂｏｘ-token.example.com/',
])('a token that only a reader of the address sees is taken out of it (%j)', async (location) => {
	const encoded = location.replace(/[^\0-\x7f]/g, encodeURIComponent);
	sandbox.guardhouse.fault({ status: 302, headers: { location: encoded }, times: 9 });
	const { error, stored } = await removeOnce('guardhouseApi', credential('guardhouseApi'));
	expect(error?.message).toMatch(/redirected the request to (\*\*\*\.example\.com|an unnamed place)/);
	expect(stored).not.toContain('sandbox-token.example');
});

it.each(['SANDBOX TOKEN', 'sandbox+token', 'Sandbox Token team', 'sandbox/token', 'SANDBOX-TOKEN'])(
	'the role %s is no token, and is found',
	async (name) => {
		const [role] = sandbox.guardhouse.state.roles;
		role.name = name;
		const roleId = { __rl: true, mode: 'name', value: name };
		const parameters = { resource: 'user', operation: 'unassignRole', userId: 101, roleId, options: { dryRun: true } };
		const credentials = { guardhouseApi: credential('guardhouseApi') };
		const { error, outputs } = await runNode(engine, 'guardhouse', parameters, { credentials });
		expect(error?.message).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ roleId: role.id, lookedUp: { roleId: name } });
	},
);

it('text that only looks alike is left as it is', async () => {
	const names = ['100%', 'C:\\temp\\new', 'AT&T &amp; more', 'a+b c/d', '%zz', '\\', '%E2%82%AC', '\\u20ac', '&#8364;'];
	const items = names.map((name, id) => ({ id, name }));
	const wire = await serve(() => reply(200, { items }));
	const data = { guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: token } };
	const parameters = { resource: 'role', operation: 'getAll', returnAll: true };
	const { outputs } = await runNode(engine, 'guardhouse', parameters, { credentials: data });
	expect(outputs[0].map(({ json: { name } }) => name)).toEqual(names);
});

it('a token that is part of an ID takes no access out of what was read', async () => {
	const user = { item: { uuid: 'user_1', clients: [{ customerId: 'cust_789xyz', isOwner: true }] } };
	const wire = await serve(() => ({ status: 200, headers: json, body: JSON.stringify(user) }));
	const parameters = {
		resource: 'user',
		operation: 'unbindClient',
		userId: 'user_1',
		clientId: 'cust_789xyz',
		options: { dryRun: true },
	};
	const credentials = { delosApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: '789x' } };
	const { outputs } = await runNode(engine, 'delos', parameters, { credentials });
	expect(outputs[0][0].json).toMatchObject({ outcome: 'planned', changed: false, wouldChange: true });
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
		const { status, outputs } = await runDelos(bind, { data });
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
		await runDelos(bind, { data });
		provider.expireTokens();
		const item = { uuid: 'user_456ghi', comment: 'by sandbox-session-2' };
		provider.fault({ method: 'PUT', skip: 1, ...reply(200, { item }), status: undefined });
		const { outputs, stored } = await runDelos(bind, { data: engine.credentialStore.delosApi as IDataObject });
		expect(provider.tokenFetches).toBe(2);
		expect(outputs[0][0].json.response).toEqual({ item: { uuid: 'user_456ghi', comment: 'by ***' } });
		expect(stored).not.toContain('sandbox-session');
	});
});

describe('the token', () => {
	it.each(ways)('of %s by %s is not shown, even where the provider repeats it', async (type, way) => {
		const provider = providerOf(sandbox, type);
		await removeOnce(type, credential(type, way));
		const used = String(provider.requests[provider.requests.length - 1].headers.authorization);
		provider.fault({
			method: removals[type][0] === 'clientDirectory' ? 'POST' : 'DELETE',
			status: 400,
			body: `{"error":"Bad token: ${used}"}`,
		});
		const { error, stored } = await removeOnce(type, undefined);
		expect(error?.description).toContain('Bad token: Bearer ***');
		for (const secret of secrets) expect(stored).not.toContain(secret);
	});
});

it('a token that another execution has replaced meanwhile is not shown', async () => {
	const wire = await serve(({ url, headers }) => {
		if (url === '/connect/token') return { status: 200, headers: json, body: '{"access_token":"sandbox-session-OLD"}' };
		if (!url.includes('/101/')) return { status: 204 };
		const session = JSON.parse(String(engine.credentialStore.guardhouseApi.sessionToken)) as object;
		engine.credentialStore.guardhouseApi.sessionToken = JSON.stringify({ ...session, token: 'sandbox-session-NEW' });
		return { status: 400, body: `Authorization was ${headers.authorization}` };
	});
	const data = credential('guardhouseApi', 'client credentials');
	engine.credentialStore.guardhouseApi = { ...data, baseUrl: wire.url } as never;
	const { error, stored } = await runNode(
		engine,
		'guardhouse',
		{ ...removals.guardhouseApi[1], userId: '={{ $json.user }}' },
		{ items: [{ user: 7 }, { user: 101 }] },
	);
	expect(error?.description).toContain('Authorization was Bearer ***');
	expect(stored).not.toContain('sandbox-session-OLD');
});

it.each(['admin', 'user', 'organization'])(
	'the password %j does not change what good answers say',
	async (password) => {
		const role = {
			guid: 'role-1',
			type: 'organization_user',
			relationships: { user: { data: { guid: 'user-1' } }, organization: { data: { guid: 'organization-1' } } },
		};
		const wire = await serve(({ url, method }) => {
			if (url === '/oauth/token') return { status: 200, headers: json, body: '{"access_token":"sandbox-session-1"}' };
			if (url.startsWith('/v3/users/'))
				return { status: 200, headers: json, body: '{"guid":"user-1","username":"admin"}' };
			if (method === 'DELETE') return { status: 202, headers: { location: '/v3/jobs/job-1' } };
			if (url.startsWith('/v3/jobs')) return { status: 200, headers: json, body: '{"state":"COMPLETE"}' };
			return { status: 200, headers: json, body: JSON.stringify({ pagination: { next: null }, resources: [role] }) };
		});
		const account = { baseUrl: wire.url, uaaUrl: wire.url, authentication: 'password', username: 'admin', password };
		const credentials = { cloudFoundryApi: account };
		const user = { resource: 'user', apiVersion: 'v3', userGuid: 'user-1' };
		const read = await runNode(engine, 'cloudFoundry', { ...user, operation: 'get' }, { credentials });
		expect(read.outputs[0][0].json).toEqual({ guid: 'user-1', username: 'admin' });
		const removal = { ...user, operation: 'removeOrganization', organizationGuid: 'organization-1' };
		const removed = await runNode(engine, 'cloudFoundry', removal, { credentials });
		expect(removed.outputs[0][0].json.outcome).toBe('applied');
		expect(wire.received.filter(({ method }) => method === 'DELETE').map(({ url }) => url)).toEqual([
			'/v3/roles/role-1',
		]);
	},
);
