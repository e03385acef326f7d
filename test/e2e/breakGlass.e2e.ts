import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readExample } from '../../sandbox/examples';
import { waitFor, type WorkflowJson } from '../../sandbox/host';
import { type Installation, openInstallation } from './installation';

interface Row {
	id: number;
	status: string;
	outcome: string;
	review: string;
	reviewedBy: string;
}

const [helen, kim, mia] = ['helen.park', 'kim', 'mia.chen'].map((name) => `${name}@example.com`);
const auditor = 4;

let installation: Installation;
let workflowId: string;
/** The channel's incoming webhook, and what it was told. */
let channel: Server;
const told: string[] = [];

const formIsThere = async () =>
	await waitFor('the form', async () => (await fetch(`${installation.n8n.url}/form/break-glass-access`)).ok);

/** The example with other times, and this channel. */
const hastened = (address: string): WorkflowJson => {
	const changes: Array<[from: string, to: string]> = [
		['https://your-channel.invalid/incoming-webhook', address],
		['"field":"minutes","minutesInterval":5', '"field":"seconds","secondsInterval":4'],
		['"field":"days","triggerAtHour":8', '"field":"seconds","secondsInterval":10'],
		[".startOf('day')", ''],
	];
	const text = changes.reduce(
		(before, [from, to]) => {
			expect(before).toContain(from);
			return before.replaceAll(from, to);
		},
		JSON.stringify(readExample('break-glass.json')),
	);
	return JSON.parse(text) as WorkflowJson;
};

beforeAll(async () => {
	channel = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			told.push((JSON.parse(body) as { text: string }).text);
			response.end('ok');
		});
	});
	await new Promise<void>((resolve) => channel.listen(0, '127.0.0.1', resolve));
	installation = await openInstallation('break-glass');
	const { n8n, credentials } = installation;
	const { port } = channel.address() as AddressInfo;
	workflowId = await n8n.api.importWorkflow(hastened(`http://127.0.0.1:${port}/`), credentials);
	await n8n.api.publish(workflowId);
	await formIsThere();
});
afterAll(async () => {
	await installation?.close();
	channel?.closeAllConnections();
	channel?.close();
});

/** The fields of a form have their places for names. */
const filledIn = (values: string[]): FormData => {
	const data = new FormData();
	for (const [index, value] of values.entries()) data.append(`field-${index}`, value);
	return data;
};

/** Asks for Auditor, and gives what the last page says. */
const ask = async (requester: string, seconds: number): Promise<string> => {
	const { url } = installation.n8n;
	const body = filledIn([requester, mia, 'Auditor', 'INC-204', 'Nobody can sign in', String(seconds / 3600)]);
	const response = await fetch(`${url}/form/break-glass-access`, { method: 'POST', body });
	expect(response.status).toBe(200);
	const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
	// A page that is asked for before the execution has come to it is never answered.
	const [, id] = /form-waiting\/(\d+)/.exec(formWaitingUrl) ?? [];
	await waitFor('the last page', async () => (await installation.n8n.api.execution(id)).status === 'waiting');
	const page = await (await fetch(formWaitingUrl, { signal: AbortSignal.timeout(60_000) })).text();
	expect(page).toContain('Break-glass access: ');
	return page;
};

const rows = async (): Promise<Row[]> => {
	const { api } = installation.n8n;
	const { id: project } = await api.request<{ id: string }>('GET', '/projects/personal');
	const path = `/projects/${project}/data-tables`;
	const { data } = await api.request<{ data: Array<{ id: string; name: string }> }>('GET', path);
	expect(data.map(({ name }) => name)).toEqual(['Break-glass access']);
	const all = await api.request<{ data: Row[] }>('GET', `${path}/${data[0].id}/rows?take=100`);
	return all.data.sort((a, b) => a.id - b.id);
};
const holds = () =>
	installation.sandbox.guardhouse.state.users.find(({ id }) => id === 103)?.roleIds.includes(auditor) === true;

/** The link of the last message that asks for a review. */
const asked = async (): Promise<string> => {
	const from = told.length;
	return await waitFor(
		'a review',
		async () => {
			const message = told.slice(from).find((text) => text.includes('to be reviewed, by somebody'));
			return message?.split('\n').at(-1);
		},
		{ seconds: 150 },
	);
};
const answer = async (link: string, decision: string, reviewer: string): Promise<string> => {
	const from = told.length;
	const page = await (await fetch(link)).text();
	for (const part of ['Review of break-glass access', 'What is not right', 'e.g. kim@example.com', mia])
		expect(page).toContain(part);
	// The first field is the text above the others.
	const data = new FormData();
	data.append('field-1', JSON.stringify([decision]));
	data.append('field-2', 'No emergency');
	data.append('field-3', reviewer);
	expect((await fetch(link, { method: 'POST', body: data })).ok).toBe(true);
	return await waitFor('what it said', async () =>
		told.slice(from).find((text) => text.startsWith('The review of break-glass access: ')),
	);
};

beforeAll(() => {
	const user = installation.sandbox.guardhouse.state.users.find(({ id }) => id === 103);
	expect(user?.roleIds).toContain(auditor);
	user?.roleIds.splice(user.roleIds.indexOf(auditor), 1);
});
// With schedules of seconds, several executions would make the table at once.
beforeAll(async () => void (await waitFor('the table', rows)));

it('grants at once, tells the channel, and ends on time, also after n8n was killed', async () => {
	const page = await ask(helen, 75);
	expect(page).toContain('Break-glass access: granted');
	expect(page).toContain('The channel has been told.');
	expect(holds()).toBe(true);
	expect(told[0]).toMatch(
		/^Break-glass access, granted without approval: mia\.chen@example\.com has the role Auditor, until \S+\nAsked for by helen\.park@example\.com, INC-204: Nobody can sign in$/,
	);
	await installation.n8n.kill();
	await installation.restart();
	await formIsThere();
	expect([holds(), (await rows())[0].status]).toEqual([true, 'active']);
	await waitFor('the end', async () => !holds(), { seconds: 150 });
	await waitFor('its row', async () => (await rows())[0].status === 'revoked');
});

it('is reviewed by somebody else, never by who asked for it', async () => {
	expect(await answer(await asked(), 'Approve', helen)).toBe(
		`The review of break-glass access: refused: No emergency\n${mia}, Auditor is still to be reviewed: ${helen} asked for it or got it: somebody else has to review it`,
	);
	expect(await rows()).toMatchObject([{ review: 'open', reviewedBy: '' }]);
	expect(await answer(await asked(), 'Approve', kim)).toBe(
		`The review of break-glass access: approved by ${kim}: No emergency`,
	);
	expect(await rows()).toMatchObject([{ status: 'revoked', review: 'approved', reviewedBy: kim }]);
});

it('ends at once what is reported', async () => {
	expect(await ask(helen, 3600)).toContain('Break-glass access: granted');
	expect(holds()).toBe(true);
	expect(await answer(await asked(), 'Report', kim)).toBe(
		`The review of break-glass access: reported by ${kim}: No emergency\n${mia} lost the role Auditor`,
	);
	expect(holds()).toBe(false);
	expect(await rows()).toMatchObject([{}, { status: 'revoked', review: 'reported', reviewedBy: kim }]);
});

it('tells the channel of a grant that failed', async () => {
	installation.sandbox.guardhouse.fault({ method: 'POST', path: '/users/103/roles/', status: 403 });
	expect(await ask(helen, 3600)).toContain('Break-glass access: not granted');
	expect(told.at(-1)).toMatch(
		/^Break-glass access was asked for, and not granted: Auditor for mia\.chen@example\.com\. \S/,
	);
	expect((await rows()).at(-1)).toMatchObject({
		status: 'pending',
		outcome: expect.stringMatching(/^not granted: \S/),
	});
});
