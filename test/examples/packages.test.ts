import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../../sandbox';
import { credentialsFor } from '../../sandbox/access';
import { readExample } from '../../sandbox/examples';
import { startEngine, webhookOf, type Engine, type RunResult, type WorkflowJson } from '../../sandbox/host';
import { providerPackages, root } from '../../scripts';
import { packageName } from '../support/workflow';
import { jiraChange, jiraIssue, serviceNowItem } from './bodies';

const john = 'john.smith@example.com';
const maria = 'maria.garcia@example.com';
const clientId = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';

/** What each is given; what has no webhook runs until somebody is asked, and those that need n8n's tables where there are some. */
const packages: Record<string, { node: string; examples: Record<string, object | null> }> = {
	'n8n-nodes-client-directory': {
		node: 'clientDirectory',
		examples: { 'bulk-clean-up.json': { clientId, csv: `department,username\nEngineering,${john}\n` } },
	},
	'n8n-nodes-cloudfoundry-access': {
		node: 'cloudFoundry',
		examples: {
			'jira-webhook.json': jiraIssue({ customfield_10050: john, customfield_10051: 'data-platform' }, [
				jiraChange('status', 'Open', 'Approved'),
			]),
			'remove-from-organization.json': { username: john, organization: 'data-platform' },
		},
	},
	'n8n-nodes-delos-financial': {
		node: 'delos',
		examples: {
			'onboarding.json': { userId: 'user_mia_chen', clients: [{ clientId: 'cust_alpine', owner: true }] },
			'unbind-client.json': { email: john, client: 'Northwind Trading' },
		},
	},
	'n8n-nodes-guardhouse': {
		node: 'guardhouse',
		examples: {
			'access-outside-the-flow.json': null,
			'access-review-everybody.json': null,
			'access-review.json': null,
			'break-glass.json': null,
			'servicenow-request.json': serviceNowItem({ user_email: maria, role: 'Administrator' }),
			'time-boxed-access.json': null,
			'unassign-role.json': { email: maria, role: 'Administrator' },
		},
	},
};
const names = Object.keys(packages);
const folderOf = (name: string) => join(root, 'packages', name);
const exampleIn = (name: string, file: string) =>
	JSON.parse(readFileSync(join(folderOf(name), 'examples', file), 'utf8')) as WorkflowJson;

it('each package for one provider has some', () => {
	expect(providerPackages.map((folder) => folder.split('/').at(-1)).sort()).toEqual(names);
	for (const name of names)
		expect([name, readdirSync(join(folderOf(name), 'examples')).sort()]).toEqual([
			name,
			Object.keys(packages[name].examples),
		]);
});

describe.each(names)('beside nothing but %s', (name) => {
	const { node, examples } = packages[name];
	let engine: Engine;
	let sandbox: Sandbox;
	beforeAll(async () => {
		engine = await startEngine({ packageRoot: folderOf(name) });
	});
	afterAll(async () => await engine.stop());
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => await sandbox.close());

	const run = async (
		workflow: WorkflowJson,
		body: object | null,
		first?: { node: string; json: object },
	): Promise<RunResult> => {
		const trigger = webhookOf(workflow);
		const { credentials, ...given } = {
			credentials: credentialsFor(sandbox),
			headers: {},
			params: {},
			query: {},
			body,
		};
		const own = Object.fromEntries(Object.entries(credentials).filter(([type]) => type === `${node}Api`));
		return await engine.run(workflow, {
			credentials: own as never,
			...(first && { trigger: { node: first.node, items: [{ json: first.json as never }] } }),
			...(trigger && body && { mode: 'webhook', trigger: { node: trigger.name, items: [{ json: given as never }] } }),
		});
	};

	it('lists each in its README', () => {
		const readme = readFileSync(join(folderOf(name), 'README.md'), 'utf8');
		for (const file of Object.keys(examples))
			expect(readme).toContain(`- [${exampleIn(name, file).name}](https://github.com/access-management-nodes/`);
		expect(readme.match(/\/examples\/[\w-]+\.json\)/g)).toEqual(
			Object.keys(examples).map((file) => `/examples/${file})`),
		);
	});

	it('knows no node of the others', () => {
		for (const other of [packageName, ...names.filter((one) => one !== name)])
			expect(() => engine.nodeType(`${other}.${packages[other]?.node ?? node}`)).toThrow(/Unrecognized node type/);
	});

	it.each(Object.keys(examples))('%s is the one for all but for its node, and has no node that is missing', (file) => {
		const workflow = exampleIn(name, file);
		const all = readExample(file);
		const isWatching = file === 'access-outside-the-flow.json';
		const owned = isWatching ? [`${node}Trigger`, node] : [node];
		const nodes = all.nodes.map((one) => {
			const [from, type] = one.type.split(/\.(?=\w+$)/);
			return from === packageName && owned.includes(type) ? { ...one, type: `${name}.${type}` } : one;
		});
		expect(workflow).toEqual({ ...all, nodes });
		const types = [...new Set(workflow.nodes.map(({ type }) => type))];
		expect(types.filter((type) => !type.startsWith('n8n-nodes-base.'))).toEqual(owned.map((type) => `${name}.${type}`));
		for (const { type, typeVersion } of workflow.nodes)
			expect([type, [engine.nodeType(type).description.version].flat()]).toEqual([
				type,
				expect.arrayContaining([typeVersion]),
			]);
	});

	const given = Object.entries(examples).filter(([, body]) => body !== null);
	it.each(given)('%s runs', async (file, body) => {
		const { status, error, responses } = await run(exampleIn(name, file), body);
		expect([status, error?.message]).toEqual(['success', undefined]);
		expect(responses.map((response) => response.body)).toEqual([expect.objectContaining({ status: 'done' })]);
	});

	/** What its first node puts out; nothing where it needs nothing from there. */
	const begun: Record<string, { node: string; json: object } | undefined> = {
		'access-outside-the-flow.json': {
			node: 'Guardhouse Trigger',
			json: { event: 'granted', userId: 102, userEmail: maria, roleId: 1, roleName: 'Administrator' },
		},
		'access-review-everybody.json': { node: 'Open the review', json: { Roles: 'Administrator' } },
		'access-review.json': undefined,
	};
	const asking = Object.keys(examples).filter((file) => file in begun);
	if (asking.length > 0)
		it.each(asking)('%s runs, until somebody is asked', async (file) => {
			const first = begun[file];
			const { status, error } = await run(exampleIn(name, file), null, first);
			expect([status, error?.message]).toEqual(['waiting', undefined]);
		});
});
