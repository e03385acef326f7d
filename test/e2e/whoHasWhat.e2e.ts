import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import type { BrowserContext, Page } from 'playwright-core';
import { readExample } from '../../sandbox/examples';
import { waitFor, type WorkflowJson } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { artifact } from './artifacts';
import { eventually } from './editor/browser';
import { editor, installation, openStranger, page, scene, setUpEditor } from './editor/stage';

setUpEditor('who-has-what');

/** The browser of whoever answers, who isn't signed in to n8n. */
let answering: BrowserContext;
beforeAll(async () => {
	answering = await openStranger(900);
});

const maria = 'maria.garcia@example.com';
const mia = 'mia.chen@example.com';
const oliver = 'oliver.brown@example.com';
const day = 86_400_000;

let start: object[] | undefined;
let before: ReturnType<typeof accessOf>;
beforeEach(() => {
	const { guardhouse, clientDirectory } = installation.sandbox;
	const providers = [guardhouse, clientDirectory];
	start ??= providers.map((provider) => provider.snapshot());
	for (const [index, provider] of providers.entries()) {
		Object.assign(provider.state, structuredClone(start[index]));
		provider.requests.length = 0;
	}
	before = accessOf(installation.sandbox);
});

const difference = () => {
	const after = accessOf(installation.sandbox);
	const all = (access: typeof before) => Object.values(access).flat();
	return { gone: linesBeyond(all(before), all(after)), added: linesBeyond(all(after), all(before)) };
};
const nothing = { gone: [], added: [] };

/** The only execution of a workflow, once it has come so far. */
const execution = async (workflowId: string, ...wanted: string[]) => {
	const { api } = installation.n8n;
	let id = '';
	await eventually(async () => {
		const executions = await api.executions({ workflowId });
		expect(executions.map(({ status }) => wanted.includes(status))).toEqual([true]);
		id = executions[0].id;
	}, 180);
	const { runData } = (await api.execution(id)).data.resultData;
	return (node: string): IDataObject | undefined => runData[node]?.[0].data?.main[0]?.[0].json;
};

/** Runs it in the editor, until it waits for an answer. Gives the message, and the address of the form. */
const asked = async (workflow: WorkflowJson): Promise<{ id: string; message: string[]; link: string }> => {
	const id = await installation.n8n.api.importWorkflow(workflow, installation.credentials);
	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	await editor.open(id, nodes.length, { width: 1440, height: 1000 });
	// The editor opens the form for whoever runs the workflow; here somebody else is to answer.
	const form = page.context().waitForEvent('page');
	await page.getByTestId('execute-workflow-button').first().click();
	await (await form).close();
	const told = (await execution(id, 'waiting'))('One message');
	return { id, message: String(told?.message).split('\n'), link: String(told?.link) };
};

const submit = async (form: Page): Promise<void> => await form.getByRole('button', { name: /Submit|Go on/ }).click();

/** Says who answers, where the form asks for it. */
const sign = async (form: Page): Promise<void> =>
	await form.getByPlaceholder('e.g. kim@example.com').fill('kim@example.com');

const answer = async (link: string, decision: string, screenshot: string): Promise<void> => {
	const form = await answering.newPage();
	await form.goto(link);
	await form.getByText(decision, { exact: true }).click();
	await sign(form);
	await form.screenshot({ path: artifact('screenshots', `${screenshot}.png`) });
	await submit(form);
	await form.getByText('Your response has been recorded').waitFor();
	await form.close();
};

scene('access review of everybody: page by page, from who has what to what has ended', async () => {
	const { api, url } = installation.n8n;
	const workflow = readExample('access-review-everybody.json');
	const id = await api.importWorkflow(workflow, installation.credentials);
	await api.publish(id);
	const form = await answering.newPage();
	await waitFor('the form to be there', async () => (await form.goto(`${url}/form/access-review-everybody`))?.ok());
	await form.getByPlaceholder('e.g. Administrator').fill('administrator, Support Agent');
	await submit(form);

	await form.getByText(`${maria}: Administrator, last signed in 2026-11-02`).waitFor();
	const questions = form.locator('.multiselect');
	expect(await questions.count()).toBe(6);
	for (const question of await questions.all()) {
		const text = (await question.locator('xpath=..').innerText()).trim();
		await question.getByText(text.startsWith(`${maria}: Administrator`) ? 'Remove' : 'Keep', { exact: true }).click();
	}
	await form.screenshot({ path: artifact('screenshots', 'review-everybody-rows.png'), fullPage: true });
	await submit(form);

	await form.getByText(`${maria} would lose the role Administrator`).waitFor();
	expect(difference()).toEqual(nothing);
	await form.getByText('Approve', { exact: true }).click();
	await sign(form);
	await form.screenshot({ path: artifact('screenshots', 'review-everybody-plan.png') });
	await submit(form);

	await form.getByText(`${maria} lost the role Administrator`).waitFor();
	await form.screenshot({ path: artifact('screenshots', 'review-everybody-end.png') });
	// The last page is what the execution ends with: it stays open until that.
	const told = await execution(id, 'success');
	await form.close();
	expect(told('Report')).toMatchObject({
		...{ status: 'applied', approvedBy: 'kim@example.com', kept: 5, refused: [], failed: [] },
	});
	expect(difference()).toEqual({ gone: ['Maria Garcia: Administrator'], added: [] });
});

scene('HR list: Compare Datasets finds each difference, and what is approved is made', async () => {
	const { id, message, link } = await asked(readExample('hr-list.json'));
	expect(message[0]).toBe(
		'25 differences between the HR list and who has what: 1 missing, 4 left the company, 20 not in the HR list',
	);
	expect(difference()).toEqual(nothing);
	await answer(link, 'Approve', 'hr-list-form');
	const report = (await execution(id, 'success'))('Report');
	expect(report).toMatchObject({ status: 'applied', refused: [], failed: [] });
	expect(report?.applied).toHaveLength(25);
	const { gone, added } = difference();
	expect([gone.length, added]).toEqual([24, ['Mia Chen: Viewer']]);
	await editor.screenshot('hr-list-applied');
});

scene('dormant access: ends what is approved', async () => {
	const { guardhouse, clientDirectory } = installation.sandbox;
	for (const user of guardhouse.state.users) user.lastLogin = new Date().toISOString();
	for (const user of clientDirectory.state.users) user.last_activity.at = new Date().toISOString();
	guardhouse.state.users[1].lastLogin = new Date(Date.now() - 200.5 * day).toISOString();
	guardhouse.state.users[2].lastLogin = null;
	const { id, message, link } = await asked(readExample('dormant-access.json'));
	expect(message).toEqual([
		'3 dormant accesses would end:',
		`• ${maria} would lose the role Administrator at Guardhouse, not used for 200 days`,
		`• ${maria} would lose the role Support Agent at Guardhouse, not used for 200 days`,
		`• ${mia} would lose the role Auditor at Guardhouse, never used`,
	]);
	await answer(link, 'Approve', 'dormant-form');
	expect((await execution(id, 'success'))('Report')).toMatchObject({ status: 'applied', refused: [], failed: [] });
	expect(difference()).toEqual({
		gone: ['Maria Garcia: Administrator', 'Maria Garcia: Support Agent', 'Mia Chen: Auditor'],
		added: [],
	});
});

scene('access outside the flow: the trigger tells what no ticket asked for, and it is taken back', async () => {
	const { api } = installation.n8n;
	const workflow = readExample('access-outside-the-flow.json');
	// A minute is n8n's least.
	for (const { name, parameters } of workflow.nodes)
		if (name === 'Guardhouse Trigger')
			Object.assign(parameters as object, { pollTimes: { item: [{ mode: 'everyMinute' }] } });
	const id = await api.importWorkflow(workflow, installation.credentials);
	const { users } = installation.sandbox.guardhouse.state;
	const rolesOf = (email: string) => users.find((user) => user.email === email)?.roleIds ?? [];
	rolesOf(mia).splice(0);
	await api.publish(id);
	// The first poll comes with publishing, which doesn't wait for it.
	await waitFor('the first poll', async () => installation.sandbox.guardhouse.requests.length > 0);
	await sleep(3000);
	rolesOf(oliver).push(1);
	// Auditor, which a ticket of the example asked for.
	rolesOf(mia).push(4);
	const told = (await execution(id, 'waiting'))('One message');
	expect(String(told?.message).split('\n')).toEqual([
		'1 access was granted, and no ticket asked for it:',
		expect.stringMatching(/^• oliver\.brown@example\.com got the role Administrator, seen /),
	]);
	await answer(String(told?.link), 'Take back', 'outside-form');
	expect((await execution(id, 'success'))('Report')).toMatchObject({ status: 'applied', refused: [], failed: [] });
	expect(difference()).toEqual(nothing);
});
