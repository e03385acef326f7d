import { chain, type Engine } from '../../sandbox/host';
import { startSandbox, type Sandbox } from '../../sandbox';
import { wayIn } from '../support/access';
import { json, openEngine } from '../support/workflow';

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
	[sandbox, engine] = await Promise.all([startSandbox(), openEngine()]);
});
afterAll(async () => {
	await Promise.all([engine.stop(), sandbox.close()]);
});

/** What becomes of the rows of a file that n8n's own node reads: the user and the role that each means, or that it failed. */
const rowsOf = async (csv: string, options: object = {}): Promise<unknown[]> => {
	const workflow = chain([
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{
			name: 'Extract from File',
			type: 'n8n-nodes-base.extractFromFile',
			parameters: { operation: 'csv', binaryPropertyName: 'data', options: options as never },
		},
		{
			name: 'Node',
			type: 'n8n-nodes-access-management.guardhouse',
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'user',
				operation: 'unassignRole',
				mappingMode: 'autoMapInputData',
				options: { dryRun: true },
			},
		},
	]);
	const file = { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv', fileName: 'leavers.csv' };
	const { nodes } = await engine.run(workflow, {
		trigger: { node: 'Start', items: [{ json: {}, binary: { data: file } }] },
		credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') as never },
	});
	return json(nodes.Node?.outputs[0]).map(({ error, userId, roleId }) =>
		error === undefined ? [userId, roleId] : 'failed',
	);
};

describe('a CSV, mapped automatically', () => {
	it('has its columns in any order, beside others, and a line for each access', async () => {
		const csv = [
			'department,roleName,userEmail',
			'"Sales, West",Administrator,maria.garcia@example.com',
			'Support,support agent, John.Smith@example.com ',
		];
		expect(await rowsOf(csv.join('\n'))).toEqual([
			[102, 1],
			[101, 3],
		]);
	});

	it('may begin with the mark that spreadsheets put there', async () => {
		expect(await rowsOf('\uFEFFuserEmail,roleName\r\nmaria.garcia@example.com,Administrator\r\n')).toEqual([[102, 1]]);
	});

	it('may leave cells empty that need not be there', async () => {
		expect(await rowsOf('userId,userEmail,roleName\n,maria.garcia@example.com,Administrator\n')).toEqual([[102, 1]]);
	});

	it('with semicolons is read where the node that reads it is told so', async () => {
		const csv = 'userEmail;roleName\nmaria.garcia@example.com;Administrator\n';
		expect(await rowsOf(csv)).toEqual(['failed']);
		expect(await rowsOf(csv, { delimiter: ';' })).toEqual([[102, 1]]);
	});

	it('loses its empty lines, and a line of empty cells is a row that fails', async () => {
		const row = 'maria.garcia@example.com,Administrator';
		expect(await rowsOf(`userEmail,roleName\n${row}\n\n${row}\n\n`)).toEqual([
			[102, 1],
			[102, 1],
		]);
		expect(await rowsOf(`userEmail,roleName\n${row}\n,\n`)).toEqual([[102, 1], 'failed']);
	});

	it('with an ID that a sheet has reformatted means nobody', async () => {
		expect(await rowsOf('userId,roleId\n00102,1\n1.02E+02,1\n102,1\n')).toEqual(['failed', 'failed', [102, 1]]);
	});
});

describe('everybody in a CSV, out of a department', () => {
	const csv = 'username,note\nJohn.Smith@example.com,left\nmia.chen@example.com,\n';
	const membersOf = (departmentId: string) =>
		sandbox.clientDirectory.state.users
			.filter(({ department_ids }) => department_ids.includes(departmentId))
			.map(({ username }) => username);

	const ours = (name: string, parameters: object) => ({
		...{ name, type: 'n8n-nodes-access-management.clientDirectory' },
		parameters: parameters as never,
	});

	/** As docs/parameters.md says how to fill it in, with nodes behind it. */
	const remove = async (options: object, ...after: Array<ReturnType<typeof ours>>) => {
		const workflow = chain([
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'Extract from File',
				type: 'n8n-nodes-base.extractFromFile',
				parameters: { operation: 'csv', binaryPropertyName: 'File' },
			},
			ours('Remove', {
				resource: 'department',
				operation: 'removeMembers',
				clientId: client,
				departmentId: { __rl: true, mode: 'name', value: 'Engineering' },
				userIdsAre: 'username',
				userIds: '={{ $json.username }}',
				options,
			}),
			...after,
		]);
		const file = { File: { data: Buffer.from(csv).toString('base64'), mimeType: 'text/csv', fileName: 'leavers.csv' } };
		const { nodes } = await engine.run(workflow, {
			trigger: { node: 'Start', items: [{ json: {}, binary: file }] },
			credentials: { clientDirectoryApi: wayIn(sandbox, 'clientDirectoryApi') as never },
		});
		return (name: string) => json(nodes[name]?.outputs[0]).map(({ summary }) => summary);
	};

	it('is planned, refused where it is too many, made in one request, and undone', async () => {
		const { state, requests } = sandbox.clientDirectory;
		const { id } = state.departments[0];
		const before = membersOf(id);
		const changes = () => requests.filter(({ method }) => method !== 'GET').length;

		const planned = await remove({ dryRun: true });
		expect(planned('Remove')).toEqual([
			'John.Smith@example.com would be removed from Engineering',
			'mia.chen@example.com would be removed from Engineering',
		]);
		await remove({ verify: true, maxChanges: 1 });
		expect([membersOf(id), changes()]).toEqual([before, 0]);

		const done = await remove({ verify: true, maxChanges: 2 });
		expect(done('Remove')).toEqual([
			'John.Smith@example.com was removed from Engineering',
			'mia.chen@example.com was removed from Engineering',
		]);
		const others = before.filter((username) => !/^(john\.smith|mia\.chen)@/.test(username));
		expect([membersOf(id), changes()]).toEqual([others, 1]);
		expect(others).toHaveLength(before.length - 2);

		state.users
			.filter(({ username }) => !others.includes(username) && before.includes(username))
			.forEach((user) => user.department_ids.push(id));
		const back = await remove(
			{ verify: true },
			ours('Undo', { resource: 'change', operation: 'undo', undo: '={{ $json.undo }}' }),
		);
		expect(back('Undo')).toHaveLength(2);
		expect(membersOf(id)).toEqual(before);
	});
});
