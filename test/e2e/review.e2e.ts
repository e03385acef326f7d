import type { IDataObject } from 'n8n-workflow';
import type { BrowserContext, Page } from 'playwright-core';
import { readExample } from '../../sandbox/examples';
import type { WorkflowJson } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { artifact } from './artifacts';
import { eventually } from './editor/browser';
import { openDetails } from './editor/details';
import { editor, installation, openStranger, page, scene, setUpEditor } from './editor/stage';

setUpEditor('review');

/** The browser of whoever approves, who isn't signed in to n8n. */
let approver: BrowserContext;
beforeAll(async () => {
	approver = await openStranger(640);
});

const example = readExample('access-review.json');
const john = 'john.smith@example.com';
const maria = 'maria.garcia@example.com';
const oliver = 'oliver.brown@example.com';
const administrator = 1;
const support = 3;
const lines = [
	'3 changes to 2 roles would be made:',
	`• take Administrator from ${maria}`,
	`• give Support Agent to ${oliver}`,
	`• take Support Agent from ${maria}`,
];
const taken = ['Maria Garcia: Administrator', 'Maria Garcia: Support Agent'];
const given = ['Oliver Brown: Support Agent'];
const nothing = { taken: [], given: [] };

let start: object | undefined;
let before: ReturnType<typeof accessOf>;
beforeEach(() => {
	const { guardhouse } = installation.sandbox;
	start ??= guardhouse.snapshot();
	Object.assign(guardhouse.state, structuredClone(start));
	guardhouse.requests.length = 0;
	before = accessOf(installation.sandbox);
});

const difference = () => {
	const after = accessOf(installation.sandbox);
	return {
		taken: linesBeyond(before.guardhouse, after.guardhouse),
		given: linesBeyond(after.guardhouse, before.guardhouse),
	};
};
const sent = () =>
	installation.sandbox.guardhouse.requests
		.filter(({ method, url }) => method !== 'GET' && !url.endsWith('/token'))
		.map(({ method, url, status }) => `${method} ${url} ${status}`)
		.sort();
const removal = (user: number, role: number) => `DELETE /api/v1/users/${user}/roles/${role} 204`;
const addition = (user: number, role: number) => `POST /api/v1/users/${user}/roles/${role} 204`;

/** Imports the review and runs it in the editor, until it waits for an answer. */
const review = async (workflow: WorkflowJson): Promise<string> => {
	const id = await installation.n8n.api.importWorkflow(workflow, installation.credentials);
	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	await editor.open(id, nodes.length, { width: 1440, height: 1000 });
	// The editor opens the form for whoever runs the workflow; here somebody else is to answer.
	const form = page.context().waitForEvent('page');
	await page.getByTestId('execute-workflow-button').first().click();
	await (await form).close();
	await page.locator('[data-test-id="canvas-node"][data-node-name="Ask for approval"] .waiting').waitFor();
	return id;
};

/** What the editor shows of what a node put out, without white space: where it breaks lines, nobody knows. */
const shown = async (node: string, screenshot: string): Promise<string> => {
	const details = await openDetails(page, node);
	await details.output.getByTestId('radio-button-json').click();
	await details.dismissMessages();
	await editor.screenshot(screenshot);
	const text = await details.output.innerText();
	await details.close();
	return text.replace(/\s/g, '');
};

const linkIn = (text: string): string => /"link":"([^"]+)"/.exec(text)?.[1] ?? '';

const openForm = async (link: string, screenshot: string): Promise<Page> => {
	const form = await approver.newPage();
	await form.goto(link);
	await form.getByText('Decision').waitFor();
	for (const line of lines) expect(await form.locator('body').innerText()).toContain(line);
	await form.screenshot({ path: artifact('screenshots', `${screenshot}.png`) });
	return form;
};

const answer = async (form: Page, decision: string): Promise<void> => {
	await form.getByText(decision, { exact: true }).click();
	await form.getByPlaceholder('e.g. kim@example.com').fill('kim@example.com');
	await form.getByRole('button', { name: 'Submit' }).click();
	await form.getByText('Your response has been recorded').waitFor();
	await form.close();
};

/** What the run reports in the end. */
const reportOf = async (workflowId: string): Promise<IDataObject | undefined> => {
	const { api } = installation.n8n;
	const only = async () => {
		const executions = await api.executions({ workflowId });
		expect(executions).toHaveLength(1);
		return executions[0];
	};
	await eventually(async () => expect((await only()).status).toBe('success'), 180);
	const { data } = await api.execution((await only()).id);
	return data.resultData.runData.Report[0].data?.main[0]?.[0].json;
};

const done = async () =>
	await page
		.locator('[data-test-id="canvas-node"][data-node-name="Report"] [data-test-id="canvas-node-status-success"]')
		.waitFor();

scene('plans, asks with one message, and applies what is approved', async () => {
	const id = await review(example);
	await editor.screenshot('30-review-waits');
	expect(await shown('Plan', '31-review-plan')).toMatch(/Nothingwaschanged\.\d+people:wouldadd1,wouldremove2/);
	const asked = await shown('One message', '32-review-message');
	for (const line of lines) expect(asked).toContain(line.replace(/\s/g, ''));
	expect([difference(), sent()]).toEqual([nothing, []]);

	await answer(await openForm(linkIn(asked), '33-review-form'), 'Approve');
	expect(await reportOf(id)).toMatchObject({
		...{ status: 'applied', approvedBy: 'kim@example.com', refused: [], failed: [] },
	});
	expect(difference()).toEqual({ taken, given });
	expect(sent()).toEqual([removal(102, administrator), removal(102, support), addition(104, support)]);
	await done();
	await editor.screenshot('34-review-applied');
	expect(await shown('Report', '35-review-report')).toContain('"status":"applied"');
});

scene('refuses what was changed by hand between plan and approval, and says what moved', async () => {
	const id = await review(example);
	const form = await openForm(linkIn(await shown('One message', '36-moved-message')), '36-moved-form');
	const { users } = installation.sandbox.guardhouse.state;
	for (const user of users) if (user.email === maria) user.roleIds = [support];
	before = accessOf(installation.sandbox);

	await answer(form, 'Approve');
	const reason = `What is there isn't what it was when this was planned: now it is user 101 (${john})`;
	expect(await reportOf(id)).toMatchObject({
		status: 'partly applied',
		applied: [{ role: 'Support Agent', gave: [oliver], took: [maria] }],
		refused: [{ role: 'Administrator', reason: expect.stringContaining(reason) as string }],
	});
	expect(difference()).toEqual({ taken: ['Maria Garcia: Support Agent'], given });
	expect(sent()).toEqual([removal(102, support), addition(104, support)]);
	await done();
	const report = await shown('Report', '37-moved-report');
	expect(report).toContain('"status":"partlyapplied"');
	expect(report).toContain(reason.replace(/\s/g, ''));
});

scene('changes nothing when it is declined', async () => {
	const id = await review(example);
	await answer(
		await openForm(linkIn(await shown('One message', '38-declined-message')), '38-declined-form'),
		'Decline',
	);
	expect(await reportOf(id)).toMatchObject({
		status: 'declined',
		approvedBy: '',
		applied: [],
		refused: [],
		failed: [],
	});
	expect([difference(), sent()]).toEqual([nothing, []]);
	await done();
	await editor.screenshot('39-declined');
});

scene('changes nothing when the time for an answer is over', async () => {
	const impatient = structuredClone(example);
	for (const { name, parameters } of impatient.nodes)
		if (name === 'Ask for approval') Object.assign(parameters as object, { resumeAmount: 5, resumeUnit: 'seconds' });
	const id = await review(impatient);
	const link = linkIn(await shown('One message', '40-late-message'));
	// n8n looks for executions whose time is over once a minute.
	expect(await reportOf(id)).toMatchObject({ status: 'not answered', applied: [], refused: [], failed: [] });
	expect([difference(), sent()]).toEqual([nothing, []]);

	const late = await approver.newPage();
	await late.goto(link);
	await late.getByText('Form Submitted').waitFor();
	expect(await late.getByText('Decision').count()).toBe(0);
	await late.close();
	expect(await reportOf(id)).toMatchObject({ status: 'not answered' });
	expect([difference(), sent()]).toEqual([nothing, []]);
});
