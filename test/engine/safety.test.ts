import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Provider, RecordedRequest } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { wayIn, waysIn } from '../support/access';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { locator, runNode } from '../support/workflow';

setUp();

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const engineering = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const finance = uuidOf('department finance');
const sales = uuidOf('department sales');
const first = 'a1d97031-04e2-4907-a249-093f7436207b';
const second = 'b2e08142-15f3-5018-b350-104g8547318c';
const home = '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96';
const elsewhere = uuidOf('organization partner-portal');

const credentialOf = {
	delos: 'delosApi',
	clientDirectory: 'clientDirectoryApi',
	guardhouse: 'guardhouseApi',
	cloudFoundry: 'cloudFoundryApi',
} as const;
type Node = keyof typeof credentialOf;

interface Change {
	readonly node: Node;
	readonly operation: string;
	readonly apiVersion?: string;
	/** Changes something in the sandbox as it starts. */
	readonly changing: IDataObject;
	/** Asks for what is so already. */
	readonly idle: IDataObject;
	/** What the provider answers when it has done it; the body, if any, is JSON. */
	readonly accepted: { readonly status: number; readonly body?: object };
	/** In the URL of whatever is read about the user. */
	readonly user: string;
}

const member = { userGuid: 'uaa-id-128', organizationGuid: home };
const stranger = { userGuid: 'uaa-id-128', organizationGuid: elsewhere };
const cloudFoundryUser = { metadata: { guid: 'uaa-id-128' }, entity: { admin: false } };
const role = (guid: string) => ({ guid, type: 'organization_user', relationships: {}, links: {} });

const changes: Record<string, Change> = {
	'delos bindClient': {
		node: 'delos',
		operation: 'bindClient',
		changing: { userId: 'user_456ghi', clientId: 'cust_789xyz', isOwner: false },
		idle: { userId: 'user_456ghi', clientId: 'cust_123abc', isOwner: true },
		accepted: { status: 200, body: { item: { uuid: 'user_456ghi', username: 'maria.garcia' } } },
		user: 'user_456ghi',
	},
	'delos unbindClient': {
		node: 'delos',
		operation: 'unbindClient',
		changing: { userId: 'user_abc123def', clientId: 'cust_789xyz', ownership: 'any' },
		idle: { userId: 'user_abc123def', clientId: 'cust_123abc', ownership: 'any' },
		accepted: { status: 200, body: { item: { uuid: 'user_abc123def', username: 'john.smith' } } },
		user: 'user_abc123def',
	},
	'clientDirectory removeMembers': {
		node: 'clientDirectory',
		operation: 'removeMembers',
		changing: { clientId: client, departmentId: engineering, userIds: [first, second] },
		idle: { clientId: client, departmentId: sales, userIds: [first] },
		accepted: { status: 200, body: { succeeded: [first, second], failed: [] } },
		user: first,
	},
	'clientDirectory addMembers': {
		node: 'clientDirectory',
		operation: 'addMembers',
		changing: { clientId: client, departmentId: uuidOf('department people'), userIds: [first, second] },
		idle: { clientId: client, departmentId: engineering, userIds: [first] },
		accepted: { status: 200, body: { succeeded: [first, second], failed: [] } },
		user: first,
	},
	'guardhouse unassignRole': {
		node: 'guardhouse',
		operation: 'unassignRole',
		changing: { userId: 101, roleId: 1, instantLogout: true },
		idle: { userId: 101, roleId: 2, instantLogout: true },
		accepted: { status: 204 },
		user: '/101',
	},
	'guardhouse assignRole': {
		node: 'guardhouse',
		operation: 'assignRole',
		changing: { userId: 101, roleId: 2 },
		idle: { userId: 101, roleId: 1 },
		accepted: { status: 204 },
		user: '/101',
	},
	'cloudFoundry removeOrganization v2': {
		node: 'cloudFoundry',
		operation: 'removeOrganization',
		apiVersion: 'v2',
		changing: member,
		idle: stranger,
		accepted: { status: 204 },
		user: 'uaa-id-128',
	},
	'cloudFoundry removeOrganization v3': {
		node: 'cloudFoundry',
		operation: 'removeOrganization',
		apiVersion: 'v3',
		changing: member,
		idle: stranger,
		accepted: { status: 202 },
		user: 'uaa-id-128',
	},
	'cloudFoundry addOrganization v2': {
		node: 'cloudFoundry',
		operation: 'addOrganization',
		apiVersion: 'v2',
		changing: stranger,
		idle: member,
		accepted: { status: 201, body: cloudFoundryUser },
		user: 'uaa-id-128',
	},
	'cloudFoundry addOrganization v3': {
		node: 'cloudFoundry',
		operation: 'addOrganization',
		apiVersion: 'v3',
		changing: stranger,
		idle: member,
		accepted: { status: 201, body: role(uuidOf('a role that was never made')) },
		user: 'uaa-id-128',
	},
};
const names = Object.keys(changes);
const removals = names.filter((name) => /unbind|remove|unassign/.test(name));

const providerFor = ({ node }: Change) => sandbox[node] as Provider<object>;

const isSignIn = ({ url }: RecordedRequest) => /\/(login|token)$/.test(url);
const isChange = (request: RecordedRequest) => request.method !== 'GET' && !isSignIn(request);
const changesSent = (change: Change) => providerFor(change).requests.filter(isChange);
const readsOf = (change: Change) =>
	providerFor(change).requests.filter(({ method, url }) => method === 'GET' && url.includes(change.user));

const fieldOf = (node: Node, name: string, expression: string) => {
	const isLocator = /^(user|client|department|role|organization)(Id|Guid)$/.test(name);
	return isLocator && !(node === 'clientDirectory' && name === 'clientId') ? locator(expression) : expression;
};

/** Each field by an expression on the item's field of its name, after `from`. */
const expressionsFor = (node: Node, fields: readonly string[], from = '$json') =>
	Object.fromEntries(fields.map((name) => [name, fieldOf(node, name, `={{ ${from}.${name} }}`)]));

const run = async (
	{ node, operation, apiVersion, changing }: Change,
	items: readonly IDataObject[],
	options: IDataObject = {},
	{ onError = 'stopWorkflow', way = 'access token' }: { onError?: OnError; way?: string } = {},
) => {
	const type = credentialOf[node];
	const data = wayIn(sandbox, type, way);
	const parameters = {
		resource: node === 'clientDirectory' ? 'department' : 'user',
		operation,
		...(apiVersion && { apiVersion }),
		...expressionsFor(node, Object.keys(changing)),
		options,
	};
	return await runNode(engine, node, parameters as IDataObject, { items, credentials: { [type]: data }, onError });
};

const results = (outputs: INodeExecutionData[][], output = 0) => outputs[output].map(({ json }) => json);
const links = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

const bytes = (change: Change) => JSON.stringify(providerFor(change).snapshot());

/** The order of a user's accesses is nobody's promise, and a job is what a change leaves behind. */
const sorted = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, key === 'jobs' ? [] : sorted(entry)]));
};
const accesses = (change: Change) => sorted(providerFor(change).snapshot());

/** The provider says that it has done it, and does nothing. */
const pretend = (change: Change) => {
	const { status, body } = change.accepted;
	const guid = uuidOf('a job that did nothing');
	const location = `${sandbox.cloudFoundry.url}/v3/jobs/${guid}`;
	sandbox.cloudFoundry.state.jobs.push({ guid, role_guid: '', state: 'COMPLETE', pollsLeft: 0, errors: [] });
	const method = /unbind|unassign|Organization/.test(change.operation) ? 'DELETE' : 'POST';
	const json = { 'content-type': 'application/json', ...(status === 202 && { location }) };
	for (const each of [method, 'POST', 'PUT'])
		providerFor(change).fault({
			method: each,
			path: /^(?!.*(login|token))/,
			times: 50,
			status,
			headers: json,
			body: body && JSON.stringify(body),
		});
};

const signInOf: Record<Node, string> = {
	delos: 'login',
	clientDirectory: 'access token',
	guardhouse: 'client credentials',
	cloudFoundry: 'password',
};

/** The first read about the user, and what it says before anything is changed. */
const readBefore = async (change: Change) => {
	await run(change, [change.changing], { dryRun: true });
	const [{ url }] = readsOf(change);
	const headers = { authorization: 'Bearer sandbox-token' };
	const answer = await fetch(new URL(url, providerFor(change).url), { headers });
	const body = await answer.text();
	providerFor(change).requests.splice(0);
	return { path: new RegExp(`${url.replace(/[.?+]/g, '\\$&')}$`), body };
};

describe.each(names)('a dry run of %s', (name) => {
	const change = changes[name];

	it('changes nothing, sends only reads, and says exactly what is sent without it', async () => {
		const way = signInOf[change.node];
		const before = bytes(change);
		const planned = await run(change, [change.changing, change.idle], { dryRun: true }, { way });
		expect(bytes(change)).toBe(before);
		expect(changesSent(change)).toEqual([]);
		const plans = results(planned.outputs);
		expect(links(planned.outputs[0])).toEqual([0, 1]);
		expect(plans).toMatchObject([
			{ success: true, outcome: 'planned', changed: true, undo: { operation: expect.any(String) } },
			{ success: true, outcome: 'planned', changed: false, undo: null },
		]);
		const { status } = await run(change, [change.changing, change.idle], { concurrency: 1 }, { way });
		expect(status).toBe('success');
		const sent = changesSent(change).map(({ method, url, body }) => ({
			method,
			url: new URL(url, providerFor(change).url).href,
			...(body && { body: JSON.parse(body) as unknown }),
		}));
		expect(plans.flatMap(({ request }) => request ?? [])).toEqual(sent);
		expect(sent.length).toBeGreaterThan(0);
	});

	it('of some items leaves those out that are only planned', async () => {
		const before = accesses(change);
		const items = [
			{ ...change.changing, dryRun: true },
			{ ...change.idle, dryRun: false },
			{ ...change.changing, dryRun: true },
		];
		const { outputs } = await run(change, items, { dryRun: '={{ $json.dryRun }}' });
		expect(results(outputs).map(({ outcome }) => outcome)).toEqual([
			'planned',
			expect.stringMatching(/applied|unchanged/),
			'planned',
		]);
		expect(accesses(change)).toEqual(before);
		expect(changesSent(change).length).toBeLessThan(2);
	});

	it('that may not read says that it is not known', async () => {
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 50 });
		const { outputs, error } = await run(change, [change.changing], { dryRun: true });
		expect(changesSent(change)).toEqual([]);
		// Without the role, or the user that must not be created, what would be sent isn't known either, and nothing would be.
		if (change.apiVersion === 'v3') expect(error?.message).toBeTruthy();
		else expect(results(outputs)).toMatchObject([{ outcome: 'planned', changed: null, undo: null }]);
	});

	it.each(['={{ $json.missing }}', '={{ "" }}', '={{ "perhaps" }}', '={{ null }}'])(
		'that is asked for by %s, which is neither true nor false, sends nothing',
		async (dryRun) => {
			await run(change, [change.changing], { dryRun }, { onError: 'continueRegularOutput' });
			expect(changesSent(change)).toEqual([]);
		},
	);
});

describe('what remains, where it can not be read', () => {
	it.each(removals.flatMap((name) => [{}, { verify: true }].map((options) => [name, options] as const)))(
		'is no reason to lose the result of %s %j',
		async (name, options) => {
			const change = changes[name];
			const { path } = await readBefore(change);
			const others = change.apiVersion === 'v2' ? /managed|audited|spaces/ : /\/v3\/spaces/;
			const refused = change.node === 'cloudFoundry' ? others : path;
			const skip = change.node === 'cloudFoundry' ? 0 : 'verify' in options ? 1 : 0;
			providerFor(change).fault({ method: 'GET', path: refused, skip, status: 403, body: 'no', times: 50 });
			const all = { reportRemaining: true, ...options };
			const { outputs } = await run(change, [change.changing], all, { onError: 'continueErrorOutput' });
			expect(changesSent(change)).toHaveLength(1);
			for (const { operation, success } of results(outputs))
				expect([operation, success]).toEqual([change.operation, true]);
			for (const failed of results(outputs, 1)) expect(JSON.stringify(failed)).toMatch(/accepted|read back/);
			expect(outputs.flat()).toHaveLength(1);
		},
	);
});

it('a dry run of one of two items that share a request leaves its member out of it', async () => {
	const change = changes['clientDirectory removeMembers'];
	const items = [
		{ ...change.changing, userIds: [first], dryRun: false },
		{ ...change.changing, userIds: [second], dryRun: true },
	];
	await run(change, items, { dryRun: '={{ $json.dryRun }}' });
	expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [first] }]);
});

describe.each(names)('verifying %s', (name) => {
	const change = changes[name];

	it('says what changed; the undo, fed to the same node, restores what was', async () => {
		const before = accesses(change);
		const { outputs, error } = await run(change, [change.changing, change.idle], { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([
			{ success: true, outcome: 'applied', changed: true, verified: true, undo: { operation: expect.any(String) } },
			{ success: true, outcome: 'unchanged', changed: false, undo: null },
		]);
		expect(accesses(change)).not.toEqual(before);
		const [done] = results(outputs);
		const { resource, operation, ...rest } = done.undo as Record<string, string>;
		const parameters = { resource, operation, ...expressionsFor(change.node, Object.keys(rest), '$json.undo') };
		const credentials = {
			[credentialOf[change.node]]: waysIn(sandbox).find(([t]) => t === credentialOf[change.node])?.[2],
		};
		const undone = await runNode(engine, change.node, parameters as IDataObject, {
			items: [done],
			credentials: credentials as never,
		});
		expect(undone.error).toBeUndefined();
		expect(accesses(change)).toEqual(before);
	});

	it('of what is so already says so, without an undo', async () => {
		const before = accesses(change);
		const { outputs } = await run(change, [change.idle], { verify: true });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'unchanged', changed: false, undo: null }]);
		expect(accesses(change)).toEqual(before);
	});

	it('fails where the provider accepts the change and it can not be seen, after a few tries', async () => {
		pretend(change);
		const before = bytes(change);
		const { status, error } = await run(change, [change.changing], { verify: true });
		expect(bytes(change)).toBe(before);
		expect(status).toBe('error');
		expect(`${error?.message} ${error?.description}`).toMatch(/accepted/i);
		expect(`${error?.message} ${error?.description}`).toMatch(/can't be seen/i);
		expect(changesSent(change)).toHaveLength(1);
		const [{ url }, ...more] = readsOf(change);
		const tries = more.filter((read) => read.url === url).length;
		expect(tries).toBeGreaterThan(1);
		expect(tries).toBeLessThan(10);
	});

	it('sends nothing where the read before is refused', async () => {
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 50 });
		const stopped = await run(change, [change.changing, change.idle], { verify: true });
		expect(stopped.status).toBe('error');
		const options = { onError: 'continueErrorOutput' } as const;
		const { outputs } = await run(change, [change.changing, change.idle], { verify: true }, options);
		expect(outputs[0]).toEqual([]);
		expect(links(outputs[1])).toEqual([0, 1]);
		expect(changesSent(change)).toEqual([]);
	});

	it('fails where the change was accepted and can not be read back', async () => {
		const { path } = await readBefore(change);
		providerFor(change).fault({ method: 'GET', path, status: 403, body: 'no', times: 50, skip: 1 });
		const { outputs } = await run(change, [change.changing], { verify: true }, { onError: 'continueErrorOutput' });
		expect(changesSent(change)).toHaveLength(1);
		expect(outputs[0]).toEqual([]);
		const [failed] = results(outputs, 1);
		const text = JSON.stringify([failed.error, failed.message]);
		expect(text).toMatch(/read/i);
		expect(text).toMatch(/accepted/i);
	});
});

describe('verifying', () => {
	it.each(['delos bindClient', 'guardhouse assignRole', 'cloudFoundry addOrganization v2'])(
		'of %s goes on with the items whose user can be read',
		async (name) => {
			const change = changes[name];
			const other = { 'delos bindClient': 'user_abc123def', 'guardhouse assignRole': 102 }[name] ?? uuidOf('x');
			const key = change.node === 'cloudFoundry' ? 'userGuid' : 'userId';
			const items = [{ ...change.changing, [key]: other }, change.changing];
			providerFor(change).fault({ method: 'GET', path: `/${other}`, status: 403, body: 'no', times: 50 });
			const { outputs } = await run(change, items, { verify: true }, { onError: 'continueErrorOutput' });
			expect([links(outputs[0]), links(outputs[1])]).toEqual([[1], [0]]);
			expect(changesSent(change)).toHaveLength(1);
			expect(changesSent(change)[0].url).toContain(change.user);
		},
	);

	it('of a shared request leaves out the item with a member that can not be read', async () => {
		const change = changes['clientDirectory addMembers'];
		const items = [{ ...change.changing, userIds: [first] }, change.changing];
		sandbox.clientDirectory.fault({ method: 'GET', path: second, status: 403, body: 'no', times: 50 });
		const { outputs } = await run(change, items, { verify: true }, { onError: 'continueErrorOutput' });
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[0], [1]]);
		expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [first] }]);
	});

	it('of members says which of them changed, and takes back only those', async () => {
		const change = changes['clientDirectory removeMembers'];
		const items = [{ ...change.changing, departmentId: finance }];
		const { outputs } = await run(change, items, { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, undo: { userIds: [first] } }]);
	});

	it.each([
		['bindClient', [], { isOwner: true }, true],
		['unbindClient', [{ customerId: 'cust_789xyz', isOwner: false }], { ownership: 'any' }, false],
		['unbindClient', [{ customerId: 'cust_789xyz', isOwner: true }], { ownership: 'owner' }, false],
		['unbindClient', 'both', { ownership: 'owner' }, true],
		['unbindClient', 'both', { ownership: 'standard' }, true],
	])(
		'of Delos %s, with %j there and %j asked for (both can be: %s), undoes exactly',
		async (name, clients, by, both) => {
			const change = changes[`delos ${name}`];
			const { state } = sandbox.delos;
			state.coexist = both;
			const [user] = state.users;
			const relation = { customerId: 'cust_789xyz', isOwner: true };
			user.clients = typeof clients === 'string' ? [relation, { ...relation, isOwner: false }] : clients;
			const before = accesses(change);
			const { outputs, error } = await run(
				{ ...change, changing: { userId: '', clientId: '', ...by } },
				[{ userId: user.uuid, clientId: 'cust_789xyz', ...by }],
				{ verify: true },
			);
			expect(error).toBeUndefined();
			const [done] = results(outputs);
			expect(done).toMatchObject({ outcome: 'applied', changed: true, verified: true });
			const { resource, operation, ...undo } = done.undo as IDataObject;
			expect(resource).toBe('user');
			await run({ ...change, operation: String(operation), changing: undo }, [undo]);
			expect(accesses(change)).toEqual(before);
		},
	);

	it('of a bind over the other kind has no undo: the pages contradict each other about what became of it', async () => {
		const change = changes['delos bindClient'];
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: false }];
		const asked = { userId: sandbox.delos.state.users[0].uuid, clientId: 'cust_789xyz', isOwner: true };
		const { outputs } = await run({ ...change, changing: asked }, [asked], { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true, undo: null }]);
	});

	it('of a removal of both kinds has no undo: no single operation brings both back', async () => {
		const change = changes['delos unbindClient'];
		sandbox.delos.state.coexist = true;
		sandbox.delos.state.users[0].clients.push({ customerId: 'cust_789xyz', isOwner: false });
		const { outputs } = await run(change, [change.changing], { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true, undo: null }]);
	});

	// Members of several items share one change, which changed something for each of them.
	const alone = names.filter((name) => !name.endsWith('Members'));
	it.each(alone)('of %s: the same change in two items is not two changes', async (name) => {
		const change = changes[name];
		const { outputs } = await run(change, [change.changing, change.changing], { verify: true });
		expect(results(outputs).filter(({ changed }) => changed === true)).toHaveLength(1);
	});

	it.each(names)('of %s: a change that shows only later is waited for', async (name) => {
		const change = changes[name];
		const { path, body } = await readBefore(change);
		const headers = { 'content-type': 'application/json' };
		providerFor(change).fault({ method: 'GET', path, skip: 1, headers, body });
		const changing = change.node === 'clientDirectory' ? { ...change.changing, userIds: [first] } : change.changing;
		const { outputs, error } = await run(change, [changing], { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true }]);
	});
});

describe('20 changes of one user', () => {
	const many = Array.from({ length: 20 }, (_, index) => index);

	/** Something to change 20 times; for the removals the user has it all. */
	const seed = (name: string): IDataObject[] => {
		const has = removals.includes(name);
		const { delos, clientDirectory, guardhouse, cloudFoundry } = sandbox;
		const [node] = name.split(' ');
		if (node === 'delos') {
			const [user, other] = delos.state.users;
			return many.map((index) => {
				const cuid = `cust_many_${index}`;
				delos.state.clients.push({ cuid, puid: 'partner_1', name: cuid, createAt: '2024-01-01T00:00:00Z' });
				if (has) user.clients.push({ customerId: cuid, isOwner: false });
				return has
					? { userId: user.uuid, clientId: cuid, ownership: 'any' }
					: { userId: other.uuid, clientId: cuid, isOwner: false };
			});
		}
		if (node === 'clientDirectory')
			return many.map((index) => {
				const id = uuidOf(`department ${index}`);
				clientDirectory.state.departments.push({ ...clientDirectory.state.departments[0], id, name: id });
				if (has) clientDirectory.state.users[0].department_ids.push(id);
				return { clientId: client, departmentId: id, userIds: [first] };
			});
		if (node === 'guardhouse')
			return many.map((index) => {
				const id = 100 + index;
				guardhouse.state.roles.push({ ...guardhouse.state.roles[0], id, key: `role-${id}` });
				if (has) guardhouse.state.users[0].roleIds.push(id);
				return { userId: 101, roleId: id, ...(has && { instantLogout: false }) };
			});
		return many.map((index) => {
			const guid = uuidOf(`organization ${index}`);
			const { organizations, roles } = cloudFoundry.state;
			organizations.push({ ...organizations[0], guid, name: `organization-${index}` });
			const type = 'organization_user';
			const rest = { organization_guid: guid, space_guid: null };
			if (has) roles.push({ guid: uuidOf(`role ${index}`), type, user_guid: 'uaa-id-128', ...rest });
			return { userGuid: 'uaa-id-128', organizationGuid: guid };
		});
	};

	it.each(names)('of %s are read once before and once after', async (name) => {
		const change = changes[name];
		const items = seed(name);
		const { outputs, error } = await run(change, items, { verify: true, concurrency: 4 });
		expect(error).toBeUndefined();
		expect(results(outputs).map(({ changed, verified }) => [changed, verified])).toEqual(many.map(() => [true, true]));
		const { requests } = providerFor(change);
		const from = requests.findIndex(isChange);
		const to = requests.length - 1 - [...requests].reverse().findIndex(isChange);
		// v3 looks up the role of each organization: that is part of the removal, not of the verification.
		const reads = requests.flatMap(({ method, url }, index) =>
			method === 'GET' && url.includes(change.user) && !url.includes('organization_guids') ? [index] : [],
		);
		const when = [reads.filter((i) => i < from), reads.filter((i) => i > from && i < to), reads.filter((i) => i > to)];
		// Nobody is added who doesn't exist: that is read once, too.
		const existence = change.operation === 'addOrganization' ? 1 : 0;
		// v3 has a role for each access, which is looked up by itself; the removal needs the same look-up.
		const state = change.apiVersion === 'v3' ? 0 : 1;
		expect(when.map(({ length }) => length)).toEqual([existence + state, 0, state]);
		const lookUps = requests.filter(({ url }) => url.includes('organization_guids'));
		expect(lookUps).toHaveLength(change.apiVersion === 'v3' ? 2 * items.length : 0);
	});
});

describe('If Unchanged: fail, where the provider does not tell', () => {
	it.each(names.filter((name) => !name.startsWith('delos')))('is known from a read: %s', async (name) => {
		const change = changes[name];
		const before = bytes(change);
		const options = { onError: 'continueErrorOutput' } as const;
		const idle = await run(change, [change.idle], { ifUnchanged: 'fail' }, options);
		expect(links(idle.outputs[1])).toEqual([0]);
		expect(bytes(change)).toBe(before);
		const { outputs } = await run(change, [change.changing], { ifUnchanged: 'fail' }, options);
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied' }]);
	});
});

describe('what remains', () => {
	const remaining = async (name: string, items: IDataObject[], options: IDataObject = {}) => {
		const { outputs, error } = await run(changes[name], items, { reportRemaining: true, ...options });
		expect(error).toBeUndefined();
		return results(outputs).map((json) => {
			expect(json).toMatchObject({ success: true });
			expect(json).toHaveProperty('remaining');
			return JSON.stringify(json.remaining);
		});
	};

	it.each([{}, { verify: true }])('at Delos: the other clients %j', async (options) => {
		const { uuid, clients } = sandbox.delos.state.users[3];
		const [gone, kept] = clients.map(({ customerId }) => customerId);
		const item = { userId: uuid, clientId: gone, ownership: 'any' };
		const [left] = await remaining('delos unbindClient', [item], options);
		expect(left).toContain(kept);
		expect(left).not.toContain(gone);
	});

	it.each([{}, { verify: true }])('at the directory: the other departments of each member %j', async (options) => {
		const { changing } = changes['clientDirectory removeMembers'];
		const [left] = await remaining('clientDirectory removeMembers', [changing], options);
		for (const id of [finance, sales, first, second]) expect(left).toContain(id);
		expect(left).not.toContain(engineering);
	});

	it.each([{}, { verify: true }])('at Guardhouse: the other roles %j', async (options) => {
		const { changing } = changes['guardhouse unassignRole'];
		const [left] = await remaining('guardhouse unassignRole', [changing], options);
		expect(left).toContain('Support Agent');
		expect(left).not.toContain('Administrator');
	});

	it.each([{}, { verify: true }])('after two removals of one user: what is left after both %j', async (options) => {
		const items = [1, 3].map((roleId) => ({ userId: 101, roleId, instantLogout: false }));
		expect(await remaining('guardhouse unassignRole', items, options)).toEqual(['[]', '[]']);
	});

	it.each(
		['v2', 'v3'].flatMap((version) =>
			[{}, { verify: true }].map((options) => [version, options] as [string, IDataObject]),
		),
	)('at Cloud Foundry (%s): organizations managed, billed and audited %j', async (version, options) => {
		const name = `cloudFoundry removeOrganization ${version}`;
		const [, manager, auditor, , plain] = sandbox.cloudFoundry.state.users.map(({ guid }) => guid);
		const items = [manager, auditor, plain].map((userGuid) => ({ userGuid, organizationGuid: home }));
		const { outputs } = await run(changes[name], items, { reportRemaining: true, ...options });
		const left = results(outputs).map((json) => json.remaining as Record<string, string[]>);
		expect(JSON.stringify(left[0])).toContain(home);
		expect(JSON.stringify(left[0])).toMatch(/manage/i);
		expect(JSON.stringify(left[1])).toContain(home);
		expect(JSON.stringify(left[2])).not.toContain(home);
		const kinds = left.map((kept) =>
			Object.keys(kept).filter((kind) => kept[kind].some((id) => JSON.stringify(id).includes(home))),
		);
		expect(kinds[0]).toEqual([expect.stringMatching(/manag/i)]);
		expect(kinds[1].sort()).toEqual([expect.stringMatching(/audit/i), expect.stringMatching(/billing/i)]);
		expect(kinds[2]).toEqual([]);
		// None of them has a role in a space of it, or the removal would have been refused.
		for (const { spaces } of left) expect(spaces).toEqual([]);
	});

	it('at Cloud Foundry: the spaces of that organization', async () => {
		const { roles } = sandbox.cloudFoundry.state;
		const guid = uuidOf('a supporter');
		const space = '9decf038-91ca-4605-b796-f7f629e0886b';
		roles.push({ guid, type: 'space_supporter', user_guid: 'uaa-id-128', organization_guid: null, space_guid: space });
		const before = bytes(changes['cloudFoundry removeOrganization v2']);
		// v2 doesn't look at supporters, so they are what can stay; v2 has no page that lists them.
		const { outputs } = await run(changes['cloudFoundry removeOrganization v2'], [member], { reportRemaining: true });
		expect(bytes(changes['cloudFoundry removeOrganization v2'])).not.toBe(before);
		expect(Object.keys(results(outputs)[0].remaining as object).join()).toMatch(/space/i);
	});
});

const modes: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

/** Nothing was changed, and each item says why. */
const expectRefused = (
	change: Change,
	mode: OnError,
	{ status, error, outputs }: Awaited<ReturnType<typeof run>>,
	count: number,
) => {
	expect(changesSent(change)).toEqual([]);
	if (mode === 'stopWorkflow') {
		expect(status).toBe('error');
		expect(error?.message).toBeTruthy();
		return;
	}
	const failed = outputs[mode === 'continueErrorOutput' ? 1 : 0];
	if (mode === 'continueErrorOutput') expect(outputs[0]).toEqual([]);
	expect(links(failed)).toEqual(Array.from({ length: count }, (_, index) => index));
	for (const { json } of failed) expect(json).toMatchObject({ error: expect.anything(), message: expect.any(String) });
};

/** 100 items of 100 users; the sandbox needn't know them, for nothing is to be sent. */
const hundred = ({ changing }: Change): IDataObject[] =>
	Array.from({ length: 100 }, (_, index) => ({
		...changing,
		...('userIds' in changing && { userIds: [uuidOf(`user ${index}`)] }),
		...('userGuid' in changing && { userGuid: uuidOf(`user ${index}`) }),
		...('userId' in changing && { userId: typeof changing.userId === 'number' ? 1000 + index : `user_${index}` }),
	}));

/** IDs of other users, of the provider's kind. */
const others = ({ changing }: Change) => (typeof changing.userId === 'number' ? ['99', '7'] : ['someone', 'uaa-id-12']);

const idOf = ({ userId, userGuid, userIds }: IDataObject) => String(userId ?? userGuid ?? (userIds as string[])[0]);

describe.each(names)('a guard of %s', (name) => {
	const change = changes[name];

	it.each(modes)('Max Changes refuses all of 100 items where 99 are allowed (%s)', async (onError) => {
		const before = bytes(change);
		expectRefused(change, onError, await run(change, hundred(change), { maxChanges: 99 }, { onError }), 100);
		expect(bytes(change)).toBe(before);
	});

	it.each(modes)('Protected IDs refuses all of 100 items where one is protected (%s)', async (onError) => {
		const items = hundred(change);
		const [one, other] = others(change);
		const protectedIds = `${one}, ${idOf(items[57]).toUpperCase()}\n${other}`;
		expectRefused(change, onError, await run(change, items, { protectedIds }, { onError }), 100);
	});

	it('Max Changes lets as many pass as it says', async () => {
		const { status } = await run(change, [change.changing], { maxChanges: 'userIds' in change.changing ? 2 : 1 });
		expect(status).toBe('success');
		expect(changesSent(change).length).toBeGreaterThan(0);
	});

	it('Protected IDs lets others pass', async () => {
		const protectedIds = `={{ ${JSON.stringify([...others(change), 7])} }}`;
		const { status } = await run(change, [change.changing], { protectedIds });
		expect(status).toBe('success');
		expect(changesSent(change).length).toBeGreaterThan(0);
	});

	it.each([
		['an array', (id: string, other: string) => `={{ ["${other}", "${id}"] }}`],
		['objects with an id', (id: string, other: string) => `={{ [{ id: "${other}" }, { id: "${id}" }] }}`],
		['JSON', (id: string, other: string) => `["${other}","${id}"]`],
		['lines', (id: string, other: string) => `${other}\n  ${id}  \n`],
		['an array, in another case', (id: string) => `={{ ["${id.toUpperCase()}"] }}`],
	])('Protected IDs as %s', async (_, write) => {
		const protectedIds = write(idOf(change.changing), others(change)[0]);
		expectRefused(change, 'stopWorkflow', await run(change, [change.changing], { protectedIds }), 1);
	});

	it.each(['={{ "" }}', '={{ $json.missing }}', '={{ null }}', '={{ [] }}', '={{ "  " }}', '={{ [""] }}', '={{ {} }}'])(
		'Protected IDs that turn out to be nothing refuse the run: %s',
		async (protectedIds) => {
			for (const onError of modes)
				expectRefused(change, onError, await run(change, [change.changing], { protectedIds }, { onError }), 1);
		},
	);

	it.each(['={{ "" }}', '={{ $json.missing }}', '={{ null }}', '={{ "many" }}', -1, 1.5])(
		'Max Changes that is no number refuses the run: %s',
		async (maxChanges) => {
			for (const onError of modes)
				expectRefused(change, onError, await run(change, [change.changing], { maxChanges }, { onError }), 1);
		},
	);
});

describe('Max Changes', () => {
	it('counts members, not items', async () => {
		const change = changes['clientDirectory removeMembers'];
		const userIds = Array.from({ length: 100 }, (_, index) => uuidOf(`member ${index}`));
		const items = [{ ...change.changing, userIds }];
		expectRefused(change, 'stopWorkflow', await run(change, items, { maxChanges: 99 }), 1);
		await run(change, items, { maxChanges: 100, partialFailure: 'report' });
		expect(changesSent(change)).toHaveLength(1);
	});

	it('lets 100 of 100 pass', async () => {
		const change = changes['guardhouse assignRole'];
		const items = Array.from({ length: 100 }, (_, index) => ({ userId: 101 + (index % 12), roleId: 1 + (index % 6) }));
		const { status } = await run(change, items, { maxChanges: 100 });
		expect(status).toBe('success');
		expect(changesSent(change)).toHaveLength(100);
	});
});

it('a protected member among others refuses the run', async () => {
	const change = changes['clientDirectory addMembers'];
	const protectedIds = second.toUpperCase();
	expectRefused(change, 'stopWorkflow', await run(change, [change.idle, change.changing], { protectedIds }), 2);
});

describe('Keep Last Owner', () => {
	const change = changes['delos unbindClient'];
	const cuid = 'cust_789xyz';
	const remove = (index: number, ownership = 'any', clientId = cuid) => ({
		userId: sandbox.delos.state.users[index].uuid,
		clientId,
		ownership,
	});
	const keep = async (items: IDataObject[], onError: OnError = 'stopWorkflow', options: IDataObject = {}) =>
		await run(change, items, { keepLastOwner: true, ...options }, { onError });

	/** Users of the client, by their place in the sandbox. */
	const own = (owners: number[], standard: number[] = []) => {
		for (const [index, user] of sandbox.delos.state.users.entries()) {
			user.clients = user.clients.filter(({ customerId }) => customerId !== cuid);
			if (owners.includes(index)) user.clients.push({ customerId: cuid, isOwner: true });
			if (standard.includes(index)) user.clients.push({ customerId: cuid, isOwner: false });
		}
	};

	it.each(modes)('refuses to remove the last one (%s)', async (mode) => {
		own([0]);
		expectRefused(change, mode, await keep([remove(0)], mode), 1);
		expectRefused(change, mode, await keep([remove(0, 'owner')], mode), 1);
	});

	it.each(modes)('refuses the whole run where one item would (%s)', async (mode) => {
		own([0], [1, 2, 3]);
		const items = [remove(1), remove(2), remove(0), remove(3)];
		expectRefused(change, mode, await keep(items, mode), 4);
	});

	it('counts the removals of this run', async () => {
		own([0, 1]);
		expectRefused(change, 'continueErrorOutput', await keep([remove(0), remove(1)], 'continueErrorOutput'), 2);
	});

	it('does not count standard users', async () => {
		own([0], [1, 2, 3]);
		expectRefused(change, 'stopWorkflow', await keep([remove(0)]), 1);
	});

	it('lets one of two go, also when asked twice', async () => {
		own([0, 1]);
		const { error } = await keep([remove(0), remove(0)]);
		expect(error).toBeUndefined();
		expect(sandbox.delos.state.users[0].clients.some(({ customerId }) => customerId === cuid)).toBe(false);
	});

	it('lets standard users go, and the standard access of the last owner', async () => {
		sandbox.delos.state.coexist = true;
		own([0], [0, 1]);
		const { error } = await keep([remove(1), remove(0, 'standard')]);
		expect(error).toBeUndefined();
		expect(changesSent(change)).toHaveLength(2);
	});

	it('looks at each client on its own', async () => {
		own([0, 1]);
		const { clients } = sandbox.delos.state.users[3];
		const alone = clients.find(({ isOwner }) => isOwner)?.customerId as string;
		for (const user of sandbox.delos.state.users.slice(4))
			user.clients = user.clients.filter(({ customerId }) => customerId !== alone);
		expectRefused(change, 'stopWorkflow', await keep([remove(0), remove(3, 'any', alone)]), 2);
	});

	it('finds the other owner on a later page', async () => {
		const { users } = sandbox.delos.state;
		own([0], [1, 2]);
		for (let index = 0; index < 150; index += 1) {
			const isOwner = index === 149;
			users.push({ ...users[3], uuid: `user_more_${index}`, clients: [{ customerId: cuid, isOwner }] });
		}
		const { error } = await keep([remove(0)]);
		expect(error).toBeUndefined();
	});

	it.each(['items', 'data', 'array', 'itemsTotal'] as const)('reads the list of users as %s', async (envelope) => {
		sandbox.delos.state.listEnvelope = envelope;
		own([0, 1]);
		expect((await keep([remove(0)])).error).toBeUndefined();
		expectRefused({ ...change }, 'stopWorkflow', await fresh(async () => await keep([remove(1)])), 1);
	});

	/** The requests of this run only. */
	const fresh = async <T>(act: () => Promise<T>): Promise<T> => {
		sandbox.delos.requests.splice(0);
		return await act();
	};

	it.each([
		['are forbidden', { status: 403, body: '{"error":"Forbidden"}' }],
		['are not found', { status: 404, body: '{"error":"Not found"}' }],
		['break', { drop: 'before' as const }],
		['are a page', { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }],
		['are something else', { status: 200, body: '{"total":3}', headers: { 'content-type': 'application/json' } }],
		['are an error', { status: 200, body: '{"error":"Oops"}', headers: { 'content-type': 'application/json' } }],
	])('refuses where the owners can not be read: the answers %s', async (_, fault) => {
		own([0, 1, 2]);
		for (const mode of modes) {
			sandbox.delos.fault({ method: 'GET', times: 1000, ...fault });
			expectRefused(change, mode, await keep([remove(0)], mode, { maxRetries: 0 }), 1);
		}
	});

	it('refuses where the other owners can not be read one by one', async () => {
		own([0, 1]);
		sandbox.delos.fault({ method: 'GET', path: `/user/${sandbox.delos.state.users[1].uuid}`, times: 50, status: 403 });
		expectRefused(change, 'stopWorkflow', await keep([remove(0)], 'stopWorkflow', { maxRetries: 0 }), 1);
	});

	it('refuses where a list ignores the filter and names a user who owns something else', async () => {
		own([0]);
		const items = sandbox.delos.state.users.slice(0, 5).map(({ uuid }) => ({ uuid }));
		sandbox.delos.fault({
			method: 'GET',
			path: /\/user\?/,
			times: 1,
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		expectRefused(change, 'stopWorkflow', await keep([remove(0)]), 1);
	});

	it('holds together with a dry run of the others and with Verify', async () => {
		own([0, 1]);
		const { outputs, error } = await keep([remove(0)], 'stopWorkflow', { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ changed: true, verified: true, undo: { isOwner: true } }]);
	});
});
