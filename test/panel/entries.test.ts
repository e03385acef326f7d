import type { IDataObject } from 'n8n-workflow';

import { client } from '../support/members';
import { engine, serve, setUp } from '../support/setUp';
import { reply } from '../support/wire';
import { locator, packageName } from '../support/workflow';

// How a list of the editor names what a provider has, also where the provider leaves something out.

setUp();

type Type = 'delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry';

const shown = async (type: Type, method: string, parameters: object, answer: object, filter?: string) => {
	const wire = await serve(() => reply(200, answer));
	const data = { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' };
	const { results } = await engine.listSearch(
		`${packageName}.${type}`,
		method,
		{ resource: 'user', ...parameters } as never,
		{ [`${type}Api`]: data } as never,
		filter,
	);
	return { entries: results, urls: wire.received.map(({ url }) => url) };
};

const v2 = (...resources: readonly IDataObject[]) => ({ total_results: resources.length, next_url: null, resources });
const v3 = (...resources: readonly IDataObject[]) => ({
	pagination: { total_results: resources.length, next: null },
	resources,
	included: { spaces: [], organizations: [] },
});
const bound = (...clients: readonly unknown[]) => ({ item: { uuid: 'user_1', clients } });
const ofUser = { userId: locator('user_1') };

it.each<readonly [Type, string, object, object, readonly object[]]>([
	[
		'delos',
		'users',
		{},
		{
			items: [
				{ uuid: 'user_1', name: 'Ada', username: 'ada' },
				{ userId: 'user_2', name: 'Bob' },
				{ uuid: 3, username: 'cyn' },
				{ uuid: 'user_4', name: {}, username: null },
			],
		},
		[
			{ name: 'Ada (ada)', value: 'user_1' },
			{ name: 'Bob (user_2)', value: 'user_2' },
			{ name: '(cyn)', value: '3' },
			{ name: '(user_4)', value: 'user_4' },
		],
	],
	[
		'delos',
		'clients',
		{},
		{
			items: [
				{ cuid: 'cust_1', customerName: 'One', name: 'Not this' },
				{ customerId: 'cust_2', name: 'Two' },
				{ cuid: 'cust_3' },
			],
		},
		[
			{ name: 'One (cust_1)', value: 'cust_1' },
			{ name: 'Two (cust_2)', value: 'cust_2' },
			{ name: '(cust_3)', value: 'cust_3' },
		],
	],
	[
		'delos',
		'clientsOfUser',
		ofUser,
		bound({ customerId: 'cust_1', isOwner: true }, { customerId: 'cust_2', isOwner: false }, { customerId: 'cust_3' }),
		[
			{ name: 'cust_1 (owner)', value: 'cust_1' },
			{ name: 'cust_2 (standard user)', value: 'cust_2' },
			{ name: 'cust_3 (standard user)', value: 'cust_3' },
		],
	],
	[
		'delos',
		'clientsOfUser',
		ofUser,
		bound('cust_1', null, { customerId: 'cust_2' }),
		[{ name: 'cust_2 (standard user)', value: 'cust_2' }],
	],
	['delos', 'clientsOfUser', ofUser, { item: { uuid: 'user_1' } }, []],
	[
		'clientDirectory',
		'departments',
		{ clientId: client },
		{
			data: [
				{ id: 'd1', name: 'One', member_count: 1 },
				{ id: 'd2', name: 'Two', member_count: 2 },
				{ id: 'd3', name: 'None', member_count: 0 },
			],
			total_count: 3,
		},
		[
			{ name: 'One', value: 'd1', description: '1 member' },
			{ name: 'Two', value: 'd2', description: '2 members' },
			{ name: 'None', value: 'd3', description: '0 members' },
		],
	],
	[
		'clientDirectory',
		'users',
		{ clientId: client },
		{
			data: [
				{ id: 'u1', username: 'ada', user_key: 'K1' },
				{ id: 'u2', username: 'bob', user_key: null },
			],
			total_count: 2,
		},
		[
			{ name: 'ada', value: 'u1', description: 'K1' },
			{ name: 'bob', value: 'u2', description: undefined },
		],
	],
	[
		'guardhouse',
		'users',
		{},
		{
			total: 3,
			users: [
				{ id: 1, firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' },
				{ id: 2, firstName: 'Bob', lastName: null, email: 'bob@example.com' },
				{ id: 3, email: 'cyn@example.com' },
			],
		},
		[
			{ name: 'Ada Byron (ada@example.com)', value: 1 },
			{ name: 'Bob (bob@example.com)', value: 2 },
			{ name: '(cyn@example.com)', value: 3 },
		],
	],
	[
		'guardhouse',
		'rolesOfUser',
		{ userId: locator(1) },
		{
			id: 1,
			roles: [
				{ id: 7, name: 'Seven', description: 'The seventh' },
				{ id: 8, name: 'Eight', description: null },
				'nine',
			],
		},
		[
			{ name: 'Seven', value: 7, description: 'The seventh' },
			{ name: 'Eight', value: 8, description: undefined },
		],
	],
	['guardhouse', 'rolesOfUser', { userId: locator(1) }, { id: 1 }, []],
	[
		'cloudFoundry',
		'organizations',
		{ apiVersion: 'v2' },
		v2(
			{ metadata: { guid: 'o1' }, entity: { name: 'one' } },
			{ metadata: { guid: 'o2' }, entity: { name: '' } },
			{ metadata: { guid: 'o3' }, entity: { name: 3 } },
		),
		[
			{ name: 'one', value: 'o1', description: 'o1' },
			{ name: 'o2', value: 'o2', description: 'o2' },
			{ name: 'o3', value: 'o3', description: 'o3' },
		],
	],
	[
		'cloudFoundry',
		'organizations',
		{ apiVersion: 'v3' },
		v3({ guid: 'o1', name: 'one' }, { guid: 'o2', name: null }),
		[
			{ name: 'one', value: 'o1', description: 'o1' },
			{ name: 'o2', value: 'o2', description: 'o2' },
		],
	],
	[
		'cloudFoundry',
		'users',
		{ apiVersion: 'v3' },
		v3({ guid: 'u1', username: 'ada' }, { guid: 'u2' }),
		[
			{ name: 'ada', value: 'u1', description: 'u1' },
			{ name: 'u2', value: 'u2', description: 'u2' },
		],
	],
])('%s.%s %j names what it was given', async (type, method, parameters, answer, entries) => {
	expect((await shown(type, method, parameters, answer)).entries.filter(({ value }) => value !== '')).toEqual(entries);
});

describe('a list that goes by what was chosen before', () => {
	const all = { items: [{ cuid: 'cust_9', name: 'Nine' }], item: { uuid: 'u', clients: [] } };

	it.each<readonly [unknown, string]>([
		[locator('user_1'), '/v2/user/user_1'],
		[{ __rl: true, mode: 'list', value: 'user_1' }, '/v2/user/user_1'],
		['user_1', '/v2/user/user_1'],
		[locator('={{ $json.id }}'), '/v2/customer'],
		['={{ $json.id }}', '/v2/customer'],
		[{ __rl: true, mode: 'email', value: 'ada@example.com' }, '/v2/customer'],
		[locator(''), '/v2/customer'],
		[undefined, '/v2/customer'],
	])('%j', async (userId, path) => {
		const { urls } = await shown('delos', 'clientsOfUser', userId === undefined ? {} : { userId }, all);
		expect(urls[0].split('?')[0]).toMatch(new RegExp(`^${path}`));
	});

	it('goes by an ID that ends like an expression begins', async () => {
		const { urls } = await shown('delos', 'clientsOfUser', { userId: locator('user=') }, all);
		expect(urls[0]).toBe('/v2/user/user%3D');
	});
});

it.each([
	['', '/v2/clients?'],
	['  ', '/v2/clients?'],
])('what was typed as %j is nothing to look for', async (filter) => {
	const { urls } = await shown('delos', 'clients', {}, { items: [] }, filter);
	for (const url of urls) expect(url).not.toContain('customerName');
});

it('a list that ends before its end says so below what it has', async () => {
	const answer = { data: [{ id: 'd1', name: 'One', member_count: 1 }], total_count: 5, next_cursor: null };
	const { entries } = await shown('clientDirectory', 'departments', { clientId: client }, answer);
	expect(entries).toEqual([
		{ name: 'One', value: 'd1', description: '1 member' },
		{ name: "The client directory gave a list that isn't complete", value: '' },
	]);
});
