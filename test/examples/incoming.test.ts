import { accessOf, linesBeyond, providersOf } from '../../sandbox/tickets';
import { call, post } from '../support/examples';
import { sandbox, setUp } from '../support/setUp';
import { jiraChange, jiraIssue, oktaEvent, oktaHook, serviceNowItem } from './bodies';

setUp();

const requests = () => Object.values(providersOf(sandbox)).flatMap((provider) => provider.requests);
/** The lines that are gone since, and that nothing was added. */
const lost = (before: ReturnType<typeof accessOf>) => {
	const after = accessOf(sandbox);
	return Object.keys(before).flatMap((key) => {
		const system = key as keyof typeof before;
		expect(linesBeyond(after[system], before[system])).toEqual([]);
		return linesBeyond(before[system], after[system]);
	});
};
const undoOf = (rest: object) => expect.objectContaining(rest) as object;

describe('one access, in words', () => {
	const john = 'john.smith@example.com';
	const maria = 'maria.garcia@example.com';
	const removals = [
		{
			file: 'unbind-client.json',
			person: { email: john },
			what: { client: 'Northwind Trading' },
			other: { mail: john, 'Client Name': ' northwind trading ' },
			lacks: 'email and client',
			gone: 'John Smith: owner of Northwind Trading',
			undo: { operation: 'bindClient', clientId: 'cust_789xyz', isOwner: true },
			unknown: "'User' can't be found by email: no user has 'nobody'",
		},
		{
			file: 'unassign-role.json',
			person: { email: maria },
			what: { role: 'Administrator' },
			other: { user_email: maria.toUpperCase(), roleName: 'administrator' },
			lacks: 'email and role',
			gone: 'Maria Garcia: Administrator',
			undo: { operation: 'assignRole', userId: 102, roleId: 1 },
			unknown: "'User' can't be found by email: no user has 'nobody'",
		},
		{
			file: 'remove-from-organization.json',
			person: { username: john },
			what: { organization: 'data-platform' },
			other: { login: john, org: 'Data-Platform' },
			lacks: 'username and organization',
			gone: 'John Smith: user of data-platform',
			undo: { operation: 'addOrganization' },
			unknown: "'User' can't be found by username: the account of the credential sees no user that has 'nobody'",
		},
	];

	it.each(removals)('$file: ends it, sees that it is gone, and says how to give it back', async (example) => {
		const { file, person, what, gone, undo } = example;
		const before = accessOf(sandbox);
		expect(await post(file, { ...person, ...what })).toMatchObject({
			status: 'done',
			...person,
			...what,
			reason: '',
			undo: undoOf(undo),
		});
		expect(lost(before)).toEqual([gone]);
		expect(await post(file, { ...person, ...what })).toMatchObject({ status: 'nothing to do', reason: '' });
	});

	it.each(removals)('$file: says who lost what', async ({ file, person, what }) => {
		const { summary } = (await post(file, { ...person, ...what })) as { summary: string };
		for (const word of [...Object.values(person), ...Object.values(what)]) expect(summary).toContain(word);
	});

	it.each(removals)('$file: understands other spellings', async ({ file, other, gone }) => {
		const before = accessOf(sandbox);
		expect(await post(file, other)).toMatchObject({ status: 'done' });
		expect(lost(before)).toEqual([gone]);
	});

	it.each(removals)('$file: has failed where it knows no field, or not enough', async (example) => {
		const { file, person, what, lacks } = example;
		const [first, second] = lacks.split(' and ');
		for (const [body, reason] of [
			[{ emial: 'x', thing: 5 }, `The body lacks ${lacks}. It has: emial, thing.`],
			[{}, `The body lacks ${lacks}. It has: no fields.`],
			['', `The body lacks ${lacks}. It has: no fields.`],
			[{ ...person, [second]: ' ' }, `The body lacks ${second}. It has: ${first}, ${second}.`],
			[what, `The body lacks ${first}. It has: ${second}.`],
		] as const)
			expect(await post(file, body)).toMatchObject({ status: 'failed', summary: 'Nothing was changed', reason });
		expect(requests()).toEqual([]);
	});

	it.each(removals)('$file: has failed where nobody has the name', async ({ file, person, what, unknown }) => {
		const before = accessOf(sandbox);
		const nobody = Object.fromEntries(Object.keys(person).map((field) => [field, 'nobody']));
		expect(await post(file, { ...nobody, ...what })).toMatchObject({
			status: 'failed',
			reason: expect.stringContaining(unknown),
		});
		expect(lost(before)).toEqual([]);
	});
});

describe('ServiceNow', () => {
	const file = 'servicenow-request.json';
	const variables = { user_email: 'maria.garcia@example.com', role: 'Administrator' };
	const answer = { number: 'RITM0010023', email: 'maria.garcia@example.com', role: 'Administrator' };

	it('ends the role of an approved request', async () => {
		const before = accessOf(sandbox);
		expect(await post(file, serviceNowItem(variables))).toMatchObject({
			status: 'done',
			...answer,
			reason: '',
			approvedBy: 'Victor Stein',
			undo: undoOf({ operation: 'assignRole', userId: 102, roleId: 1 }),
		});
		expect(lost(before)).toEqual(['Maria Garcia: Administrator']);
		expect(await post(file, serviceNowItem(variables))).toMatchObject({ status: 'nothing to do' });
	});

	it('takes fields with their display values, as the Table API gives them', async () => {
		const before = accessOf(sandbox);
		const shown = (value: string, display_value: string) => ({ value, display_value });
		const item = serviceNowItem(
			{ user_email: shown('maria.garcia@example.com', 'maria.garcia@example.com'), role: shown('1', 'Administrator') },
			{
				number: shown('RITM0010023', 'RITM0010023'),
				cat_item: shown('5d1b', 'Remove access'),
				approval: shown('approved', 'Approved'),
			},
		);
		expect(await post(file, item)).toMatchObject({ status: 'done', ...answer });
		expect(lost(before)).toEqual(['Maria Garcia: Administrator']);
	});

	it.each([
		[{ approval: 'requested' }, 'The approval is requested; only approved is acted on.'],
		[{ approval: 'rejected' }, 'The approval is rejected; only approved is acted on.'],
		[{ cat_item: 'New laptop' }, 'The item is New laptop; only Remove access is acted on.'],
	])('ignores what is not an approved request to remove access: %j', async (rest, reason) => {
		expect(await post(file, serviceNowItem(variables, rest))).toEqual({
			status: 'ignored',
			...answer,
			summary: 'Nothing was changed',
			reason,
		});
		expect(requests()).toEqual([]);
	});

	it.each([
		[{}, "This isn't a requested item: number, cat_item and approval have to be in the body."],
		['', "This isn't a requested item: number, cat_item and approval have to be in the body."],
		[serviceNowItem(variables, { number: '' }), expect.stringContaining("This isn't a requested item")],
		[serviceNowItem({ email: 'maria.garcia@example.com' }), 'The variable user_email is empty.'],
		[serviceNowItem({ ...variables, role: ' ' }), 'The variable role is empty.'],
		[serviceNowItem(variables, { opened_by: null }), 'opened_by is empty: who asked for it?'],
		[serviceNowItem(variables, { approver: '' }), 'approver is empty: it is approved, but by whom?'],
	])('has failed where a body says too little: %j', async (body, reason) => {
		expect(await post(file, body)).toMatchObject({ status: 'failed', summary: 'Nothing was changed', reason });
		expect(requests()).toEqual([]);
	});

	it('tells why, and on whose word', async () => {
		const { nodes } = await call(file, { body: serviceNowItem(variables) as never });
		expect(nodes['Unassign Role'].outputs[0][0].json.justification).toEqual({
			...{ ticket: 'RITM0010023', reason: 'Maria moves to Sales' },
			...{ requestedBy: 'Helen Park', approvedBy: 'Victor Stein' },
		});
		const short = await call(file, { body: serviceNowItem(variables, { short_description: '' }) as never });
		expect(short.nodes['Unassign Role'].outputs[0][0].json.justification).toMatchObject({ reason: 'Remove access' });
	});

	it('has failed where one person asked and approved', async () => {
		expect(await post(file, serviceNowItem(variables, { approver: 'HELEN park' }))).toMatchObject({
			status: 'failed',
			reason: expect.stringMatching(/^'Requested By' and 'Approved By' are the same person/),
		});
		expect(requests()).toEqual([]);
	});

	it('says why the role could not be ended', async () => {
		expect(await post(file, serviceNowItem({ ...variables, role: 'Wizard' }))).toMatchObject({
			status: 'failed',
			...answer,
			role: 'Wizard',
			reason: expect.stringContaining("no role has 'Wizard'"),
		});
	});
});

describe('Jira', () => {
	const file = 'jira-webhook.json';
	const person = { accountId: '5b10john', displayName: 'John Smith', emailAddress: 'john.smith@example.com' };
	const fields = { customfield_10050: person, customfield_10051: { id: '10020', value: 'data-platform' } };
	const approved = [jiraChange('status', 'In Review', 'Approved')];
	const answer = { issue: 'ACC-17', username: 'john.smith@example.com', organization: 'data-platform' };

	it('removes from the organization once the issue is approved', async () => {
		const before = accessOf(sandbox);
		expect(await post(file, jiraIssue(fields, approved))).toMatchObject({
			status: 'done',
			...answer,
			reason: '',
			approvedBy: 'Helen Park',
			undo: undoOf({ operation: 'addOrganization' }),
		});
		expect(lost(before)).toEqual(['John Smith: user of data-platform']);
		expect(await post(file, jiraIssue(fields, approved))).toMatchObject({ status: 'nothing to do' });
	});

	it('takes fields that are texts', async () => {
		const texts = { customfield_10050: ' john.smith@example.com', customfield_10051: 'data-platform' };
		const items = [jiraChange('resolution', '', 'Done'), ...approved];
		expect(await post(file, jiraIssue(texts, items))).toMatchObject({ status: 'done', ...answer });
	});

	it.each([
		[[jiraChange('status', 'Open', 'In Review')], {}, 'The status became In Review; only Approved is acted on.'],
		[[jiraChange('summary', 'a', 'Approved')], {}, "The status wasn't changed."],
		[
			[],
			{ webhookEvent: 'jira:issue_created' },
			'The event is jira:issue_created; only jira:issue_updated is acted on.',
		],
		[
			approved,
			{ webhookEvent: 'jira:issue_deleted' },
			'The event is jira:issue_deleted; only jira:issue_updated is acted on.',
		],
	])('ignores %j %j', async (items, rest, reason) => {
		expect(await post(file, jiraIssue(fields, items, rest))).toEqual({
			status: 'ignored',
			...answer,
			summary: 'Nothing was changed',
			reason,
		});
		expect(requests()).toEqual([]);
	});

	it.each([
		[{}, "This isn't the body of a Jira webhook about an issue: webhookEvent and issue.key have to be in it."],
		['', "This isn't the body of a Jira webhook about an issue: webhookEvent and issue.key have to be in it."],
		[
			jiraIssue({ ...fields, customfield_10050: null }, approved),
			'The issue names nobody: customfield_10050 is empty.',
		],
		[
			jiraIssue({ customfield_10050: person }, approved),
			'The issue names no organization: customfield_10051 is empty.',
		],
		[jiraIssue({ ...fields, reporter: null }, approved), 'The issue has no reporter.'],
		[jiraIssue(fields, approved, { user: undefined }), "The event doesn't say who approved: user is empty."],
	])('has failed where a body says too little: %j', async (body, reason) => {
		expect(await post(file, body)).toMatchObject({ status: 'failed', summary: 'Nothing was changed', reason });
		expect(requests()).toEqual([]);
	});

	const stein = { accountId: '5b10victor', displayName: 'Victor Stein', emailAddress: 'victor.stein@example.com' };
	it.each([
		[stein, 'Victor Stein <victor.stein@example.com>'],
		[{ accountId: '5b10victor', displayName: 'Victor Stein' }, 'Victor Stein'],
		[{ emailAddress: 'victor.stein@example.com' }, 'victor.stein@example.com'],
		[{ accountId: '5b10victor' }, '5b10victor'],
	])('tells why, and on whose word: %j', async (reporter, requestedBy) => {
		const { nodes } = await call(file, { body: jiraIssue({ ...fields, reporter }, approved) as never });
		expect(nodes['Remove Organization'].outputs[0][0].json.justification).toEqual({
			...{ ticket: 'ACC-17', reason: 'Project is over', requestedBy, approvedBy: 'Helen Park' },
		});
	});

	it('has failed where one person asked and approved', async () => {
		const reporter = { displayName: 'Helen Park', emailAddress: 'helen.park@example.com' };
		expect(await post(file, jiraIssue({ ...fields, reporter }, approved))).toMatchObject({
			status: 'failed',
			reason: expect.stringMatching(/^'Requested By' and 'Approved By' are the same person/),
		});
		expect(requests()).toEqual([]);
	});

	it('says why the access could not be ended', async () => {
		const unknown = { ...fields, customfield_10051: 'nowhere' };
		expect(await post(file, jiraIssue(unknown, approved))).toMatchObject({
			status: 'failed',
			reason: expect.stringMatching(/^'Organization' can't be found by name/),
		});
	});
});

describe('Okta', () => {
	const file = 'okta-event-hook.json';
	const john = oktaEvent('John.Smith@example.com', 'John Smith');
	const maria = oktaEvent('maria.garcia@example.com', 'Maria Garcia');
	const sent = async (body: unknown) => {
		const { responses, nodes } = await call(file, { body: body as never });
		return { reply: responses[0].body, report: nodes.Report?.outputs[0].map(({ json }) => json) };
	};

	it('gives back the challenge by which Okta verifies the address', async () => {
		const headers = { 'x-okta-verification-challenge': 'challenge-1' };
		const { responses } = await call(file, { headers }, { node: 'Okta verifies the address' });
		expect(responses[0].body).toEqual({ verification: 'challenge-1' });
		expect(requests()).toEqual([]);
	});

	const requestedBy = 'Helen Park <helen.park@example.com>';
	it('answers at once, and takes all that those have who were deactivated', async () => {
		const before = accessOf(sandbox);
		const other = oktaEvent('mia.chen@example.com', 'Mia Chen', { eventType: 'user.session.start' });
		const failed = oktaEvent('mia.chen@example.com', 'Mia Chen', { outcome: { result: 'FAILURE', reason: 'no' } });
		const { reply, report } = await sent(oktaHook(john, other, maria, failed, john));
		expect(reply).toEqual({
			status: 'accepted',
			accepted: [
				{ email: 'john.smith@example.com', name: 'John Smith', event: 'uuid of John.Smith@example.com', requestedBy },
				{
					email: 'maria.garcia@example.com',
					name: 'Maria Garcia',
					event: 'uuid of maria.garcia@example.com',
					requestedBy,
				},
			],
			ignored: ['user.session.start', 'user.lifecycle.deactivate'],
			reason: '',
		});
		expect(report).toMatchObject([
			{ status: 'done', summary: 'john.smith@example.com lost 8 accesses', reason: '', failed: [], notFound: [] },
			{ status: 'done', summary: 'maria.garcia@example.com lost 9 accesses', reason: '', failed: [], notFound: [] },
		]);
		const gone = lost(before);
		expect(gone).toHaveLength(17);
		expect(gone.filter((line) => !/^(John Smith|Maria Garcia): /.test(line))).toEqual([]);
		expect((await sent(oktaHook(john))).report).toMatchObject([
			{ status: 'nothing to do', summary: 'john.smith@example.com lost nothing' },
		]);
	});

	it.each([
		[john, { ticket: 'uuid of John.Smith@example.com', requestedBy }],
		[
			oktaEvent('John.Smith@example.com', 'John Smith', { uuid: undefined, actor: null }),
			{ ticket: 'an event of Okta', requestedBy: 'Okta' },
		],
		[
			oktaEvent('John.Smith@example.com', 'John Smith', { actor: { alternateId: 'system@okta.com' } }),
			{ ticket: 'uuid of John.Smith@example.com', requestedBy: '<system@okta.com>' },
		],
	])('tells in each result who deactivated them: %#', async (event, told) => {
		const { nodes } = await call(file, { body: oktaHook(event) as never });
		for (const node of ['Remove All Clients', 'Remove All Departments', 'Unassign All Roles', 'Remove All Roles'])
			expect(nodes[node].outputs[0][0].json.justification).toEqual({ ...told, reason: 'Deactivated in Okta' });
	});

	it('answers before anything is asked of a provider', async () => {
		const order: string[] = [];
		await call(file, { body: oktaHook(john) as never }, { onNodeDone: (name) => order.push(name) });
		expect(order.indexOf('Answer at once')).toBeLessThan(order.indexOf('Remove All Clients'));
		expect(order.indexOf('Answer at once')).toBeGreaterThan(-1);
	});

	it('reports what stays, and where nobody is called so', async () => {
		sandbox.guardhouse.fault({ method: 'DELETE', path: /\/users\/101\/roles\/1$/, status: 403, times: 99 });
		const { report } = await sent(oktaHook(john, oktaEvent('nobody@example.com', 'Nobody')));
		expect(report).toMatchObject([
			{
				status: 'partly done',
				summary: 'john.smith@example.com lost 7 accesses. Not removed, or not known: 1',
				reason: expect.stringMatching(/^Guardhouse: \S/),
				failed: [{ system: 'Guardhouse', roleId: 1 }],
			},
			{
				status: 'failed',
				removed: [],
				failed: [{ system: 'Cloud Foundry', error: expect.stringContaining('sees no user') }],
				notFound: ['Delos', 'Client Directory', 'Guardhouse'],
			},
		]);
	});

	it.each([
		[
			oktaHook(oktaEvent('john.smith@example.com', 'John Smith', { eventType: 'user.lifecycle.suspend' })),
			['user.lifecycle.suspend'],
		],
		[oktaHook(), []],
	])('ignores other events: %#', async (body, ignored) => {
		expect(await sent(body)).toEqual({
			reply: {
				status: 'ignored',
				accepted: [],
				ignored,
				reason: 'Only user.lifecycle.deactivate with the outcome SUCCESS is acted on.',
			},
			report: undefined,
		});
		expect(requests()).toEqual([]);
	});

	it.each([{}, '', [], { eventType: 'com.okta.event_hook' }, { data: { events: [john] } }])(
		'has failed where the body is none of Okta: %j',
		async (body) => {
			expect((await sent(body)).reply).toEqual({
				status: 'failed',
				accepted: [],
				ignored: [],
				reason:
					"This isn't the body of an Okta event hook: eventType has to be com.okta.event_hook, and data.events a list.",
			});
			expect(requests()).toEqual([]);
		},
	);

	it('says which event names nobody, and acts on the others', async () => {
		const nameless = [oktaEvent('unknown', 'Gone'), oktaEvent('x', 'X', { uuid: 'uuid of none', target: null })];
		expect((await sent(oktaHook(...nameless))).reply).toMatchObject({ status: 'failed', accepted: [] });
		expect((await sent(oktaHook(...nameless, john))).reply).toMatchObject({
			status: 'partly accepted',
			accepted: [{ email: 'john.smith@example.com' }],
			reason:
				'These events name no user (target of the type User, with alternateId): uuid of unknown, uuid of none. Nothing was removed for them.',
		});
	});
});
