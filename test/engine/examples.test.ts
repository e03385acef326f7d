import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { type Sandbox, startSandbox } from '../../sandbox';
import type { CredentialStore, Engine, WorkflowJson } from '../../sandbox/engine';
import { accessOf, examples, expectedAccess, readTickets } from '../../sandbox/tickets';
import { openEngine, packageName } from '../support/workflow';

const read = (file: string) => JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowJson;
const files = readdirSync(examples).filter((file) => file.endsWith('.json') && file !== 'tickets.json');
const workflows = files.map((file) => ({ file, workflow: read(file) }));
const expected = readTickets();
const tickets = expected.map(({ ticket }) => ticket);

let engine: Engine;
let sandbox: Sandbox;
beforeAll(async () => {
	engine = await openEngine();
});
afterAll(async () => await engine.stop());
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const credentials = (): CredentialStore => ({
	delosApi: {
		baseUrl: sandbox.delos.url,
		authentication: 'login',
		login: 'flow@example.com',
		password: 'sandbox-password',
	},
	clientDirectoryApi: { baseUrl: sandbox.clientDirectory.url, accessToken: 'sandbox-token' },
	guardhouseApi: { baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	cloudFoundryApi: { baseUrl: sandbox.cloudFoundry.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
});

/** Posts a body to the webhook of an example and gives back the one response. */
const post = async (file: string, body: object): Promise<unknown> => {
	const workflow = read(file);
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.name ?? '';
	const result = await engine.run(workflow, {
		credentials: credentials(),
		mode: 'webhook',
		trigger: { node: webhook, items: [{ json: { headers: {}, params: {}, query: {}, body } as never }] },
	});
	expect([result.status, result.error?.message]).toEqual(['success', undefined]);
	expect(result.responses).toHaveLength(1);
	return result.responses[0].body;
};

const changes = (requests: Sandbox['delos']['requests']) =>
	requests.filter(({ method, url }) => method !== 'GET' && !/auth|token/.test(url));

describe.each(workflows)('$file', ({ workflow: { nodes, connections, ...rest } }) => {
	it('is a plain export, without credentials and without data', () => {
		expect(Object.keys(rest).sort()).toEqual(['name', 'pinData', 'settings']);
		expect(rest.pinData).toEqual({});
		expect(nodes.filter(({ credentials: used }) => used !== undefined)).toEqual([]);
	});

	it('uses node types and versions that exist', () => {
		for (const { name, type, typeVersion } of nodes) {
			const { version } = engine.nodeType(type).description;
			expect([name, [version].flat().includes(typeVersion ?? NaN)]).toEqual([name, true]);
		}
	});

	it('connects each node but the notes, by names and IDs that are there once', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections).flatMap(({ main }) => main.flatMap((output) => output ?? []));
		const connected = new Set([...Object.keys(connections), ...targets.map(({ node }) => node)]);
		const placed = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').map(({ name }) => name);
		expect([...connected].sort()).toEqual([...placed].sort());
	});

	it('goes on after errors, and maps what changes access by expressions', () => {
		const ours = nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
		expect(ours.length).toBeGreaterThan(0);
		for (const { name, onError, parameters = {} } of ours) {
			expect([name, onError]).toEqual([name, 'continueErrorOutput']);
			const { mappingMode } = parameters;
			const chosen = ['resource', 'operation', 'mappingMode', 'options'];
			const mapped = Object.entries(parameters).filter(([key]) => !chosen.includes(key));
			if (mappingMode === 'autoMapInputData') expect(mapped).toEqual([]);
			for (const [, value] of mapped) expect((value as INodeParameters)?.value ?? value).toMatch(/^=\{\{/);
		}
	});

	it('shows nodes and notes that do not lie on each other', () => {
		const boxes = nodes.map(({ name, position: [x, y] = [0, 0], parameters = {} }) => {
			const { width = 100, height = 100 } = parameters as { width?: number; height?: number };
			return { name, x, y, right: x + width, bottom: y + height };
		});
		for (const [index, a] of boxes.entries())
			for (const b of boxes.slice(index + 1)) {
				const overlap = a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
				expect([a.name, b.name, overlap]).toEqual([a.name, b.name, false]);
			}
	});
});

it('each of the five operations is in an example', () => {
	const shown = workflows.flatMap(({ workflow }) =>
		workflow.nodes
			.filter(({ type }) => type.startsWith(packageName))
			.map(({ type, parameters }) => {
				return `${type.replace(`${packageName}.`, '')} ${String(parameters?.operation)}`;
			}),
	);
	expect([...new Set(shown)].sort()).toEqual([
		'clientDirectory removeMembers',
		'cloudFoundry removeOrganization',
		'delos bindClient',
		'delos unbindClient',
		'guardhouse unassignRole',
	]);
});

describe('offboarding', () => {
	const file = 'offboarding.json';

	it('answers each ticket once, as its expectation says', async () => {
		const replies = (await post(file, { tickets })) as Array<Record<string, string>>;
		expect(replies.map(({ ticket }) => ticket)).toEqual(tickets.map(({ id }) => id));
		for (const [index, { expect: wanted }] of expected.entries()) {
			const { status, outcome, reason = '' } = replies[index];
			expect({ status, outcome }).toEqual({ status: wanted.status, outcome: wanted.outcome });
			expect([reason, reason.startsWith(wanted.reason ?? '')]).toEqual([reason, true]);
			expect(reason === '').toBe(wanted.reason === undefined);
		}
	});

	it('changes what the tickets ask for and nothing else', async () => {
		const before = accessOf(sandbox);
		for (const { ticket, expect: wanted } of expected) {
			const lines = before[ticket.system as keyof typeof before] ?? [];
			expect(lines).toEqual(expect.arrayContaining(wanted.removed ?? []));
			for (const line of wanted.added ?? []) expect(lines).not.toContain(line);
		}
		await post(file, { tickets });
		const after = accessOf(sandbox);
		const wanted = expectedAccess(before, expected);
		for (const [system, lines] of Object.entries(wanted))
			expect([...after[system as keyof typeof after]].sort()).toEqual([...lines].sort());
	});

	it('maps every field of a ticket', async () => {
		await post(file, { tickets });
		const { delos, clientDirectory, guardhouse } = sandbox;
		const bodies = changes(delos.requests).filter(({ method }) => method === 'PUT');
		expect(bodies.map(({ body }) => JSON.parse(body))).toEqual([
			{ relation: { cuid: 'cust_789xyz', isOwner: true } },
			{ relation: { cuid: 'cust_789xyz', isOwner: false } },
		]);
		const removed = changes(delos.requests).filter(({ method }) => method === 'DELETE');
		expect(removed.map(({ url }) => url.split('?')[1])).toEqual([
			undefined,
			undefined,
			'relation.isOwner=false',
			'relation.isOwner=true',
			undefined,
		]);
		expect(changes(clientDirectory.requests)).toHaveLength(1);
		const logouts = changes(guardhouse.requests).map(({ url, body }) => [url.split('/users/')[1], body]);
		expect(logouts).toEqual([
			['101/roles/1', '{"instantLogout":true}'],
			['101/roles/3', '{"instantLogout":true}'],
			['102/roles/2', '{"instantLogout":false}'],
			['9001/roles/6', '{"instantLogout":true}'],
		]);
	});

	it.each(expected.map(({ ticket, expect: { status } }) => ({ id: ticket.id, ticket, status })))(
		'answers $id on its own',
		async ({ id, ticket, status }) => {
			const reply = [expect.objectContaining({ ticket: id, status })];
			expect(await post(file, ticket)).toEqual(reply);
			expect(await post(file, { tickets: [ticket] })).toEqual([expect.objectContaining({ ticket: id })]);
		},
	);

	it('says what to do about a partial failure, with the members on either side', async () => {
		const [reply] = (await post(file, tickets.find(({ id }) => id === 'OFF-1050') ?? {})) as [{ advice: string }];
		expect(reply.advice).toMatch(/Not removed: 5f0c3f9e\S* \(User not found\)\. But removed: b2e08142/);
	});

	it('sends nothing without an approval that is true, whatever else it is', async () => {
		const [ticket] = tickets;
		const asked = ['yes', 'true', 1, null, undefined, false].map((approved) => ({ ...ticket, approved }));
		const replies = (await post(file, { tickets: [...asked, 'OFF-1', null] })) as Array<{ status: string }>;
		expect(replies.map(({ status }) => status)).toEqual(Array(8).fill('not approved'));
		expect(sandbox.delos.requests).toEqual([]);
	});

	it('answers odd systems and actions, and forgives capitals', async () => {
		const [ticket] = tickets;
		const odd = [{ system: 5 }, { system: null }, { action: undefined }, { action: ['revoke'] }];
		const replies = (await post(file, { tickets: odd.map((part) => ({ ...ticket, ...part })) })) as object[];
		expect(replies).toEqual(odd.map(() => expect.objectContaining({ status: 'unknown system' })));
		expect(await post(file, { ...ticket, system: 'Delos', action: 'Revoke' })).toMatchObject([{ status: 'done' }]);
	});
});

describe('onboarding', () => {
	const file = 'onboarding.json';
	const userId = 'user_mia_chen';
	const clients = [
		{ clientId: 'cust_alpine', owner: true },
		{ clientId: 'cust_iris', owner: false },
		{ clientId: 'cust_helios' },
	];
	const relations = () => sandbox.delos.state.users.find(({ uuid }) => uuid === userId)?.clients;
	const wire = () => changes(sandbox.delos.requests).map(({ method, url, body }) => [method, url, body].join(' '));

	it('binds the clients in their order', async () => {
		const before = relations();
		expect(await post(file, { userId, clients })).toEqual({
			status: 'done',
			userId,
			granted: ['cust_alpine', 'cust_iris', 'cust_helios'],
			hadBefore: [],
		});
		expect(relations()).toEqual([
			...(before ?? []),
			{ customerId: 'cust_alpine', isOwner: true },
			{ customerId: 'cust_iris', isOwner: false },
			{ customerId: 'cust_helios', isOwner: false },
		]);
		expect(Math.max(...sandbox.delos.requests.map(({ inFlight }) => inFlight))).toBe(1);
	});

	it('takes back what it granted when the second client is unknown', async () => {
		const before = relations();
		const asked = [clients[0], { clientId: 'cust_nobody', owner: true }, clients[2]];
		expect(await post(file, { userId, clients: asked })).toEqual({
			status: 'rolled back',
			userId,
			failed: [
				{
					clientId: 'cust_nobody',
					reason: "The client of 'Client ID' doesn't exist at Delos",
					advice: expect.stringContaining("Check 'Client ID'"),
				},
			],
			takenBack: ['cust_alpine', 'cust_helios'],
			notTakenBack: [],
			hadBefore: [],
		});
		expect(relations()).toEqual(before);
		expect(wire().filter((line) => line.startsWith('DELETE'))).toEqual([
			'DELETE /v2/user/user_mia_chen/relate-client/cust_alpine?relation.isOwner=true ',
			'DELETE /v2/user/user_mia_chen/relate-client/cust_helios?relation.isOwner=false ',
		]);
	});

	it('leaves an access alone that the user had before', async () => {
		sandbox.delos.state.bindMode = 'refusesExisting';
		const before = relations();
		const asked = [{ clientId: 'cust_copper', owner: true }, clients[0], { clientId: 'cust_nobody' }];
		expect(await post(file, { userId, clients: asked })).toMatchObject({
			status: 'rolled back',
			takenBack: ['cust_alpine'],
			hadBefore: ['cust_copper'],
		});
		expect(relations()).toEqual(before);
		expect(await post(file, { userId, clients: asked.slice(0, 2) })).toMatchObject({
			status: 'done',
			granted: ['cust_alpine'],
			hadBefore: ['cust_copper'],
		});
	});

	it('reports what could not be taken back', async () => {
		sandbox.delos.fault({ method: 'DELETE', path: 'cust_iris', status: 403, times: 99 });
		const asked = [...clients, { clientId: 'cust_nobody' }];
		expect(await post(file, { userId, clients: asked })).toMatchObject({
			status: 'not fully rolled back',
			failed: [{ clientId: 'cust_nobody' }],
			takenBack: ['cust_alpine', 'cust_helios'],
			notTakenBack: [{ clientId: 'cust_iris', ownership: 'standard', reason: expect.any(String) }],
		});
		expect(relations()).toContainEqual({ customerId: 'cust_iris', isOwner: false });
	});

	it('takes nothing back where nothing was granted', async () => {
		for (const body of [{ userId: 'user_nobody', clients }, { userId, clients: [] }, { clients }, {}]) {
			const reply = await post(file, body);
			expect(reply).toMatchObject({ status: 'rolled back', takenBack: [], notTakenBack: [], hadBefore: [] });
			expect((reply as { failed: object[] }).failed).not.toEqual([]);
		}
		expect(wire().filter((line) => line.startsWith('DELETE'))).toEqual([]);
	});
});
