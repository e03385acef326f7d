import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../sandbox/examples';
import { chain, type RunResult } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { credentials } from '../support/examples';
import { undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';

setUp();

const clientId = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const john = 'john.smith@example.com';
const maria = 'maria.garcia@example.com';
const mia = 'mia.chen@example.com';
const oliver = 'oliver.brown@example.com';
const daniel = 'daniel.novak@example.com';

/** Starts at this node with what it would put out, until somebody is asked or all is done. */
const start = async (file: string, node: string, ...items: object[]): Promise<RunResult> => {
	const trigger = { node, items: items.map((json) => ({ json: json as never })) };
	const result = await engine.run(readExample(file), { credentials: credentials(), trigger });
	expect(result.error).toBeUndefined();
	return result;
};

/** Goes on with this answer or, without one, once the time for it is over. */
const answer = async (file: string, paused: RunResult, json?: object): Promise<RunResult> => {
	expect(paused.status).toBe('waiting');
	const given = json && [{ json: json as never }];
	const result = await engine.run(readExample(file), { credentials: credentials(), resume: { paused, answer: given } });
	expect(result.error).toBeUndefined();
	return result;
};

const reportOf = ({ nodes }: RunResult): IDataObject => {
	expect(nodes.Report?.outputs[0]).toHaveLength(1);
	return nodes.Report.outputs[0][0].json;
};
const messageOf = ({ nodes }: RunResult): string[] =>
	String(nodes['One message']?.outputs[0][0].json.message).split('\n');

const changesSent = () =>
	[...sandbox.guardhouse.requests, ...sandbox.clientDirectory.requests].filter(({ method }) => method !== 'GET');
const difference = (before: ReturnType<typeof accessOf>) => {
	const after = accessOf(sandbox);
	const all = (access: typeof before) => Object.values(access).flat();
	return { gone: linesBeyond(all(before), all(after)), added: linesBeyond(all(after), all(before)) };
};
const nothing = { gone: [], added: [] };
const kim = 'kim@example.com';
/** Who answered, as the form asks for it. */
const signed = { 'Your email': kim };
/** Nobody approved. */
const unsigned = { approvedBy: '' };
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const text = (part: string) => expect.stringContaining(part) as string;
const anUndo = expect.any(Object) as object;

describe('access review of everybody', () => {
	const file = 'access-review-everybody.json';
	const open = async (Roles: string | null = '') => await start(file, 'Open the review', { Roles });
	const fieldsOf = ({ nodes }: RunResult) =>
		(nodes['The questions']?.outputs[0][0].json.fields ?? []) as Array<{ fieldName: string; fieldLabel: string }>;
	/** Removes these, and keeps all others. */
	const decided = (paused: RunResult, ...removed: string[]) =>
		Object.fromEntries(
			fieldsOf(paused).map(({ fieldName }) => [fieldName, removed.includes(fieldName) ? 'Remove' : 'Keep']),
		);
	const administrator = 'user 102, role 1';
	const support = 'user 102, role 3';
	const roles = ' support  agent, Administrator';
	const line = (role: string) => ({ summary: `${maria} would lose the role ${role}` });
	const applied = ['Administrator', 'Support Agent'].map((role) => ({
		summary: `${maria} lost the role ${role}`,
		undo: anUndo,
	}));
	const planned = [line('Administrator'), line('Support Agent')];

	it('asks about each access that somebody has, and changes nothing', async () => {
		const { roleIds } = sandbox.guardhouse.state.users[0];
		roleIds.reverse();
		const paused = await open();
		expect(paused.status).toBe('waiting');
		const count = sandbox.guardhouse.state.users.flatMap((user) => user.roleIds).length;
		expect(fieldsOf(paused)).toHaveLength(count);
		const radio = { fieldType: 'radio', requiredField: true };
		const fieldOptions = { values: [{ option: 'Keep' }, { option: 'Remove' }] };
		expect(fieldsOf(paused).filter(({ fieldName }) => /^user (101|112),/.test(fieldName))).toEqual(
			[
				[112, 3, `${daniel}: Support Agent, never signed in, suspended`],
				[101, 1, `${john}: Administrator, last signed in 2026-11-01`],
				[101, 3, `${john}: Support Agent, last signed in 2026-11-01`],
			].map(([user, role, fieldLabel]) => ({
				...{ ...radio, fieldOptions, fieldLabel },
				fieldName: `user ${user}, role ${role}`,
			})),
		);
		expect(changesSent()).toEqual([]);
	});

	it('asks with names that n8n reads as text again', async () => {
		sandbox.guardhouse.state.roles[0].name = `"Admin" $& {{ 1 + 1 }} <b> \\`;
		const paused = await open(null);
		const { jsonOutput } = readExample(file).nodes.find(({ name }) => name === 'Keep or remove')?.parameters ?? {};
		const shown = await engine.run(
			chain([
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
				{
					...{ name: 'Shown', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
					parameters: {
						assignments: { assignments: [{ id: 'a', name: 'text', value: jsonOutput, type: 'string' }] },
						options: {},
					} as never,
				},
			]),
			{ trigger: { node: 'Start', items: [{ json: { fields: fieldsOf(paused) as never } }] } },
		);
		const written = String(shown.nodes.Shown.outputs[0][0].json.text);
		expect(written).not.toContain('$');
		expect(JSON.parse(written)).toEqual(fieldsOf(paused));
	});

	it('ends what was removed and approved, and nothing else, with the way back', async () => {
		const before = accessOf(sandbox);
		const paused = await open(roles);
		expect(fieldsOf(paused)).toHaveLength(6);
		const asked = await answer(file, paused, decided(paused, administrator, support));
		expect(messageOf(asked)).toEqual(['2 accesses would end:', ...planned.map(({ summary }) => `• ${summary}`)]);
		expect([changesSent(), difference(before)]).toEqual([[], nothing]);

		const report = reportOf(await answer(file, asked, { Decision: 'Approve', ...signed }));
		expect(report).toEqual({ status: 'applied', approvedBy: kim, kept: 4, applied, refused: [], failed: [], planned });
		expect(difference(before)).toEqual({
			gone: ['Maria Garcia: Administrator', 'Maria Garcia: Support Agent'],
			added: [],
		});
		await undo('guardhouse', report.applied as object[]);
		expect(difference(before)).toEqual(nothing);
	});

	it.each([
		['declined', { Decision: 'Decline', ...signed }],
		['declined', { data: { approved: 'true' } }],
		['not answered', undefined],
	])('changes nothing when the plan is %s', async (status, decision) => {
		const paused = await open(roles);
		const asked = await answer(file, paused, decided(paused, support));
		const report = reportOf(await answer(file, asked, decision));
		expect(report).toEqual({
			...{ ...unsigned, status, kept: 5, applied: [], refused: [], failed: [], planned: [planned[1]] },
		});
		expect(changesSent()).toEqual([]);
	});

	it.each([
		['nothing to do', 6, (paused: RunResult) => decided(paused)],
		['nothing to do', 5, (paused: RunResult) => ({ ...decided(paused), [support]: 'remove' })],
		['not answered', 0, () => undefined],
	])('plans nothing without the answer Remove: %s', async (status, kept, given) => {
		const paused = await open(roles);
		expect(reportOf(await answer(file, paused, given(paused)))).toEqual({
			...{ ...unsigned, status, kept, applied: [], refused: [], failed: [], planned: [] },
		});
		expect(changesSent()).toEqual([]);
	});

	it('refuses what is otherwise by then, and makes the rest', async () => {
		const paused = await open(roles);
		const asked = await answer(file, paused, decided(paused, administrator, support));
		sandbox.guardhouse.state.users[1].roleIds = [3];
		const done = await answer(file, asked, { Decision: 'Approve', ...signed });
		expect(reportOf(done)).toEqual({
			...{ status: 'partly applied', approvedBy: kim, kept: 4, applied: [applied[1]], failed: [], planned },
			refused: [
				{
					planned: planned[0].summary,
					reason: text("Planned when user 102 had role 1; now user 102 doesn't have role 1."),
				},
			],
		});
		expect(sandbox.guardhouse.state.users[1].roleIds).toEqual([]);
	});

	it('says that nobody has a role of a name, and that a list is too long, and asks nothing', async () => {
		const nobody = { ...unsigned, status: 'failed', kept: 0, applied: [], refused: [], planned: [] };
		expect(reportOf(await open('Viewer, Janitor'))).toEqual({
			...nobody,
			failed: [{ reason: text('Nobody has a role that is called Janitor.') }],
		});
		sandbox.guardhouse.state.users.push(
			...Array.from({ length: 201 }, (_, index) => ({
				...sandbox.guardhouse.state.users[0],
				...{ id: 1000 + index, email: `more.${index}@example.com`, roleIds: [6] },
			})),
		);
		expect(reportOf(await open())).toEqual({
			...nobody,
			failed: [{ reason: text('215 accesses are more than one form should hold (200).') }],
		});
		sandbox.guardhouse.state.systemApiAccess = false;
		expect(reportOf(await open())).toEqual({ ...nobody, failed: [{ reason: expect.any(String) as string }] });
	});
});

describe('HR list', () => {
	const file = 'hr-list.json';
	/** What everybody has, as HR would have written it. */
	const asItIs = () => {
		const { guardhouse, clientDirectory } = sandbox;
		const nameOf = <One extends { id: unknown; name: string }>(all: One[], id: unknown) =>
			all.find((one) => one.id === id)?.name ?? '';
		const departments = clientDirectory.state.departments.filter((one) => one.client_id === clientId);
		return guardhouse.state.users.map(({ email, roleIds }) => ({
			...{ email, status: 'active', roles: roleIds.map((id) => nameOf(guardhouse.state.roles, id)) },
			departments: clientDirectory.state.users
				.filter((user) => user.username === email && user.client_id === clientId)
				.flatMap((user) => user.department_ids.map((id) => nameOf(departments, id))),
		}));
	};
	const compare = async (people: unknown) => await start(file, 'The HR list', { people } as object);
	const none = { ...unsigned, applied: [], refused: [], failed: [], planned: [] };

	it('runs as it is shipped, asks with one message, and changes nothing', async () => {
		const paused = await engine.run(readExample(file), { credentials: credentials() });
		expect([paused.status, paused.error]).toEqual(['waiting', undefined]);
		const lines = messageOf(paused);
		expect(lines[0]).toBe(
			'25 differences between the HR list and who has what: 1 missing, 4 left the company, 20 not in the HR list',
		);
		expect([lines[1], lines.length, lines[9]]).toEqual([
			`• ${mia} would get the role Viewer at Guardhouse (missing)`,
			10,
			'… and 17 more',
		]);
		expect(changesSent()).toEqual([]);
	});

	it('asks nobody where the list and the providers say the same, however it is written', async () => {
		const people = asItIs().map((one) => ({
			...one,
			...{ email: ` ${one.email.toUpperCase()}`, roles: one.roles.map((role) => `${role.toLowerCase()} `) },
		}));
		expect(reportOf(await compare(people))).toEqual({ status: 'nothing to do', ...none });
	});

	it('has a plan for each difference, and makes what is approved', async () => {
		const before = accessOf(sandbox);
		const people = asItIs()
			.filter(({ email }) => email !== daniel)
			.map((one) => ({
				...one,
				...(one.email === maria && { status: 'left' }),
				...(one.email === mia && { roles: ['viewer', 'Viewer'], departments: [...one.departments, 'Finance'] }),
			}));
		const paused = await compare(people);
		const planned = [
			['Guardhouse', 'missing', `${mia} would get the role Viewer`],
			['Client Directory', 'missing', `${mia} would be added to Finance`],
			['Guardhouse', 'left the company', `${maria} would lose the role Administrator`],
			['Guardhouse', 'left the company', `${maria} would lose the role Support Agent`],
			['Guardhouse', 'not listed for them', `${mia} would lose the role Auditor`],
			['Guardhouse', 'not in the HR list', `${daniel} would lose the role Support Agent`],
			['Client Directory', 'not in the HR list', `${daniel} would be removed from People Operations`],
			['Client Directory', 'left the company', `${maria} would be removed from Engineering`],
			['Client Directory', 'left the company', `${maria} would be removed from Sales`],
		].map(([system, why, summary]) => ({ system, why, summary }));
		expect(messageOf(paused).slice(0, 2)).toEqual([
			'9 differences between the HR list and who has what: 2 missing, 4 left the company, 2 not in the HR list, 1 not listed for them',
			`• ${mia} would get the role Viewer at Guardhouse (missing)`,
		]);
		expect(changesSent()).toEqual([]);

		const report = reportOf(await answer(file, paused, { Decision: 'Approve', ...signed }));
		expect(report).toMatchObject({ status: 'applied', refused: [], failed: [] });
		expect(report.planned).toHaveLength(9);
		expect(report.planned).toEqual(expect.arrayContaining(planned));
		expect(report.applied).toHaveLength(9);
		expect(difference(before)).toEqual({
			gone: [
				'Maria Garcia: member of Engineering',
				'Maria Garcia: member of Sales',
				'Daniel Novak: member of People Operations',
				'Maria Garcia: Administrator',
				'Maria Garcia: Support Agent',
				'Mia Chen: Auditor',
				'Daniel Novak: Support Agent',
			],
			added: ['Mia Chen: member of Finance', 'Mia Chen: Viewer'],
		});
		expect(reportOf(await compare(people))).toEqual({ status: 'nothing to do', ...none });
		for (const [system, node] of [
			['Guardhouse', 'guardhouse'],
			['Client Directory', 'clientDirectory'],
		] as const)
			await undo(
				node,
				(report.applied as Array<{ system: string }>).filter((one) => one.system === system),
			);
		expect(difference(before)).toEqual(nothing);
	});

	it.each([
		['declined', { Decision: 'Decline', ...signed }],
		['not answered', undefined],
	])('changes nothing when it is %s', async (status, decision) => {
		const people = asItIs().filter(({ email }) => email !== daniel);
		const report = reportOf(await answer(file, await compare(people), decision));
		expect(report).toMatchObject({ status, applied: [], refused: [], failed: [] });
		expect(report.planned).toHaveLength(2);
		expect(changesSent()).toEqual([]);
	});

	it('plans nothing at a provider that cannot be read, neither to end nor to give', async () => {
		sandbox.guardhouse.state.systemApiAccess = false;
		const people = asItIs().filter(({ email }) => email !== daniel);
		const paused = await compare(people);
		expect(messageOf(paused).slice(1)).toEqual([
			`• ${daniel} would be removed from People Operations at Client Directory (not in the HR list)`,
		]);
		expect(reportOf(await answer(file, paused, { Decision: 'Approve', ...signed }))).toMatchObject({
			status: 'partly applied',
			failed: [{ system: 'Guardhouse', reason: expect.any(String) as string }],
		});
	});

	it('says what of the list no provider knows', async () => {
		const people = asItIs().map((one) => (one.email === mia ? { ...one, roles: [...one.roles, 'Janitor'] } : one));
		expect(reportOf(await compare(people))).toEqual({
			...{ ...none, status: 'failed' },
			failed: [{ system: 'Guardhouse', person: mia, access: 'Janitor', reason: text("no role has 'Janitor'") }],
		});
	});

	it.each([
		[undefined, 'nobody who is active'],
		[[], 'nobody who is active'],
		[[{ email: maria, status: 'left' }], 'nobody who is active'],
		[[{ email: maria, status: 'active' }, { email: john }], 'Entry 2 of the list has no email, or a status'],
		[[{ email: maria, status: 'active' }, { status: 'active' }], 'Entry 2 of the list has no email, or a status'],
		[[{ email: maria, status: 'active' }, null], 'Entry 2 of the list has no email, or a status'],
		[
			[
				{ email: maria, status: 'active' },
				{ email: maria.toUpperCase(), status: 'left' },
			],
			`${maria} is in the list more than once`,
		],
	])('reads nothing by a list that cannot be one: %j', async (people, reason) => {
		expect(reportOf(await compare(people))).toEqual({ ...none, status: 'failed', failed: [{ reason: text(reason) }] });
		expect([...sandbox.guardhouse.requests, ...sandbox.clientDirectory.requests]).toEqual([]);
	});
});

describe('dormant access', () => {
	const file = 'dormant-access.json';
	const none = { ...unsigned, applied: [], refused: [], failed: [], planned: [] };
	const look = async (asked: object = {}) =>
		await start(file, 'What is dormant', { days: 90, neverUsed: 'end', leaveAlone: [], ...asked });
	beforeEach(() => {
		const { guardhouse, clientDirectory } = sandbox;
		for (const user of guardhouse.state.users) user.lastLogin = daysAgo(89.9);
		for (const user of clientDirectory.state.users) user.last_activity.at = daysAgo(89.9);
	});
	const used = (email: string, lastLogin: string | null) => {
		for (const user of sandbox.guardhouse.state.users) if (user.email === email) user.lastLogin = lastLogin;
	};
	const seen = (email: string, at: string | null) => {
		for (const user of sandbox.clientDirectory.state.users) if (user.username === email) user.last_activity.at = at;
	};

	it('asks nobody where all is in use', async () => {
		expect(reportOf(await look())).toEqual({ ...none, status: 'nothing to do' });
	});

	it('plans for what is not used at either provider, and ends what is approved', async () => {
		used(maria, daysAgo(200.5));
		used(mia, null);
		seen(john, daysAgo(91.5));
		const before = accessOf(sandbox);
		const paused = await look();
		const planned = [
			['Guardhouse', `${maria} would lose the role Administrator`, ', not used for 200 days'],
			['Guardhouse', `${maria} would lose the role Support Agent`, ', not used for 200 days'],
			['Guardhouse', `${mia} would lose the role Auditor`, ', never used'],
			['Client Directory', `${john} would be removed from Engineering`, ', not used for 91 days'],
			['Client Directory', `${john} would be removed from Finance`, ', not used for 91 days'],
		];
		expect(messageOf(paused)).toEqual([
			'5 dormant accesses would end:',
			...planned.map(([system, summary, how]) => `• ${summary} at ${system}${how}`),
		]);
		expect([changesSent(), difference(before)]).toEqual([[], nothing]);

		const report = reportOf(await answer(file, paused, { Decision: 'Approve', ...signed }));
		expect(report).toEqual({
			...{ status: 'applied', approvedBy: kim, refused: [], failed: [] },
			planned: planned.map(([system, summary]) => ({ system, summary })),
			applied: [
				['Guardhouse', `${maria} lost the role Administrator`],
				['Guardhouse', `${maria} lost the role Support Agent`],
				['Guardhouse', `${mia} lost the role Auditor`],
				['Client Directory', `${john} was removed from Engineering`],
				['Client Directory', `${john} was removed from Finance`],
			].map(([system, summary]) => ({ system, summary, undo: anUndo })),
		});
		expect(difference(before)).toEqual({
			gone: [
				'John Smith: member of Engineering',
				'John Smith: member of Finance',
				'Maria Garcia: Administrator',
				'Maria Garcia: Support Agent',
				'Mia Chen: Auditor',
			],
			added: [],
		});
	});

	it('leaves whom it is told to leave, and those who never signed in', async () => {
		used(maria, daysAgo(200));
		used(mia, null);
		seen(john, null);
		const paused = await look({ leaveAlone: [' Maria.Garcia@example.com'] });
		expect(messageOf(paused).slice(1)).toEqual([
			`• ${mia} would lose the role Auditor at Guardhouse, never used`,
			`• ${john} would be removed from Engineering at Client Directory, never used`,
			`• ${john} would be removed from Finance at Client Directory, never used`,
		]);
		const left = await look({ leaveAlone: maria, neverUsed: 'leave' });
		expect(reportOf(left)).toEqual({ ...none, status: 'nothing to do' });
	});

	it.each([
		['declined', { Decision: 'Decline', ...signed }],
		['not answered', undefined],
	])('changes nothing when it is %s', async (status, decision) => {
		used(oliver, daysAgo(91));
		const report = reportOf(await answer(file, await look(), decision));
		const summary = `${oliver} would lose the role Editor`;
		expect(report).toEqual({ ...none, status, planned: [{ system: 'Guardhouse', summary }] });
		expect(changesSent()).toEqual([]);
	});

	it('says of whom it cannot be read when they were last there, and plans nothing for them', async () => {
		used(oliver, 'last summer');
		expect(reportOf(await look())).toEqual({
			...{ ...none, status: 'failed' },
			failed: [
				{
					...{ system: 'Guardhouse', person: oliver, access: 'Editor' },
					reason: "When it was last used can't be read: last summer",
				},
			],
		});
	});

	it('goes on with one provider where the other cannot be read', async () => {
		sandbox.guardhouse.state.systemApiAccess = false;
		seen(john, daysAgo(91));
		const report = reportOf(await answer(file, await look(), { Decision: 'Approve', ...signed }));
		expect(report).toMatchObject({
			status: 'partly applied',
			applied: [{ system: 'Client Directory' }, { system: 'Client Directory' }],
			failed: [{ system: 'Guardhouse', reason: expect.any(String) as string }],
		});
	});

	it.each([
		[{ days: 0 }, 'days has to be a whole number greater than 0. It is 0.'],
		[{ days: '90' }, 'days has to be a whole number greater than 0. It is "90".'],
		[{ days: undefined }, 'days has to be a whole number greater than 0. It is null.'],
		[{ neverUsed: true }, 'neverUsed has to be end or leave. It is true.'],
	])('reads nothing by %j', async (asked, reason) => {
		expect(reportOf(await look(asked))).toEqual({ ...none, status: 'failed', failed: [{ reason }] });
		expect([...sandbox.guardhouse.requests, ...sandbox.clientDirectory.requests]).toEqual([]);
	});
});

describe('access outside the flow', () => {
	const file = 'access-outside-the-flow.json';
	const trigger = 'Guardhouse Trigger';
	/** What the trigger tells of these roles, given after its first poll. */
	const granted = async (...given: Array<[email: string, roleId: number]>): Promise<object[]> => {
		const watch = engine.publish(readExample(file), { guardhouseApi: credentials().guardhouseApi });
		expect(await watch.poll()).toBeUndefined();
		for (const [email, roleId] of given)
			sandbox.guardhouse.state.users.find((user) => user.email === email)?.roleIds.push(roleId);
		const items = ((await watch.poll()) ?? []).map(({ json }) => json);
		expect(items).toHaveLength(given.length);
		return items;
	};
	/** With the list of grants that is shipped, or another. */
	const tell = async (items: object[], grants?: unknown): Promise<RunResult> => {
		const workflow = readExample(file);
		const list = workflow.nodes.find(({ name }) => name === 'Granted by tickets')?.parameters;
		if (grants !== undefined) Object.assign(list ?? {}, { jsonOutput: JSON.stringify({ grants }) });
		const result = await engine.run(workflow, {
			...{ credentials: credentials(), mode: 'trigger' },
			trigger: { node: trigger, items: items.map((json) => ({ json: json as never })) },
		});
		expect(result.error).toBeUndefined();
		return result;
	};
	const none = { ...unsigned, outside: [], applied: [], refused: [], failed: [], planned: [] };
	const summary = `${oliver} would lose the role Administrator`;
	const seen = { person: oliver, access: 'Administrator', detectedAt: expect.any(String) as string };

	it('tells what no ticket asked for, with a plan that takes it back', async () => {
		const items = await granted([oliver, 1], [mia, 2]);
		const before = accessOf(sandbox);
		const paused = await tell(items, [{ ticket: 'ACC-7', email: ' MIA.chen@example.com', role: 'billing  manager' }]);
		expect(messageOf(paused)).toEqual([
			'1 access was granted, and no ticket asked for it:',
			expect.stringMatching(/^• oliver\.brown@example\.com got the role Administrator, seen \d{4}-\d\d-\d\dT/),
		]);
		expect([changesSent(), difference(before)]).toEqual([[], nothing]);
		const report = reportOf(await answer(file, paused, { Decision: 'Take back', ...signed }));
		expect(report).toEqual({
			...{ status: 'applied', approvedBy: kim, outside: [seen], refused: [], failed: [], planned: [{ summary }] },
			applied: [{ summary: `${oliver} lost the role Administrator`, undo: anUndo }],
		});
		expect(difference(before)).toEqual({ gone: ['Oliver Brown: Administrator'], added: [] });
	});

	it.each([
		['declined', { Decision: 'Leave', ...signed }],
		['declined', { data: { approved: false } }],
		['not answered', undefined],
	])('leaves it when it is %s', async (status, decision) => {
		const paused = await tell(await granted([oliver, 1]));
		const report = reportOf(await answer(file, paused, decision));
		expect(report).toEqual({ ...none, status, outside: [seen], planned: [{ summary }] });
		expect(changesSent()).toEqual([]);
	});

	it('says nothing of what tickets asked for', async () => {
		const items = await granted([oliver, 1], [mia, 2]);
		const grants = [
			{ ticket: 'ACC-1', email: oliver, role: 'Administrator' },
			{ ticket: 'ACC-2', email: mia, role: 'Billing Manager' },
		];
		expect(reportOf(await tell(items, grants))).toEqual({ ...none, status: 'nothing to do' });
	});

	it.each([
		[[]],
		[null],
		['soon'],
		[[null, {}, { email: oliver }, { role: 'Administrator' }, { email: '', role: '' }]],
	])('tells all where the list of grants names none: %j', async (grants) => {
		const paused = await tell(await granted([oliver, 1], [mia, 2]), grants);
		expect(messageOf(paused)[0]).toBe('2 accesses were granted, and no ticket asked for them:');
	});

	it('does not ask about what is gone again, and refuses what goes before the answer', async () => {
		const items = await granted([oliver, 1]);
		const { roleIds } = sandbox.guardhouse.state.users[3];
		const paused = await tell(items);
		roleIds.splice(roleIds.indexOf(1), 1);
		expect(reportOf(await tell(items))).toEqual({ ...none, status: 'nothing to do', outside: [seen] });
		const report = reportOf(await answer(file, paused, { Decision: 'Take back', ...signed }));
		expect(report).toMatchObject({ status: 'refused', refused: [{ planned: summary }] });
		expect(changesSent()).toEqual([]);
	});

	it('says of what no way back could be prepared', async () => {
		const items = await granted([oliver, 1]);
		sandbox.guardhouse.state.systemApiAccess = false;
		expect(reportOf(await tell(items))).toEqual({
			...{ ...none, status: 'failed', outside: [seen] },
			failed: [{ person: oliver, access: 'Administrator', reason: expect.any(String) as string }],
		});
	});
});

it.each(['access-review-everybody.json', 'hr-list.json', 'dormant-access.json', 'access-outside-the-flow.json'])(
	'%s has plans last longer than it waits for an answer',
	(file) => {
		const { nodes } = readExample(file);
		const waits = nodes.filter(
			({ parameters }) => parameters?.limitWaitTime === true && parameters.resumeUnit === 'days',
		);
		const plans = nodes
			.map(({ parameters }) => parameters?.options as IDataObject | undefined)
			.filter((one) => one?.dryRun);
		expect([waits.length > 0, plans.length > 0]).toEqual([true, true]);
		const longest = Math.max(...waits.map(({ parameters }) => Number(parameters?.resumeAmount)));
		for (const options of plans) expect(options?.planValidFor).toBeGreaterThan(24 * longest);
	},
);

it.each([
	['access-review.json', 'Ask for approval', '&#123;&#123; 1 + 1 }} &lt;b>'],
	['access-review-everybody.json', 'Ask for approval', '&#123;&#123; 1 + 1 }} &lt;b><br>• &#123;&#123; 2 + 2 }}'],
	['hr-list.json', 'Ask for approval', '&#123;&#123; 1 + 1 }} &lt;b><br>• &#123;&#123; 2 + 2 }}'],
	['dormant-access.json', 'Ask for approval', '&#123;&#123; 1 + 1 }} &lt;b><br>• &#123;&#123; 2 + 2 }}'],
	['access-outside-the-flow.json', 'Ask what to do', '&#123;&#123; 1 + 1 }} &lt;b><br>• &#123;&#123; 2 + 2 }}'],
])('%s asks with text that n8n, which reads it once more, takes for text', async (file, name, html) => {
	const { formFields } = readExample(file).nodes.find((node) => node.name === name)?.parameters ?? {};
	const [{ html: value }] = (formFields as { values: Array<{ html: string }> }).values;
	const assignments = { assignments: [{ id: 'a', name: 'html', value, type: 'string' }] };
	const shown = await engine.run(
		chain([
			{ name: 'Planned', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
			{
				...{ name: 'Shown', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
				parameters: { assignments, options: {} } as never,
			},
		]),
		{ trigger: { node: 'Planned', items: [{ json: { message: '{{ 1 + 1 }} <b>', line: '{{ 2 + 2 }}' } }] } },
	);
	expect(shown.nodes.Shown.outputs[0][0].json.html).toBe(`<p>${html}</p>`);
});
