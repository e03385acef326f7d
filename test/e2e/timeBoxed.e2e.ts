import { setTimeout as sleep } from 'node:timers/promises';
import { readExample } from '../../sandbox/examples';
import { waitFor, type WorkflowJson } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { type Installation, openInstallation } from './installation';

interface Row {
	id: number;
	access: string;
	status: string;
	expiresAt: string;
	undo: string;
	attempts: number;
	reason: string;
}

/** The example with other times: what takes minutes there takes seconds here. */
const hastened = (file: string, ...times: Array<[from: string, to: string]>): WorkflowJson => {
	const text = times.reduce(
		(before, [from, to]) => {
			expect(before).toContain(from);
			return before.replace(from, to);
		},
		JSON.stringify(readExample(file)),
	);
	return JSON.parse(text) as WorkflowJson;
};

const sweepEvery = 4;
const pendingFor = 15;
const viewer = 6;

let installation: Installation;
let workflowId: string;
let start: ReturnType<typeof accessOf>;
beforeAll(async () => {
	installation = await openInstallation('time-boxed');
	const { n8n, credentials, sandbox } = installation;
	start = accessOf(sandbox);
	const workflow = hastened(
		'time-boxed-access.json',
		['plus({ minutes: 10 })', 'plus({ seconds: 1 })'],
		['plus({ minutes: 5 })', `plus({ seconds: ${pendingFor} })`],
		['"field":"minutes","minutesInterval":5', `"field":"seconds","secondsInterval":${sweepEvery}`],
	);
	workflowId = await n8n.api.importWorkflow(workflow, credentials);
	await n8n.api.publish(workflowId);
});
afterAll(async () => await installation?.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

const people = { requestedBy: 'helen.park@example.com', approvedBy: 'victor.stein@example.com' };

const ask = async (email: string, role: string, until: string, rest: object = {}) => {
	const response = await fetch(`${installation.n8n.url}/webhook/time-boxed-access`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ticket: 'ACC-7', ...people, email: `${email}@example.com`, role, until, ...rest }),
	});
	return (await response.json()) as Record<string, string>;
};

const tablePath = async (): Promise<string> => {
	const { api } = installation.n8n;
	const { id: project } = await api.request<{ id: string }>('GET', '/projects/personal');
	const path = `/projects/${project}/data-tables`;
	const { data } = await api.request<{ data: Array<{ id: string; name: string }> }>('GET', path);
	expect(data.map(({ name }) => name)).toEqual(['Time-boxed access']);
	return `${path}/${data[0].id}`;
};

/** Those of an access, in the order in which they were written. */
const rowsOf = async (user: number, role = viewer): Promise<Row[]> => {
	const { data } = await installation.n8n.api.request<{ data: Row[] }>('GET', `${await tablePath()}/rows?take=100`);
	return data.filter(({ access }) => access === `user ${user}, role ${role}`).sort((a, b) => a.id - b.id);
};
const statusesOf = async (user: number, role = viewer) => (await rowsOf(user, role)).map(({ status }) => status);

const rolesOf = (user: number) => installation.sandbox.guardhouse.state.users.find(({ id }) => id === user)?.roleIds;
const holds = (user: number, role = viewer) => rolesOf(user)?.includes(role) === true;

/** The changes that were sent, by method, for one access. */
const sent = (user: number, role = viewer) =>
	installation.sandbox.guardhouse.requests
		.filter(({ method, url }) => method !== 'GET' && url.endsWith(`/users/${user}/roles/${role}`))
		.map(({ method, status }) => `${method} ${status}`);

/** What the sweeps that started from now on came to, once there are so many. */
const sweeps = async (count = 2): Promise<string[]> => {
	const from = Date.now();
	const { api } = installation.n8n;
	return await waitFor('sweeps', async () => {
		const ended = (await api.executions({ workflowId })).filter(
			({ mode, startedAt, stoppedAt }) =>
				mode === 'trigger' && Date.parse(startedAt ?? '') > from && stoppedAt !== null,
		);
		return ended.length >= count && ended.map(({ status }) => status);
	});
};

const closed = async (user: number, status: string, count = 1, role = viewer) =>
	await waitFor(`the rows of user ${user} to be ${status}`, async () => {
		const statuses = await statusesOf(user, role);
		return statuses.length === count && statuses.every((one) => one === status);
	});

afterEach(() => {
	const now = accessOf(installation.sandbox);
	expect([linesBeyond(start.guardhouse, now.guardhouse), linesBeyond(now.guardhouse, start.guardhouse)]).toEqual([
		[],
		[],
	]);
});

it('grants, and the schedule ends it when its time is over', async () => {
	const until = inSeconds(20);
	expect(await ask('mia.chen', 'Viewer', until)).toEqual({
		status: 'granted',
		ticket: 'ACC-7',
		approvedBy: people.approvedBy,
		access: 'user 103, role 6',
		until,
		summary: expect.stringContaining('mia.chen@example.com') as string,
		reason: '',
	});
	expect(await rowsOf(103)).toMatchObject([{ status: 'active', expiresAt: until, attempts: 0 }]);
	expect(JSON.parse((await rowsOf(103))[0].undo)).toEqual({
		...{ resource: 'user', operation: 'unassignRole', baseUrl: installation.sandbox.guardhouse.url },
		...{ userId: 103, roleId: viewer, instantLogout: false },
	});
	await sweeps(1);
	expect([Date.now() < Date.parse(until), holds(103), await statusesOf(103)]).toEqual([true, true, ['active']]);
	await closed(103, 'revoked');
	expect(Date.now()).toBeGreaterThan(Date.parse(until));
	expect([holds(103), sent(103)]).toEqual([false, ['POST 204', 'DELETE 204']]);
});

it('leaves an access that was there before', async () => {
	const until = inSeconds(10);
	const asked = { status: 'unchanged', access: 'user 105, role 6', until: '', reason: '' };
	expect(await ask('priya.patel', 'Viewer', until)).toMatchObject(asked);
	await sleep(Date.parse(until) - Date.now());
	expect(await sweeps()).toEqual(['success', 'success']);
	expect([await statusesOf(105), holds(105), sent(105)]).toEqual([['unchanged'], true, []]);
});

it('leaves it also where n8n died before it had said so in the row', async () => {
	const { api } = installation.n8n;
	const data = [{ access: 'user 105, role 6', status: 'pending', expiresAt: inSeconds(-60), undo: '', attempts: 0 }];
	await api.request('POST', `${await tablePath()}/insert`, { data, returnType: 'count' });
	await closed(105, 'unchanged', 2);
	expect([holds(105), sent(105)]).toEqual([true, []]);
});

it('leaves what somebody gave by hand between row and grant', async () => {
	const { guardhouse } = installation.sandbox;
	guardhouse.requests.length = 0;
	guardhouse.fault({ method: 'GET', path: '/users/103', skip: 1, delay: 1_500 });
	const until = inSeconds(12);
	const asked = ask('mia.chen', 'Editor', until);
	await waitFor(
		'the second look',
		async () => guardhouse.requests.filter(({ url }) => url.endsWith('/103')).length === 2,
		{
			every: 20,
		},
	);
	expect(await statusesOf(103, 5)).toEqual(['pending']);
	rolesOf(103)?.push(5);
	expect(await asked).toMatchObject({ status: 'unchanged' });
	await sleep(Date.parse(until) - Date.now());
	await sweeps();
	expect([await statusesOf(103, 5), holds(103, 5)]).toEqual([['unchanged'], true]);
	rolesOf(103)?.pop();
});

it('ends grants that overlap at the latest date, whichever came first', async () => {
	const [sooner, later] = [inSeconds(14), inSeconds(34)];
	for (const [email, ...dates] of [
		['oliver.brown', sooner, later],
		['lukas.weber', later, sooner],
	])
		for (const date of dates)
			expect(await ask(email, 'Viewer', date)).toMatchObject({ status: 'granted', until: date });
	await sleep(Math.max(Date.parse(sooner) - Date.now(), 0));
	await sweeps();
	expect(Date.now()).toBeLessThan(Date.parse(later));
	for (const user of [104, 106]) expect([holds(user), await statusesOf(user)]).toEqual([true, ['active', 'active']]);
	for (const user of [104, 106]) {
		await closed(user, 'revoked', 2);
		expect([holds(user), sent(user).filter((line) => line.startsWith('DELETE'))]).toEqual([false, ['DELETE 204']]);
	}
	expect(Date.now()).toBeGreaterThan(Date.parse(later));
});

it('takes back what was under way when n8n was killed between grant and row', async () => {
	const { guardhouse } = installation.sandbox;
	// Granted, while Verify waits; granted when nobody is left to hear of it; never granted.
	const [granted, late, never] = [107, 108, 109];
	guardhouse.fault({ method: 'GET', path: `/users/${granted}`, skip: 2, delay: 60_000 });
	guardhouse.fault({ method: 'POST', path: `/users/${late}/roles/`, delay: 8_000 });
	guardhouse.fault({ method: 'POST', path: `/users/${never}/roles/`, delay: 60_000, drop: 'before' });
	const until = inSeconds(3600);
	const asked = Promise.allSettled(
		['sofia.rossi', 'noah.johansson', 'amara.okafor'].map(async (email) => await ask(email, 'Viewer', until)),
	);
	await waitFor('the grants', async () => sent(granted)[0] === 'POST 204' && sent(late)[0] && sent(never)[0]);
	expect(await Promise.all([granted, late, never].map(async (user) => await statusesOf(user)))).toEqual(
		Array(3).fill(['pending']),
	);
	await installation.n8n.kill();
	expect((await asked).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
	expect([granted, late, never].map((user) => holds(user))).toEqual([true, false, false]);
	await waitFor('the late grant', async () => holds(late));

	await installation.restart();
	for (const user of [granted, late, never]) {
		await closed(user, 'revoked');
		expect([user, holds(user)]).toEqual([user, false]);
	}
	expect(await ask('sofia.rossi', 'Viewer', inSeconds(10))).toMatchObject({ status: 'granted' });
	await closed(granted, 'revoked', 2);
});

it('joins the grant that n8n did not live to finish, when it is asked for again', async () => {
	const { guardhouse } = installation.sandbox;
	guardhouse.fault({ method: 'GET', path: '/users/111', skip: 2, delay: 60_000 });
	const asked = ask('elena.petrova', 'Viewer', inSeconds(3600)).catch(() => 'cut off');
	await waitFor('the grant', async () => sent(111)[0] === 'POST 204');
	await installation.n8n.kill();
	expect(await asked).toBe('cut off');

	await installation.restart();
	const until = inSeconds(pendingFor + 30);
	expect(await ask('elena.petrova', 'Viewer', until)).toMatchObject({ status: 'granted' });
	await sleep(pendingFor * 1000);
	await sweeps(1);
	expect([Date.now() < Date.parse(until), holds(111)]).toEqual([true, true]);
	await closed(111, 'revoked', 2);
	expect(holds(111)).toBe(false);
});

it('goes on with what was under way when n8n was killed during a sweep', async () => {
	const { guardhouse } = installation.sandbox;
	const [ended, held] = [104, 106];
	const until = inSeconds(12);
	for (const email of ['oliver.brown', 'lukas.weber'])
		expect(await ask(email, 'Auditor', until)).toMatchObject({ status: 'granted' });
	// Read, and read again after the removal.
	guardhouse.fault({ method: 'GET', path: `/users/${ended}`, skip: 1, delay: 60_000 });
	guardhouse.fault({ method: 'DELETE', path: `/users/${held}/roles/`, delay: 60_000, drop: 'before' });
	const auditor = 4;
	await waitFor('the removal', async () => sent(ended, auditor).includes('DELETE 204'), { every: 20 });
	await installation.n8n.kill();
	expect([holds(ended, auditor), holds(held, auditor)]).toEqual([false, true]);

	await installation.restart();
	for (const user of [ended, held]) {
		await closed(user, 'revoked', 1, auditor);
		expect([user, holds(user, auditor)]).toEqual([user, false]);
	}
});

it('says aloud what it could not end, counts its tries, and ends it once that works', async () => {
	const { guardhouse } = installation.sandbox;
	const { api } = installation.n8n;
	expect(await ask('daniel.novak', 'Viewer', inSeconds(10))).toMatchObject({ status: 'granted' });
	guardhouse.fault({ method: 'DELETE', path: '/users/112/roles/', status: 403, times: 3 });
	const row = await waitFor('two tries', async () => (await rowsOf(112)).find(({ attempts }) => attempts === 2));
	expect(row).toMatchObject({ status: 'ending', reason: expect.stringMatching(/\S/) });
	expect(await ask('daniel.novak', 'Viewer', inSeconds(60))).toMatchObject({
		status: 'not granted',
		reason: 'An earlier grant of this access is being ended just now. Ask again in a few minutes.',
	});
	await waitFor('the end', async () => (await statusesOf(112))[0] === 'revoked');
	expect(await rowsOf(112)).toMatchObject([{ status: 'revoked', attempts: 3, reason: '' }, { status: 'unchanged' }]);

	const alarms = await api.executions({ workflowId, status: ['error'] });
	expect(alarms).toHaveLength(3);
	const { data } = await api.execution(alarms[0].id);
	expect(data.resultData.error?.message).toBe(
		`Access that should have ended:\ndaniel.novak@example.com: Viewer (ACC-7), tried 3 times: ${row.reason}`,
	);
	const [report] = data.resultData.runData.Report[0].data?.main[0] ?? [];
	expect(report.json).toMatchObject({ ended: [], overdue: [{ access: 'user 112, role 6', attempts: 3 }] });
});

it('writes down a grant that failed before it is tried, and takes it back in case it was made', async () => {
	const { guardhouse } = installation.sandbox;
	guardhouse.fault({ method: 'POST', path: '/users/110/roles/', status: 403 });
	const reply = await ask('hiro.tanaka', 'Auditor', inSeconds(3600));
	expect(reply).toMatchObject({ status: 'not granted', until: '', reason: expect.stringMatching(/\S/) });
	expect(await rowsOf(110, 4)).toMatchObject([{ status: 'pending', reason: reply.reason }]);
	await closed(110, 'revoked', 1, 4);
	expect([holds(110, 4), sent(110, 4)]).toEqual([false, ['POST 403', 'DELETE 204']]);
});

it.each([
	[{ requestedBy: ' ' }, "'requestedBy' has to say who asked for it"],
	[{ approvedBy: undefined }, "'approvedBy' has to say who approved it"],
	[{ approvedBy: 'Helen.Park@example.com' }, "'Requested By' and 'Approved By' are the same person"],
])('grants nothing on the word of one: %j', async (rest, reason) => {
	expect(await ask('mia.chen', 'Viewer', inSeconds(3600), rest)).toMatchObject({
		status: 'not granted',
		reason: expect.stringContaining(reason),
	});
	expect(holds(103)).toBe(false);
});

it.each([
	['a date that is over', 'mia.chen', 'Viewer', inSeconds(-60), "'until' has to be a date that is at least"],
	['no date', 'mia.chen', 'Viewer', 'Friday', "'until' has to be a date that is at least"],
	['a person whom nobody knows', 'nobody', 'Viewer', inSeconds(3600), "'User'"],
	['a role that nobody knows', 'mia.chen', 'Wizard', inSeconds(3600), "'Role'"],
])('refuses %s, and writes no row', async (_what, email, role, until, reason) => {
	const before = (await rowsOf(103)).length;
	expect(await ask(email, role, until)).toMatchObject({
		status: 'not granted',
		access: '',
		reason: expect.stringContaining(reason),
	});
	expect((await rowsOf(103)).length).toBe(before);
});
