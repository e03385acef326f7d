import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Engine } from '../../host';
import type { Wire } from '../support/wire';
import { listen } from '../support/wire';
import { locator, openEngine, runNode } from '../support/workflow';

let engine: Engine;
let wire: Wire;
beforeAll(async () => {
	engine = await openEngine();
});
afterAll(async () => await engine.stop());
beforeEach(async () => {
	wire = await listen(({ method, body }) =>
		method === 'POST'
			? {
					status: 200,
					body: JSON.stringify({ succeeded: (JSON.parse(body) as { user_ids: string[] }).user_ids, failed: [] }),
				}
			: { status: 204 },
	);
});
afterEach(async () => await wire.close());

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

const runs = { numRuns: 8, seed: 20261121 };

describe('for any text as an ID', () => {
	it('either the address keeps exactly its segments, or nothing is sent', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyText, { minLength: 60, maxLength: 60 }), async (ids) => {
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
						items: ids.map((id) => ({ id })),
						credentials: { cloudFoundryApi: { baseUrl: `${wire.url}/v2`, accessToken: 'sandbox-token' } },
						onError: 'continueErrorOutput',
					},
				);
				const sent = outputs[0].map(({ json }) => json.userGuid);
				expect(outputs[0].length + outputs[1].length).toBe(60);
				const segments = wire.received.map(({ url }) => url.split('/').map(decodeURIComponent));
				expect(segments).toEqual(sent.map((id) => ['', 'v2', 'users', id, 'organizations', id]));
				for (const { json } of outputs[1]) expect(json.error).toMatch(/^'(User|Organization) GUID' /);
				for (const id of sent) expect(ids).toContain(id);
			}),
			runs,
		);
	});

	it('none with a separator, white space, a control or an invisible character, or only dots, gets through', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyText, { minLength: 60, maxLength: 60 }), async (ids) => {
				wire.received.length = 0;
				await runNode(
					engine,
					'cloudFoundry',
					{ resource: 'user', operation: 'removeOrganization', apiVersion: 'v2', mappingMode: 'autoMapInputData' },
					{
						items: ids.map((id) => ({ guid: id, organizationGuid: 'organization' })),
						credentials: { cloudFoundryApi: { baseUrl: wire.url, accessToken: 'sandbox-token' } },
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

describe('user IDs', () => {
	const id = fc
		.stringMatching(/^[A-Za-z0-9._~-]{3,20}$/)
		.filter((text) => !['undefined', 'null', 'none', 'nan', 'true', 'false', '...'].includes(text.toLowerCase()));
	const parameters = (userIds: unknown): IDataObject => ({
		resource: 'department',
		operation: 'removeMembers',
		clientId: 'client',
		departmentId: locator('department'),
		userIds: userIds as string,
	});
	const remove = async (userIds: unknown, item: object = {}) => {
		wire.received.length = 0;
		const credentials = { clientDirectoryApi: { baseUrl: wire.url, accessToken: 'sandbox-token' } };
		return await runNode(engine, 'clientDirectory', parameters(userIds), { items: [item], credentials });
	};

	it('are the same in every form that people have them in: trimmed, in order, without repeats', async () => {
		const padding = fc.constantFrom('', ' ', '  ', '\t');
		await fc.assert(
			fc.asyncProperty(
				fc.array(id, { minLength: 1, maxLength: 8 }),
				fc.constantFrom(',', ' ', '\n', ', ', '\r\n', ',\n', ';', ' , '),
				padding,
				async (ids, separator, pad) => {
					const expected = [...new Set(ids)];
					const forms: Array<[unknown, object?]> = [
						[pad + ids.join(separator) + pad],
						[JSON.stringify(ids)],
						['={{ $json.list }}', { list: ids.map((entry) => pad + entry + pad) }],
						['={{ $json.list }}', { list: ids.map((entry) => ({ id: entry, name: 'somebody' })) }],
						['={{ $json.list }}', { list: JSON.stringify(ids.map((entry) => ({ id: entry }))) }],
						['={{ $json.list }}', { list: [...ids, ...ids] }],
					];
					for (const [form, item] of forms) {
						const { error, outputs } = await remove(form, item);
						expect(error).toBeUndefined();
						expect(wire.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: expected }]);
						expect(outputs[0][0].json.userIds).toEqual(expected);
					}
				},
			),
			{ ...runs, numRuns: 12 },
		);
	});

	it.each([
		['nothing', ''],
		['an empty list', '={{ [] }}'],
		['only separators', ' ,, \n'],
		['a list with nothing in it', '={{ ["a1", null] }}'],
		['a list with an object without id', '={{ [{ name: "Ada" }] }}'],
		['a list with text that holds a space', '={{ ["a1 b2"] }}'],
		['a list in a list', '={{ [["a1"]] }}'],
		['JSON that ends too early', '["a1", "b2"'],
		['an object without id', '={{ ({ name: "Ada" }) }}'],
		['a path', 'a1, ../b2'],
		['the word undefined', 'a1, undefined'],
	])('that are %s are refused before anything is sent', async (_, userIds) => {
		const { error } = await remove(userIds);
		expect(error?.message ?? '').toMatch(/'User IDs'|Missing or invalid|issues/);
		expect(wire.received).toEqual([]);
	});

	it('may be one ID, one number or one object with an id', async () => {
		for (const [form, sent] of [
			['a1b2', 'a1b2'],
			['={{ 4711 }}', '4711'],
			['={{ ({ id: "a1b2", name: "Ada" }) }}', 'a1b2'],
			['={{ ({ id: 4711 }) }}', '4711'],
		]) {
			await remove(form);
			expect(wire.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [sent] }]);
		}
	});
});

describe('a base URL', () => {
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
				const { status, error } = await runNode(
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
					{ credentials: { cloudFoundryApi: { baseUrl, accessToken: 'sandbox-token' } } },
				);
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
		const { error } = await runNode(
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
			{ credentials: { cloudFoundryApi: { baseUrl, accessToken: 'sandbox-token' } } },
		);
		expect(error?.message).toMatch(/'Base URL' of the credential/);
	});
});
