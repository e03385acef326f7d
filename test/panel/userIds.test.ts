import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { engine, serve, setUp } from '../support/setUp';
import type { Wire } from '../support/wire';
import { locator, runNode } from '../support/workflow';

setUp();

let wire: Wire;
beforeEach(async () => {
	wire = await serve(({ body }) => ({
		status: 200,
		body: JSON.stringify({ succeeded: (JSON.parse(body) as { user_ids: string[] }).user_ids, failed: [] }),
	}));
});

describe('user IDs', () => {
	const id = fc
		.stringMatching(/^[A-Za-z0-9._~-]{3,20}$/)
		.filter((text) => /[A-Za-z0-9]/.test(text) && !/^\d[\d.]*e-?\d+$/i.test(text))
		.filter((text) => !['undefined', 'null', 'none', 'nan', 'true', 'false'].includes(text.toLowerCase()));
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
			{ numRuns: 12, seed: 20261121 },
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
		expect(error?.message ?? '').toMatch(/'Users'|Missing or invalid|issues/);
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
