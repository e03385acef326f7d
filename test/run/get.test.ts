import type { IDataObject } from 'n8n-workflow';

import { answering, client, department, ones } from '../contract/reads';
import { asJson } from '../support/cloudFoundry';
import { run, serveAs, text, type Type, type How } from '../support/reads';
import { sandbox, setUp } from '../support/setUp';
import type { Received, Reply } from '../support/wire';
import { json, links } from '../support/workflow';

setUp();

describe.each(ones)('Get of $title', ({ node, parameters, path, answer, item, missing }) => {
	const get = { resource: 'user', operation: 'get', ...parameters };
	const read = async (reply: (request: Received, count: number) => Reply, how?: How) => {
		const { url, received } = await serveAs(node, reply);
		return { ...(await run(node, get, url, how)), received };
	};

	it('gives the object as it is, from one GET', async () => {
		const { outputs, received } = await read(answering(answer));
		expect(outputs).toEqual([[{ json: item, pairedItem: { item: 0 } }]]);
		expect(received.map(({ method, url, body }) => [method, url, body])).toEqual([['GET', path, '']]);
		expect(received[0].headers.authorization).toBe('Bearer sandbox-token');
		expect(received[0].headers).not.toHaveProperty('content-type');
	});

	it('gives one item for each input item, in order, linked', async () => {
		const { outputs } = await read(answering(answer), { items: Array.from({ length: 12 }, () => ({})) });
		expect(links(outputs[0])).toEqual(Array.from({ length: 12 }, (_, index) => index));
		expect(json(outputs[0])).toEqual(Array.from({ length: 12 }, () => item));
	});

	it.each(missing)('says what is missing in a 404 with %s', async (body, says) => {
		const headers = { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' };
		const { error, outputs } = await read(() => ({ status: 404, headers, body }));
		expect(outputs).toEqual([]);
		expect(error?.httpCode).toBe('404');
		for (const words of says) expect(text({ error })).toMatch(words);
		const { outputs: went } = await read(() => ({ status: 404, headers, body }), { onError: 'continueErrorOutput' });
		expect(went[0]).toEqual([]);
		for (const words of says) expect(went[1][0].json.error).toMatch(words);
	});

	it.each([
		['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['an error', { status: 200, headers: asJson, body: '{"error":"Something else"}' }],
		['an empty object', { status: 200, headers: asJson, body: '{}' }],
		['a list', { status: 200, headers: asJson, body: '[]' }],
		['null', { status: 200, headers: asJson, body: 'null' }],
		['nothing', { status: 200 }],
		['204', { status: 204 }],
		['another 2xx', { status: 201, headers: asJson, body: JSON.stringify(answer) }],
	] as ReadonlyArray<readonly [string, Reply]>)('refuses %s in place of the user', async (_title, reply) => {
		const { status, outputs, error } = await read(() => reply);
		expect(status).toBe('error');
		expect(outputs).toEqual([]);
		expect(text({ error })).toContain(`${reply.status}`);
	});

	it('does not speak of a change, where only something was read', async () => {
		for (const body of ['<html>Sign in</html>', '{}'])
			expect(text(await read(() => ({ status: 200, body })))).not.toMatch(/change/i);
	});

	it.each(['', '..', 'a/b', 'a?b', ' ', undefined])('refuses the ID %j before anything is sent', async (value) => {
		const { url, received } = await serveAs(node, answering(answer));
		const name = 'userGuid' in parameters ? 'userGuid' : 'userId';
		const ran = await run(node, { ...get, [name]: '={{ $json.value }}' }, url, { items: [{ value, note: 'x' }] });
		expect(ran.error?.message).toContain("'User'");
		expect(received).toEqual([]);
	});
});

describe('the sandbox', () => {
	const base = (node: Type) => sandbox[node].url;
	const fetched = async (url: string) => {
		const answer = await fetch(url, { headers: { authorization: 'Bearer sandbox-token' } });
		return (await answer.json()) as never;
	};
	const whole: ReadonlyArray<readonly [Type, IDataObject, string, (body: Record<string, IDataObject[]>) => unknown]> = [
		['delos', { resource: 'user' }, '/v2/user?meta.pageSize=1000', ({ items }) => items],
		['delos', { resource: 'client' }, '/v2/customer?meta.pageSize=1000', ({ items }) => items],
		[
			'clientDirectory',
			{ resource: 'department', clientId: client },
			`/clients/${client}/departments?page_size=500`,
			({ data }) => data,
		],
		[
			'clientDirectory',
			{ resource: 'user', clientId: client },
			`/clients/${client}/users?page_size=500`,
			({ data }) => data,
		],
		['guardhouse', { resource: 'user' }, '/api/v1/users?pageSize=100', ({ users }) => users],
		['guardhouse', { resource: 'role' }, '/api/v1/roles', ({ items }) => items],
		[
			'cloudFoundry',
			{ resource: 'user', apiVersion: 'v2' },
			'/v2/users?results-per-page=100',
			({ resources }) => resources,
		],
		['cloudFoundry', { resource: 'organization', apiVersion: 'v2' }, '/v2/organizations', ({ resources }) => resources],
		['cloudFoundry', { resource: 'user', apiVersion: 'v3' }, '/v3/users', ({ resources }) => resources],
		['cloudFoundry', { resource: 'organization', apiVersion: 'v3' }, '/v3/organizations', ({ resources }) => resources],
	];

	it.each(whole)('of %s lists all of %j, and takes nothing from its state', async (node, parameters, url, pick) => {
		const before = sandbox[node].snapshot();
		const all = pick(await fetched(`${base(node)}${url}`)) as IDataObject[];
		expect(all.length).toBeGreaterThan(3);
		const get = { operation: 'getAll', ...parameters };
		const { outputs } = await run(node, { ...get, returnAll: true }, base(node), { items: [{}, {}] });
		expect(json(outputs[0])).toEqual([...all, ...all]);
		expect(links(outputs[0])).toEqual([...all.map(() => 0), ...all.map(() => 1)]);
		const { outputs: few } = await run(node, { ...get, limit: 2 }, base(node));
		expect(json(few[0])).toEqual(all.slice(0, 2));
		expect(sandbox[node].snapshot()).toEqual(before);
	});

	const crowd = 1234;
	it.each(whole.filter(([, { resource }]) => resource === 'user'))(
		'of %s lists a crowd, each once: %j',
		async (node, parameters) => {
			const [first] = sandbox[node].state.users;
			const ids: Record<string, string> = { delos: 'uuid', cloudFoundry: 'guid' };
			const id = ids[node] ?? 'id';
			sandbox[node].state.users.splice(
				0,
				Infinity,
				...(Array.from({ length: crowd }, (_, index) => {
					return { ...first, [id]: node === 'guardhouse' ? index + 1 : `crowd-${index}` };
				}) as never[]),
			);
			const { outputs } = await run(node, { operation: 'getAll', ...parameters, returnAll: true }, base(node));
			expect(new Set(json(outputs[0]).map((user) => user[id] ?? (user.metadata as IDataObject).guid)).size).toBe(crowd);
			expect(outputs[0]).toHaveLength(crowd);
		},
	);

	it.each(['items', 'data', 'array', 'itemsTotal'] as const)(
		'of Delos lists from its envelope %s',
		async (envelope) => {
			sandbox.delos.state.listEnvelope = envelope;
			for (const resource of ['user', 'client']) {
				const get = { resource, operation: 'getAll' };
				const { outputs } = await run('delos', { ...get, returnAll: true }, base('delos'));
				expect(outputs[0]).toHaveLength(sandbox.delos.state[`${resource}s` as 'users'].length);
				const { outputs: few } = await run('delos', { ...get, limit: 5 }, base('delos'));
				expect(json(few[0])).toEqual(json(outputs[0]).slice(0, 5));
			}
		},
	);

	it.each([1, 3, 100])('of Guardhouse lists with a page size of at most %d', async (maxPageSize) => {
		sandbox.guardhouse.state.maxPageSize = maxPageSize;
		const get = { resource: 'user', operation: 'getAll' };
		const { outputs } = await run('guardhouse', { ...get, returnAll: true }, base('guardhouse'));
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(sandbox.guardhouse.state.users.map(({ id }) => id));
		const { outputs: few } = await run('guardhouse', { ...get, limit: 4 }, base('guardhouse'));
		expect(json(few[0]).map(({ id }) => id)).toEqual([101, 102, 103, 104]);
	});

	it('finds what the filters describe', async () => {
		const found = async (node: Type, parameters: IDataObject, filters: IDataObject) => {
			const get = { operation: 'getAll', returnAll: true, ...parameters, filters };
			return json((await run(node, get, base(node))).outputs[0]);
		};
		const inDepartment = await found(
			'clientDirectory',
			{ resource: 'user', clientId: client },
			{ department_id: department },
		);
		expect(inDepartment).toHaveLength(5);
		const departments = { resource: 'department', clientId: client };
		const sorted = await found('clientDirectory', departments, { sort_by: 'member_count', sort_order: 'desc' });
		const counts = sorted.map(({ member_count }) => Number(member_count));
		expect(counts).toEqual([...counts].sort((a, b) => b - a));
		expect(await found('clientDirectory', departments, { q: 'fin' })).toHaveLength(1);
		expect(await found('delos', { resource: 'user' }, { cuid: 'cust_789xyz' })).toMatchObject([
			{ uuid: 'user_abc123def' },
		]);
		expect(await found('delos', { resource: 'client' }, { customerName: '& sons' })).toMatchObject([
			{ cuid: 'cust_copper' },
		]);
		expect(await found('guardhouse', { resource: 'user' }, { email: 'MARIA' })).toMatchObject([{ id: 102 }]);
		const acme = { resource: 'organization', apiVersion: 'v2' };
		expect(await found('cloudFoundry', acme, { name: 'acme-staging' })).toHaveLength(1);
		expect(await found('cloudFoundry', { ...acme, apiVersion: 'v3' }, { name: 'acme-staging' })).toHaveLength(1);
		const users = { resource: 'user', apiVersion: 'v3' };
		expect(await found('cloudFoundry', users, { username: 'mia.chen@example.com' })).toHaveLength(1);
	});

	const gets: ReadonlyArray<readonly [Type, IDataObject, string, string]> = [
		['delos', { userId: 'user_abc123def' }, '/v2/user/user_abc123def', 'user_invalid_id'],
		['guardhouse', { userId: 101 }, '/api/v1/users/101', '99999'],
		['cloudFoundry', { userGuid: 'uaa-id-128', apiVersion: 'v2' }, '/v2/users/uaa-id-128', 'nobody'],
		['cloudFoundry', { userGuid: 'uaa-id-128', apiVersion: 'v3' }, '/v3/users/uaa-id-128', 'nobody'],
		[
			'clientDirectory',
			{ clientId: client, userId: 'a1d97031-04e2-4907-a249-093f7436207b' },
			`/clients/${client}/users/a1d97031-04e2-4907-a249-093f7436207b`,
			'ffffffff-ffff-ffff-ffff-ffffffffffff',
		],
	];

	it.each(gets)('of %s gives the user of %j, and says who is missing', async (node, parameters, url, nobody) => {
		const body: IDataObject = await fetched(`${base(node)}${url}`);
		const get = { resource: 'user', operation: 'get', ...parameters };
		const { outputs } = await run(node, get, base(node));
		expect(json(outputs[0])).toEqual([node === 'delos' ? body.item : body]);

		const name = 'userGuid' in parameters ? 'userGuid' : 'userId';
		const items = [{ id: parameters[name] }, { id: nobody }, { id: parameters[name] }];
		const mapped = { ...get, [name]: '={{ $json.id }}' };
		const went = await run(node, mapped, base(node), { items, onError: 'continueErrorOutput' });
		expect(links(went.outputs[0])).toEqual([0, 2]);
		expect(links(went.outputs[1])).toEqual([1]);
		const { error } = went.outputs[1][0].json;
		expect(error).toContain("'User'");
		expect(error).toMatch(/user/i);
	});

	it('keeps the order of the input where answers come late', async () => {
		sandbox.guardhouse.fault({ path: '/users/102', delay: 300 });
		const items = [101, 102, 103, 104, 105].map((id) => ({ id }));
		const get = { resource: 'user', operation: 'get', userId: '={{ $json.id }}' };
		const { outputs } = await run('guardhouse', get, base('guardhouse'), { items });
		expect(json(outputs[0]).map(({ id }) => id)).toEqual([101, 102, 103, 104, 105]);
		expect(links(outputs[0])).toEqual([0, 1, 2, 3, 4]);
	});

	it.each(['department', 'user'])('says that the client is unknown, or forbidden, for each %s', async (resource) => {
		const get = { resource, operation: 'getAll', returnAll: true };
		const [, , forbidden] = sandbox.clientDirectory.state.clients;
		const unknown = await run('clientDirectory', { ...get, clientId: 'nobody' }, base('clientDirectory'));
		expect(text(unknown)).toContain("'Client ID'");
		expect(unknown.error?.httpCode).toBe('404');
		const denied = await run('clientDirectory', { ...get, clientId: forbidden.id }, base('clientDirectory'));
		expect(denied.error?.httpCode).toBe('403');
		expect(text(denied)).toMatch(/permi|allow|rights/i);
	});

	it('says that v2 wants an administrator for all users', async () => {
		sandbox.cloudFoundry.state.scope = 'read';
		const get = { resource: 'user', operation: 'getAll', apiVersion: 'v2', returnAll: true };
		const { error } = await run('cloudFoundry', get, base('cloudFoundry'));
		expect(error?.httpCode).toBe('403');
		expect(text({ error })).toMatch(/admin|permi|authori[sz]/i);
	});

	it('is not found under a wrong base URL, which is not a missing user', async () => {
		const { error } = await run(
			'guardhouse',
			{ resource: 'user', operation: 'getAll', returnAll: true },
			`${base('guardhouse')}/nowhere`,
		);
		expect(text({ error })).toMatch(/URL/i);
		expect(text({ error })).not.toMatch(/user not found/i);
	});
});
