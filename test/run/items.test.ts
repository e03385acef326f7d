import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { providerOf } from '../support/access';
import { cancelWhen } from '../support/cancel';
import { others, remove } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { listen } from '../support/wire';
import type { OnError } from '../support/workflow';
import { links, locator, numbered, runNode } from '../support/workflow';

setUp();

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const department = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const known = 'a1d97031-04e2-4907-a249-093f7436207b';

/** For each provider: how to run it, an item that works, and one that fails before the request. */
const cases = {
	delos: {
		parameters: { resource: 'user', operation: 'bindClient', isOwner: false },
		credentials: () => ({
			delosApi: { baseUrl: sandbox.delos.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		}),
		fields: ['userId', 'clientId'],
		good: { userId: 'user_456ghi', clientId: 'cust_789xyz' },
		invalid: { userId: '../user_456ghi', clientId: 'cust_789xyz' },
	},
	clientDirectory: {
		parameters: { resource: 'department', operation: 'removeMembers' },
		credentials: () => ({
			clientDirectoryApi: { baseUrl: sandbox.clientDirectory.url, accessToken: 'sandbox-token' },
		}),
		fields: ['clientId', 'departmentId', 'userIds'],
		good: { clientId: client, departmentId: department, userIds: known },
		invalid: { clientId: client, departmentId: department, userIds: [] },
	},
	guardhouse: {
		parameters: { resource: 'user', operation: 'unassignRole', options: { instantLogout: true } },
		credentials: () => ({
			guardhouseApi: { baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		}),
		fields: ['userId', 'roleId'],
		good: { userId: 101, roleId: '2' },
		invalid: { userId: 101, roleId: '1e2' },
	},
	cloudFoundry: {
		parameters: { resource: 'user', operation: 'removeOrganization', apiVersion: 'v2' },
		credentials: () => ({
			cloudFoundryApi: {
				baseUrl: sandbox.cloudFoundry.url,
				authentication: 'accessToken',
				accessToken: 'sandbox-token',
			},
		}),
		fields: ['userGuid', 'organizationGuid'],
		good: { userGuid: 'uaa-id-128', organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' },
		invalid: { userGuid: undefined, organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' },
	},
} as const;

type Type = keyof typeof cases;
const types = Object.keys(cases) as Type[];

const run = async (
	type: Type,
	items: readonly object[],
	onError: OnError = 'stopWorkflow',
	options: IDataObject = {},
) => {
	const { credentials, fields } = cases[type];
	const { options: own, ...parameters }: IDataObject = cases[type].parameters;
	const expressions = Object.fromEntries(
		fields.map((field) => {
			const text = field === 'userIds' || (type === 'clientDirectory' && field === 'clientId');
			return [field, text ? `={{ $json.${field} }}` : locator(`={{ $json.${field} }}`)];
		}),
	);
	return await runNode(
		engine,
		type,
		{ ...parameters, ...expressions, options: { ...(own as IDataObject), ...options } },
		{ items, credentials: credentials() as never, onError },
	);
};

const requests = (type: Type) => sandbox[type].requests;

/** In a fixed disorder: every third one is refused by the provider, every seventh can't even be sent. */
const kinds = Array.from({ length: 60 }, (_, index) =>
	index % 7 === 3 ? 'invalid' : index % 3 === 1 ? 'refused' : 'good',
);

/** 60 items of these kinds, of another user each; whoever is refused is nobody there. */
const mixed = (type: Type) => {
	const { fields, good, invalid } = cases[type];
	const user = fields.find((field) => field.startsWith('user')) as string;
	const { items } = others(`${type}Api`, kinds.length);
	return kinds.map((kind, index) => {
		const of = String(items[index].of);
		const own = { good: { ...good, [user]: of }, refused: { ...good, [user]: `99${of}` }, invalid };
		return { index, kind, ...own[kind] };
	});
};

const indexes = (items: INodeExecutionData[]) => items.map(({ json }) => json.index);

describe.each(types)('60 items of %s', (type) => {
	const good = [...kinds.keys()].filter((index) => kinds[index] === 'good');
	const bad = [...kinds.keys()].filter((index) => kinds[index] !== 'good');

	it('with the error output: each item comes out once, in order, linked, failures with their input', async () => {
		const { status, outputs } = await run(type, mixed(type), 'continueErrorOutput');
		expect(status).toBe('success');
		expect(links(outputs[0])).toEqual(good);
		expect(links(outputs[1])).toEqual(bad);
		expect(indexes(outputs[1])).toEqual(bad);
		for (const { json } of outputs[0]) expect(json.success).toBe(true);
		for (const { json } of outputs[1]) expect(Object.keys(json)).toEqual(expect.arrayContaining(['error', 'kind']));
	});

	it('going on in the regular output: each item comes out once, in order, linked', async () => {
		const { status, outputs } = await run(type, mixed(type), 'continueRegularOutput');
		expect(status).toBe('success');
		expect(links(outputs[0])).toEqual([...kinds.keys()]);
		expect(outputs[0].flatMap(({ json }, index) => (json.success === true ? [index] : []))).toEqual(good);
		for (const index of bad) expect(Object.keys(outputs[0][index].json)).toEqual(['error']);
	});

	it('stopping on errors: an item that can not be sent keeps all of them from being sent', async () => {
		const { status, error, outputs } = await run(type, mixed(type));
		expect(status).toBe('error');
		expect(error?.message).toMatch(/\(item 3\)/);
		expect(error?.context?.itemIndex).toBe(3);
		expect(outputs).toEqual([]);
		expect(requests(type)).toEqual([]);
	});

	it('stopping on errors: after a refusal no further request starts, and the message counts the changes', async () => {
		const sendable = mixed(type).filter(({ kind }) => kind !== 'invalid');
		const first = sendable.findIndex(({ kind }) => kind === 'refused');
		const { status, error } = await run(type, sendable, 'stopWorkflow', { concurrency: 1 });
		expect(status).toBe('error');
		expect(error?.context?.itemIndex).toBe(first);
		if (type === 'clientDirectory') return expect(requests(type)).toHaveLength(1);
		expect(requests(type)).toHaveLength(first + 1);
		expect(error?.description).toMatch(/In this run, 1 change had been made/);
	});
});

describe.each(types)('a parameter of %s', (type) => {
	const { fields, good } = cases[type];
	const labels: Record<string, string> = {
		userId: 'User',
		clientId: type === 'delos' ? 'Client' : 'Client ID',
		departmentId: 'Department',
		userIds: 'Users',
		roleId: 'Role',
		userGuid: 'User',
		organizationGuid: 'Organization',
	};
	const hurried: unknown[] = [
		undefined,
		null,
		'',
		'   ',
		'.',
		'..',
		'a/b',
		'a\\b',
		'a?b',
		'a#b',
		'a\u0000b',
		'a\u200bb',
		'undefined',
		'null',
		'[object Object]',
		'{{ $json.userId }}',
		true,
		{ name: 'Ada' },
		1.5,
		2 ** 60,
		'https://app.example.com/users/5',
	];

	it.each(fields.flatMap((field) => hurried.map((value) => [field, value] as const)))(
		'%s refuses %j by its label, and nothing is sent',
		async (field, value) => {
			const { error } = await run(type, [good, { ...good, [field]: value }]);
			expect(error?.message).toContain(`'${labels[field]}'`);
			expect(error?.message).toContain('(item 1)');
			expect(error?.description).toBeTruthy();
			expect(requests(type)).toEqual([]);
		},
	);
});

describe.each([
	['delosApi', 'userId', "'User'"],
	['delosApi', 'clientId', "'Client'"],
	['clientDirectoryApi', 'departmentId', "'Department'"],
	['clientDirectoryApi', 'userIds', "'Users'"],
	['guardhouseApi', 'roleId', "'Role'"],
	['cloudFoundryApi', 'organizationGuid', "'Organization'"],
])('of %s, the parameter %s', (type, name, label) => {
	const asked = async (value: string) => {
		const parameters = { [name]: name === 'userIds' ? value : locator(value) };
		const { error } = await remove(type, { parameters });
		expect(error?.message).toContain(label);
		expect(providerOf(sandbox, type).requests).toEqual([]);
		return `${error?.message} ${error?.description}`;
	};

	it.each(['{{$json.userId}}', '{{$json["userId"]}}', '{{ $json.userId }}'])(
		'refuses %s, an expression that was not switched on',
		async (value) => {
			const told = await asked(value);
			if (type !== 'guardhouseApi') expect(told).toMatch(/expression.*Switch the parameter/is);
		},
	);

	// What is pasted as a list may have quotes around each entry.
	const quoted = name === 'userIds' ? ['"u-1', '“u-1', 'u-1”'] : ['"u-1"', "'u-1'", '“u-1”', '„u-1“', '`u-1`'];
	it.each(quoted)('refuses %s with its quotes', async (value) => {
		const told = await asked(value);
		if (type !== 'guardhouseApi') expect(told).toMatch(/is in quotes|has a quotation mark/);
	});

	it.each(['NaN', 'NULL', 'None', 'true', 'false'])(
		'refuses the word %s, which an expression left behind',
		async (value) => {
			expect(await asked(value)).toContain(`'${value}'`);
		},
	);
});

describe('a run', () => {
	it('sends its first request alone, then at most as many as the concurrency', async () => {
		sandbox.guardhouse.latency = 100;
		const items = Array.from({ length: 30 }, (_, index) => ({ ...cases.guardhouse.good, roleId: index + 1 }));
		await run('guardhouse', items, 'stopWorkflow', { concurrency: 4 });
		const flights = requests('guardhouse').map(({ inFlight }) => inFlight);
		expect(flights.slice(0, 2)).toEqual([1, 1]);
		expect(Math.max(...flights)).toBe(4);
	});

	it('can be cancelled: nothing is sent afterwards', async () => {
		sandbox.guardhouse.latency = 200;
		const { signal } = cancelWhen(() => requests('guardhouse').length === 2);
		const { parameters, credentials } = cases.guardhouse;
		const items = Array.from({ length: 50 }, (_, index) => ({ roleId: index + 1 }));
		const { status } = await runNode(
			engine,
			'guardhouse',
			{ ...parameters, userId: 101, roleId: '={{ $json.roleId }}', options: { concurrency: 1 } },
			{ items, credentials: credentials() as never, signal, onError: 'continueRegularOutput' },
		);
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(status).toBe('canceled');
		expect(requests('guardhouse')).toHaveLength(2);
	});

	it('says what is unknown when an answer is lost or late', async () => {
		sandbox.guardhouse.fault({ drop: 'after' });
		const lost = await run('guardhouse', [cases.guardhouse.good], 'stopWorkflow', { maxRetries: 0 });
		expect(lost.error?.message).toBe('The connection to Guardhouse broke');
		expect(lost.error?.description).toMatch(/isn't known whether the change was made/);
		sandbox.guardhouse.fault({ delay: 500 });
		const late = await run('guardhouse', [cases.guardhouse.good], 'stopWorkflow', { maxRetries: 0, timeout: 100 });
		expect(late.error?.message).toBe(
			`Guardhouse didn't answer at ${new URL(sandbox.guardhouse.url).host} within 0.1 s`,
		);
		expect(late.error?.description).toMatch(/isn't known whether the change was made/);
	});

	it('keeps its own words where the ID or the provider uses the name of a system error, which n8n would replace', async () => {
		sandbox.delos.fault({ status: 400, body: '{"error":"revokePermission: EACCES"}' });
		const { error } = await run('delos', [{ userId: 'keeperman', clientId: 'enoent' }]);
		expect(error?.message).toBe('Delos refused the request (status 400)');
		expect(error?.description).toContain('"revokePermission: EACCES"');
		const { error: invalid } = await run('delos', [{ userId: 'keeperman', clientId: { eperm: 1, enoent: 2 } }]);
		expect(invalid?.message).toBe("'Client' is an object with the fields eperm, enoent");
	});

	it('of no items sends nothing', async () => {
		const { status } = await run('guardhouse', []);
		expect(status).toBe('success');
		expect(requests('guardhouse')).toEqual([]);
	});

	it('fails item by item where the credential is missing and the node goes on', async () => {
		const { parameters } = cases.guardhouse;
		const { outputs } = await runNode(
			engine,
			'guardhouse',
			{ ...parameters, userId: 101, roleId: 2 },
			{
				items: [{ id: 1 }, { id: 2 }],
				credentials: { guardhouseApi: { accessToken: '' } },
				onError: 'continueErrorOutput',
			},
		);
		expect(outputs[0]).toEqual([]);
		expect(indexes(outputs[1].map((item) => ({ ...item, json: { ...item.json, index: item.json.id } })))).toEqual([
			1, 2,
		]);
	});
});

describe('an operation or option that does not exist', () => {
	it.each([
		[{ operation: 'deleteEverything' }, /doesn't exist/],
		[{ options: { concurrency: 0 } }, /'Concurrency'/],
		[{ options: { concurrency: '5; drop' } }, /'Concurrency'/],
		[{ options: { timeout: '=' } }, /'Timeout \(Ms\)'/],
		[{ options: { instantLogout: '={{ "maybe" }}' } }, /'Instant Logout'/],
	])('is refused: %j', async (parameters, message) => {
		const { error } = await runNode(
			engine,
			'guardhouse',
			{ ...cases.guardhouse.parameters, userId: 101, roleId: 2, ...parameters } as IDataObject,
			{ credentials: cases.guardhouse.credentials() as never },
		);
		expect(error?.message).toMatch(message);
		expect(requests('guardhouse')).toEqual([]);
	});
});

describe.each([{ operation: 'deleteEverything' }, { resource: 'planet' }])('what does not exist: %j', (parameters) => {
	const items = numbered(3);

	it('gives error items on the error output, and nothing else', async () => {
		const { status, outputs } = await remove('guardhouseApi', { items, parameters, onError: 'continueErrorOutput' });
		expect(status).toBe('success');
		expect(outputs[0]).toEqual([]);
		expect(outputs[1].map(({ json: { id } }) => id)).toEqual([0, 1, 2]);
		for (const item of outputs[1]) expect(item.json.error).toMatch(/doesn't exist/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it('gives error items in the regular output', async () => {
		const { outputs } = await remove('guardhouseApi', { items, parameters, onError: 'continueRegularOutput' });
		expect(outputs[0].map((item) => Object.keys(item.json))).toEqual(items.map(() => ['error']));
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

describe('the path and the body', () => {
	const awkward = ['ü', 'a+b', '%41', 'a@b', 'a&b', "o'hara", 'a;b=c', 'ä%2Fb', '%2e%2e', 'x:y', '~!*()1', '日本'];

	it.each(awkward)('carry %j exactly, from literals, from expressions and mapped automatically', async (id) => {
		const wire = await listen(() => ({ status: 204 }));
		const credentials = {
			cloudFoundryApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		};
		const base = { resource: 'user', operation: 'removeOrganization', apiVersion: 'v2' };
		const panel = (value: string) => ({ ...base, userGuid: locator(value), organizationGuid: locator(value) });
		await runNode(engine, 'cloudFoundry', panel(id), { credentials });
		await runNode(engine, 'cloudFoundry', panel('={{ $json.id }}'), { credentials, items: [{ id }] });
		await runNode(
			engine,
			'cloudFoundry',
			{ ...base, mappingMode: 'autoMapInputData' },
			{ credentials, items: [{ guid: id, organization_guid: id }] },
		);
		await wire.close();
		expect(wire.received).toHaveLength(3);
		for (const { method, url, body } of wire.received) {
			expect([method, body]).toEqual(['DELETE', '']);
			expect(url.split('/').slice(0, 3)).toEqual(['', 'v2', 'users']);
			expect(url.split('/')).toHaveLength(6);
			expect([url.split('/')[3], url.split('/')[5]].map(decodeURIComponent)).toEqual([id, id]);
		}
	});

	it.each(awkward)('of Delos and the directory carry %j too', async (id) => {
		// No ID there holds an @, but for one of a client.
		const user = id.replace('@', '.at.');
		const wire = await listen(({ method }) => ({
			status: 200,
			body: method === 'POST' ? JSON.stringify({ succeeded: [user], failed: [] }) : '{"item":{"uuid":"x"}}',
		}));
		const credentials = {
			delosApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
			clientDirectoryApi: { baseUrl: wire.url, accessToken: 'sandbox-token' },
		};
		await runNode(
			engine,
			'delos',
			{ resource: 'user', operation: 'bindClient', userId: locator(user), clientId: locator(id), isOwner: true },
			{ credentials },
		);
		await runNode(
			engine,
			'clientDirectory',
			{
				resource: 'department',
				operation: 'removeMembers',
				clientId: id,
				departmentId: locator(user),
				userIds: `={{ ["${user}"] }}`,
			},
			{ credentials },
		);
		await wire.close();
		const [bind, remove] = wire.received;
		expect(decodeURIComponent(bind.url.split('/')[3])).toBe(user);
		expect(JSON.parse(bind.body)).toEqual({ relation: { cuid: id, isOwner: true } });
		expect(remove.url.split('/').slice(0, 7).map(decodeURIComponent)).toEqual([
			'',
			'clients',
			id,
			'departments',
			user,
			'members',
			'remove',
		]);
		expect(JSON.parse(remove.body)).toEqual({ user_ids: [user] });
	});
});
