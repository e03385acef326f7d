import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { chain, waitFor, type WorkflowJson } from '../../sandbox/host';
import { providerOf, wayIn } from '../support/access';
import { eventually } from './editor/browser';
import { openDetails } from './editor/details';
import { editor, installation, page, scene, setUpEditor } from './editor/stage';

setUpEditor('triggers');

const nodes = ['delos', 'clientDirectory', 'guardhouse', 'cloudFoundry'] as const;
type Node = (typeof nodes)[number];

const clientId = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const asked: Partial<Record<Node, IDataObject>> = { clientDirectory: { clientId } };

const workflowOf = (node: Node): WorkflowJson =>
	chain(
		[
			{
				name: 'Watch',
				type: `n8n-nodes-access-management.${node}Trigger`,
				typeVersion: 1,
				// A minute is n8n's least.
				parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...asked[node] } as never,
			},
			{ name: 'Next', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
		].map((one, index) => ({ ...one, id: `${node}-${one.name}`, position: [index * 220, 0] }) as never),
		{ name: `${node} watched`, settings: { executionOrder: 'v1' } },
	);

/** Takes an access at a provider, or gives it back. */
const changes: Record<Node, (isGiven: boolean) => void> = {
	delos: (isGiven) => {
		const [user] = installation.sandbox.delos.state.users;
		user.clients = isGiven
			? [...user.clients, ...taken.splice(0)]
			: (taken.push(...user.clients.slice(0, 1)), user.clients.slice(1));
	},
	clientDirectory: (isGiven) => {
		const { users } = installation.sandbox.clientDirectory.state;
		const user = users.find((one) => one.client_id === clientId && (isGiven || one.department_ids.length > 0));
		if (!user) throw new Error('Nobody is in a department');
		if (!isGiven) departments.push(...user.department_ids.splice(0, 1));
		else user.department_ids.push(...departments.splice(0));
	},
	guardhouse: (isGiven) => {
		const { users, roles } = installation.sandbox.guardhouse.state;
		if (isGiven) given.push(...roles.filter(({ id }) => !users[0].roleIds.includes(id)).slice(0, 1));
		const own = users[0].roleIds.filter((role) => !given.some(({ id }) => id === role));
		users[0].roleIds = isGiven ? [...own, ...given.map(({ id }) => id)] : own;
	},
	cloudFoundry: (isGiven) => {
		const { state } = installation.sandbox.cloudFoundry;
		const role = state.roles.find(({ type }) => type === 'organization_user') as object;
		if (isGiven) state.roles.push({ ...role, guid: 'e2e-role', type: 'organization_auditor' } as never);
		else state.roles = state.roles.filter(({ guid }) => guid !== 'e2e-role');
	},
};
const taken: Array<{ customerId: string; isOwner: boolean }> = [];
const departments: string[] = [];
const given: Array<{ id: number }> = [];

/** What executions of a workflow began with, first come first. */
const told = async (workflowId: string): Promise<IDataObject[]> => {
	const { api } = installation.n8n;
	const found = await api.executions({ workflowId });
	const whole = await Promise.all(found.map(async ({ id }) => await api.execution(id)));
	return whole
		.sort((a, b) => Number(a.id) - Number(b.id))
		.flatMap(({ data }) => data.resultData.runData.Watch?.[0].data?.main[0] ?? [])
		.map(({ json }) => json);
};

scene('a step that is executed in the editor shows who has what, as samples', async () => {
	const { n8n, credentials } = installation;
	const id = await n8n.api.importWorkflow(workflowOf('guardhouse'), credentials);
	await editor.open(id, 2, { width: 1440, height: 900 });
	const details = await openDetails(page, 'Watch');
	await page.getByTestId('ndv').getByTestId('node-execute-button').first().click();
	await eventually(async () => expect(await details.output.innerText()).toContain('john.smith@example.com'));
	await details.dismissMessages();
	await editor.screenshot('trigger-samples');
	await details.close();
});

it('starts executions for what changes, once, also where n8n was killed meanwhile', async () => {
	const { api } = installation.n8n;
	const cloudFoundry = await api.createCredential(
		'cloudFoundryApi',
		'Cloud Foundry, signed in',
		wayIn(installation.sandbox, 'cloudFoundryApi', 'client credentials'),
	);
	const credentials = { ...installation.credentials, cloudFoundryApi: cloudFoundry };
	const ids: Record<string, string> = {};
	for (const node of nodes) {
		ids[node] = await api.importWorkflow(workflowOf(node), credentials);
		await api.publish(ids[node]);
	}
	// A first poll comes with publishing.
	for (const node of nodes)
		await waitFor(`${node} to be read`, async () =>
			providerOf(installation.sandbox, `${node}Api`).requests.some(({ method }) => method === 'GET'),
		);
	await sleep(3000);
	const events = async () =>
		Object.fromEntries(
			await Promise.all(nodes.map(async (node) => [node, (await told(ids[node])).map(({ event }) => event)] as const)),
		) as Record<string, unknown[]>;
	const all = (...names: string[]) => Object.fromEntries(nodes.map((node) => [node, names]));
	expect(await events()).toEqual(all());

	changes.delos(false);
	changes.clientDirectory(false);
	changes.guardhouse(true);
	changes.cloudFoundry(true);
	const first = { ...all('granted'), delos: ['revoked'], clientDirectory: ['revoked'] };
	await eventually(async () => expect(await events()).toEqual(first), 150);

	await installation.n8n.kill();
	changes.delos(true);
	changes.clientDirectory(true);
	changes.guardhouse(false);
	changes.cloudFoundry(false);
	await installation.restart();
	const second = {
		...all('granted', 'revoked'),
		delos: ['revoked', 'granted'],
		clientDirectory: ['revoked', 'granted'],
	};
	await eventually(async () => expect(await events()).toEqual(second), 150);
	// Nor is anything told again.
	await sleep(65_000);
	expect(await events()).toEqual(second);
});
