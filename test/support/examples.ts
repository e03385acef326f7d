import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../sandbox/examples';
import { webhookOf, type CredentialStore, type RunResult } from '../../sandbox/host';
import { engine, sandbox } from './setUp';

/** Of the sandbox of the test that runs. */
export const credentials = (): CredentialStore => ({
	delosApi: {
		baseUrl: sandbox.delos.url,
		authentication: 'login',
		login: 'flow@example.com',
		password: 'sandbox-password',
	},
	clientDirectoryApi: {
		baseUrl: sandbox.clientDirectory.url,
		accessToken: 'sandbox-token',
		clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
	},
	guardhouseApi: { baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	cloudFoundryApi: { baseUrl: sandbox.cloudFoundry.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
});

/** Calls a webhook of an example; the first, unless its node is named. */
export const call = async (
	file: string,
	request: IDataObject,
	{ node, onNodeDone }: { node?: string; onNodeDone?: (name: string) => void } = {},
): Promise<RunResult> => {
	const workflow = readExample(file);
	const result = await engine.run(workflow, {
		credentials: credentials(),
		mode: 'webhook',
		onNodeDone,
		trigger: {
			node: node ?? webhookOf(workflow)?.name ?? '',
			items: [{ json: { headers: {}, params: {}, query: {}, body: {}, ...request } }],
		},
	});
	expect([result.status, result.error?.message]).toEqual(['success', undefined]);
	expect(result.responses).toHaveLength(1);
	return result;
};

/** Posts a body to the webhook of an example and gives back the one response. */
export const post = async (file: string, body: unknown, onNodeDone?: (name: string) => void): Promise<unknown> =>
	(await call(file, { body: body as IDataObject }, { onNodeDone })).responses[0].body;
