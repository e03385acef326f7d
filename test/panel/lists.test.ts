import { engine, sandbox, setUp } from '../support/setUp';
import { listen } from '../support/wire';
import { locator, packageName } from '../support/workflow';

setUp();

type Type = 'delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry';

const credentials = (baseUrl?: string) =>
	Object.fromEntries(
		(['delos', 'clientDirectory', 'guardhouse', 'cloudFoundry'] as const).map((type) => [
			`${type}Api`,
			{ baseUrl: baseUrl ?? sandbox[type].url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		]),
	);

const list = async (
	type: Type,
	method: string,
	parameters: object,
	filter?: string,
	token?: string,
	baseUrl?: string,
) =>
	await engine.listSearch(
		`${packageName}.${type}`,
		method,
		parameters as never,
		credentials(baseUrl) as never,
		filter,
		token,
	);

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';

describe('every resource locator', () => {
	it.each(['delos', 'clientDirectory', 'guardhouse', 'cloudFoundry'] as const)(
		'of %s calls a list that exists, and still takes an ID',
		(type) => {
			const { description, methods } = engine.nodeType(`${packageName}.${type}`);
			const locators = description.properties.filter((property) => property.type === 'resourceLocator');
			expect(locators.length).toBeGreaterThan(0);
			for (const { modes, default: initial } of locators) {
				const [first, word, last] = modes?.map(({ name }) => name) ?? [];
				expect([first, last]).toEqual(['list', 'id']);
				expect(['email', 'name', 'username']).toContain(word);
				expect(initial).toEqual({ mode: 'list', value: '' });
				expect(methods?.listSearch).toHaveProperty(String(modes?.[0].typeOptions?.searchListMethod));
			}
		},
	);
});

describe.each([
	['delos', 'users', { operation: 'bindClient' }, 'GARCIA', ['user_456ghi']],
	['delos', 'clients', { operation: 'bindClient' }, 'northwind', ['cust_789xyz']],
	['clientDirectory', 'departments', { clientId: client }, 'engin', ['d1a2b3c4-e5f6-7890-abcd-ef1234567890']],
	['clientDirectory', 'users', { clientId: client }, 'john', ['a1d97031-04e2-4907-a249-093f7436207b']],
	['guardhouse', 'users', {}, 'JOHN.SMITH', [101]],
	['guardhouse', 'roles', {}, 'admin', [1]],
	['cloudFoundry', 'users', { apiVersion: 'v2' }, 'uaa-id', ['uaa-id-128']],
	['cloudFoundry', 'users', { apiVersion: 'v3' }, 'uaa-id', ['uaa-id-128']],
	['cloudFoundry', 'organizations', { apiVersion: 'v2' }, 'ACME-PROD', ['1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96']],
	['cloudFoundry', 'organizations', { apiVersion: 'v3' }, 'acme-prod', ['1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96']],
] as const)('the list %s.%s %j', (type, method, parameters, filter, found) => {
	it('finds by a part of the name, in any case', async () => {
		const { results } = await list(type, method, { resource: 'user', ...parameters }, filter);
		expect(results.map(({ value }) => value)).toEqual(found);
	});

	it('lists everything, page by page, each entry with a name and an ID', async () => {
		const all: Array<string | number | boolean> = [];
		let token: string | undefined;
		let pages = 0;
		do {
			const page = await list(type, method, { resource: 'user', ...parameters }, undefined, token);
			for (const { name, value } of page.results) {
				expect(name).toBeTruthy();
				expect(['undefined', 'null', 'NaN', '']).not.toContain(String(value));
				all.push(value);
			}
			token = page.paginationToken as string | undefined;
			pages += 1;
		} while (token !== undefined && pages < 20);
		expect(token).toBeUndefined();
		expect(new Set(all).size).toBe(all.length);
		expect(all.length).toBeGreaterThan(2);
		expect(all).toEqual(expect.arrayContaining([...found]));
	});

	it('says why it can not be shown', async () => {
		sandbox[type].fault({ status: 403, times: 3, body: '{"error":"not for you"}' });
		await expect(list(type, method, { resource: 'user', ...parameters })).rejects.toThrow(/rights|allow|let/);
	});
});

describe('a list', () => {
	it('goes on after the first page', async () => {
		for (let index = 0; index < 250; index++)
			sandbox.guardhouse.state.users.push({
				...sandbox.guardhouse.state.users[0],
				id: 1000 + index,
				email: `person${index}@example.com`,
			});
		const first = await list('guardhouse', 'users', {});
		expect(first.results).toHaveLength(100);
		const second = await list('guardhouse', 'users', {}, undefined, first.paginationToken as string);
		expect(second.results).toHaveLength(100);
		const third = await list('guardhouse', 'users', {}, undefined, second.paginationToken as string);
		expect(third.results).toHaveLength(62);
		expect(third.paginationToken).toBeUndefined();
	});

	it('tells entries of the same name apart', async () => {
		const [first] = sandbox.clientDirectory.state.departments;
		sandbox.clientDirectory.state.departments.push({ ...first, id: 'd9a2b3c4-e5f6-7890-abcd-ef1234567890' });
		const { results } = await list('clientDirectory', 'departments', { clientId: client });
		expect(results.map(({ name }) => name).filter((name) => name.startsWith(first.name))).toEqual([
			`${first.name} (${first.id})`,
			`${first.name} (d9a2b3c4-e5f6-7890-abcd-ef1234567890)`,
		]);
		expect(results.map(({ name }) => name)).toContain('Finance');
	});

	it('looks through every page where the provider can not search', async () => {
		for (let index = 0; index < 250; index++)
			sandbox.delos.state.users.push({
				...sandbox.delos.state.users[0],
				uuid: `user_${index}`,
				name: `Person ${index}`,
			});
		const { results } = await list('delos', 'users', {}, 'person 249');
		expect(results.map(({ value }) => value)).toEqual(['user_249']);
	});

	it('ends where a provider gives the same page again and again', async () => {
		const wire = await listen(() => ({ status: 200, body: '{"items":[{"uuid":"user_1","name":"One"}]}' }));
		const first = await list('delos', 'users', {}, undefined, undefined, wire.url);
		const second = await list('delos', 'users', {}, undefined, first.paginationToken as string, wire.url);
		const found = await list('delos', 'users', {}, 'one', undefined, wire.url);
		await wire.close();
		expect(second).toEqual({ results: [], paginationToken: undefined });
		expect(found.results).toHaveLength(1);
	});
});

describe('the list for a removal', () => {
	it.each([
		['delos', 'clientsOfUser', { userId: locator('user_abc123def') }, ['cust_789xyz']],
		['guardhouse', 'rolesOfUser', { userId: locator(101) }, [1, 3]],
		[
			'cloudFoundry',
			'organizationsOfUser',
			{ userGuid: locator('uaa-id-128'), apiVersion: 'v2' },
			['1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96'],
		],
		[
			'cloudFoundry',
			'organizationsOfUser',
			{ userGuid: locator('uaa-id-128'), apiVersion: 'v3' },
			['1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96'],
		],
	] as const)('%s.%s holds only what the chosen user has', async (type, method, parameters, held) => {
		const { results } = await list(type, method, { resource: 'user', ...parameters });
		expect(results.map(({ value }) => value)).toEqual(held);
	});

	it.each([
		['delos', 'clientsOfUser', { userId: locator('={{ $json.user }}') }],
		['delos', 'clientsOfUser', { userId: { __rl: true, mode: 'list', value: '' } }],
		['guardhouse', 'rolesOfUser', { userId: locator('={{ $json.user }}') }],
		['cloudFoundry', 'organizationsOfUser', { userGuid: locator('={{ $json.user }}') }],
	] as const)('%s.%s holds everything while the user is %j', async (type, method, parameters) => {
		const { results } = await list(type, method, { resource: 'user', ...parameters });
		expect(results.length).toBeGreaterThan(3);
	});

	it('of departments asks for the client first', async () => {
		await expect(list('clientDirectory', 'departments', { clientId: '' })).rejects.toThrow(
			"Fill in 'Client ID' here, or in the credential",
		);
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});
});

describe('a list that the node looks through by itself', () => {
	const many = (count: number) => {
		const { organizations } = sandbox.cloudFoundry.state;
		const [first] = organizations;
		for (let index = 0; index < count; index++)
			organizations.push({ ...first, guid: `guid-${index}`, name: `unit-${index}` });
	};
	const search = async (filter: string, token?: string) =>
		await list('cloudFoundry', 'organizations', { apiVersion: 'v3' }, filter, token);

	it('says that it looked at a part only, where nothing is found in it', async () => {
		many(6000);
		await expect(search('unit-5999')).rejects.toThrow(/'unit-5999' was looked for in the first 5000 entries only/);
		const pages = sandbox.cloudFoundry.requests.filter(({ url }) => url.startsWith('/v3/organizations?'));
		expect(pages).toHaveLength(50);
	});

	it('says so below what it found, and goes on from there', async () => {
		many(6000);
		const { results, paginationToken } = await search('unit-59');
		const note = results[results.length - 1];
		expect(results.slice(0, -1).map(({ name }) => name)).toContain('unit-599');
		expect(note).toMatchObject({ name: "'unit-59' was looked for in the first 5000 entries only", value: '' });
		const more = await search('unit-59', paginationToken as string);
		expect(more.results.map(({ name }) => name)).toContain('unit-5999');
		expect(more.paginationToken).toBeUndefined();
	});
});

it('what a provider finds by itself is not looked for a second time', async () => {
	const { results } = await list('cloudFoundry', 'users', { apiVersion: 'v3' }, 'mia');
	expect(results).toHaveLength(1);
	expect(sandbox.cloudFoundry.requests.filter((request) => request.url.startsWith('/v3/users'))).toHaveLength(1);
});

it('the users of Cloud Foundry are looked for by a part of their name, as v3 can', async () => {
	await list('cloudFoundry', 'users', { apiVersion: 'v3' }, 'a,b%c');
	const { url } = sandbox.cloudFoundry.requests.filter((request) => request.url.startsWith('/v3/users'))[0];
	// A list value is decoded once more than the query: app/messages/base_message.rb:88-89.
	expect(new URL(url, 'http://x').searchParams.get('partial_usernames')).toBe('a%2Cb%25c');
});
