import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../sandbox/examples';
import { chain, type RunResult, type Tables, type WorkflowJson } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { credentials } from '../support/examples';
import { engine, sandbox, setUp } from '../support/setUp';

setUp();

const table = 'Break-glass access';
const helen = 'helen.park@example.com';
const kim = 'kim@example.com';
const mia = 'mia.chen@example.com';
const john = 'john.smith@example.com';

/** What a channel has been told, by its incoming webhook. */
let said: string[];
let server: Server;
let workflow: WorkflowJson;
let tables: Tables;
beforeEach(async () => {
	said = [];
	tables = {};
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			said.push((JSON.parse(Buffer.concat(parts).toString()) as { text: string }).text);
			// What an answer of a channel says is nobody's decision.
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ ok: true, Decision: 'Approve', 'Your email': kim }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const shipped = JSON.stringify(readExample('break-glass.json'));
	expect(shipped.split('https://your-channel.invalid/incoming-webhook')).toHaveLength(4);
	workflow = JSON.parse(
		shipped.replaceAll('https://your-channel.invalid/incoming-webhook', `http://127.0.0.1:${port}/channel`),
	) as WorkflowJson;
});
const close = async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
};
afterEach(async () => {
	if (server.listening) await close();
});

const start = async (node: string, json: object = {}): Promise<RunResult> => {
	const trigger = { node, items: [{ json: json as never }] };
	return await engine.run(workflow, { credentials: credentials(), trigger, tables });
};
const outputOf = ({ nodes, error }: RunResult, node: string): IDataObject => {
	expect([error, nodes[node]?.outputs[0].length]).toEqual([undefined, 1]);
	return nodes[node].outputs[0][0].json;
};

const form = {
	...{ 'Your email': helen, 'Who needs it': mia, Role: 'Administrator' },
	...{ Ticket: 'INC-204', Why: 'Nobody can sign in', Hours: 2 },
};
const ask = async (given: object = {}): Promise<IDataObject> => {
	const result = await start('Somebody needs access', { ...form, ...given });
	expect([result.status, Object.keys(result.nodes)]).toEqual([
		'waiting',
		expect.arrayContaining(['What came of it', 'Tell the channel', 'The end']),
	]);
	return outputOf(result, 'What came of it');
};
const rows = () => tables[table]?.rows ?? [];
const sweep = async () => await start('Every five minutes');
const isOver = () => {
	for (const row of rows()) row.expiresAt = new Date(Date.now() - 1000);
};
/** Everything was asked for on the day before. */
const nextDay = () => {
	for (const row of rows()) row.askedAt = new Date(Date.now() - 86_400_000);
};
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const difference = (before: ReturnType<typeof accessOf>) => {
	const after = accessOf(sandbox);
	const all = (access: typeof before) => Object.values(access).flat();
	return { gone: linesBeyond(all(before), all(after)), added: linesBeyond(all(after), all(before)) };
};
const granted = { gone: [], added: ['Mia Chen: Administrator'] };
const nothing = { gone: [], added: [] };
const changesSent = () =>
	sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url}`);

describe('asked for', () => {
	it('is granted at once, told to the channel, and written down', async () => {
		const before = accessOf(sandbox);
		const reply = await ask();
		const until = String(reply.until);
		expect(reply).toEqual({
			...{ status: 'granted', summary: `${mia} has the role Administrator`, requestedBy: helen, ticket: 'INC-204' },
			...{ access: 'user 103, role 1', until: expect.any(String) as string, reason: '' },
		});
		expect(Math.abs(Date.parse(until) - Date.now() - 7_200_000)).toBeLessThan(60_000);
		expect(difference(before)).toEqual(granted);
		expect(said).toEqual([
			[
				`Break-glass access, granted without approval: ${mia} has the role Administrator, until ${until}`,
				`Asked for by ${helen}, INC-204: Nobody can sign in`,
			].join('\n'),
		]);
		expect(rows()).toMatchObject([
			{
				...{ email: mia, role: 'Administrator', ticket: 'INC-204', why: 'Nobody can sign in', requestedBy: helen },
				...{ status: 'active', outcome: 'granted', expiresAt: new Date(until), problem: '', review: 'open' },
			},
		]);
	});

	it('says in the result why, and on whose word: nobody approved', async () => {
		const { nodes } = await start('Somebody needs access', form);
		expect(nodes['Assign Role'].outputs[0][0].json.justification).toEqual({
			...{ ticket: 'INC-204', reason: 'Nobody can sign in', requestedBy: helen },
		});
	});

	it('goes by who is signed in, where n8n tells it', async () => {
		expect(await ask({ user: { email: john } })).toMatchObject({ status: 'granted', requestedBy: john });
	});

	it.each([
		[{ Ticket: ' ' }, "'Ticket' is there but empty"],
		[{ Why: '' }, "'Reason' is there but empty"],
		[{ Why: 'Down {{ $env }}' }, "'Reason' holds an expression as plain text"],
		[{ 'Your email': undefined }, "'Requested By' is there but empty"],
		[{ Hours: 0 }, "'Hours' has to be more than 0 and at most 24"],
		[{ Hours: 25 }, "'Hours' has to be more than 0 and at most 24"],
		[{ Hours: 'some' }, "'Hours' has to be more than 0 and at most 24"],
		[{ 'Who needs it': 'nobody@example.com' }, "no user has 'nobody@example.com'"],
		[{ Role: 'Wizard' }, "no role has 'Wizard'"],
	])('is refused, and told to the channel all the same: %j', async (given, reason) => {
		const reply = await ask(given);
		expect(reply).toMatchObject({ status: 'not granted', access: '', until: '', summary: '' });
		expect(reply.reason).toContain(reason);
		expect([changesSent(), rows(), said]).toEqual([[], [], [expect.stringContaining('asked for, and not granted: ')]]);
		expect(said[0]).toContain(reason);
	});

	it('tells a grant that failed, and takes it back in case it was made', async () => {
		const before = accessOf(sandbox);
		sandbox.guardhouse.fault({ method: 'POST', path: '/users/103/roles/', status: 403 });
		const reply = await ask();
		expect(reply).toMatchObject({ status: 'not granted', until: '', reason: expect.stringMatching(/\S/) });
		expect(said).toEqual([
			`Break-glass access was asked for, and not granted: Administrator for ${mia}. ${String(reply.reason)}\nAsked for by ${helen}, INC-204: Nobody can sign in`,
		]);
		const told = { outcome: `not granted: ${String(reply.reason)}`, review: 'open' };
		expect(rows()).toMatchObject([{ status: 'pending', ...told }]);
		await sweep();
		expect(rows()).toMatchObject([{ status: 'pending' }]);
		isOver();
		await sweep();
		expect(rows()).toMatchObject([{ status: 'revoked', ...told }]);
		expect(difference(before)).toEqual(nothing);
	});

	it('leaves what somebody had before', async () => {
		const before = accessOf(sandbox);
		expect(await ask({ 'Who needs it': john })).toMatchObject({ status: 'had it before', until: '', reason: '' });
		expect(said).toEqual([
			expect.stringContaining(
				`asked for, and nothing was granted: ${john} has the role Administrator already, and keeps it`,
			),
		]);
		isOver();
		await sweep();
		expect(rows()).toMatchObject([{ status: 'unchanged', outcome: 'had it before' }]);
		expect([changesSent(), difference(before)]).toEqual([[], nothing]);
	});

	it('is granted also where the channel cannot be told, and says so', async () => {
		const before = accessOf(sandbox);
		await close();
		const result = await start('Somebody needs access', form);
		expect(outputOf(result, 'What came of it')).toMatchObject({ status: 'granted' });
		expect(outputOf(result, 'Tell the channel').error).toBeDefined();
		expect(difference(before)).toEqual(granted);
	});
});

describe('over', () => {
	it('ends on time, and not before', async () => {
		const before = accessOf(sandbox);
		await ask();
		await sweep();
		expect([difference(before), rows()[0].status]).toEqual([granted, 'active']);
		isOver();
		const { nodes } = await sweep();
		expect(difference(before)).toEqual(nothing);
		expect(rows()).toMatchObject([{ status: 'revoked', outcome: 'granted', review: 'open' }]);
		expect(nodes.Undo.outputs[0][0].json.justification).toEqual({
			...{ ticket: 'INC-204', reason: 'Break-glass access is over' },
		});
	});

	it('ends with the last of the grants that overlap', async () => {
		const before = accessOf(sandbox);
		await ask();
		expect(await ask({ 'Your email': john, Ticket: 'INC-205', Hours: 4 })).toMatchObject({ status: 'granted' });
		rows()[0].expiresAt = new Date(0);
		await sweep();
		expect([difference(before), rows().map(({ status }) => status)]).toEqual([granted, ['active', 'active']]);
		isOver();
		await sweep();
		expect([difference(before), rows().map(({ status }) => status)]).toEqual([nothing, ['revoked', 'revoked']]);
	});

	it('is said aloud where it cannot be ended, and ended once that works', async () => {
		const before = accessOf(sandbox);
		await ask();
		isOver();
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/103/roles/', status: 403 });
		expect((await sweep()).error?.message).toMatch(
			/^Access that should have ended:\nmia\.chen@example\.com: Administrator \(INC-204\), tried 1 times: \S/,
		);
		expect(rows()).toMatchObject([{ status: 'ending', attempts: 1 }]);
		expect(await ask()).toMatchObject({
			status: 'not granted',
			reason: expect.stringContaining('being ended just now'),
		});
		await sweep();
		expect([difference(before), rows()[0].status]).toEqual([nothing, 'revoked']);
	});
});

describe('reviewed the next day', () => {
	const review = async (): Promise<RunResult> => await start('Every morning');
	const answer = async (paused: RunResult, json?: object): Promise<IDataObject> => {
		expect(paused.status).toBe('waiting');
		const resume = { paused, answer: json && [{ json: json as never }] };
		return outputOf(await engine.run(workflow, { credentials: credentials(), tables, resume }), 'What the review said');
	};
	const approve = { Decision: 'Approve', 'What is not right': '', 'Your email': kim };
	const report = { Decision: 'Report', 'What is not right': 'It was no emergency', 'Your email': kim };
	const about = { ticket: 'INC-204', email: mia, role: 'Administrator' };
	const none = { remark: '', reviewed: [], ended: [], failed: [], open: [] };

	it('asks nobody where there was nothing, or only today', async () => {
		expect((await review()).status).toBe('success');
		await ask();
		said.length = 0;
		expect([(await review()).status, said]).toEqual(['success', []]);
	});

	it('lists what became of each', async () => {
		await ask();
		await ask({ 'Who needs it': john });
		sandbox.guardhouse.fault({ method: 'POST', path: '/users/103/roles/', status: 403 });
		await ask({ Role: 'Viewer' });
		const { until } = await ask({ 'Your email': kim, Role: 'Editor', Ticket: 'INC-205' });
		rows()[0].expiresAt = new Date(0);
		await sweep();
		nextDay();
		said.length = 0;
		const paused = await review();
		const asked = `Asked for by ${helen} on ${yesterday()}, INC-204: Nobody can sign in`;
		const { message, lines, link } = outputOf(paused, 'One message');
		expect(message).toBe('4 break-glass accesses are to be reviewed, by somebody who neither asked for it nor got it');
		expect(lines).toEqual([
			`• ${mia}, Administrator: granted, and ended. ${asked}`,
			`• ${john}, Administrator: was there before, and stays. ${asked}`,
			expect.stringMatching(/^• mia\.chen@example\.com, Viewer: not granted: \S.* Asked for by helen/),
			`• ${mia}, Editor: granted, and still there, until ${String(until)}. Asked for by ${kim} on ${yesterday()}, INC-205: Nobody can sign in`,
		]);
		expect(said).toEqual([[`${String(message)}:`, ...(lines as string[]), link].join('\n')]);
	});

	it('asks with text that n8n, which reads it once more, takes for text', async () => {
		const { formFields } = workflow.nodes.find(({ name }) => name === 'Ask somebody else')?.parameters ?? {};
		const [{ html: value }] = (formFields as { values: Array<{ html: string }> }).values;
		const assignments = { assignments: [{ id: 'a', name: 'html', value, type: 'string' }] };
		const shown = await engine.run(
			chain([
				{ name: 'One message', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
				{
					...{ name: 'Shown', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
					parameters: { assignments, options: {} } as never,
				},
			]),
			{ trigger: { node: 'One message', items: [{ json: { message: 'One', lines: ['• {{ 1 + 1 }} <b>'] } }] } },
		);
		expect(shown.nodes.Shown.outputs[0][0].json.html).toBe('<p>One:<br>• &#123;&#123; 1 + 1 }} &lt;b></p>');
	});

	it('writes down who approved', async () => {
		const before = accessOf(sandbox);
		await ask();
		nextDay();
		expect(await answer(await review(), approve)).toEqual({
			...{ ...none, status: 'approved', reviewedBy: kim, reviewed: [{ ...about, requestedBy: helen }] },
		});
		expect(rows()).toMatchObject([{ status: 'active', review: 'approved', reviewedBy: kim, remark: '' }]);
		expect(said.at(-1)).toBe(`The review of break-glass access: approved by ${kim}`);
		expect(difference(before)).toEqual(granted);
		expect((await review()).status).toBe('success');
	});

	it('ends at once what is reported, on the word of the reviewer', async () => {
		const before = accessOf(sandbox);
		await ask();
		nextDay();
		const paused = await review();
		const resume = { paused, answer: [{ json: report }] };
		const result = await engine.run(workflow, { credentials: credentials(), tables, resume });
		expect(outputOf(result, 'What the review said')).toMatchObject({
			...{ status: 'reported', reviewedBy: kim, remark: 'It was no emergency', failed: [], open: [] },
			ended: [about],
		});
		expect(outputOf(result, 'Undo: reported').justification).toEqual({
			...{ ticket: 'INC-204', reason: 'Reported in the review of break-glass access: It was no emergency' },
			approvedBy: kim,
		});
		expect(rows()).toMatchObject([
			{ status: 'revoked', review: 'reported', reviewedBy: kim, remark: 'It was no emergency' },
		]);
		expect(said.at(-1)).toBe(
			`The review of break-glass access: reported by ${kim}: It was no emergency\n${mia} lost the role Administrator`,
		);
		expect(difference(before)).toEqual(nothing);
	});

	it('leaves to the sweep what cannot be ended then', async () => {
		const before = accessOf(sandbox);
		await ask();
		nextDay();
		const paused = await review();
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/103/roles/', status: 403 });
		expect(await answer(paused, report)).toMatchObject({
			...{ status: 'reported', ended: [], failed: [{ ...about, reason: expect.stringMatching(/\S/) }] },
		});
		expect(rows()).toMatchObject([{ status: 'active', review: 'reported' }]);
		isOver();
		await sweep();
		expect([difference(before), rows()[0].status]).toEqual([nothing, 'revoked']);
	});

	it('changes nothing of what is over already', async () => {
		await ask();
		isOver();
		await sweep();
		nextDay();
		const sent = changesSent().length;
		expect(await answer(await review(), report)).toMatchObject({ status: 'reported', ended: [], failed: [] });
		expect(rows()).toMatchObject([{ status: 'revoked', review: 'reported' }]);
		expect(changesSent()).toHaveLength(sent);
	});

	it.each([
		[
			{ 'Your email': ` ${helen.toUpperCase()}` },
			`${helen.toUpperCase()} asked for it or got it: somebody else has to review it`,
		],
		[
			{ 'Your email': 'Mia.Chen@example.com' },
			'Mia.Chen@example.com asked for it or got it: somebody else has to review it',
		],
		[{ 'Your email': '' }, 'It is not known who answered'],
		[{ 'Your email': 'kim' }, 'It is not known who answered'],
	])('is refused to who asked or got it, and to nobody: %j', async (who, reason) => {
		await ask();
		nextDay();
		const sent = changesSent().length;
		for (const decision of [approve, report])
			expect(await answer(await review(), { ...decision, ...who })).toEqual({
				...{ ...none, status: 'refused', reviewedBy: '', remark: decision['What is not right'] },
				open: [{ ...about, reason }],
			});
		expect(rows()).toMatchObject([{ status: 'active', review: 'open', reviewedBy: '' }]);
		expect(changesSent()).toHaveLength(sent);
	});

	it('leaves to somebody else what the reviewer asked for, and takes their word for the rest', async () => {
		await ask();
		await ask({ 'Your email': kim, Role: 'Editor', Ticket: 'INC-205' });
		nextDay();
		const said = await answer(await review(), report);
		expect(said).toMatchObject({
			...{ status: 'partly reported', reviewed: [{ ...about, requestedBy: helen }] },
			open: [
				{ ticket: 'INC-205', email: mia, role: 'Editor', reason: expect.stringMatching(/^kim@example\.com asked/) },
			],
		});
		expect(rows()).toMatchObject([
			{ status: 'revoked', review: 'reported' },
			{ status: 'active', review: 'open' },
		]);
		expect(outputOf(await review(), 'One message').lines).toHaveLength(1);
	});

	it('takes the answer of Slack with who gave it, and none after the time for it', async () => {
		await ask();
		nextDay();
		const paused = await review();
		const open = [{ ...about, reason: 'Nobody answered' }];
		expect(await answer(paused)).toEqual({ ...none, status: 'not answered', reviewedBy: '', open });
		const nameless = { data: { approved: true, responder: { id: 'U1', name: 'kim', source: 'slack' } } };
		expect(await answer(paused, nameless)).toMatchObject({ status: 'refused', reviewedBy: '' });
		const data = { approved: true, responder: { id: 'U1', name: 'kim', email: kim, source: 'slack' } };
		expect(await answer(paused, { data })).toMatchObject({ status: 'approved', reviewedBy: kim });
	});
});
