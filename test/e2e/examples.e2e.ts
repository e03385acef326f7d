import { credentialsFor, startSandbox, type Sandbox } from '../../sandbox';
import { exampleFiles, readExample } from '../../sandbox/examples';
import { waitFor, webhookOf, type Engine } from '../../sandbox/host';
import { accessOf, expectedAccess, linesBeyond, providersOf, readTickets } from '../../sandbox/tickets';
import { openEngine } from '../support/workflow';
import { type Installation, openInstallation } from './installation';

const files = exampleFiles.filter((file) => webhookOf(readExample(file)) !== undefined);

let installation: Installation;
let engine: Engine;
const ids: Record<string, string> = {};
beforeAll(async () => {
	engine = await openEngine();
	installation = await openInstallation('examples');
	const { n8n, credentials } = installation;
	for (const file of files) {
		ids[file] = await n8n.api.importWorkflow(readExample(file), credentials);
		await n8n.api.publish(ids[file]);
	}
});
afterAll(async () => {
	await engine?.stop();
	await installation?.close();
});

const start: object[] = [];
beforeEach(() => {
	const providers = Object.values(providersOf(installation.sandbox));
	if (start.length === 0) start.push(...providers.map((provider) => provider.snapshot()));
	for (const [index, { state, requests }] of providers.entries()) {
		Object.assign(state, structuredClone(start[index]));
		requests.length = 0;
	}
});

/** What a run did, the same on every host: ports differ, and so does the order of what is under way at once. */
const traceOf = (sandbox: Sandbox) => {
	const sent = Object.values(providersOf(sandbox)).map(({ requests }) =>
		requests
			.filter(({ url }) => !/login|token|well-known/.test(url))
			.map(({ method, url, body, status }) => `${method} ${url} ${body} ${status}`)
			.filter((line) => !line.startsWith('GET / '))
			.sort(),
	);
	return { sent, access: accessOf(sandbox) };
};

/** Ports and the request IDs of a provider are new each time. */
const lasting = (reply: unknown) =>
	JSON.parse(
		JSON.stringify(reply)
			.replace(/127\.0\.0\.1:\d+/g, 'host')
			.replace(/request ID [\w-]+/g, 'request ID')
			.replace(/"time":\d+/g, '"time":0')
			.replace(/"(uid|correlation_uid|app_uid|source|requestId)":"[^"]*"/g, '"$1":"own"'),
	) as unknown;

const onEngine = async (file: string, body: object) => {
	const sandbox = await startSandbox();
	try {
		const workflow = readExample(file);
		const { responses } = await engine.run(workflow, {
			credentials: credentialsFor(sandbox),
			mode: 'webhook',
			trigger: {
				node: webhookOf(workflow)?.name ?? '',
				items: [{ json: { headers: {}, params: {}, query: {}, body } as never }],
			},
		});
		return { reply: lasting(responses[0].body), ...traceOf(sandbox) };
	} finally {
		await sandbox.close();
	}
};

/** Posts to the webhook of the example in n8n, and sees that the engine of the other tests does just the same. */
const post = async (file: string, body: object): Promise<unknown> => {
	const { n8n, sandbox } = installation;
	const response = await fetch(`${n8n.url}/webhook/${String(webhookOf(readExample(file))?.parameters?.path)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const reply: unknown = await response.json();
	expect([file, response.status]).toEqual([file, 200]);
	const seen = { reply: lasting(reply), ...traceOf(sandbox) };
	expect(seen).toEqual(await onEngine(file, body));
	return reply;
};

const lost = (before: ReturnType<typeof accessOf>) => {
	const after = accessOf(installation.sandbox);
	const gone = Object.entries(before).flatMap(([system, lines]) =>
		linesBeyond(lines, after[system as keyof typeof after]),
	);
	const added = Object.entries(after).flatMap(([system, lines]) =>
		linesBeyond(lines, before[system as keyof typeof before]),
	);
	return { gone: gone.sort(), added: added.sort() };
};

afterEach(async () => {
	const { api } = installation.n8n;
	await waitFor('executions to end', async () => (await api.executions({ status: ['running', 'new'] })).length === 0);
	for (const { status, mode } of await api.executions()) expect([status, mode]).toEqual(['success', 'webhook']);
});

it('offboarding: one reply for each ticket, and access as they ask', async () => {
	const expected = readTickets();
	const tickets = expected.map(({ ticket }) => ticket);
	const before = accessOf(installation.sandbox);
	const replies = (await post('offboarding.json', { tickets })) as Array<Record<string, string>>;
	expect(replies.map(({ ticket, status, outcome }) => ({ ticket, status, outcome }))).toEqual(
		expected.map(({ ticket, expect: { status, outcome } }) => ({ ticket: ticket.id, status, outcome })),
	);
	for (const [index, { expect: wanted }] of expected.entries()) {
		const { reason = '' } = replies[index];
		expect([reason, reason.startsWith(wanted.reason ?? '')]).toEqual([reason, true]);
		expect(reason === '').toBe(wanted.reason === undefined);
	}
	const wanted = expectedAccess(before, expected);
	const after = accessOf(installation.sandbox);
	for (const [system, lines] of Object.entries(wanted))
		expect([...after[system as keyof typeof after]].sort()).toEqual([...lines].sort());
});

it('offboarding: goes on with new sessions when the old ones end in the middle', async () => {
	const { delos, guardhouse, cloudFoundry } = installation.sandbox;
	const expected = readTickets();
	const tickets = expected.map(({ ticket }) => ticket);
	for (const provider of [delos, guardhouse, cloudFoundry]) provider.expireTokensAfter(2);
	const { n8n } = installation;
	const response = await fetch(`${n8n.url}/webhook/access-tickets`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ tickets }),
	});
	const replies = (await response.json()) as Array<Record<string, string>>;
	expect(replies.map(({ status }) => status)).toEqual(expected.map(({ expect: { status } }) => status));
	for (const { requests } of [delos, guardhouse, cloudFoundry])
		expect(requests.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
});

it('onboarding: binds all clients, or takes back what it granted', async () => {
	const before = accessOf(installation.sandbox);
	const userId = 'user_mia_chen';
	const clients = [{ clientId: 'cust_alpine', owner: true }, { clientId: 'cust_nobody' }, { clientId: 'cust_helios' }];
	expect(await post('onboarding.json', { userId, clients })).toMatchObject({
		status: 'rolled back',
		takenBack: ['cust_alpine', 'cust_helios'],
	});
	expect(lost(before)).toEqual({ gone: [], added: [] });
});

it('onboarding: binds all clients', async () => {
	const before = accessOf(installation.sandbox);
	const clients = [{ clientId: 'cust_alpine', owner: true }, { clientId: 'cust_helios' }];
	expect(await post('onboarding.json', { userId: 'user_mia_chen', clients })).toMatchObject({ status: 'done' });
	const { gone, added } = lost(before);
	expect(gone).toEqual([]);
	expect(added).toEqual([
		expect.stringMatching(/^Mia Chen: owner of /),
		expect.stringMatching(/^Mia Chen: standard user of /),
	]);
});

it('HR offboarding: everything that a person has at all four providers', async () => {
	const before = accessOf(installation.sandbox);
	const [john] = installation.sandbox.guardhouse.state.users;
	expect(john.isSuspended).toBe(false);
	const reply = await post('hr-offboarding.json', { employee: { workEmail: 'john.smith@example.com' } });
	expect(reply).toMatchObject({
		status: 'done',
		failed: [],
		left: { delos: [], clientDirectory: [], guardhouse: [], cloudFoundry: [] },
	});
	expect(john.isSuspended).toBe(true);
	expect(lost(before)).toEqual({
		gone: [
			'John Smith: Administrator',
			'John Smith: Support Agent',
			'John Smith: manager of acme-production',
			'John Smith: member of Engineering',
			'John Smith: member of Finance',
			'John Smith: owner of Northwind Trading',
			'John Smith: user of acme-production',
			'John Smith: user of data-platform',
		],
		added: [],
	});
});

it('bulk clean-up: the members of a file, with the lines that failed', async () => {
	const before = accessOf(installation.sandbox);
	const members = ['john.smith@example.com', 'maria.garcia@example.com', 'nobody@example.com'];
	const csv = ['department,username', ...members.map((member) => `Engineering,${member}`)].join('\n');
	expect(await post('bulk-clean-up.json', { clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50', csv })).toMatchObject({
		status: 'partly done',
		removed: 2,
		failed: [{ line: 4, reason: expect.stringContaining("no user has 'nobody@example.com'") }],
	});
	expect(lost(before)).toEqual({
		gone: ['John Smith: member of Engineering', 'Maria Garcia: member of Engineering'],
		added: [],
	});
});
