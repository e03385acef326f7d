import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	IDataObject,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeParameters,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Catalogue, Host } from './host';

export type CredentialStore = Record<string, ICredentialDataDecryptedObject>;

export interface Vault {
	read(type: string): ICredentialDataDecryptedObject | undefined;
	write(type: string, data: ICredentialDataDecryptedObject): void;
}

export interface Credentials {
	helper: ICredentialsHelper;
	/** Fills in defaults and resolves expressions, as n8n does between decrypting a credential and handing it out. */
	complete(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject>;
}

/**
 * Saves `given` into the store and returns what one run sees of it. A run keeps the very records it was given, so that
 * runs side by side can use different credentials of one type; everything else it reads and writes in the store.
 */
export const openVault = (host: Host, store: CredentialStore, given: CredentialStore = {}): Vault => {
	const own = host.workflow.deepCopy(given);
	Object.assign(store, own);
	return {
		read: (type) => own[type] ?? store[type],
		write: (type, data) => {
			const copy = host.workflow.deepCopy(data);
			if (!own[type]) {
				store[type] = copy;
				return;
			}
			for (const key of Object.keys(own[type])) delete own[type][key];
			Object.assign(own[type], copy);
		},
	};
};

const credentialFields = (catalogue: Catalogue, host: Host, type: string): INodeProperties[] => {
	const { extends: parents, properties } = catalogue.credentialType(type);
	if (parents === undefined) {
		if (type !== 'oAuth1Api' && type !== 'oAuth2Api') return properties;
		const tokens: INodeProperties = {
			displayName: 'oauthTokenData',
			name: 'oauthTokenData',
			type: 'json',
			default: {},
		};
		return [...properties, tokens];
	}
	const merged: INodeProperties[] = [];
	for (const parent of parents) {
		host.workflow.NodeHelpers.mergeNodeProperties(merged, credentialFields(catalogue, host, parent));
	}
	host.workflow.NodeHelpers.mergeNodeProperties(merged, properties);
	return merged;
};

const parentTypes = (catalogue: Catalogue, type: string): string[] => {
	const parents = catalogue.credentialType(type).extends ?? [];
	return parents.flatMap((parent) => [parent, ...parentTypes(catalogue, parent)]);
};

const domainsRespected = (
	host: Host,
	requester: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (options: IHttpRequestOptions) => {
			// Older versions of n8n don't limit these requests.
			const allowedDomains = host.workflow.getCredentialOwnRequestAllowedDomains?.(credentials);
			const request = allowedDomains === undefined ? options : { ...options, allowedDomains };
			return (await requester.helpers.httpRequest(request)) as unknown;
		},
	},
});

const resolved = (value: string, $credentials: IDataObject, workflow: Workflow, node: INode): string => {
	if (!value.startsWith('=')) return value;
	const keys = { $credentials };
	return workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '')?.toString() ?? '';
};

const mockNode: INode = { id: '', name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };

export const openCredentials = (host: Host, catalogue: Catalogue, vault: Vault): Credentials => {
	const { NodeHelpers, Workflow, deepCopy } = host.workflow;

	const stored = (type: string, id: string | null): ICredentialDataDecryptedObject => {
		const data = vault.read(type);
		if (!data) throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
		return deepCopy(data);
	};

	const complete: Credentials['complete'] = async (additionalData, data, type, mode, executeData, values) => {
		const properties = credentialFields(catalogue, host, type);
		const filled = (NodeHelpers.getNodeParameters(
			properties,
			deepCopy(data) as INodeParameters,
			true,
			false,
			null,
			null,
		) ?? {}) as ICredentialDataDecryptedObject;
		// These are no declared fields, so filling in the defaults has dropped them.
		for (const key of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (filled[key] === undefined && data[key] !== undefined) filled[key] = data[key];
		}
		const keys = host.core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const parameters = filled as INodeParameters;
		if (values) {
			return values.workflow.expression.getParameterValue(
				parameters,
				values.runExecutionData,
				values.runIndex,
				values.itemIndex,
				values.node.name,
				values.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				filled,
			) as ICredentialDataDecryptedObject;
		}
		const empty = { description: { properties: [] as INodeProperties[] } };
		const workflow = new Workflow({
			nodes: [mockNode],
			connections: {},
			active: false,
			nodeTypes: { getByName: () => empty, getByNameAndVersion: () => empty, getKnownTypes: () => ({}) } as never,
		});
		// Older versions of n8n have no isolates.
		await workflow.expression.acquireIsolate?.();
		try {
			return workflow.expression.getComplexParameterValue(
				mockNode,
				parameters,
				mode,
				keys,
				undefined,
				undefined,
				filled,
			) as ICredentialDataDecryptedObject;
		} finally {
			await workflow.expression.releaseIsolate?.();
		}
	};

	const helper: ICredentialsHelper = {
		getParentTypes: (type) => parentTypes(catalogue, type),
		getCredentialsProperties: (type) => credentialFields(catalogue, host, type),
		isCredentialUsableByNode: (type, nodeType) =>
			!catalogue.credentialType(type).restrictToSupportedNodes || catalogue.nodesUsing(type).includes(nodeType),

		getCredentials: async ({ id, name }, type) => {
			const credentials = new host.core.Credentials({ id, name }, type);
			await credentials.setData(stored(type, id));
			return credentials;
		},
		getDecrypted: async (additionalData, { id }, type, mode, executeData, raw, values) => {
			const data = stored(type, id);
			return raw === true ? data : await complete(additionalData, data, type, mode, executeData, values);
		},
		updateCredentials: async (_details, type, data) => vault.write(type, data),
		updateCredentialsOauthTokenData: async ({ id }, type, { oauthTokenData }) =>
			vault.write(type, { ...stored(type, id), oauthTokenData }),

		authenticate: async (credentials, type, incoming, workflow, node) => {
			const { authenticate } = catalogue.credentialType(type);
			const request = incoming as IHttpRequestOptions;
			if (typeof authenticate === 'function') return await authenticate(credentials, request);
			if (authenticate === undefined) return request;
			if (!workflow || !node) throw new Error('Workflow and node are required for declarative authentication');
			request.headers ??= {};
			const parts = request as unknown as Record<string, IDataObject | undefined>;
			for (const [part, values] of Object.entries(authenticate.properties)) {
				for (const [key, value] of Object.entries(values as Record<string, string>)) {
					const target = (parts[part] ??= {});
					target[resolved(key, credentials, workflow, node)] = resolved(value, credentials, workflow, node);
				}
			}
			return request;
		},

		preAuthentication: async (requester, credentials, type, node, expired) => {
			const { properties, preAuthentication } = catalogue.credentialType(type);
			const token = properties.find((field) => field.type === 'hidden' && field.typeOptions?.expirable === true)?.name;
			if (token === undefined || preAuthentication === undefined) return undefined;
			// How n8n recognises the request of a credential test, for which it always fetches a new token.
			const testing = node.parameters?.temp === '' && node.type === 'n8n-nodes-base.noOp';
			if (credentials[token] !== '' && !expired && !testing) return undefined;
			const output = (await preAuthentication.call(
				domainsRespected(host, requester, credentials),
				credentials,
			)) as ICredentialDataDecryptedObject;
			const details = node.credentials?.[type];
			if (output[token] === undefined || !details) return undefined;
			const kept = stored(type, details.id);
			for (const [key, value] of Object.entries(output)) {
				const before = kept[key];
				if (key === token || typeof before !== 'string' || !before.startsWith('=')) kept[key] = value;
			}
			vault.write(type, kept);
			return Object.assign(credentials, output);
		},
		runPreAuthentication: async (requester, credentials, type) => {
			const { preAuthentication } = catalogue.credentialType(type);
			if (preAuthentication === undefined) return undefined;
			const limited = domainsRespected(host, requester, credentials);
			return (await preAuthentication.call(limited, credentials)) as ICredentialDataDecryptedObject | undefined;
		},
	};

	return { helper, complete };
};
