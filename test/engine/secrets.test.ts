import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { engine, serve, setUp } from '../support/setUp';
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
	return await runNode(engine, 'guardhouse', parameters, { credentials: { guardhouseApi: { baseUrl: url, ...more } } });
};
const client = { authentication: 'clientCredentials', clientId: 'sandbox-client', clientSecret: secret };

describe.each(Object.entries(forms))('a secret %s', (_, write) => {
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

	it('that is the token is taken out of good answers, too, fields and all', async () => {
		const wire = await serve(() => ({
			status: 200,
			headers: json,
			body: JSON.stringify({ items: [{ id: 1, name: `for ${write(token)}`, [write(token)]: 1 }] }),
		}));
		const parameters = { resource: 'role', operation: 'getAll' };
		const credentials = { guardhouseApi: { baseUrl: wire.url, accessToken: token } };
		const { outputs, stored } = await runNode(engine, 'guardhouse', parameters, { credentials });
		expect(outputs[0][0].json.name).toMatch(/^for .*\*\*\*/);
		expect(isGone(stored, write(token))).toBe(true);
	});
});

describe('the token', () => {
	interface Authenticating {
		authenticate(credentials: object, request: object): Promise<{ headers: Record<string, string> }>;
	}
	const { GuardhouseApi } = jest.requireActual<{ GuardhouseApi: new () => Authenticating }>('../../dist/index.js');

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
		const credentials = { baseUrl: own.url, accessToken: 'sandbox-token' };
		const send = async () => await axios(await new GuardhouseApi().authenticate(credentials, request));
		await send().catch(() => undefined);
		expect(foreign.received.map(({ headers }) => headers.authorization)).toEqual([]);
	});

	it('is refused to a path behind a foreign base', async () => {
		const foreign = await serve(() => ({ status: 200, body: '{}' }));
		const credentials = { baseUrl: 'https://guardhouse.example.com', accessToken: 'sandbox-token' };
		for (const url of ['/api/v1/roles', '', 'https://guardhouse.example.com/api', '//guardhouse.example.com/'])
			await expect(new GuardhouseApi().authenticate(credentials, { baseURL: foreign.url, url })).rejects.toThrow(
				/for guardhouse\.example\.com only/,
			);
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
	const credentials = { delosApi: { baseUrl: wire.url, accessToken: '789x' } };
	const { outputs } = await runNode(engine, 'delos', parameters, { credentials });
	expect(outputs[0][0].json).toMatchObject({ outcome: 'planned', changed: true });
});
