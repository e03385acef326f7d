import type { IDataObject } from 'n8n-workflow';
import { credentialsFor } from '../../sandbox';
import { readExample } from '../../sandbox/examples';
import { chain, type NodeJson, type WorkflowJson } from '../../sandbox/host';
import { eventually, type Size } from './editor/browser';
import { cutOff } from './editor/cutOff';
import { type Details, detailsOf, openDetails } from './editor/details';
import { editor, installation, page, scene, setUpEditor } from './editor/stage';

setUpEditor('editor');

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const engineering = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const leavers = ['a1d97031-04e2-4907-a249-093f7436207b', 'b2e08142-15f3-5018-b350-104g8547318c'];

const ours = (type: string, name: string, parameters: object = {}): NodeJson =>
	({ name, type: `n8n-nodes-access-management.${type}`, typeVersion: 1, parameters }) as NodeJson;

const trigger = {
	name: 'When clicking',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
} as NodeJson;

const edit = (name: string, json: object): NodeJson => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} },
});

const placed = (nodes: NodeJson[]) =>
	nodes.map((node, index) => ({ id: node.name, ...node, position: [index * 240, 0] as [number, number] }));

const openWorkflow = async (
	workflow: WorkflowJson,
	credentials = installation.credentials,
	size?: Size,
): Promise<string> => {
	const id = await installation.n8n.api.importWorkflow(workflow, credentials);
	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	await editor.open(id, nodes.length, size);
	return id;
};

describe('the node panel', () => {
	const names = () => page.getByTestId('node-creator-item-name').allInnerTexts();
	const search = async (words: string) => await page.getByTestId('node-creator-search-bar').fill(words);

	scene('finds each node by its name', async () => {
		await openWorkflow(chain(placed([trigger]), { name: 'Offboarding' }));
		await page.keyboard.press('n');
		for (const name of ['Delos Financial', 'Client Directory', 'Guardhouse', 'Cloud Foundry']) {
			await search(name);
			await eventually(async () => expect((await names())[0]).toBe(name));
		}
		await editor.screenshot('01-by-name');
	});

	const everyNode = ['Client Directory', 'Cloud Foundry', 'Delos Financial', 'Guardhouse'];
	scene('finds the nodes by what people would type', async () => {
		for (const [words, expected] of [
			['remove user from department', ['Client Directory']],
			['remove member', ['Client Directory']],
			['revoke role', ['Guardhouse']],
			['unassign role', ['Guardhouse']],
			['unbind client', ['Delos Financial']],
			['remove organization', ['Cloud Foundry']],
			['remove user from organization', ['Cloud Foundry']],
			['add user to department', ['Client Directory']],
			['add member', ['Client Directory']],
			['assign role', ['Guardhouse']],
			['grant role', ['Guardhouse']],
			['bind client', ['Delos Financial']],
			['add organization', ['Cloud Foundry']],
			['add user to organization', ['Cloud Foundry']],
			['grant access', everyNode],
			['revoke access', everyNode],
			['onboard', everyNode],
			['offboard', everyNode],
			['apply plan', everyNode],
			['roll back', everyNode],
			['remove all roles', ['Cloud Foundry', 'Guardhouse']],
			['remove user', everyNode],
			['revoke', everyNode],
			['leaver', everyNode],
			['disable user', everyNode],
			['deactivate user', everyNode],
			['terminate employee', everyNode],
			['access review', everyNode],
			['who has access', everyNode],
			['dry run', everyNode],
			['role', ['Cloud Foundry', 'Guardhouse']],
			['department', ['Client Directory']],
			['organization', ['Cloud Foundry']],
			['undo', everyNode],
			['approve', everyNode],
		] as Array<[string, string[]]>) {
			await search(words);
			await eventually(async () =>
				expect([words, (await names()).slice(0, expected.length).sort()]).toEqual([words, expected]),
			);
		}
		await editor.screenshot('02-offboard');
		const panel = page.getByTestId('node-creator');
		await editor.picture('search', 505, panel);
	});

	const changeActions = [
		'ACCESS ACTIONS',
		'Get who has what',
		'CHANGE ACTIONS',
		'Apply plan of changes',
		'Undo changes',
	];
	scene('lists what each node does', async () => {
		for (const [node, actions] of [
			[
				'Client Directory',
				[
					'DEPARTMENT ACTIONS',
					'Remove members from department',
					'Add members to department',
					'Set members of department',
					'Get many departments',
					'USER ACTIONS',
					'Remove user from all departments',
					'Get user',
					'Get many users',
					...changeActions,
				],
			],
			[
				'Delos Financial',
				[
					'USER ACTIONS',
					'Bind user to client',
					'Unbind user from client',
					'Make user owner or standard user',
					'Unbind user from all clients',
					'Get user',
					'Get many users',
					'CLIENT ACTIONS',
					'Set users of client',
					'Get many clients',
					...changeActions,
				],
			],
			[
				'Guardhouse',
				[
					'USER ACTIONS',
					'Unassign role from user',
					'Assign role to user',
					'Unassign all roles from user',
					'Block user',
					'Unblock user',
					'Get user',
					'Get many users',
					'ROLE ACTIONS',
					'Set users of role',
					'Get many roles',
					...changeActions,
				],
			],
			[
				'Cloud Foundry',
				[
					'USER ACTIONS',
					'Remove user from organization',
					'Add user to organization',
					'Remove organization role from user',
					'Add organization role to user',
					'Remove space role from user',
					'Add space role to user',
					'Remove all roles from user',
					'Get user',
					'Get many users',
					'ORGANIZATION ACTIONS',
					'Set users of organization',
					'Get many organizations',
					'SPACE ACTIONS',
					'Set users of space',
					'Get many spaces',
					...changeActions,
				],
			],
		] as Array<[string, string[]]>) {
			await search(node);
			await page.getByTestId('node-creator-item-name').filter({ hasText: node }).first().click();
			await eventually(async () =>
				expect(await page.getByTestId('node-creator').getByTestId('item-iterator-item').allInnerTexts()).toEqual(
					actions,
				),
			);
			await editor.screenshot(`03-actions-${node.replace(' ', '-').toLowerCase()}`);
			await page.getByTestId('nodes-list-header').getByRole('button').first().click();
		}
	});
});

describe('a credential', () => {
	const form = () => page.getByTestId('editCredential-modal');
	const field = (name: string) => form().getByTestId(`parameter-input-${name}`).locator('input');
	const openForm = async (details: Details) => {
		await details.view.getByTestId('node-credentials-select').click();
		await page.getByText('Create new credential').click();
		await field('baseUrl').waitFor();
	};
	const save = async () => await form().getByTestId('credential-save-button').click();

	scene('is created where a node needs it, tested, broken and repaired', async () => {
		const { sandbox, n8n } = installation;
		const workflow = await openWorkflow(
			{ name: 'A credential', nodes: placed([ours('clientDirectory', 'Client Directory')]), connections: {} },
			{},
		);
		const details = await openDetails(page, 'Client Directory');
		await openForm(details);
		await field('baseUrl').fill(sandbox.clientDirectory.url);
		await field('accessToken').fill('sandbox-token');
		await save();
		// n8n tests what it saves, and closes the form when that went well.
		await form().waitFor({ state: 'hidden' });

		await details.view.getByTestId('credential-edit-button').click();
		await form().getByText('Connection tested successfully').waitFor();
		await editor.screenshot('04-credential-tested');

		await field('accessToken').fill('wrong-token');
		await save();
		await form().getByText('Couldn’t connect with these settings').waitFor();
		await form().getByText('More details').click();
		await form()
			.getByText("The client directory didn't accept the credential.")
			.filter({ hasText: 'Renew the token or the sign-in details in the credential, and test it.' })
			.filter({ hasText: 'The client directory answered: "Authentication required" (status 401, unauthorized).' })
			.waitFor();
		expect(await form().innerText()).not.toContain('wrong-token');
		await editor.screenshot('05-credential-refused');

		await field('accessToken').fill('sandbox-token');
		await save();
		await form().getByText('Connection tested successfully').waitFor();
		await form().getByRole('button', { name: 'Close this dialog' }).click();
		await editor.screenshot('06-credential-in-use');
		await eventually(async () => {
			const { nodes } = await n8n.api.request<WorkflowJson>('GET', `/workflows/${workflow}`);
			expect(nodes[0].credentials).toEqual({
				clientDirectoryApi: { id: expect.any(String), name: 'Client Directory account' },
			});
		});
	});

	const forms: Array<[string, string, Record<string, string[]>]> = [
		[
			'delos',
			'Delos Financial',
			{
				Login: ['Base URL *', 'Authentication', 'Login *', 'Password *', 'Header Format', 'Plan Key'],
				'Access Token': ['Base URL *', 'Authentication', 'Access Token *', 'Header Format', 'Plan Key'],
			},
		],
		['clientDirectory', 'Client Directory', { '': ['Base URL *', 'Access Token *', 'Client ID', 'Plan Key'] }],
		[
			'guardhouse',
			'Guardhouse',
			{
				'Client Credentials': [
					'Base URL *',
					'Authentication',
					'Client ID *',
					'Client Secret *',
					'Issuer URL',
					'Audience',
					'Plan Key',
				],
				'Access Token': ['Base URL *', 'Authentication', 'Access Token *', 'Plan Key'],
			},
		],
		[
			'cloudFoundry',
			'Cloud Foundry',
			{
				'Client Credentials': ['Base URL *', 'Authentication', 'Client ID *', 'Client Secret *', 'UAA URL', 'Plan Key'],
				Password: ['Base URL *', 'Authentication', 'Username *', 'Password *', 'Origin', 'UAA URL', 'Plan Key'],
				'Access Token': ['Base URL *', 'Authentication', 'Access Token *', 'Plan Key'],
			},
		],
	];
	scene('asks for what its way to sign in needs', async () => {
		const nodes = forms.map(([type, name]) => ours(type, name));
		await openWorkflow({ name: 'Credentials', nodes: placed(nodes), connections: {} }, {});
		const labels = async () =>
			(await form().getByTestId('credential-connection-parameter').locator('label').allInnerTexts())
				.map((label) => label.split('\n')[0].trim())
				// n8n's own, at the end of each form.
				.filter((label) => label !== 'Allowed HTTP Request Domains');
		for (const [type, name, ways] of forms) {
			const details = await openDetails(page, name);
			await openForm(details);
			for (const [way, expected] of Object.entries(ways)) {
				if (way !== '') await details.choose(form().getByTestId('parameter-input-authentication'), way);
				await eventually(async () => expect([way, await labels()]).toEqual([way, expected]));
				expect(await cutOff(form().getByTestId('node-credentials-config-container'))).toEqual([]);
				await editor.screenshot(`07-${type}-${way.replace(' ', '-').toLowerCase()}`.replace(/-$/, ''));
			}
			await form().getByRole('button', { name: 'Close this dialog' }).click();
			await form().waitFor({ state: 'hidden' });
			await details.close();
		}
	});
});

describe('Remove Members', () => {
	let details: Details;
	let workflow: string;
	const error = async () => ({
		message: await details.output.getByTestId('node-error-message').innerText(),
		description: await details.output.getByTestId('node-error-description').innerText(),
	});
	// An output that comes while JSON is chosen brings its table back.
	const shownText = async (): Promise<string> => {
		await details.output.getByTestId('radio-button-json').click();
		const text = await details.output.getByTestId('ndv-data-container').innerText();
		return text.replace(/\s/g, '');
	};
	const shownJson = async (): Promise<unknown> => JSON.parse(await shownText());
	const providers = () => {
		const { delos, clientDirectory, guardhouse, cloudFoundry } = installation.sandbox;
		return { delos, clientDirectory, guardhouse, cloudFoundry };
	};
	/** What was sent that isn't a read. */
	const changes = () =>
		Object.entries(providers()).flatMap(([provider, { requests }]) =>
			requests
				.filter(({ method }) => method !== 'GET')
				.map(({ method, url, body }) => ({ provider, method, url, body })),
		);

	scene('is set up by typing, choosing and dragging', async () => {
		const { n8n, sandbox } = installation;
		const { clientId: _, ...clientDirectoryApi } = credentialsFor(sandbox).clientDirectoryApi;
		await n8n.api.createCredential('clientDirectoryApi', 'Acme Managed Services', clientDirectoryApi as IDataObject);
		workflow = await openWorkflow(
			chain(placed([trigger, edit('People who left', { ticket: 'HR-1042', users: leavers })]), { name: 'Leavers' }),
		);
		await page.getByTestId('canvas-handle-plus').last().click();
		await page.getByTestId('node-creator-search-bar').fill('remove user from department');
		await page.getByTestId('node-creator-item-name').filter({ hasText: 'Client Directory' }).click();
		await page.getByText('Remove members from department').click();
		details = detailsOf(page);
		await details.parameters.waitFor();
		await details.choose(details.view.getByTestId('node-credentials-select'), 'Acme Managed Services');

		const department = details.parameter('departmentId').getByTestId('rlc-input');
		await department.click();
		await page
			.getByTestId('rlc-error-message')
			.filter({ hasText: "Fill in 'Client ID' here, or in the credential" })
			.waitFor();
		await editor.screenshot('08-list-needs-client');
		await page.keyboard.press('Escape');

		await details.typeId('clientId', client);
		const offered = async () => await page.getByTestId('rlc-item').allInnerTexts();
		await department.click();
		await eventually(async () =>
			expect(await offered()).toEqual(['Engineering', 'Finance', 'People Operations', 'Sales', 'Support']),
		);
		await editor.screenshot('09-list');
		await page.getByTestId('rlc-search').pressSequentially('eng');
		await eventually(async () => expect(await offered()).toEqual(['Engineering']));
		await page.getByTestId('rlc-item').click();

		await details.input.getByTestId('execute-previous-node').click();
		await details.input.getByText('HR-1042').waitFor();
		await details.drag('users', 'userIds');
		await details.leaveParameter();
		await eventually(async () => {
			expect(await details.parameter('userIds').innerText()).toContain('{{ $json.users }}');
			for (const id of leavers) expect(await details.preview('userIds').textContent()).toContain(id);
		});
		await details.dismissMessages();
		await editor.screenshot('10-set-up');
		await details.hideNeighbours();
		await editor.picture('set-up', 690, details.input, details.parameters);

		await eventually(async () => {
			const { nodes } = await n8n.api.request<WorkflowJson>('GET', `/workflows/${workflow}`);
			// What it is from the start isn't saved: its first operation.
			expect(nodes[2].parameters).toEqual({
				clientId: client,
				departmentId: { __rl: true, mode: 'list', value: engineering, cachedResultName: 'Engineering' },
				userIds: '={{ $json.users }}',
				options: {},
			});
		});
	});

	scene('removes exactly those members and shows it', async () => {
		const { clientDirectory } = installation.sandbox;
		const before = clientDirectory.snapshot();
		const made = changes().length;
		await details.execute();
		await eventually(async () =>
			expect(await shownJson()).toEqual([
				{
					// Read without white space.
					summary: '2of2shouldhavebeenremovedfromEngineering:theclientdirectoryacceptedit,notverified',
					success: true,
					operation: 'removeMembers',
					outcome: 'applied',
					changed: null,
					clientId: client,
					departmentId: engineering,
					userIds: leavers,
					succeeded: leavers,
					failed: [],
					unknown: [],
					response: { succeeded: leavers, failed: [] },
					undo: null,
				},
			]),
		);
		await details.dismissMessages();
		await editor.screenshot('11-result');
		await editor.picture('result', 670, details.output);

		expect(changes().slice(made)).toEqual([
			{
				provider: 'clientDirectory',
				method: 'POST',
				url: `/v2/clients/${client}/departments/${engineering}/members/remove`,
				body: JSON.stringify({ user_ids: leavers }),
			},
		]);
		const expected = structuredClone(before);
		for (const user of expected.users)
			if (leavers.includes(user.id)) user.department_ids = user.department_ids.filter((id) => id !== engineering);
		expect(clientDirectory.state).toEqual(expected);
		expect(expected).not.toEqual(before);
	});

	scene('refuses what is no ID by the name of its field, and sends nothing', async () => {
		const { requests } = installation.sandbox.clientDirectory;
		await details.chooseMode('departmentId', 'By ID');
		await details.typeId('departmentId', 'https://portal.example.com/departments/d1a2b3c4');
		const sent = requests.length;
		await details.execute();
		await eventually(async () =>
			expect(await error()).toEqual({
				message: "'Department' is 'https://portal.example.com/departments/d1a2b3c4', which holds one of / \\ ? #",
				description: 'Use the ID alone, not an address or a path that contains it.',
			}),
		);
		await details.dismissMessages();
		await editor.screenshot('12-address-for-id');

		await details.typeId('departmentId', engineering);
		await details.typeExpression('userIds', '{{ $json.leavers }}');
		await details.execute();
		await eventually(async () =>
			expect(await error()).toEqual({
				message: "'Users' is empty",
				description: 'Fill it in; where it is an expression, check that the input item has the field.',
			}),
		);
		await details.dismissMessages();
		await editor.screenshot('13-empty-expression');
		expect(requests.slice(sent)).toEqual([]);
	});

	scene('shows what the provider refused, why, and what to do', async () => {
		const before = installation.sandbox.clientDirectory.snapshot();
		await details.typeId('departmentId', 'Engineering');
		await details.typeExpression('userIds', '{{ $json.users }}');
		await details.execute();
		await eventually(async () =>
			expect(await error()).toEqual({
				message: "The department 'Engineering' doesn't exist",
				description:
					"Check 'Department'. To find it by its name, set 'Department' to By Name (with Map Automatically, name the field departmentName). " +
					'The client directory answered: "Department not found" (status 404, not_found). ' +
					'In this run, no changes had been made when it stopped.',
			}),
		);
		await details.dismissMessages();
		await editor.screenshot('14-refused');
		await editor.picture('error', 545, details.parameters, details.output);
		expect(installation.sandbox.clientDirectory.state).toEqual(before);
	});

	scene('plans with an option that is added by its name', async () => {
		await details.typeId('departmentId', engineering);
		await details.parameters.getByTestId('collection-parameter-add').click();
		const options = page.getByRole('option').filter({ visible: true });
		await eventually(async () =>
			expect(await options.allInnerTexts()).toEqual([
				'Approved By',
				'Audit Event',
				'Batch Size',
				'Concurrency',
				'Dry Run',
				'If Unchanged',
				'Max Changes',
				'Max Retries',
				'Output',
				'Partial Failure',
				'Plan Valid For (Hours)',
				'Protected Users',
				'Reason',
				'Report Remaining',
				'Requested By',
				'Ticket',
				'Timeout (Ms)',
				'Verify',
			]),
		);
		await editor.screenshot('15-options');
		await options.filter({ hasText: 'Dry Run' }).click();
		await details.switchOn('dryRun');
		const made = changes();
		await details.execute();
		// They are gone since the step was executed above. What is further down isn't drawn before somebody scrolls there.
		await eventually(async () =>
			expect(await shownText()).toContain(
				`"success":true,"operation":"removeMembers","outcome":"planned","changed":false,"wouldChange":false,"clientId":"${client}"`,
			),
		);
		await details.dismissMessages();
		await editor.screenshot('16-dry-run');
		expect(changes()).toEqual(made);
	});
});

const id = (value: string) => ({ __rl: true, mode: 'id', value });

scene('the first flow of the README looks first, then takes a role away, and gives it back', async () => {
	const roles = () => installation.sandbox.guardhouse.state.users.find((user) => user.id === 101)?.roleIds ?? [];
	const before = [...roles()];
	expect(before).toContain(3);
	await openWorkflow(
		chain(
			placed([
				trigger,
				edit('Ticket', { person: 'John.Smith@example.com', role: 'Support Agent' }),
				ours('guardhouse', 'Unassign Role', { resource: 'user', operation: 'unassignRole' }),
				ours('guardhouse', 'Undo', { resource: 'change', operation: 'undo' }),
			]),
			{ name: 'First flow' },
		),
	);
	const details = await openDetails(page, 'Unassign Role');
	await details.input.getByTestId('execute-previous-node').click();
	await details.input.getByText('John.Smith').first().waitFor();
	for (const [field, parameter, mode] of [
		['person', 'userId', 'By Email'],
		['role', 'roleId', 'By Name'],
	]) {
		await details.chooseMode(parameter, mode);
		await details.drag(field, parameter);
		await details.leaveParameter();
	}
	await details.addOption('Dry Run', 'dryRun');
	await details.execute();
	await details.output.getByText('Nothing was changed. 1 person: would remove 1').waitFor();
	await details.output.getByTestId('radio-button-json').click();
	await details.dismissMessages();
	await details.hideNeighbours();
	const usual = page.viewportSize() as Size;
	await page.setViewportSize({ width: 1280, height: 780 });
	await editor.picture('dry-run', 655, details.input, details.parameters, details.output);
	await page.setViewportSize(usual);
	expect(roles()).toEqual(before);

	await details.parameter('dryRun').locator('.el-switch').click();
	await details.addOption('Verify', 'verify');
	await details.execute();
	const shown = async () => (await details.output.innerText()).replace(/\s/g, '');
	await eventually(async () => expect(await shown()).toContain('"outcome":"applied","changed":true'));
	expect(await shown()).toContain('"verified":true');
	expect(roles()).toEqual(before.filter((role) => role !== 3));
	await details.close();

	const undo = await openDetails(page, 'Undo');
	await undo.execute();
	await undo.output.getByText('assignRole').first().waitFor();
	expect([...roles()].sort()).toEqual([...before].sort());
	await undo.close();
});

describe('people and roles by the words of a ticket', () => {
	const roles = () => installation.sandbox.guardhouse.state.users.find((user) => user.id === 101)?.roleIds;

	scene('are planned, with a line above the output that says what would change', async () => {
		await openWorkflow(
			chain(
				placed([
					trigger,
					edit('Ticket', { person: 'John.Smith@example.com', role: 'Support Agent' }),
					ours('guardhouse', 'Plan', { resource: 'user', operation: 'unassignRole', options: { dryRun: true } }),
					ours('guardhouse', 'Apply', { resource: 'change', operation: 'apply', options: { verify: true } }),
				]),
				{ name: 'By the words of a ticket' },
			),
		);
		const details = await openDetails(page, 'Plan');
		await details.input.getByTestId('execute-previous-node').click();
		await details.input.getByText('John.Smith').first().waitFor();
		await details.chooseMode('userId', 'By Email');
		await details.drag('person', 'userId');
		await details.leaveParameter();
		await details.chooseMode('roleId', 'By Name');
		await details.drag('role', 'roleId');
		await details.leaveParameter();
		await details.preview('roleId').filter({ hasText: 'Support Agent' }).waitFor();
		await details.dismissMessages();
		await details.hideNeighbours();
		await editor.picture('by-email', 560, details.parameters);

		const before = roles();
		await details.execute();
		await details.output.getByText('Nothing was changed. 1 person: would remove 1').waitFor();
		await details.dismissMessages();
		await editor.screenshot('24-plan');
		await editor.picture('plan', 670, details.output);
		expect(roles()).toEqual(before);
		await details.close();
	});

	scene('are changed by Apply Plan as it stands in the panel', async () => {
		const before = roles();
		expect(before).toContain(3);
		const details = await openDetails(page, 'Apply');
		await eventually(async () => expect(await details.parameter('plan').innerText()).toContain('{{ $json.plan }}'));
		await details.execute();
		await details.output.getByText('verified').first().waitFor();
		await details.dismissMessages();
		await editor.screenshot('25-applied');
		expect(roles()).toEqual(before?.filter((role) => role !== 3));
		await details.execute();
		await eventually(async () =>
			expect(await details.output.getByTestId('node-error-message').innerText()).toBe(
				"Planned when user 101 had role 3; now user 101 doesn't have role 3",
			),
		);
		await details.dismissMessages();
		await editor.screenshot('26-moved');
	});
});

describe('everything that somebody has', () => {
	scene('goes by one node, whose result says what went', async () => {
		const { sandbox } = installation;
		const user = sandbox.delos.state.users.find(({ uuid }) => uuid === 'user_mia_chen');
		const before = structuredClone(user?.clients ?? []);
		const leaver = { userId: id('={{ $json.delosUserId }}') };
		await openWorkflow(
			chain(
				placed([
					trigger,
					edit('Leaver', { delosUserId: 'user_mia_chen' }),
					ours('delos', 'Remove All Clients', { resource: 'user', operation: 'removeAllClients', ...leaver }),
					ours('delos', 'Undo', { resource: 'change', operation: 'undo' }),
				]),
				{ name: 'Everything goes' },
			),
		);
		await page.getByTestId('execute-workflow-button').first().click();
		await page
			.locator('[data-test-id="canvas-node"][data-node-name="Undo"] [data-test-id="canvas-node-status-success"]')
			.waitFor();
		const changes = sandbox.delos.requests.filter(({ url }) => url.includes('user_mia_chen/relate-client'));
		expect(changes.map(({ method }) => method)).toEqual([...before.map(() => 'DELETE'), ...before.map(() => 'PUT')]);
		expect(user?.clients).toEqual(expect.arrayContaining(before));

		for (const [node, picture] of [
			['Remove All Clients', '27-remove-all'],
			['Undo', '28-undone'],
		]) {
			const details = await openDetails(page, node);
			await details.output.getByTestId('radio-button-json').click();
			await details.output.getByText('"operation"').first().waitFor();
			await details.dismissMessages();
			await editor.screenshot(picture);
			await details.close();
		}
	});
});

scene('the fields of a node that has not run yet can be mapped', async () => {
	const removal = { clientId: client, departmentId: id(engineering), userIds: leavers[0] };
	await openWorkflow(
		chain(
			placed([
				trigger,
				ours('clientDirectory', 'Remove', { operation: 'removeMembers', ...removal }),
				ours('clientDirectory', 'Take back', { operation: 'addMembers' }),
			]),
			{ name: 'Previews' },
		),
	);
	const details = await openDetails(page, 'Take back');
	await details.input.getByTestId('schema-preview-warning').waitFor();
	const fields = details.input.getByTestId('run-data-schema-node-name');
	await eventually(async () =>
		expect(await fields.allInnerTexts()).toEqual(
			expect.arrayContaining(['success', 'operation', 'outcome', 'clientId', 'departmentId', 'userIds', 'succeeded']),
		),
	);
	await details.drag('departmentId', 'departmentId');
	await details.drag('userIds', 'userIds');
	await eventually(async () => {
		expect(await details.parameter('departmentId').innerText()).toContain('{{ $json.departmentId }}');
		expect(await details.parameter('userIds').innerText()).toContain('{{ $json.userIds }}');
	});
	await editor.screenshot('17-preview');
});

describe('the icons', () => {
	const four = [
		ours('delos', 'Delos Financial'),
		ours('clientDirectory', 'Client Directory'),
		ours('guardhouse', 'Guardhouse'),
		ours('cloudFoundry', 'Cloud Foundry'),
	];
	const files = ['delos', 'clientDirectory', 'guardhouse', 'cloudFoundry'];
	const icons = async () =>
		await page
			.getByTestId('canvas-node')
			.locator('img')
			.evaluateAll((images) =>
				images.map(({ src, naturalWidth, complete }) => [src.split('/').pop(), complete && naturalWidth > 0]),
			);
	scene('are drawn in light and in dark', async () => {
		await openWorkflow({ name: 'Four', nodes: placed(four), connections: {} });
		await eventually(async () => expect(await icons()).toEqual(files.map((name) => [`${name}.svg`, true])));
		await editor.screenshot('18-light');
		await page.emulateMedia({ colorScheme: 'dark' });
		await eventually(async () => expect(await icons()).toEqual(files.map((name) => [`${name}.dark.svg`, true])));
		await editor.screenshot('19-dark');
	});
});

interface Property {
	name: string;
	type: string;
	default: unknown;
	displayOptions?: { show?: { operation?: string[] } };
	options?: Property[];
}

const everyChange = [
	'Approved By',
	'Audit Event',
	'Concurrency',
	'Dry Run',
	'If Unchanged',
	'Max Changes',
	'Max Retries',
	'Plan Valid For (Hours)',
	'Protected Users',
	'Reason',
	'Requested By',
	'Ticket',
	'Timeout (Ms)',
	'Verify',
];
/** In a plan, these are said already. */
const notOfPlans = ['Reason', 'Requested By', 'Ticket'];
const panels: Array<[type: string, name: string, parameters: string[], options: string[]]> = [
	['delos', 'Bind Client', ['User', 'Client', 'Is Owner'], ['Body Format']],
	['delos', 'Unbind Client', ['User', 'Client', 'Ownership'], ['Keep Last Owner', 'Report Remaining']],
	[
		'clientDirectory',
		'Add Members',
		['Client ID', 'Department', 'Users Are', 'Users'],
		['Batch Size', 'Output', 'Partial Failure'],
	],
	[
		'clientDirectory',
		'Remove Members',
		['Client ID', 'Department', 'Users Are', 'Users'],
		['Batch Size', 'Output', 'Partial Failure', 'Report Remaining'],
	],
	['guardhouse', 'Assign Role', ['User', 'Role'], []],
	['guardhouse', 'Unassign Role', ['User', 'Role'], ['Instant Logout', 'Report Remaining']],
	['delos', 'Undo', ['Undo'], ['Body Format', 'Keep Last Owner', 'Report Remaining']],
	['clientDirectory', 'Apply Plan', ['Plan'], ['Batch Size', 'Output', 'Partial Failure', 'Report Remaining']],
	['cloudFoundry', 'Add Organization', ['User', 'Organization', 'API Version'], ['Origin']],
	['cloudFoundry', 'Add Space Role', ['User', 'Space', 'Role', 'API Version'], ['Origin']],
	['delos', 'Change Ownership', ['User', 'Client', 'Becomes Owner'], ['Body Format', 'Keep Last Owner']],
	['cloudFoundry', 'Remove Organization', ['User', 'Organization', 'API Version'], ['Report Remaining']],
	['clientDirectory', 'Remove All Departments', ['Client ID', 'User'], ['Batch Size', 'Partial Failure']],
	['delos', 'Remove All Clients', ['User'], ['Keep Last Owner', 'Partial Failure']],
	['guardhouse', 'Unassign All Roles', ['User'], ['Partial Failure']],
	['guardhouse', 'Block', ['User', 'Blocked By'], ['Notify User via Email', 'Suspension Reason']],
	['guardhouse', 'Unblock', ['User'], []],
	['cloudFoundry', 'Remove All Roles', ['User', 'API Version'], ['Partial Failure']],
	[
		'clientDirectory',
		'Set Members',
		['Client ID', 'Department', 'Users Are', 'Users'],
		['Allow Empty List', 'Batch Size', 'Max Removal Percent', 'Mode', 'Partial Failure'],
	],
	[
		'cloudFoundry',
		'Set Users',
		['Organization', 'Role', 'Users Are', 'Users', 'API Version'],
		['Allow Empty List', 'Max Removal Percent', 'Mode', 'Partial Failure'],
	],
];

/** Of operations that aren't on users. */
const resources: Record<string, string> = {
	'Add Members': 'department',
	'Remove Members': 'department',
	'Set Members': 'department',
	'Set Users': 'organization',
	'Apply Plan': 'change',
	Undo: 'change',
};

scene('every panel asks for what it needs, and no text of it is cut off', async () => {
	const { url } = installation.n8n;
	const types = (await (await page.request.get(`${url}/types/nodes.json`)).json()) as Array<{
		name: string;
		properties: Property[];
	}>;
	/** A node with all its options added, and its locators set to take an ID. */
	const complete = (type: string, name: string): NodeJson => {
		const single = `${name.charAt(0).toLowerCase()}${name.slice(1).replaceAll(' ', '')}`;
		const compound = ({ 'Apply Plan': 'apply', Undo: 'undo' } as Record<string, string>)[name];
		const operation = compound ?? single;
		const { properties = [] } = types.find((candidate) => candidate.name.endsWith(`access-management.${type}`)) ?? {};
		const own = properties.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation));
		const { options = [] } = own.find((property) => property.name === 'options') ?? {};
		const locators = own.filter((property) => property.type === 'resourceLocator');
		return ours(type, name, {
			resource: resources[name] ?? 'user',
			operation,
			...Object.fromEntries(locators.map((locator) => [locator.name, id('')])),
			options: Object.fromEntries(options.map((option) => [option.name, option.default])),
		});
	};
	const nodes = panels.map(([type, name]) => complete(type, name));
	const workflow = { name: 'Panels', nodes: placed(nodes), connections: {} };
	// As wide as small screens are, and high enough for a panel with everything in it.
	await openWorkflow(workflow, installation.credentials, { width: 1280, height: 1500 });
	const cut: Record<string, string[]> = {};
	for (const [type, name, parameters, options] of panels) {
		const details = await openDetails(page, name);
		const labels = details.parameters.getByTestId('input-label').filter({ visible: true });
		const common = everyChange.filter((label) => name !== 'Apply Plan' || !notOfPlans.includes(label));
		await eventually(async () =>
			expect((await labels.allInnerTexts()).map((label) => label.split('\n')[0])).toEqual([
				'Resource',
				'Operation',
				'Mapping Mode',
				...parameters,
				'Options',
				...[...common, ...options].sort(),
			]),
		);
		const picture = name.replaceAll(' ', '-').toLowerCase();
		await editor.screenshot(`20-${picture}`);
		const found = await cutOff(details.parameters);

		if (!cut[type]) {
			await details.parameter('operation').click();
			const list = page.getByRole('listbox').filter({ visible: true });
			await list.waitFor();
			cut[type] = await cutOff(list);
			await editor.screenshot(`21-operations-${type}`);
			await page.keyboard.press('Escape');
			await list.waitFor({ state: 'hidden' });
		}

		await details.choose(details.parameter('mappingMode'), 'Map Automatically');
		await details.parameters.getByText('Each item is read by the names of its fields').waitFor();
		found.push(...(await cutOff(details.parameters)));
		await editor.screenshot(`22-automatic-${picture}`);
		await details.close();
		cut[name] = found;
	}
	expect(Object.entries(cut).filter(([, texts]) => texts.length > 0)).toEqual([]);
});

describe('the offboarding example', () => {
	const example = readExample('offboarding.json');
	const mine = example.nodes.filter(({ type }) => type.startsWith('n8n-nodes-access-management.'));

	scene('asks for credentials and nothing else', async () => {
		await openWorkflow(example, {});
		await eventually(async () => expect(await page.getByTestId('node-issues').count()).toBe(mine.length));
	});

	scene('is ready once it has them', async () => {
		await openWorkflow(example);
		await eventually(async () => {
			const icons = page.getByTestId('canvas-node').locator('img[src*="n8n-nodes-access-management"]');
			expect(await icons.count()).toBe(mine.length);
		});
		await eventually(async () => expect(await page.getByTestId('node-issues').count()).toBe(0));
		expect(await page.getByTestId('node-not-installed').count()).toBe(0);
		await editor.screenshot('23-example');
	});
});
