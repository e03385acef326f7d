import { readExample } from '../../sandbox/examples';
import { waitFor } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { type Editor, eventually, openEditor } from './editor/browser';
import { type Installation, openInstallation } from './installation';
import { type Model, startModel } from './model';

const role = { email: 'maria.garcia@example.com', role: 'Administrator' };

let installation: Installation;
let model: Model;
let editor: Editor;
beforeAll(async () => {
	model = await startModel(({ role: from, text }) => {
		if (from === 'tool') return text.includes('"planned"') ? `The plan: ${text}. Go on?` : `What came of it: ${text}`;
		if (text.includes('yes')) return { tool: /^Remove_role$/, arguments: { toolParameters: role, hitlParameters: {} } };
		return { tool: /^Plan_role_removal$/, arguments: role };
	});
	installation = await openInstallation('agent');
	const { n8n, credentials } = installation;
	const openAi = await n8n.api.createCredential('openAiApi', 'Model', { apiKey: 'sandbox-key', url: model.url });
	const example = readExample('agent-with-approval.json');
	const nodes = example.nodes.map((node) =>
		node.type.endsWith('.lmChatOpenAi') ? { ...node, credentials: { openAiApi: openAi } } : node,
	);
	const id = await n8n.api.importWorkflow({ ...example, nodes }, credentials);
	editor = await openEditor(n8n.url);
	// n8n takes a headless browser for a robot that follows links, and lets no robot approve anything.
	await editor.page.setExtraHTTPHeaders({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0' });
	await editor.open(id, nodes.filter(({ type }) => !type.endsWith('.stickyNote')).length);
	await editor.page.getByRole('button', { name: 'Open chat' }).last().click();
});
afterAll(async () => {
	await editor?.close();
	await installation?.close();
	await model?.close();
});

const say = async (text: string) => {
	const { page } = editor;
	await page.locator('.chat-inputs textarea').fill(text);
	await page.locator('.chat-input-send-button:not([disabled])').click();
	await page.locator('.chat-message-from-user').getByText(text).last().waitFor();
};

const heard = () => editor.page.locator('.chat-message-from-bot').last();
const changes = () => installation.sandbox.guardhouse.requests.filter(({ method }) => method === 'DELETE');
const settled = async (executions: number) => {
	const { api } = installation.n8n;
	await waitFor('the execution to end', async () => {
		const all = await api.executions();
		return all.length === executions && all.every(({ status }) => status === 'success');
	});
};

it('plans without changing anything', async () => {
	await say('Maria Garcia need not be administrator any more');
	await heard().getByText('The plan:').waitFor();
	// What is said last is another element for a moment, while the answer is put together.
	await eventually(async () =>
		expect(await heard().innerText()).toMatch(/"outcome":"planned","changed":false,"wouldChange":true/),
	);
	await settled(1);
	expect(changes()).toEqual([]);
	expect(model.tools()).toEqual(
		[
			'Find_Delos_users',
			'Find_Guardhouse_users',
			'List_Delos_clients',
			'List_Guardhouse_roles',
			'Plan_client_removal',
			'Plan_role_removal',
			'Read_Delos_user',
			'Read_Guardhouse_user',
			'Remove_client',
			'Remove_role',
		].sort(),
	);
});

it('asks a person, and leaves the access alone on a no', async () => {
	await say('yes, the first time');
	await heard().getByText('Remove_role').waitFor();
	expect(await heard().innerText()).toContain(`${role.email} would lose the role ${role.role} at Guardhouse.`);
	await editor.screenshot('agent-approval');
	expect(changes()).toEqual([]);
	await heard().getByRole('button', { name: 'Leave it' }).click();
	await settled(2);
	expect(changes()).toEqual([]);
});

it('takes an answer that is typed for a no', async () => {
	await say('yes, once more');
	await heard().getByRole('button', { name: 'Remove it' }).waitFor();
	await say('fine, remove it');
	await heard().getByText('What came of it:').waitFor();
	await settled(3);
	expect(changes()).toEqual([]);
});

it('removes what was approved and nothing else', async () => {
	const before = accessOf(installation.sandbox);
	await say('yes, the second time');
	await heard().getByRole('button', { name: 'Remove it' }).click();
	await heard().getByText('What came of it:').waitFor();
	await settled(4);
	expect(await heard().innerText()).toMatch(/"outcome":"applied".*"verified":true/);
	expect(changes().map(({ url, status }) => [url, status])).toEqual([['/api/v1/users/102/roles/1', 204]]);
	const after = accessOf(installation.sandbox);
	expect(linesBeyond(before.guardhouse, after.guardhouse)).toEqual(['Maria Garcia: Administrator']);
	expect({ ...after, guardhouse: [] }).toEqual({ ...before, guardhouse: [] });
});
