import type { INodeParameters } from 'n8n-workflow';
import { uuidOf, type Sandbox } from '../../sandbox';
import { exampleFiles, readExample } from '../../sandbox/examples';
import type { NodeJson, RunResult } from '../../sandbox/host';
import { accessOf, expectedAccess, linesBeyond, providersOf, readTickets } from '../../sandbox/tickets';
import { credentials, post } from '../support/examples';
import { whenAsked } from '../support/meanwhile';
import { undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import { packageName, runNode } from '../support/workflow';

const workflows = exampleFiles.map((file) => ({ file, workflow: readExample(file) }));
const expected = readTickets();
const tickets = expected.map(({ ticket }) => ticket);

setUp();

const langchain = '@n8n/n8n-nodes-langchain.';
const isOurs = ({ type }: NodeJson) => type.startsWith(`${packageName}.`) && !/Trigger$/.test(type);
const isTool = ({ type }: NodeJson) => /Tool$/.test(type);

/** What decides which access it is about: neither what is read nor how. */
const without = (object: object | undefined, ...names: string[]): Record<string, unknown> =>
	Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => !names.includes(name)));
const parametersOf = ({ parameters }: NodeJson) => without(parameters, 'descriptionType', 'toolDescription');
const choices = [
	'resource',
	'operation',
	'mappingMode',
	'options',
	'filters',
	'returnAll',
	'limit',
	'instantLogout',
	'userIdsAre',
];

/** n8n makes a tool of a node under the node's name with 'Tool' at its end. */
const baseType = (type: string) => type.replace(/Tool$/, '');

const changes = (requests: Sandbox['delos']['requests']) =>
	requests.filter(({ method, url }) => method !== 'GET' && !/auth|token/.test(url));

describe.each(workflows)('$file', ({ workflow: { nodes, connections, ...rest } }) => {
	it('is a plain export, without credentials and without data', () => {
		expect(Object.keys(rest).sort()).toEqual(['name', 'pinData', 'settings']);
		expect(rest.pinData).toEqual({});
		expect(nodes.filter(({ credentials: used }) => used !== undefined)).toEqual([]);
	});

	it('uses node types and versions that exist', () => {
		// The nodes for agents are in a package of their own, which isn't loaded here.
		for (const { name, type, typeVersion } of nodes.filter((node) => !node.type.startsWith(langchain))) {
			const { version } = engine.nodeType(baseType(type)).description;
			expect([name, [version].flat().includes(typeVersion ?? NaN)]).toEqual([name, true]);
		}
	});

	it('connects each node but the notes, by names and IDs that are there once', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections)
			.flatMap((byType) => Object.values(byType).flat())
			.flatMap((output) => output ?? []);
		const connected = new Set([...Object.keys(connections), ...targets.map(({ node }) => node)]);
		const placed = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote').map(({ name }) => name);
		expect([...connected].sort()).toEqual([...placed].sort());
	});

	it('names in its expressions only nodes that it has', () => {
		const named = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(named.filter((name) => !nodes.some((node) => node.name === name))).toEqual([]);
	});

	it('goes on after errors, and maps what changes access by expressions', () => {
		expect(nodes.filter(isOurs).length).toBeGreaterThan(0);
		for (const node of nodes.filter(isOurs)) {
			const { name, onError } = node;
			// A tool has no second output: its agent is told what went wrong.
			expect([name, onError]).toEqual([name, isTool(node) ? 'continueRegularOutput' : 'continueErrorOutput']);
			const { resource, operation, mappingMode, filters } = parametersOf(node);
			const mapped = without(parametersOf(node), ...choices);
			expect([name, typeof resource, typeof operation]).toEqual([name, 'string', 'string']);
			if (mappingMode === 'autoMapInputData') expect(mapped).toEqual({});
			for (const value of [...Object.values(mapped), ...Object.values(filters ?? {})])
				expect((value as INodeParameters)?.value ?? value).toMatch(/^=\{\{/);
		}
	});

	it('names parameters and options that our nodes have', () => {
		for (const node of nodes.filter(isOurs)) {
			const { name, type } = node;
			const given = parametersOf(node);
			const { resource, operation } = given as { resource: string; operation: string };
			const shown = engine.nodeType(baseType(type)).description.properties.filter(({ displayOptions }) => {
				const { resource: of = [resource], operation: by = [operation] } = displayOptions?.show ?? {};
				return of.includes(resource) && by.includes(operation);
			});
			const names = shown.map((property) => property.name);
			expect([name, names]).toEqual([name, expect.arrayContaining(Object.keys(given))]);
			for (const collection of ['options', 'filters']) {
				const inside = shown.find((property) => property.name === collection)?.options?.map((option) => option.name);
				const used = Object.keys(given[collection] ?? {});
				expect([name, inside ?? []]).toEqual([name, expect.arrayContaining(used)]);
			}
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

it('each of the ordered operations is in an example, what a review reads, and what is made of results', () => {
	const shown = workflows.flatMap(({ workflow }) =>
		workflow.nodes.filter(isOurs).map(({ type, parameters }) => {
			const node = baseType(type).replace(`${packageName}.`, '');
			return `${node} ${String(parameters?.resource)} ${String(parameters?.operation)}`;
		}),
	);
	expect([...new Set(shown)].sort()).toEqual([
		'clientDirectory access getAll',
		'clientDirectory change apply',
		'clientDirectory department addMembers',
		'clientDirectory department removeMembers',
		'clientDirectory user removeAllDepartments',
		'cloudFoundry user removeAllRoles',
		'cloudFoundry user removeOrganization',
		'delos change undo',
		'delos client getAll',
		'delos user bindClient',
		'delos user get',
		'delos user getAll',
		'delos user removeAllClients',
		'delos user unbindClient',
		'guardhouse access getAll',
		'guardhouse change apply',
		'guardhouse change undo',
		'guardhouse role getAll',
		'guardhouse role setUsers',
		'guardhouse user assignRole',
		'guardhouse user block',
		'guardhouse user get',
		'guardhouse user getAll',
		'guardhouse user unassignAllRoles',
		'guardhouse user unassignRole',
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
		]);
	});

	it('tells which record each word turned out to mean', async () => {
		const replies = (await post(file, { tickets })) as Array<{ ticket: string; details?: { lookedUp?: object } }>;
		const meant = new Map(replies.map(({ ticket, details }) => [ticket, details]));
		expect(meant.get('OFF-1043')).toMatchObject({
			userId: 'user_priya_patel',
			clientId: 'cust_789xyz',
			lookedUp: { userId: 'Priya.Patel@Example.com', clientId: 'northwind trading' },
		});
		expect(meant.get('OFF-1047')?.lookedUp).toEqual({ userId: 'lukas.weber@example.com' });
		expect(meant.get('OFF-1051')).toMatchObject({
			departmentId: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890',
			userIds: ['de1d13c9-5de5-4262-abaf-6e9afe76bb20', '32ee662a-c312-40f0-a8f9-bbc637f4ef8a'],
			lookedUp: { departmentId: 'Engineering', userIds: ['oliver.brown@example.com', 'priya.patel'] },
		});
		expect(meant.get('OFF-1052')).toMatchObject({
			userId: 101,
			roleId: 1,
			lookedUp: { userId: 'john.smith@example.com', roleId: 'Administrator' },
		});
		expect(meant.get('OFF-1057')?.lookedUp).toEqual({
			userGuid: 'john.smith@example.com',
			organizationGuid: 'data-platform',
		});
		expect(meant.get('OFF-1053')).not.toHaveProperty('lookedUp');
	});

	it('looks up each word once, however many tickets have it', async () => {
		await post(file, { tickets });
		const { clientDirectory } = sandbox;
		const lists = clientDirectory.requests.filter(({ url }) => /\/departments\?/.test(url));
		expect(lists).toHaveLength(1);
	});

	it.each(expected.map(({ ticket, expect: { status } }) => ({ id: ticket.id, ticket, status })))(
		'answers $id on its own',
		async ({ id, ticket, status }) => {
			const reply = [expect.objectContaining({ ticket: id, status })];
			expect(await post(file, ticket)).toEqual(reply);
			expect(await post(file, { tickets: [ticket] })).toEqual([expect.objectContaining({ ticket: id })]);
		},
	);

	it('says what was done of a ticket that was done in part', async () => {
		const [reply] = (await post(file, tickets.find(({ id }) => id === 'OFF-1050') ?? {})) as object[];
		expect(reply).toMatchObject({
			status: 'partly done',
			reason: expect.stringMatching(/^Not removed, or not known: 5f0c3f9e\S+ \(.*User not found.*\)$/),
			details: { succeeded: ['b2e08142-15f3-5018-b350-104g8547318c'] },
		});
	});

	it('has seen every change that it tells of', async () => {
		const replies = (await post(file, { tickets })) as Array<{ status: string; details?: { verified?: boolean } }>;
		const done = replies.filter(({ status }) => status === 'done');
		expect(done.length).toBeGreaterThan(5);
		expect(done.filter(({ details }) => details?.verified !== true)).toEqual([]);
	});

	it('sends nothing without an approval that is true, whatever else it is', async () => {
		const [ticket] = tickets;
		const asked = ['yes', 'true', 1, null, undefined, false].map((approved) => ({ ...ticket, approved }));
		const replies = (await post(file, { tickets: [...asked, 'OFF-1', null] })) as Array<{ status: string }>;
		expect(replies.map(({ status }) => status)).toEqual(Array(8).fill('not approved'));
		expect(sandbox.delos.requests).toEqual([]);
	});

	it.each([
		[{ requester: ' ' }, "The ticket doesn't say who asked for it (requester)"],
		[{ approver: undefined }, "The ticket doesn't say who approved it (approver)"],
		[
			{ requester: 'Helen.Park@example.com ', approver: 'helen.park@example.com' },
			'Helen.Park@example.com asked for it and approved it: somebody else has to',
		],
	])('sends nothing on the word of one: %j', async (part, reason) => {
		const ticket = { ...tickets[0], ...part };
		const told = { ticket: ticket.id, status: 'not approved', reason: `${reason}; nothing was sent` };
		expect(await post(file, { tickets: [ticket, tickets[1]] })).toEqual([
			told,
			expect.objectContaining({ status: 'done' }),
		]);
		expect(await post(file, ticket)).toEqual([told]);
	});

	it('tells in each reply why, and on whose word', async () => {
		const { reason, ...ticket } = tickets[0];
		const justification = {
			...{ ticket: 'OFF-1042', reason },
			...{ requestedBy: 'helen.park@example.com', approvedBy: 'victor.stein@example.com' },
		};
		expect(await post(file, { ...ticket, reason })).toMatchObject([{ details: { justification } }]);
		expect(await post(file, { ...ticket, id: undefined })).toMatchObject([
			{ details: { justification: { ...justification, ticket: '(no id)', reason: 'Ticket (no id)' } } },
		]);
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
					reason: expect.stringMatching(/^The client 'cust_nobody' doesn't exist at Delos\./),
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

	it.each(['refusesExisting', 'overwrites'] as const)(
		'leaves an access alone that the user had before (%s)',
		async (mode) => {
			sandbox.delos.state.bindMode = mode;
			const before = relations();
			const asked = [{ clientId: 'cust_copper', owner: true }, clients[0], { clientId: 'cust_nobody' }];
			expect(await post(file, { userId, clients: asked })).toMatchObject({
				status: 'rolled back',
				takenBack: ['cust_alpine'],
				hadBefore: ['cust_copper'],
			});
			expect(new Set(relations())).toEqual(new Set(before));
			expect(await post(file, { userId, clients: asked.slice(0, 2) })).toMatchObject({
				status: 'done',
				granted: ['cust_alpine'],
				hadBefore: ['cust_copper'],
			});
		},
	);

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

	it('says of which access nobody knows how to restore it', async () => {
		const asked = [clients[0], { clientId: 'cust_fjord', owner: true }, { clientId: 'cust_nobody' }];
		expect(await post(file, { userId, clients: asked })).toMatchObject({
			status: 'not fully rolled back',
			takenBack: ['cust_alpine'],
			notTakenBack: [
				{
					clientId: 'cust_fjord',
					ownership: 'owner',
					reason: expect.stringMatching(
						/^The user had another access to this client before\. Look at the access at Delos/,
					),
				},
			],
			hadBefore: [],
		});
	});

	it('takes back no access that somebody has made another one of meanwhile', async () => {
		const asked = [...clients, { clientId: 'cust_nobody' }];
		const reply = await post(file, { userId, clients: asked }, (name) => {
			const alpine = relations()?.find(({ customerId }) => customerId === 'cust_alpine');
			if (name === 'Bind Client' && alpine) alpine.isOwner = false;
		});
		expect(reply).toMatchObject({
			status: 'not fully rolled back',
			takenBack: ['cust_iris', 'cust_helios'],
			notTakenBack: [
				{
					clientId: 'cust_alpine',
					ownership: 'owner',
					reason: expect.stringMatching(
						/^Somebody changed the access meanwhile: user user_mia_chen is a standard user of client cust_alpine/,
					),
				},
			],
		});
		expect(relations()).toContainEqual({ customerId: 'cust_alpine', isOwner: false });
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

/** The lines of `before` that are gone, and nothing may have been added. */
const lost = (before: ReturnType<typeof accessOf>) => {
	const after = accessOf(sandbox);
	return Object.entries(before).flatMap(([system, lines]) => {
		const left = after[system as keyof typeof after];
		expect(lines).toEqual(expect.arrayContaining(left));
		return lines.filter((line) => !left.includes(line));
	});
};

describe('access review', () => {
	const workflow = readExample('access-review.json');
	const john = 'john.smith@example.com';
	const maria = 'maria.garcia@example.com';
	const oliver = 'oliver.brown@example.com';
	const sofia = 'sofia.rossi@example.com';
	const daniel = 'daniel.novak@example.com';
	const support = { role: 'Support Agent', users: [oliver, john, sofia, daniel] };
	const asItIs = { role: 'Viewer', users: 'priya.patel@example.com, hiro.tanaka@example.com' };
	const shouldHave = [{ role: ' administrator', users: [' John.Smith@example.com'] }, support, asItIs];
	const planned = [
		{ role: 'administrator', gives: [], takes: [maria] },
		{ role: 'Support Agent', gives: [oliver], takes: [maria] },
	];
	const giving = (userId: number, roleId: number) => ({
		...{ resource: 'user', operation: 'assignRole', baseUrl: expect.any(String) as string },
		...{ userId, roleId },
	});
	const taking = (userId: number, roleId: number) => ({
		...giving(userId, roleId),
		operation: 'unassignRole',
		instantLogout: false,
	});
	const applied = [
		{ role: 'administrator', gave: [], took: [maria], undo: [giving(102, 1)] },
		{ role: 'Support Agent', gave: [oliver], took: [maria], undo: [giving(102, 3), taking(104, 3)] },
	];
	const changed = {
		given: ['Oliver Brown: Support Agent'],
		taken: ['Maria Garcia: Administrator', 'Maria Garcia: Support Agent'],
	};
	const nothing = { given: [], taken: [] };
	const kim = 'kim@example.com';
	const approve = { Decision: 'Approve', 'Your email': ` ${kim} ` };
	const decline = { Decision: 'Decline', 'Your email': kim };

	/** Reviews by this list, until somebody is asked or the report is there. */
	const review = async (list: object) => {
		const trigger = { node: 'Who should have which role', items: [{ json: list as never }] };
		const result = await engine.run(workflow, { credentials: credentials(), trigger });
		expect(result.error).toBeUndefined();
		return result;
	};
	const reportOf = ({ status, error, nodes: { Report: report } }: RunResult) => {
		expect([status, error?.message, report?.outputs[0].length]).toEqual(['success', undefined, 1]);
		return report.outputs[0][0].json;
	};
	/** Goes on with this answer or, without one, once the time for it is over. */
	const answered = async (paused: RunResult, json?: object) => {
		expect(paused.status).toBe('waiting');
		const answer = json && [{ json: json as never }];
		return reportOf(await engine.run(workflow, { credentials: credentials(), resume: { paused, answer } }));
	};
	const messageOf = ({ nodes }: RunResult) => nodes['One message'].outputs[0][0].json.message as string;
	const sent = () => changes(sandbox.guardhouse.requests).map(({ method, url }) => `${method} ${url}`);
	const difference = (before: ReturnType<typeof accessOf>) => {
		const { guardhouse, ...others } = accessOf(sandbox);
		expect(others).toEqual(without(before, 'guardhouse'));
		return { given: linesBeyond(guardhouse, before.guardhouse), taken: linesBeyond(before.guardhouse, guardhouse) };
	};
	/** The users at these places, and nobody else, have the role. */
	const haveViewer = (places: readonly number[]) => {
		for (const [place, user] of sandbox.guardhouse.state.users.entries())
			user.roleIds = places.includes(place) ? [6] : [];
	};
	const emails = () => sandbox.guardhouse.state.users.map(({ email }) => email);

	it('runs as it is shipped: plans, changes nothing, and asks with one message', async () => {
		const before = structuredClone(sandbox.guardhouse.state);
		const paused = await engine.run(workflow, { credentials: credentials() });
		expect([paused.status, paused.error]).toEqual(['waiting', undefined]);
		expect(paused.nodes['One message'].outputs[0].map(({ json }) => json)).toEqual([
			{
				count: 3,
				message: [
					'3 changes to 2 roles would be made:',
					`• take Administrator from ${maria}`,
					`• give Support Agent to ${oliver}`,
					`• take Support Agent from ${maria}`,
				].join('\n'),
				link: expect.stringMatching(/^http:\/\/localhost:5678\/form-waiting\/\d+/),
			},
		]);
		expect(Object.keys(paused.nodes)).not.toContain('Apply Plan');
		expect(sandbox.guardhouse.state).toEqual(before);
		expect(sent()).toEqual([]);
	});

	it('applies what was approved and nothing else, with the way back', async () => {
		const before = accessOf(sandbox);
		const report = await answered(await review({ shouldHave }), approve);
		expect(report).toEqual({ status: 'applied', approvedBy: kim, planned, applied, refused: [], failed: [] });
		expect(difference(before)).toEqual(changed);
		expect(sent().sort()).toEqual([
			'DELETE /api/v1/users/102/roles/1',
			'DELETE /api/v1/users/102/roles/3',
			'POST /api/v1/users/104/roles/3',
		]);
		expect(reportOf(await review({ shouldHave }))).toEqual({
			status: 'nothing to do',
			approvedBy: '',
			planned: [],
			applied: [],
			refused: [],
			failed: [],
		});
	});

	it.each([
		['by email', { Decision: 'Approve', 'Your email': kim, respondedAt: 'now' }, kim],
		['in Slack', { approved: true, responder: { id: 'U1', name: 'kim', email: kim, source: 'slack' } }, kim],
		['in Slack that tells no email', { approved: true, responder: { id: 'U1', name: 'kim', source: 'slack' } }, 'kim'],
		['in Telegram', { approved: true, responder: { id: '5', name: '', source: 'telegram' } }, '5'],
	])('takes the answer of a node that sends and waits as well, and who gave it: %s', async (_, data, approvedBy) => {
		const before = accessOf(sandbox);
		const no = await answered(await review({ shouldHave }), { data: { approved: false } });
		expect([no.status, difference(before)]).toEqual(['declined', nothing]);
		const yes = await answered(await review({ shouldHave }), { data });
		expect([yes.status, yes.approvedBy, difference(before)]).toEqual(['applied', approvedBy, changed]);
	});

	it.each([
		{ data: { approved: true, respondedAt: 'now' } },
		{ data: { approved: true, responder: { id: '', email: ' ' } } },
		{ Decision: 'Approve' },
		{ Decision: 'Approve', 'Your email': ' ' },
		{ data: { Decision: 'Approve', 'Your email': null } },
	])('changes nothing where nobody is named who approved: %j', async (answer) => {
		const report = await answered(await review({ shouldHave }), answer);
		const none = { applied: [], refused: [], failed: [] };
		expect(report).toEqual({ status: 'approver unknown', approvedBy: '', planned, ...none });
		expect(sent()).toEqual([]);
	});

	it('tells in each result who approved, and why', async () => {
		const paused = await review({ shouldHave });
		const { nodes } = await engine.run(workflow, {
			...{ credentials: credentials(), resume: { paused, answer: [{ json: approve }] } },
		});
		const justification = {
			reason: 'Access review: as the list of who should have the role has it',
			approvedBy: kim,
		};
		const results = nodes['Apply Plan'].outputs[0].map(({ json }) => json.justification);
		expect(results).toEqual([justification, justification]);
	});

	it.each([
		['declined', decline],
		['declined', { data: { approved: 'true' } }],
		['declined', { data: {} }],
		['declined', { Decision: 'approve' }],
		['not answered', {}],
		['not answered', { approved: true }],
		['not answered', undefined],
	])('changes nothing when it is %s by %j', async (status, answer) => {
		const before = structuredClone(sandbox.guardhouse.state);
		const report = await answered(await review({ shouldHave }), answer);
		expect(report).toEqual({ status, approvedBy: '', planned, applied: [], refused: [], failed: [] });
		expect(sandbox.guardhouse.state).toEqual(before);
		expect(sent()).toEqual([]);
	});

	it('takes back what it made, by the undo of its report', async () => {
		const before = accessOf(sandbox);
		const report = await answered(await review({ shouldHave }), approve);
		expect(difference(before)).toEqual(changed);
		await undo('guardhouse', report.applied as object[]);
		expect(difference(before)).toEqual(nothing);
	});

	it.each([
		['taken', 102, [3], `user 101 (${john})`],
		['given', 103, [4, 1], `user 101 (${john}), user 102 (${maria}), user 103 (mia.chen@example.com)`],
	])(
		'refuses a plan when the role was %s by hand since, says who has it, and makes the rest',
		async (_way, userId, roleIds, who) => {
			const paused = await review({ shouldHave });
			for (const user of sandbox.guardhouse.state.users) if (user.id === userId) user.roleIds = roleIds;
			const before = accessOf(sandbox);
			expect(await answered(paused, approve)).toEqual({
				status: 'partly applied',
				approvedBy: kim,
				planned,
				applied: [applied[1]],
				refused: [
					{
						role: 'administrator',
						reason: expect.stringContaining(
							`What is there isn't what it was when this was planned: now it is ${who}`,
						) as string,
					},
				],
				failed: [],
			});
			expect(difference(before)).toEqual({ given: changed.given, taken: ['Maria Garcia: Support Agent'] });
		},
	);

	it('applies a plan once, however often it is approved', async () => {
		const paused = await review({ shouldHave });
		expect(await answered(paused, approve)).toMatchObject({ status: 'applied' });
		const count = sent().length;
		const again = await answered(paused, approve);
		expect([again.status, again.applied]).toEqual(['refused', []]);
		expect(again.refused).toHaveLength(2);
		expect(sent()).toHaveLength(count);
	});

	it.each([['DELETE', '/102/roles/3', maria, { gave: [oliver], took: [] }]])(
		'says which change the provider refused (%s), and makes the others',
		async (method, path, email, made) => {
			sandbox.guardhouse.fault({ method, path, status: 403, times: 99 });
			const report = await answered(await review({ shouldHave }), approve);
			expect(report).toMatchObject({ status: 'partly applied', applied: [applied[0], made], refused: [] });
			const failed = [{ role: 'Support Agent', email, reason: expect.any(String) as string }];
			expect(report.failed).toEqual(failed);
		},
	);

	it('takes nobody a role where somebody could not be given it', async () => {
		sandbox.guardhouse.fault({ method: 'POST', path: '/104/roles/3', status: 403, times: 99 });
		const report = await answered(await review({ shouldHave }), approve);
		expect(report).toMatchObject({ status: 'partly applied', refused: [] });
		expect((report.failed as Array<Record<string, unknown>>).map(({ email }) => email)).toEqual([oliver, maria]);
		expect((report.applied as Array<Record<string, unknown>>).slice(1)).toEqual([]);
	});

	it('says of which change it is not known', async () => {
		const path = /users\/102\/roles\/3$/;
		const paused = await review({ shouldHave });
		sandbox.guardhouse.fault({ method: 'DELETE', path, drop: 'after', times: 99 });
		whenAsked(
			sandbox.guardhouse,
			({ method, url }) => method === 'DELETE' && path.test(url),
			() => sandbox.guardhouse.fault({ method: 'GET', status: 403, times: 99 }),
		);
		const report = await answered(paused, approve);
		expect(report.status).toBe('partly applied');
		expect(report.failed).toEqual(
			expect.arrayContaining([
				{
					role: 'Support Agent',
					email: maria,
					reason: expect.stringMatching(/connection/) as string,
				},
			]),
		);
	});

	it('keeps a role out of the plan where an email is unknown', async () => {
		const before = accessOf(sandbox);
		const unknown = { role: 'Auditor', users: ['mia.chen@example.com', 'nobody@example.com'] };
		const paused = await review({ shouldHave: [unknown, ...shouldHave] });
		const reason = "'Users' can't be found by email: no user has 'nobody@example.com'";
		expect(messageOf(paused).split('\n')).toEqual([
			'3 changes to 2 roles would be made:',
			expect.any(String),
			expect.any(String),
			expect.any(String),
			expect.stringContaining(`Not in this plan: Auditor (${reason}`),
		]);
		expect(await answered(paused, approve)).toEqual({
			status: 'partly applied',
			approvedBy: kim,
			planned,
			applied,
			refused: [],
			failed: [{ role: 'Auditor', reason: expect.stringContaining(reason) as string }],
		});
		expect(difference(before)).toEqual(changed);
	});

	it.each([
		[{ role: 'Suport Agent', users: [maria] }, "'Role' can't be found by name: no role has 'Suport Agent'"],
		[{ role: '', users: [maria] }, "'Role' is empty"],
		[{ role: 'Auditor', users: [maria, ''] }, "'Users' has an entry (number 2) that is empty"],
	])('asks nobody where an entry may be of any of the roles: %j', async (entry, reason) => {
		const { status, planned: none, failed } = reportOf(await review({ shouldHave: [...shouldHave, entry] }));
		expect([status, none]).toEqual(['failed', []]);
		const held = "Another item of this run can't be used, and it may name somebody who is to stay";
		expect(failed).toEqual(
			[...shouldHave.map(({ role }) => ({ role, reason: held })), { role: entry.role, reason }].map((one) => ({
				...one,
				reason: expect.stringContaining(one.reason) as string,
			})),
		);
		expect(sent()).toEqual([]);
	});

	it('takes entries of the same role for one list, and says whom it names though they are listed twice', async () => {
		const entries = [
			{ role: 'Support Agent', users: [john, 'John.Smith@example.com', sofia] },
			{ role: 'support agent', users: [john, maria, oliver, daniel] },
		];
		const paused = await review({ shouldHave: entries });
		expect(messageOf(paused)).toBe(`1 change to 1 role would be made:\n• give support agent to ${oliver}`);
	});

	it('names whom Guardhouse knows no email of', async () => {
		for (const user of sandbox.guardhouse.state.users) if (user.email === maria) user.email = '';
		const paused = await review({ shouldHave: shouldHave.slice(0, 1) });
		expect(messageOf(paused)).toMatch(/\n• take administrator from user 102$/);
		const report = await answered(paused, approve);
		expect(report).toMatchObject({ status: 'applied', applied: [{ took: ['user 102'] }] });
	});

	it('does not take a list that was cut off for a whole one', async () => {
		haveViewer([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		const cutOff = [{ role: 'Viewer', users: emails().slice(0, 7) }];
		expect(reportOf(await review({ shouldHave: cutOff }))).toMatchObject({
			status: 'failed',
			planned: [],
			failed: [
				{
					role: 'Viewer',
					reason: expect.stringContaining(
						"Set Users would remove 3 of 10 (30 %), and 'Max Removal Percent' allows 20 %",
					) as string,
				},
			],
		});
		expect(messageOf(await review({ shouldHave: cutOff, maxRemovalPercent: 30 }))).toMatch(/^3 changes to 1 role /);
		const enough = [{ role: 'Viewer', users: emails().slice(0, 8) }];
		expect(messageOf(await review({ shouldHave: enough }))).toMatch(/^2 changes to 1 role /);
	});

	it.each([{ users: [] }, {}, { users: null }, { users: [], nobody: 'no' }])(
		'takes a role from everybody only where that is said: %j',
		async (entry) => {
			const viewer = { ...entry, role: 'Viewer' };
			expect(reportOf(await review({ shouldHave: [viewer] }))).toMatchObject({
				status: 'failed',
				planned: [],
				failed: [{ role: 'Viewer', reason: expect.stringContaining("'Users' is an empty list") as string }],
			});
			const paused = await review({ shouldHave: [{ ...viewer, nobody: true }] });
			expect(messageOf(paused)).toMatch(/^2 changes to 1 role would be made:\n• take Viewer from priya/);
		},
	);

	it('asks nobody where nothing is to be changed', async () => {
		const before = structuredClone(sandbox.guardhouse.state);
		for (const list of [{}, { shouldHave: [] }, { shouldHave: [asItIs] }])
			expect(reportOf(await review(list))).toMatchObject({ status: 'nothing to do', planned: [], failed: [] });
		sandbox.guardhouse.state.systemApiAccess = false;
		const { status, failed } = reportOf(await review({ shouldHave }));
		const told = { reason: expect.any(String) as string };
		expect([status, failed]).toEqual(['failed', shouldHave.map(({ role }) => ({ role, ...told }))]);
		expect(sandbox.guardhouse.state).toEqual({ ...before, systemApiAccess: false });
	});

	it('sends no more than a message holds, however much is planned', async () => {
		const { users, roles } = sandbox.guardhouse.state;
		for (const role of roles) role.name = `${role.name} ${'of a very long name '.repeat(30)}`;
		for (const user of users) user.roleIds = [1, 2, 3];
		const nobody = roles.slice(0, 3).map(({ name: role }) => ({ role, nobody: true }));
		const unknown = { role: roles[3].name, users: ['nobody@example.com'] };
		const paused = await review({ shouldHave: [...nobody, unknown], maxRemovalPercent: 100 });
		const lines = messageOf(paused).split('\n');
		expect(lines).toHaveLength(11);
		expect([lines[0], lines[9]]).toEqual(['36 changes to 3 roles would be made:', '… and 28 more']);
		expect(messageOf(paused).length).toBeLessThan(3000);
		expect(paused.nodes['One message'].outputs[0]).toHaveLength(1);
		expect((await answered(paused, approve)).applied).toHaveLength(3);
		expect(users.map(({ roleIds }) => roleIds)).toEqual(users.map(() => []));
	});

	it('has a plan last longer than it waits for an answer', () => {
		const parametersIn = (name: string) => workflow.nodes.find((node) => node.name === name)?.parameters;
		const { limitWaitTime, resumeAmount, resumeUnit } = parametersIn('Ask for approval') ?? {};
		expect([limitWaitTime, resumeUnit]).toEqual([true, 'days']);
		const { planValidFor } = parametersIn('Plan')?.options as { planValidFor: number };
		expect(planValidFor).toBeGreaterThan(24 * Number(resumeAmount));
	});
});

describe('hr offboarding', () => {
	const file = 'hr-offboarding.json';
	const engineering = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
	const portal = uuidOf('organization partner-portal');
	const production = '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96';
	const email = 'maria.garcia@example.com';
	const delos = { system: 'Delos', clientId: 'cust_123abc', isOwner: true };
	const signIn = { system: 'Guardhouse', access: 'sign-in' };
	const guardhouse = [
		{ system: 'Guardhouse', roleId: 1 },
		{ system: 'Guardhouse', roleId: 3 },
	];
	const roleOf = (organizationGuid: string, role: string) => ({ system: 'Cloud Foundry', role, organizationGuid });
	const cloudFoundry = [
		roleOf(production, 'organization_billing_manager'),
		roleOf(production, 'organization_auditor'),
		roleOf(production, 'organization_user'),
		roleOf(portal, 'organization_user'),
	];
	const departments = [
		{ system: 'Client Directory', departmentId: engineering },
		{ system: 'Client Directory', departmentId: uuidOf('department sales') },
	];
	interface Reply {
		status: string;
		summary: string;
		reason: string;
		removed: object[];
		failed: object[];
		notFound: string[];
		notAsked: string[];
		left: Record<string, object[] | null>;
		undo: Record<string, object[]>;
		audit: Array<Record<string, unknown>>;
	}
	const reply = async (body: unknown) => (await post(file, body as object)) as Reply;
	const nobody = { delos: null, clientDirectory: null, guardhouse: null, cloudFoundry: null };
	const nothingLeft = { delos: [], clientDirectory: [], guardhouse: [], cloudFoundry: [] };
	const all = [
		'Maria Garcia: Administrator',
		'Maria Garcia: Support Agent',
		'Maria Garcia: auditor of acme-production',
		'Maria Garcia: billing manager of acme-production',
		'Maria Garcia: member of Engineering',
		'Maria Garcia: member of Sales',
		'Maria Garcia: owner of Blue Harbor Capital',
		'Maria Garcia: user of acme-production',
		'Maria Garcia: user of partner-portal',
	];
	const asked = () => Object.values(providersOf(sandbox)).flatMap(({ requests }) => requests);
	const isBlocked = () => sandbox.guardhouse.state.users.find((user) => user.email === email)?.isSuspended;

	it('takes everything that the person has at all four providers, and gives it back', async () => {
		const before = accessOf(sandbox);
		const { undo, audit, ...told } = await reply({ email });
		expect(told).toMatchObject({
			status: 'done',
			summary: 'maria.garcia@example.com lost 10 accesses',
			reason: '',
			removed: [delos, ...departments, signIn, ...guardhouse, ...cloudFoundry],
			failed: [],
			notFound: [],
			notAsked: [],
			left: nothingLeft,
		});
		expect(lost(before).sort()).toEqual(all);
		const changed = changes(sandbox.guardhouse.requests).map(({ method, url, body }) => [`${method} ${url}`, body]);
		const body = { blockedByUserId: 104, suspensionReason: 'Left the company', notifyUserViaEmail: false };
		expect(changed).toEqual([
			['PATCH /api/v1/users/102/block', JSON.stringify(body)],
			...[1, 3].map((role) => [`DELETE /api/v1/users/102/roles/${role}`, '{"instantLogout":false}']),
		]);
		expect(isBlocked()).toBe(true);
		expect(audit.map(({ class_uid, status_id }) => [class_uid, status_id])).toEqual(
			told.removed.map((access) => ['departmentId' in access ? 3006 : 3005, 1]),
		);
		for (const [node, steps] of Object.entries(undo)) {
			const parameters = { resource: 'change', operation: 'undo', undo: '={{ $json.undo }}' };
			const { error } = await runNode(engine, node, parameters, {
				items: [{ undo: steps }],
				credentials: credentials() as never,
			});
			expect([node, error]).toEqual([node, undefined]);
		}
		expect(lost(before)).toEqual([]);
		expect(isBlocked()).toBe(false);
	});

	it.each([
		[{ email }, { ticket: 'none: the HR system called', reason: 'Left the company', requestedBy: 'the HR system' }],
		[
			{ person: { email, Ticket_ID: 4711 }, 'requested by': ' helen.park@example.com', reason: 'Contract ended' },
			{ ticket: '4711', reason: 'Contract ended', requestedBy: 'helen.park@example.com' },
		],
		[
			{ email, ticket: '', requester: null, reason: ' ', requestedBy: {} },
			{ ticket: 'none: the HR system called', reason: 'Left the company', requestedBy: 'the HR system' },
		],
	])('tells in each audit event what came from HR: %j', async (body, justification) => {
		const { status, audit } = await reply(body);
		expect([status, audit.length]).toEqual(['done', 10]);
		for (const { unmapped } of audit)
			expect((unmapped as Record<string, unknown>).justification).toEqual(justification);
	});

	it.each([
		{ Email: ' Maria.Garcia@Example.com ' },
		{ mail: email },
		{ emailAddress: email, firstName: 'Maria' },
		{ work_email: email, manager: { email: 'john.smith@example.com' } },
		{ 'E-Mail': email, personalEmail: 'maria@example.org' },
		{ person: { email } },
		{ employee: { workEmail: email, id: 4711 } },
		{ Worker: { email_address: email }, event: 'terminated' },
		{ data: { userEmail: email } },
		{ username: email },
		{ user: { user_name: email } },
		{ login: email, email },
	])('understands %j', async (body) => {
		const before = accessOf(sandbox);
		expect(await reply(body)).toMatchObject({ status: 'done', notFound: [], notAsked: [], left: nothingLeft });
		expect(lost(before).sort()).toEqual(all);
	});

	it('asks where people are known by username alone for a username', async () => {
		for (const user of sandbox.clientDirectory.state.users) if (user.username === email) user.username = 'maria';
		for (const user of sandbox.cloudFoundry.state.users) if (user.username === email) user.username = 'maria';
		const before = accessOf(sandbox);
		expect(await reply({ username: 'maria' })).toMatchObject({
			status: 'done',
			summary: 'maria lost 6 accesses. Not asked: Delos, Guardhouse',
			removed: [...departments, ...cloudFoundry],
			notAsked: ['Delos', 'Guardhouse'],
			left: { ...nothingLeft, delos: null, guardhouse: null },
		});
		expect([sandbox.delos.requests, sandbox.guardhouse.requests]).toEqual([[], []]);
		expect(await reply({ username: 'maria', email })).toMatchObject({ status: 'done', notAsked: [] });
		expect(lost(before)).toHaveLength(9);
	});

	it.each([
		[{ emial: email, first: 'Maria' }, 'No field of the body says who leaves. It has: emial, first.'],
		[{ person: { e: email } }, 'No field of the body says who leaves. It has: e.'],
		[{ email: '', username: null }, 'No field of the body says who leaves. It has: email, username.'],
		[{ person: {} }, 'The body has no fields.'],
		[{}, 'The body has no fields.'],
		[[], 'The body has no fields.'],
		['', 'The body has no fields.'],
	])('has failed where it knows no field: %j', async (body, reason) => {
		expect(await reply(body)).toEqual({
			status: 'failed',
			summary: 'Nothing was removed: it is not clear who leaves',
			reason: `${reason} Send the field email, the field username, or both.`,
		});
		expect(asked()).toEqual([]);
	});

	it('has failed where the body names two', async () => {
		expect(await reply({ email, person: { email: 'john.smith@example.com' } })).toMatchObject({
			status: 'failed',
			reason: `The body has more than one email: ${email}, john.smith@example.com. Send one person at a time.`,
		});
		expect(asked()).toEqual([]);
	});

	it('names what stays, and takes the rest', async () => {
		const roles = new RegExp(`/users/102/roles/1$`);
		sandbox.guardhouse.fault({ method: 'DELETE', path: roles, status: 403, times: 99 });
		const before = accessOf(sandbox);
		const { status, summary, reason, removed, failed, left, undo, audit } = await reply({ email });
		expect({ status, summary, failed, left: left.guardhouse }).toMatchObject({
			status: 'partly done',
			summary: 'maria.garcia@example.com lost 9 accesses. Not removed, or not known: 1',
			failed: [{ ...guardhouse[0], error: expect.stringMatching(/\S/) }],
			left: [{ roleId: 1 }],
		});
		expect(reason).toBe(`Guardhouse: ${(failed[0] as { error: string }).error}`);
		expect(removed).toHaveLength(9);
		expect(undo.guardhouse).toMatchObject([{ operation: 'unblock' }, { operation: 'assignRole', roleId: 3 }]);
		expect(audit.filter(({ status_id }) => status_id === 2)).toHaveLength(1);
		expect(lost(before)).toHaveLength(8);
	});

	it.each([
		['nobody has the email of who blocks', () => sandbox.guardhouse.state.users.splice(3, 1), /^'Blocked By' /],
		[
			'Guardhouse refuses the block',
			() => sandbox.guardhouse.fault({ method: 'PATCH', status: 403, times: 9 }),
			/System API/,
		],
	])('takes the roles all the same where %s', async (_, prepare, error) => {
		prepare();
		const before = accessOf(sandbox);
		const told = await reply({ email });
		expect(told).toMatchObject({
			status: 'partly done',
			summary: 'maria.garcia@example.com lost 9 accesses. Not removed, or not known: 1',
			failed: [{ ...signIn, error: expect.stringMatching(error) }],
			left: nothingLeft,
		});
		expect(lost(before).sort()).toEqual(all);
		expect(isBlocked()).toBe(false);
	});

	it('leaves the block of somebody who is blocked already', async () => {
		const [, maria] = sandbox.guardhouse.state.users;
		Object.assign(maria, { isSuspended: true, suspension: { blockedByUserId: 101 } });
		expect(await reply({ email })).toMatchObject({ status: 'done', summary: `${email} lost 9 accesses`, failed: [] });
		expect(maria.suspension).toEqual({ blockedByUserId: 101 });
	});

	it('names what nobody knows of', async () => {
		sandbox.guardhouse.fault({ method: 'DELETE', path: /users\/102\/roles\/1$/, drop: 'after', times: 99 });
		whenAsked(
			sandbox.guardhouse,
			({ method }) => method === 'DELETE',
			() => sandbox.guardhouse.fault({ method: 'GET', path: /users/, status: 403, times: 99 }),
		);
		const { status, failed, left } = await reply({ email });
		expect({ status, failed, left: left.guardhouse }).toMatchObject({
			status: 'partly done',
			failed: [
				{ ...guardhouse[0], error: expect.stringMatching(/connection/) },
				{ ...guardhouse[1], error: expect.stringMatching(/so the accepted change couldn't be read back$/) },
			],
			left: null,
		});
	});

	it('goes on at the other providers when one is down', async () => {
		sandbox.clientDirectory.fault({ path: '/users', status: 403, times: 99 });
		const before = accessOf(sandbox);
		expect(await reply({ email })).toMatchObject({
			status: 'partly done',
			reason: expect.stringMatching(/^Client Directory: \S/),
			failed: [{ system: 'Client Directory', error: expect.any(String) }],
			left: { clientDirectory: null, guardhouse: [], delos: [], cloudFoundry: [] },
			undo: { clientDirectory: [] },
		});
		expect(lost(before)).toHaveLength(7);
	});

	it('tells where nobody is called so, and fails where that is everywhere', async () => {
		const { users } = sandbox.guardhouse.state;
		users.splice(
			users.findIndex((user) => user.email === email),
			1,
		);
		expect(await reply({ email })).toMatchObject({
			status: 'done',
			summary: 'maria.garcia@example.com lost 7 accesses. Not found at Guardhouse',
			notFound: ['Guardhouse'],
			left: { ...nothingLeft, guardhouse: null },
		});
		expect(await reply({ email: 'nobody@example.com' })).toMatchObject({
			status: 'failed',
			reason: expect.stringMatching(/^Cloud Foundry: .* sees no user that has 'nobody@example.com'/),
			removed: [],
			notFound: ['Delos', 'Client Directory', 'Guardhouse'],
			left: nobody,
			audit: [],
		});
	});

	it('has nothing to do for somebody who has nothing', async () => {
		await reply({ email });
		expect(await reply({ email })).toMatchObject({
			status: 'nothing to do',
			summary: 'maria.garcia@example.com lost nothing',
			reason: '',
			left: nothingLeft,
		});
	});
});

describe('bulk clean-up', () => {
	const file = 'bulk-clean-up.json';
	const clientId = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
	const engineering = 'Engineering';
	const john = 'john.smith@example.com';
	const maria = 'maria.garcia@example.com';
	const stranger = 'nobody@example.com';
	const unknown = 'Alchemy, and more';
	const lines = [
		'department,username',
		`${engineering},${john}`,
		'',
		`"${engineering}", "${stranger}"`,
		',',
		`"${unknown}",${john}`,
		`${engineering},`,
		`${engineering},${maria}`,
		'',
	];
	const done = ['John Smith: member of Engineering', 'Maria Garcia: member of Engineering'];

	it('removes the members that it can, and lists the others with their lines', async () => {
		const before = accessOf(sandbox);
		expect(await post(file, { clientId, csv: lines.join('\n') })).toEqual({
			status: 'partly done',
			lines: 5,
			emptyLines: 3,
			removed: 2,
			failed: [
				{
					line: 4,
					department: engineering,
					username: stranger,
					reason: expect.stringContaining("no user has 'nobody@example.com'"),
				},
				{
					line: 6,
					department: unknown,
					username: john,
					reason: expect.stringContaining("no department has 'Alchemy, and more'"),
				},
				{ line: 7, department: engineering, username: '', reason: expect.stringMatching(/^'Users' /) },
			],
		});
		expect(lost(before)).toEqual(done);
		expect(changes(sandbox.clientDirectory.requests)).toHaveLength(1);
	});

	it('lists whom nobody knows of', async () => {
		sandbox.clientDirectory.fault({ method: 'POST', drop: 'after', times: 99 });
		const csv = ['department,username', `${engineering},${john}`].join('\n');
		expect(await post(file, { clientId, csv })).toMatchObject({
			status: 'failed',
			removed: 0,
			failed: [{ line: 2, username: john, reason: expect.stringMatching(/connection|known/) }],
		});
	});

	it.each([
		['\r\n', ';', 'department;username'],
		['\n', ',', '\uFEFF"Username","name","Department"'],
	])('reads a file with %j and %j', async (newline, separator, header) => {
		const before = accessOf(sandbox);
		const cells = (id: string) => (header.includes('"name"') ? [id, '"A, B"', engineering] : [engineering, id]);
		const csv = [header, ...[john, maria].map((id) => cells(id).join(separator))].join(newline);
		expect(await post(file, { clientId, csv })).toEqual({
			status: 'done',
			lines: 2,
			emptyLines: 0,
			removed: 2,
			failed: [],
		});
		expect(lost(before)).toEqual(done);
	});

	it('refuses a file that is longer than it may be', async () => {
		const before = accessOf(sandbox);
		const csv = [lines[0], lines[1], lines[7]].join('\n');
		expect(await post(file, { clientId, csv, maxChanges: 1 })).toMatchObject({
			status: 'failed',
			removed: 0,
			failed: [2, 3].map((line) => {
				const reason = /^This run would make 2 changes, and 'Max Changes' allows 1/;
				return { line, reason: expect.stringMatching(reason) as string };
			}),
		});
		expect(lost(before)).toEqual([]);
		expect(changes(sandbox.clientDirectory.requests)).toEqual([]);
	});

	it('sends nothing for a file without lines, or without the columns', async () => {
		const nothing = { status: 'nothing to do', lines: 0, removed: 0, failed: [] };
		for (const body of [{}, { clientId }, { clientId, csv: '' }, { clientId, csv: lines[0] }])
			expect(await post(file, body)).toMatchObject(nothing);
		const csv = `username\n${john}\n`;
		expect(await post(file, { clientId, csv })).toMatchObject({
			status: 'failed',
			failed: [
				{
					line: 2,
					department: '',
					username: john,
					reason: expect.stringMatching(/^'Department' is blank in the input item/),
				},
			],
		});
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});
});

describe('agent with approval', () => {
	const { nodes, connections } = readExample('agent-with-approval.json');
	const agent = nodes.find(({ type }) => type === `${langchain}agent`)?.name ?? '';
	const review = nodes.find(({ type }) => type.endsWith('HitlTool'))?.name ?? '';
	const tools = nodes.filter(isOurs);
	const optionsOf = ({ parameters }: NodeJson) => (parameters?.options ?? {}) as Record<string, unknown>;
	const isRead = ({ parameters }: NodeJson) => ['get', 'getAll'].includes(String(parameters?.operation));
	const isPlan = (node: NodeJson) => /^Plan /.test(node.name);
	const parentsOf = (name: string) => (connections[name].ai_tool ?? []).flat().map((target) => target?.node);

	/** What the model fills in. */
	const asked = (value: unknown): Array<[field: string, description: string]> =>
		[...JSON.stringify(value).matchAll(/\$fromAI\('(\w+)', '([^']+)'/g)].map(([, field, text]) => [field, text]);

	const kim = 'kim@example.com';
	/** Whom the chat says to be signed in. */
	let signedIn: string | undefined;
	beforeEach(() => {
		signedIn = kim;
	});

	/** The parameters of a tool with the model's arguments in their places. */
	const filled = (node: NodeJson, given: Record<string, unknown>) => {
		const put = (value: unknown): unknown => {
			if (typeof value === 'string') {
				const field = /^=\{\{ \$fromAI\('(\w+)'.*\) \}\}$/.exec(value)?.[1];
				if (value === `={{ $('Chat message').first().json.user?.email }}`) return signedIn;
				return field === undefined ? value : given[field];
			}
			if (typeof value !== 'object' || value === null) return value;
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, put(inner)]));
		};
		return put(parametersOf(node));
	};
	const call = async (name: string, given: Record<string, unknown> = {}) => {
		const node = tools.find((tool) => tool.name === name) as NodeJson;
		const type = baseType(node.type).replace(`${packageName}.`, '');
		const { outputs } = await runNode(engine, type, filled(node, given) as never, {
			credentials: credentials() as never,
			onError: 'continueRegularOutput',
		});
		return outputs[0].map(({ json }) => json);
	};

	it('lets no removal run without the review', () => {
		for (const tool of tools) {
			const free = isRead(tool) || optionsOf(tool).dryRun === true;
			expect([tool.name, parentsOf(tool.name)]).toEqual([tool.name, [free ? agent : review]]);
			expect([tool.name, isPlan(tool)]).toEqual([tool.name, !isRead(tool) && free]);
		}
		expect(parentsOf(review)).toEqual([agent]);
		expect(tools.filter((tool) => parentsOf(tool.name)[0] === review).map(({ name }) => name)).toEqual([
			'Remove role',
			'Remove client',
		]);
	});

	it('asks with what will be sent, in words that the model has no part in', () => {
		const { parameters } = nodes.find(({ name }) => name === review) as NodeJson;
		expect(asked(parameters)).toEqual([]);
		expect(parameters?.message).toMatch(/^=\{\{ \$tool\.parameters\.email \}\} would lose .*\$tool\.name/s);
		for (const field of ['client', 'role', 'ownership'])
			expect(parameters?.message).toContain(`$tool.parameters.${field}`);
		expect(nodes.find(({ type }) => type === `${langchain}chatTrigger`)?.parameters?.options).toEqual({
			responseMode: 'responseNodes',
		});
	});

	it('knows who is signed in to the chat, and takes nobody else for who approved', async () => {
		const chat = nodes.find(({ type }) => type === `${langchain}chatTrigger`);
		expect(chat?.parameters).toMatchObject({
			...{ public: true, authentication: 'n8nUserAuth', includeUserInOutput: true, requireExecuteAccess: true },
		});
		const removals = tools.filter((tool) => parentsOf(tool.name)[0] === review).map(optionsOf);
		const approvedBy = `={{ $('${chat?.name}').first().json.user?.email }}`;
		expect(removals).toEqual([expect.objectContaining({ approvedBy }), expect.objectContaining({ approvedBy })]);
		const before = accessOf(sandbox);
		signedIn = undefined;
		expect(await call('Remove role', { email: 'maria.garcia@example.com', role: 'Administrator' })).toEqual([
			{ error: expect.stringMatching(/^'Approved By' is there but empty/) },
		]);
		expect(lost(before)).toEqual([]);
	});

	it('has a plan for each removal, with the same parameters', () => {
		const wanted = (node: NodeJson) => [node.type, without(parametersOf(node), 'options')];
		const removals = tools.filter((tool) => !isRead(tool) && !isPlan(tool));
		expect(tools.filter(isPlan).map(wanted)).toEqual(removals.map(wanted));
	});

	it('has people and access filled in by the model in words, with a description, and no option', () => {
		const words: Record<string, string> = { userId: 'email', roleId: 'role', clientId: 'client' };
		for (const tool of tools) {
			const { filters, options, ...rest } = parametersOf(tool);
			for (const [key, value] of Object.entries({ ...without(rest, ...choices), ...(filters as object) })) {
				const field = words[key] ?? key;
				expect([tool.name, asked(value)]).toEqual([tool.name, [[field, expect.stringMatching(/\w+ \w+ \w+/)]]]);
				const mode = { userId: 'email', roleId: 'name', clientId: 'name' }[key];
				if (mode) expect([tool.name, value]).toEqual([tool.name, expect.objectContaining({ mode })]);
			}
			expect([tool.name, asked(options ?? {})]).toEqual([tool.name, []]);
			expect(tool.parameters).toMatchObject({
				descriptionType: 'manual',
				toolDescription: expect.stringMatching(/^.{40,}\.$/),
			});
		}
	});

	it('is told the steps, and the tools by names that a model can call', () => {
		const { systemMessage } = (nodes.find(({ name }) => name === agent)?.parameters?.options ?? {}) as {
			systemMessage: string;
		};
		for (const step of ['1. Read', '2. Plan', '3. Show', '4. Ask', '5. Act', '6. Report'])
			expect(systemMessage).toContain(step);
		for (const { name } of tools) expect(name).toMatch(/^[\w ]{1,64}$/);
	});

	it('reads what an agent needs to know', async () => {
		expect(await call('Find Guardhouse users', { email: 'maria.garcia' })).toMatchObject([
			{ id: 102, roles: [{ id: 1, name: 'Administrator' }, { id: 3 }] },
		]);
		expect(await call('Read Guardhouse user', { email: 'maria.garcia@example.com' })).toMatchObject([
			{ id: 102, roles: [{ id: 1 }, { id: 3 }] },
		]);
		expect(await call('List Guardhouse roles')).toHaveLength(6);
		expect(await call('Find Delos users', { email: 'mia.chen' })).toMatchObject([{ uuid: 'user_mia_chen' }]);
		expect(await call('List Delos clients')).toEqual(
			expect.arrayContaining([expect.objectContaining({ name: 'Copper & Sons' })]),
		);
		expect(await call('Read Delos user', { email: 'mia.chen@example.com' })).toMatchObject([
			{ clients: [{ customerId: 'cust_copper', isOwner: true }, { isOwner: false }] },
		]);
	});

	it('plans without changing anything, then removes just that', async () => {
		const before = accessOf(sandbox);
		const role = { email: 'maria.garcia@example.com', role: 'Administrator' };
		const client = { email: 'mia.chen@example.com', client: 'Copper & Sons', ownership: 'any' };
		sandbox.delos.state.users[0].clients.push({ customerId: 'cust_copper', isOwner: true });
		const owners = accessOf(sandbox);
		expect(await call('Plan role removal', role)).toMatchObject([{ outcome: 'planned', userId: 102, roleId: 1 }]);
		expect(await call('Plan client removal', client)).toMatchObject([
			{ outcome: 'planned', userId: 'user_mia_chen', clientId: 'cust_copper' },
		]);
		expect(lost(owners)).toEqual([]);
		expect(changes([...sandbox.guardhouse.requests, ...sandbox.delos.requests])).toEqual([]);

		const justification = {
			reason: 'Asked for in the chat with the agent, and approved there',
			approvedBy: kim,
		};
		const verified = { outcome: 'applied', verified: true, undo: expect.any(Object), justification };
		expect(await call('Remove role', role)).toMatchObject([{ ...verified, remaining: [{ id: 3 }] }]);
		expect(await call('Remove client', client)).toMatchObject([{ ...verified, remaining: [{ isOwner: false }] }]);
		expect(lost(owners)).toEqual(['Mia Chen: owner of Copper & Sons', 'Maria Garcia: Administrator']);
		expect(before.delos.length).toBe(owners.delos.length - 1);
	});

	it('tells the agent what went wrong', async () => {
		const before = accessOf(sandbox);
		const last = { email: 'john.smith@example.com', client: 'Northwind Trading', ownership: 'any' };
		for (const name of ['Plan client removal', 'Remove client'])
			expect(await call(name, last)).toMatchObject([
				{ error: expect.stringMatching(/^This run would remove the last owner of a client/) },
			]);
		const maria = 'maria.garcia@example.com';
		for (const [given, reason] of [
			[{ email: 'nobody@example.com', role: 'Administrator' }, "no user has 'nobody@example.com'"],
			[{ email: 'Maria', role: 'Administrator' }, "no user has 'Maria'"],
			[{ email: maria, role: 'Admin' }, "no role has 'Admin'"],
		] as const)
			expect(await call('Remove role', given)).toMatchObject([{ error: expect.stringContaining(reason) }]);
		expect(lost(before)).toEqual([]);
	});
});
