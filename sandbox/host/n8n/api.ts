import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { IDataObject, IRunExecutionData } from 'n8n-workflow';
import { webhookOf, type WorkflowJson } from '../engine/workflow';
import { installHost } from '../pinned/install';
import { waitFor } from './process';

/** Who signs in. Made up, like all that is in a sandbox. */
export const owner = {
	email: 'owner@example.com',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: 'Sandbox-password1',
};

export interface StoredCredential {
	id: string;
	name: string;
}

export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

export interface Api {
	/** Creates the owner where there is none yet, and signs in. */
	signIn(): Promise<void>;
	createCredential(type: string, name: string, data: IDataObject): Promise<StoredCredential>;
	/** The button "Test": with what the form holds. */
	testCredential(
		stored: StoredCredential,
		type: string,
		data: IDataObject,
	): Promise<{ status: string; message: string }>;
	/** Imports a workflow and gives its nodes of ours the credentials, by type. Returns its ID. */
	importWorkflow(workflow: WorkflowJson, credentials?: Record<string, StoredCredential>): Promise<string>;
	/** The button "Publish"; resolves when the webhook listens, if it has one. */
	publish(workflowId: string): Promise<void>;
	/** The newest 100, of all workflows unless told otherwise. */
	executions(filter?: { workflowId?: string; status?: string[] }): Promise<Execution[]>;
	/** How many there are of a status. */
	countExecutions(status: string): Promise<number>;
	execution(id: string): Promise<Execution & { data: IRunExecutionData }>;
	/** Any path below /rest. Rejects with n8n's message. */
	request<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** n8n makes a tool of a node under the node's name with 'Tool' at its end, a trigger has 'Trigger' there; our credentials are named after the node. */
const credentialTypeOf = (nodeType: string): string => `${nodeType.replace(/^.*\.|(Tool|Trigger)$/g, '')}Api`;

const withCredentials = (workflow: WorkflowJson, credentials: Record<string, StoredCredential>): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map((node) => {
		const type = credentialTypeOf(node.type);
		return credentials[type] ? { ...node, credentials: { [type]: credentials[type] } } : node;
	}),
});

interface Flatted {
	parse(text: string): IRunExecutionData;
}

export const openApi = (url: string): Api => {
	let cookie = '';

	const request: Api['request'] = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
		const response = await fetch(`${url}/rest${path}`, {
			method,
			// The session is bound to a browser, which this header names.
			headers: { 'content-type': 'application/json', 'browser-id': 'sandbox', cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		const session = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (session) [cookie] = session.split(';');
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`);
		const { data } = JSON.parse(text) as { data: T };
		return data;
	};

	// No further pages: n8n sorts them by start and cuts them by ID, and on workers the two go different ways.
	const listExecutions = async (filter: object, limit: number) => {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		return await request<{ results: Execution[]; count: number }>('GET', `/executions?${query.toString()}`);
	};

	let flatted: Flatted | undefined;
	const execution: Api['execution'] = async (id) => {
		const { data, ...stored } = await request<Execution & { data: string }>('GET', `/executions/${id}`);
		flatted ??= createRequire(join(installHost('n8n'), 'package.json'))('flatted') as Flatted;
		return { ...stored, data: flatted.parse(data) };
	};

	return {
		request,
		signIn: async () => {
			const { showSetupOnFirstLoad } = (
				await request<{ userManagement: { showSetupOnFirstLoad: boolean } }>('GET', '/settings')
			).userManagement;
			if (showSetupOnFirstLoad) await request('POST', '/owner/setup', owner);
			await request('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		},
		createCredential: async (type, name, data) => {
			const { id } = await request<StoredCredential>('POST', '/credentials', { name, type, data });
			return { id, name };
		},
		testCredential: async ({ id, name }, type, data) =>
			await request('POST', '/credentials/test', { credentials: { id, name, type, data } }),
		importWorkflow: async (workflow, credentials = {}) => {
			const { name, nodes, connections, settings } = withCredentials(workflow, credentials);
			// Without data to pin, which the editor always sends, a second step that is executed fails.
			const whole = { name, nodes, connections, settings, pinData: {} };
			const { id } = await request<{ id: string }>('POST', '/workflows', whole);
			return id;
		},
		publish: async (workflowId) => {
			const { versionId, nodes } = await request<{ versionId: string; nodes: WorkflowJson['nodes'] }>(
				'GET',
				`/workflows/${workflowId}`,
			);
			await request('POST', `/workflows/${workflowId}/activate`, { versionId });
			const webhook = webhookOf({ nodes })?.parameters;
			if (!webhook) return;
			// n8n registers it some seconds later. A GET, where only POST is taken, tells without starting anything.
			await waitFor('the webhook to listen', async () => {
				const response = await fetch(`${url}/webhook/${String(webhook.path)}`);
				return response.status !== 404 || (await response.text()).includes('not registered for GET requests');
			});
		},
		executions: async (filter = {}) => (await listExecutions(filter, 100)).results,
		countExecutions: async (status) => (await listExecutions({ status: [status] }, 1)).count,
		execution,
	};
};
