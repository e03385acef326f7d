import { startSandbox, type Sandbox } from '../../sandbox';
import type { Engine, NodeJson, WorkflowJson } from '../../sandbox/host';
import { wayIn } from '../support/access';
import { json, openEngine } from '../support/workflow';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
	engine = await openEngine();
});
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());
afterAll(async () => await engine.stop());

const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {}, position: [0, 0] };
const loop = {
	name: 'Loop Over Items',
	type: 'n8n-nodes-base.splitInBatches',
	typeVersion: 3,
	parameters: { batchSize: 1 },
	position: [200, 0],
};
const node = (parameters: object) => ({
	name: 'Node',
	type: 'n8n-nodes-access-management.guardhouse',
	typeVersion: 1,
	parameters: { mappingMode: 'autoMapInputData', ...parameters },
	position: [400, 0],
});

const run = async (items: object[], parameters: object, connections: object) => {
	const nodes = [start, loop, node(parameters)] as unknown as NodeJson[];
	const workflow = { name: 'Loop', nodes, connections } as unknown as WorkflowJson;
	return await engine.run(workflow, {
		trigger: { node: 'Start', items: items.map((item) => ({ json: item as never })) },
		credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') as never },
	});
};
const inTheLoop = {
	Start: { main: [to(loop.name)] },
	[loop.name]: { main: [[], to('Node')] },
	Node: { main: [to(loop.name)] },
};
const afterTheLoop = { Start: { main: [to(loop.name)] }, [loop.name]: { main: [to('Node'), to(loop.name)] } };

const holders = (roleId: number) =>
	sandbox.guardhouse.state.users.filter(({ roleIds }) => roleIds.includes(roleId)).map(({ id }) => id);
const administrators = [
	{ userId: 101, roleId: 1 },
	{ userId: 102, roleId: 1 },
];
const unassign = { resource: 'user', operation: 'unassignRole', options: { maxChanges: 1 } };

it('each round of a loop counts anew for Max Changes', async () => {
	const { error } = await run(administrators, unassign, inTheLoop);
	expect([error?.message, holders(1)]).toEqual([undefined, []]);
});

it('behind the loop all items are one run, which Max Changes refuses', async () => {
	const { error } = await run(administrators, unassign, afterTheLoop);
	expect(error?.message).toContain("'Max Changes'");
	expect(holders(1)).toEqual([101, 102]);
});

const set = { resource: 'role', operation: 'setUsers', options: {} };

it('each round of a loop is the whole list for Set Users', async () => {
	const { error } = await run(administrators, set, inTheLoop);
	expect([error?.message, holders(1)]).toEqual([undefined, [102]]);
});

it('behind the loop the items of all rounds are the list', async () => {
	const { error, nodes } = await run(administrators, set, afterTheLoop);
	expect([error?.message, json(nodes.Node?.outputs[0]).length, holders(1)]).toEqual([undefined, 1, [101, 102]]);
});
