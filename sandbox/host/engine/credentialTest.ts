import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunction,
	ICredentialTestRequest,
	IDataObject,
	INode,
	INodeCredentialTestResult,
	INodeType,
	INodeTypeDescription,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type { Credentials } from './credentials';
import type { Catalogue, Host } from './host';

type Test = ICredentialTestFunction | { request: ICredentialTestRequest; nodeType?: INodeType };

interface RequestFailure {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

// n8n knows the requests of credential tests by this node's name.
const noOp = {
	name: 'n8n-nodes-base.noOp',
	displayName: 'No Operation',
	version: 1,
	defaults: {},
	inputs: ['main'],
	outputs: ['main'],
} as unknown as INodeTypeDescription;

const tokenTest: ICredentialTestFunction = async ({ data }) => {
	const tokens = data?.oauthTokenData;
	return typeof tokens === 'object' && 'access_token' in tokens
		? { status: 'OK', message: 'OAuth2 credential test succeeded' }
		: failed('OAuth2 credential test failed');
};

const findTest = (catalogue: Catalogue, credentials: Credentials, type: string): Test | undefined => {
	const { test } = catalogue.credentialType(type);
	if (test) return { request: test };
	for (const fullName of catalogue.nodesUsing(type)) {
		const node = catalogue.nodeType(fullName);
		const versions = 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
		for (const nodeType of versions) {
			const use = nodeType.description.credentials?.find(({ name }) => name === type);
			if (use && [type, ...credentials.helper.getParentTypes(type)].includes('oAuth2Api')) return tokenTest;
			const testedBy = use?.testedBy;
			if (testedBy === undefined) continue;
			if (typeof testedBy !== 'string') return { request: testedBy, nodeType };
			const holder = [...versions].reverse().find(({ methods }) => methods?.credentialTest?.[testedBy]);
			return holder?.methods?.credentialTest?.[testedBy];
		}
	}
	return undefined;
};

const valueAt = (data: IDataObject, path: string): unknown =>
	path.split('.').reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], data);

const sendTestRequest = async (
	host: Host,
	{ request: { request, rules }, nodeType }: Exclude<Test, ICredentialTestFunction>,
	credential: ICredentialsDecrypted,
	additionalData: IWorkflowExecuteAdditionalData,
): Promise<INodeCredentialTestResult> => {
	const { ExecuteContext, RoutingNode } = host.core;
	const base = nodeType?.description ?? noOp;
	const { id, name, type } = credential;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: base.name,
		typeVersion: [base.version].flat().at(-1) ?? 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name } },
	};
	const tester: INodeType = {
		description: {
			...base,
			credentials: [{ name: type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
	const nodeTypes = { getByName: () => tester, getByNameAndVersion: () => tester, getKnownTypes: () => ({}) };
	const workflow = new host.workflow.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		host.workflow.createRunExecutionData(),
		0,
		[],
		input,
		{ node, data: {}, source: null },
		[],
	);
	try {
		const response = await new RoutingNode(context, tester, credential).runNode();
		const body = response?.[0]?.[0]?.json ?? {};
		for (const rule of rules ?? []) {
			if (rule.type === 'responseSuccessBody' && valueAt(body, rule.properties.key) === rule.properties.value) {
				return failed(rule.properties.message);
			}
		}
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, cause } = error as RequestFailure;
		if (!cause?.response) return failed(cause?.code ?? message);
		const { status, statusText } = cause.response;
		const rule = rules?.find((one) => one.type === 'responseCode' && one.properties.value === status);
		return failed(rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`));
	}
};

export const testCredential = async (
	host: Host,
	catalogue: Catalogue,
	credentials: Credentials,
	additionalData: IWorkflowExecuteAdditionalData,
	type: string,
	stored: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> => {
	const test = findTest(catalogue, credentials, type);
	if (!test) return failed('No testing function found for this credential.');
	const credential: ICredentialsDecrypted = { id: type, name: type, type };
	try {
		credential.data = await credentials.complete(additionalData, stored, type, 'internal');
	} catch (error) {
		return failed((error as Error).message);
	}
	if (typeof test !== 'function') return await sendTestRequest(host, test, credential, additionalData);
	return await test.call(new host.core.CredentialTestContext(additionalData), credential);
};
