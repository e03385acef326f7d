import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readExample } from '../../sandbox/examples';
import { chain, webhookOf, type NodeJson, type WorkflowJson } from '../../sandbox/host';
import { accessOf, linesBeyond } from '../../sandbox/tickets';
import { providerPackages } from '../../scripts';
import { eventually } from './editor/browser';
import { openDetails } from './editor/details';
import { editor, installation, page, scene, setUpEditor } from './editor/stage';

// Each provider's own package, and not the one for all of them.
setUpEditor('packages', { packages: providerPackages });

const packages: Record<string, string> = {
	delos: 'n8n-nodes-delos-financial',
	clientDirectory: 'n8n-nodes-client-directory',
	guardhouse: 'n8n-nodes-guardhouse',
	cloudFoundry: 'n8n-nodes-cloudfoundry-access',
};

/** A workflow made with the package for all, as the README says how to move it. */
const moved = (workflow: WorkflowJson): WorkflowJson => {
	let text = JSON.stringify(workflow);
	for (const [node, name] of Object.entries(packages))
		text = text.replaceAll(`n8n-nodes-access-management.${node}`, `${name}.${node}`);
	return JSON.parse(text) as WorkflowJson;
};

it('a workflow that has moved to them takes everything away at all four providers', async () => {
	const { n8n, sandbox, credentials } = installation;
	const workflow = moved(readExample('hr-offboarding.json'));
	const types = workflow.nodes.map(({ type }) => type).filter((type) => !type.startsWith('n8n-nodes-base.'));
	expect([...new Set(types)].sort()).toEqual(
		Object.entries(packages)
			.map(([node, name]) => `${name}.${node}`)
			.sort(),
	);
	await n8n.api.publish(await n8n.api.importWorkflow(workflow, credentials));
	const before = accessOf(sandbox);
	const response = await fetch(`${n8n.url}/webhook/${String(webhookOf(workflow)?.parameters?.path)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email: 'john.smith@example.com' }),
	});
	expect(await response.json()).toMatchObject({
		status: 'done',
		failed: [],
		left: { delos: [], clientDirectory: [], guardhouse: [], cloudFoundry: [] },
	});
	const after = accessOf(sandbox);
	const gone = Object.entries(before).map(([system, lines]) => [
		system,
		linesBeyond(lines, after[system as keyof typeof after]).length,
	]);
	expect(Object.fromEntries(gone)).toEqual({ delos: 1, 'client directory': 2, guardhouse: 2, 'cloud foundry': 3 });
});

const trigger: NodeJson = {
	name: 'When clicking',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};
const placed = (nodes: NodeJson[]) =>
	nodes.map((node, index) => ({ id: node.name, ...node, position: [index * 240, 0] as [number, number] }));

const owned = providerPackages.flatMap((folder) =>
	readdirSync(join(folder, 'examples')).map((file) => ({ of: basename(folder), path: join(folder, 'examples', file) })),
);
for (const { of, path } of owned)
	scene(`${of}: ${basename(path)} is imported, and no node is missing`, async () => {
		const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson;
		const id = await installation.n8n.api.importWorkflow(workflow, installation.credentials);
		const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		await editor.goTo(id, nodes.length);
		const icons = page.getByTestId('canvas-node').locator(`img[src*="icons/${of}/"]`);
		const ours = nodes.filter(({ type }) => type.startsWith(`${of}.`));
		await eventually(async () => expect(await icons.count()).toBe(ours.length));
		expect(await page.getByTestId('node-not-installed').count()).toBe(0);
	});

scene('the node panel finds them', async () => {
	const { api } = installation.n8n;
	await editor.open(await api.importWorkflow(chain(placed([trigger]), { name: 'Offboarding' })), 1);
	await page.keyboard.press('n');
	await page.getByTestId('node-creator-search-bar').fill('offboard');
	const names = page.getByTestId('node-creator-item-name');
	await eventually(async () =>
		expect((await names.allInnerTexts()).slice(0, 4).sort()).toEqual([
			'Client Directory',
			'Cloud Foundry',
			'Delos Financial',
			'Guardhouse',
		]),
	);
	await editor.screenshot('40-packages');
});

scene('a node of one of them is set up and executed, and shows what comes out of the one before', async () => {
	const { n8n, credentials, sandbox } = installation;
	const assign = {
		resource: 'user',
		operation: 'assignRole',
		userId: { __rl: true, mode: 'email', value: 'mia.chen@example.com' },
	};
	const workflow = chain(
		placed([
			trigger,
			{ name: 'Assign', type: 'n8n-nodes-guardhouse.guardhouse', typeVersion: 1, parameters: assign as never },
			{
				name: 'Take back',
				type: 'n8n-nodes-guardhouse.guardhouse',
				typeVersion: 1,
				parameters: { resource: 'user', operation: 'unassignRole' },
			},
		]),
		{ name: 'Guardhouse by itself' },
	);
	await editor.open(await n8n.api.importWorkflow(workflow, credentials), 3);
	await eventually(async () => {
		const icons = page.getByTestId('canvas-node').locator('img[src*="icons/n8n-nodes-guardhouse/"]');
		expect(await icons.count()).toBe(2);
		const widths = await icons.evaluateAll((images) => images.map(({ naturalWidth }) => naturalWidth));
		expect(Math.min(...widths)).toBeGreaterThan(0);
	});

	const second = await openDetails(page, 'Take back');
	await second.input.getByTestId('schema-preview-warning').waitFor();
	await second.input.getByText('outcome').waitFor();
	await editor.screenshot('41-packages-preview');
	await second.close();

	const details = await openDetails(page, 'Assign');
	await details.chooseMode('roleId', 'By Name');
	await details.typeId('roleId', 'Viewer');
	await details.execute();
	await details.output.getByTestId('radio-button-json').click();
	await details.output.getByText('"applied"').waitFor();
	await details.dismissMessages();
	await editor.screenshot('42-packages-panel');
	expect(sandbox.guardhouse.requests.at(-1)).toMatchObject({ method: 'POST', status: 204 });
	await details.close();
});
