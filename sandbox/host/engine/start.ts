import type {
	ICredentialDataDecryptedObject,
	ICredentialsHelper,
	ICredentialType,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	IRun,
	ITaskData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { openCredentials, openVault, type CredentialStore, type Vault } from './credentials';
import { testCredential } from './credentialTest';
import { closeHost, guardNetwork, openCatalogue, openHost, type Catalogue, type Host } from './host';
import { publish, type Published } from './published';
import { resultOf, storedError, type RunResult, type SentResponse } from './result';
import { tablesOf, type Tables } from './tables';
import { openWorkflow, type WorkflowJson } from './workflow';

export interface EngineOptions {
	/** The folder with our package.json and dist. */
	packageRoot: string;
	/** Whether n8n-nodes-base is there too. */
	baseNodes?: boolean;
}

export interface RunOptions {
	/**
	 * Saved into the credential store under their types before the run; types left out are used as they are stored.
	 * Nodes that require one of the types and name no credential of it get it.
	 */
	credentials?: CredentialStore;
	/** Starts at this node with these items as its output; without it at the workflow's trigger, as n8n does. */
	trigger?: { node: string; items: INodeExecutionData[] };
	/** Goes on with a run that waits: with an answer or, without one, as n8n does when the time for it is over. */
	resume?: { paused: RunResult; answer?: INodeExecutionData[] };
	mode?: WorkflowExecuteMode;
	/** n8n's Data Tables; without them, its node for them can't be run. */
	tables?: Tables;
	/** Cancels the execution like n8n's stop button. The run ends when the node under way does. */
	signal?: AbortSignal;
	/** As n8n's Engine 2.0 does it, which refuses credentials that are renewed. */
	isEngine2?: boolean;
	onNodeDone?: (nodeName: string, data: ITaskData) => void;
}

export interface Engine {
	/** Never rejects for what a workflow does: an error comes back in the result. */
	run(workflow: WorkflowJson, options?: RunOptions): Promise<RunResult>;
	/** Saves the data, like the editor, then tests it. */
	testCredential(type: string, data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult>;
	/** Keeps a workflow whose first node is polled, with these credentials for it. */
	publish(workflow: WorkflowJson, credentials: CredentialStore): Published;
	listSearch(
		nodeType: string,
		method: string,
		parameters: INodeParameters,
		credentials: CredentialStore,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
	/** n8n's credential table, by type: what was saved, with the tokens n8n has added since. May be edited. */
	credentialStore: CredentialStore;
	nodeType(fullName: string): INodeType;
	credentialType(name: string): ICredentialType;
	/** n8n's setting N8N_SSRF_PROTECTION_ENABLED, for the process. Gives whether this n8n has it. */
	guardNetwork(isOn: boolean): boolean;
	/** Cancels what runs and removes the temporary folder. */
	stop(): Promise<void>;
}

/** How n8n's RemoteCredentialsHelper refuses a credential. */
const onEngine2 = (helper: ICredentialsHelper, { credentialType }: Catalogue): ICredentialsHelper => {
	const preAuthentication: ICredentialsHelper['preAuthentication'] = async (
		requester,
		credentials,
		type,
		node,
		isExpired,
	) => {
		const isExpirable = credentialType(type).properties.some(({ typeOptions }) => typeOptions?.expirable === true);
		if (!isExpirable) return await helper.preAuthentication(requester, credentials, type, node, isExpired);
		const message = `Engine 2.0 does not support credentials with an expirable property yet (credential type "${type}")`;
		throw Object.assign(new Error(message), { name: 'UnimplementedError' });
	};
	return Object.assign(Object.create(helper) as ICredentialsHelper, { preAuthentication });
};

const notHere = (what: string) => async (): Promise<never> => {
	throw new Error(`${what} is not available in the sandbox`);
};

const additionalDataOf = (host: Host, catalogue: Catalogue, vault: Vault): IWorkflowExecuteAdditionalData => {
	const base = 'http://localhost:5678';
	return {
		credentialsHelper: openCredentials(host, catalogue, vault).helper,
		currentNodeExecutionIndex: 0,
		externalSecretsProxy: new host.core.ExternalSecretsProxy(),
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
		setExecutionStatus: () => undefined,
		sendDataToUI: () => undefined,
		logAiEvent: () => undefined,
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: notHere('A sub-workflow'),
		startRunnerTask: notHere('A task runner, which the Code node needs,'),
	};
};

/** Where and with what to start, so that the trigger's items are what the start node puts out. */
const startOf = (workflow: Workflow, json: WorkflowJson, { trigger, mode = 'manual' }: RunOptions) => {
	const pinned = mode === 'manual' ? json.pinData : undefined;
	if (!trigger) return { pinData: pinned };
	const startNode = workflow.getNode(trigger.node);
	if (!startNode) throw new Error(`The workflow has no node "${trigger.node}"`);
	const type = workflow.nodeTypes.getByNameAndVersion(startNode.type, startNode.typeVersion);
	const startsItself = type.trigger !== undefined || type.poll !== undefined;
	const handsItsInputOn = type.execute === undefined && (startsItself ? mode !== 'manual' : type.webhook !== undefined);
	const data = { main: [trigger.items] };
	const task: ITaskData = { data, startTime: Date.now(), executionTime: 0, executionIndex: 0, source: [] };
	return {
		startNode,
		triggerToStartFrom: { name: startNode.name, data: task },
		// Pinning is n8n's own way to replace what a node puts out.
		pinData: handsItsInputOn ? pinned : { ...pinned, [startNode.name]: trigger.items },
	};
};

/** What n8n has stored of a run that waits. An answer takes the place of the items that the waiting node was given. */
const storedRun = ({ workflow }: Host, { paused, answer }: NonNullable<RunOptions['resume']>) => {
	const stored = workflow.deepCopy(paused.raw.data);
	const [waiting] = stored.executionData?.nodeExecutionStack ?? [];
	if (!stored.waitTill || !waiting) throw new Error('The run does not wait for anything');
	if (answer) waiting.data.main = [answer];
	return stored;
};

const failedRun = ({ workflow }: Host, error: unknown, mode: WorkflowExecuteMode): IRun => {
	const data = workflow.createRunExecutionData();
	data.resultData.error = storedError(error) as unknown as typeof data.resultData.error;
	const now = new Date();
	return { data, mode, startedAt: now, stoppedAt: now, status: 'error', storedAt: 'db' };
};

export const startEngine = async ({ packageRoot, baseNodes = true }: EngineOptions): Promise<Engine> => {
	const host = openHost();
	const catalogue = await openCatalogue(host, packageRoot, baseNodes).catch((error: unknown) => {
		closeHost();
		throw error;
	});
	const { deepCopy } = host.workflow;
	const credentialStore: CredentialStore = {};
	const running = new Map<Promise<IRun>, () => void>();
	let executions = 0;
	let stopped = false;

	const execute = async (json: WorkflowJson, options: RunOptions, responses: SentResponse[]): Promise<IRun> => {
		const { mode = 'manual', signal, onNodeDone } = options;
		const vault = openVault(host, credentialStore, options.credentials);
		const workflow = openWorkflow(host, catalogue, json, (type) => vault.read(type) !== undefined);
		executions += 1;
		const executionId = String(executions);
		const { WorkflowExecute, ExecutionLifecycleHooks } = host.core;
		const hooks = new ExecutionLifecycleHooks(mode, executionId, json as IWorkflowBase);
		hooks.addHandler('sendResponse', (response) => {
			responses.push(response as unknown as SentResponse);
		});
		hooks.addHandler('nodeExecuteAfter', (nodeName, data) => onNodeDone?.(nodeName, data));
		const tables = options.tables && { 'data-table': tablesOf(options.tables) };
		const own = { ...additionalDataOf(host, catalogue, vault), ...tables };
		const additionalData = { ...own, hooks, executionId, workflowId: workflow.id };
		if (options.isEngine2) additionalData.credentialsHelper = onEngine2(additionalData.credentialsHelper, catalogue);
		const start = startOf(workflow, json, deepCopy({ trigger: options.trigger, mode }));
		const execution = options.resume
			? new WorkflowExecute(additionalData, mode, storedRun(host, options.resume)).processRunExecutionData(workflow)
			: new WorkflowExecute(additionalData, mode).run({ workflow, ...start });
		const cancel = () => execution.cancel();
		running.set(execution, cancel);
		signal?.addEventListener('abort', cancel);
		if (signal?.aborted) cancel();
		try {
			return await execution;
		} finally {
			running.delete(execution);
			signal?.removeEventListener('abort', cancel);
		}
	};

	const run: Engine['run'] = async (json, options = {}) => {
		const responses: SentResponse[] = [];
		try {
			return resultOf(await execute(json, options, responses), responses);
		} catch (error) {
			return resultOf(failedRun(host, error, options.mode ?? 'manual'), responses);
		}
	};

	const listSearch: Engine['listSearch'] = async (type, method, parameters, credentials, filter, paginationToken) => {
		const vault = openVault(host, credentialStore, credentials);
		const json = { nodes: [{ name: 'Temp-Node', type, parameters }], connections: {} };
		const workflow = openWorkflow(host, catalogue, json, (name) => vault.read(name) !== undefined);
		const node = workflow.nodes['Temp-Node'];
		const search = catalogue.nodeTypes.getByNameAndVersion(type, node.typeVersion).methods?.listSearch?.[method];
		if (!search) throw new Error(`Node type "${type}" does not have the method "${method}"`);
		const additionalData = additionalDataOf(host, catalogue, vault);
		additionalData.currentNodeParameters = node.parameters;
		const context = new host.core.LoadOptionsContext(workflow, node, additionalData, '');
		return await search.call(context, filter, paginationToken);
	};

	const published: Engine['publish'] = (json, credentials) => {
		const vault = openVault(host, credentialStore, credentials);
		return publish(host, catalogue, json, {
			additionalData: () => additionalDataOf(host, catalogue, vault),
			has: (type) => vault.read(type) !== undefined,
		});
	};

	return {
		run,
		publish: published,
		listSearch,
		credentialStore,
		nodeType: (fullName) => host.workflow.NodeHelpers.getVersionedNodeType(catalogue.nodeType(fullName)),
		credentialType: catalogue.credentialType,
		guardNetwork,
		testCredential: async (type, data) => {
			const vault = openVault(host, credentialStore, { [type]: data });
			const credentials = openCredentials(host, catalogue, vault);
			const additionalData = additionalDataOf(host, catalogue, vault);
			return await testCredential(host, catalogue, credentials, additionalData, type, deepCopy(data));
		},
		stop: async () => {
			for (const cancel of running.values()) cancel();
			await Promise.allSettled(running.keys());
			if (!stopped) closeHost();
			stopped = true;
		},
	};
};
