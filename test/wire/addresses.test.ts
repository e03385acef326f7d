import * as fc from 'fast-check';

import { engine, serve, setUp } from '../support/setUp';
import type { Wire } from '../support/wire';
import { locator, runNode } from '../support/workflow';

setUp();

let wire: Wire;
beforeEach(async () => {
	wire = await serve(() => ({ status: 204 }));
});

const fragments = fc.constantFrom(
	...['.', '..', '/', '\\', '?', '#', '%', '%2e', '%2F', ' ', '\t', '\n', '\u0000', '\u200b', '\ufeff', 'ü', '+', '@'],
	...[
		'&',
		'=',
		';',
		':',
		'a',
		'user',
		'-',
		'~',
		"'",
		'"',
		'{',
		'}',
		'|',
		'^',
		'`',
		'[',
		']',
		'<',
		'>',
		'日',
		'😀',
		'\ud800',
	],
);

const anyText = fc.oneof(
	fc.array(fragments, { maxLength: 6 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ maxLength: 12 }),
	fc.uuid(),
);

/** Others each: items that ask for just the same are one request. */
const texts = fc.uniqueArray(anyText, { minLength: 60, maxLength: 60 });

const runs = { numRuns: 8, seed: 20261121 };

describe('for any text as an ID', () => {
	it('either the address keeps exactly its segments, or nothing is sent', async () => {
		await fc.assert(
			fc.asyncProperty(texts, async (ids) => {
				wire.received.length = 0;
				const { outputs } = await runNode(
					engine,
					'cloudFoundry',
					{
						resource: 'user',
						operation: 'removeOrganization',
						apiVersion: 'v2',
						userGuid: locator('={{ $json.id }}'),
						organizationGuid: locator('={{ $json.id }}'),
						options: { concurrency: 1 },
					},
					{
						items: ids.map((id) => ({ id, note: 'x' })),
						credentials: {
							cloudFoundryApi: {
								baseUrl: `${wire.url}/v2`,
								authentication: 'accessToken',
								accessToken: 'sandbox-token',
							},
						},
						onError: 'continueErrorOutput',
					},
				);
				const sent = outputs[0].map(({ json }) => json.userGuid);
				expect(outputs[0].length + outputs[1].length).toBe(60);
				const segments = wire.received.map(({ url }) => url.split('/').map(decodeURIComponent));
				expect(segments).toEqual(sent.map((id) => ['', 'v2', 'users', id, 'organizations', id]));
				for (const { json } of outputs[1]) expect(json.error).toMatch(/^'(User|Organization)' /);
				for (const id of sent) expect(ids).toContain(id);
			}),
			runs,
		);
	});

	it('none with a separator, white space, a control or an invisible character, or only dots, gets through', async () => {
		await fc.assert(
			fc.asyncProperty(texts, async (ids) => {
				wire.received.length = 0;
				await runNode(
					engine,
					'cloudFoundry',
					{ resource: 'user', operation: 'removeOrganization', apiVersion: 'v2', mappingMode: 'autoMapInputData' },
					{
						items: ids.map((id) => ({ guid: id, organizationGuid: 'organization' })),
						credentials: {
							cloudFoundryApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
						},
						onError: 'continueErrorOutput',
					},
				);
				for (const { url } of wire.received) {
					const id = decodeURIComponent(url.split('/')[3]);
					expect(id).not.toMatch(/[/\\?#\s\p{Cc}\p{Cf}]/u);
					expect(['', '.', '..', 'undefined', 'null']).not.toContain(id);
				}
			}),
			runs,
		);
	});
});

describe('what is said of a base URL', () => {
	it.each([
		['', 'is empty', 'Enter the address of the API, such as https://api.example.com.'],
		['   ', 'is empty', 'Enter the address of the API, such as https://api.example.com.'],
		['https://api.example.com /v2', 'holds white space or a backslash', 'Enter one address and nothing else.'],
		['https:\\\\api.example.com', 'holds white space or a backslash', 'Enter one address and nothing else.'],
		['api.example.com', "isn't a full address", 'Enter it with https:// in front.'],
		['ftp://api.example.com', "isn't a full address", 'Enter it with https:// in front.'],
		['https://', "isn't an address", 'Check its host and its port.'],
		['https://api.example.com:99999', "isn't an address", 'Check its host and its port.'],
		['https://[::1', "isn't an address", 'Check its host and its port.'],
		[
			'https://ada:secret@api.example.com',
			'holds a user name or password',
			'Remove everything between https:// and the host.',
		],
		['https://api.example.com?a=b', 'holds a query or a fragment', 'Remove everything from the ? or # on.'],
		['https://api.example.com/#top', 'holds a query or a fragment', 'Remove everything from the ? or # on.'],
		['http://api.example.com', 'would send the token unencrypted', 'Use https:// (http:// is for this machine alone).'],
		[
			'http://localhost.example.com',
			'would send the token unencrypted',
			'Use https:// (http:// is for this machine alone).',
		],
	])('%j %s', async (baseUrl, what, remedy) => {
		const { error } = await runNode(
			engine,
			'guardhouse',
			{ resource: 'user', operation: 'assignRole', userId: locator(1), roleId: locator(1) },
			{ credentials: { guardhouseApi: { baseUrl, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
		);
		expect([error?.message, error?.description]).toEqual([`'Base URL' of the credential ${what}`, remedy]);
	});
});

describe('a base URL', () => {
	const removeAt = async (baseUrl: string) =>
		await runNode(
			engine,
			'cloudFoundry',
			{
				resource: 'user',
				operation: 'removeOrganization',
				apiVersion: 'v2',
				userGuid: locator('u'),
				organizationGuid: locator('o'),
				options: { maxRetries: 0 },
			},
			{ credentials: { cloudFoundryApi: { baseUrl, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
		);

	it('either is where the request goes, path and all, or nothing is sent', async () => {
		const { host } = new URL(wire.url);
		const parts = fc.tuple(
			fc.constantFrom(
				'http://',
				'HTTP://',
				'https://',
				'',
				'//',
				'http:/',
				'http:\\\\',
				' http://',
				'file://',
				'javascript:',
			),
			fc.constantFrom('', '', '', 'user@', 'user:pass@', '@', 'example.com@', 'example.com\\@'),
			fc.constantFrom(
				'',
				'',
				'',
				'/',
				'//',
				'/v2',
				'/v2/',
				'/base',
				'/base/v2',
				'/..',
				'/./x',
				'/a b',
				'/%2e%2e/x',
				'\\x',
			),
			fc.constantFrom('', '', '', '?', '?a=b', '#', '#x', '?#', '\n', '\t'),
		);
		await fc.assert(
			fc.asyncProperty(parts, async ([scheme, user, path, rest]) => {
				wire.received.length = 0;
				const baseUrl = `${scheme}${user}${host}${path}${rest}`;
				const { status, error } = await removeAt(baseUrl);
				if (status !== 'success') {
					expect(error?.message).toMatch(/Base URL|can't be reached|certificate|connection/);
					return expect(wire.received).toEqual([]);
				}
				expect(baseUrl.trim()).toMatch(/^http:\/\/127\.0\.0\.1:\d+(\/[^?#\s]*)?$/i);
				expect(wire.received).toHaveLength(1);
				expect(wire.received[0].url).toMatch(/^(\/base|\/x|\/%2e%2e\/x)?\/v2\/users\/u\/organizations\/o$/);
				expect(wire.received[0].headers.host).toBe(host);
			}),
			{ numRuns: 250, seed: 7 },
		);
	});

	it.each([
		'http://127.0.0.1.example.com',
		'http://localhost.example.com',
		'http://example.com#127.0.0.1',
		'http://0.0.0.0',
		'http://10.0.0.1',
		'http://[::2]',
		'http://127.0.0.1@example.com',
	])('%s may not get the token unencrypted', async (baseUrl) => {
		const { error } = await removeAt(baseUrl);
		expect(error?.message).toMatch(/'Base URL' of the credential/);
	});
});
