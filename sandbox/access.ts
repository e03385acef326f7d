import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { STATIC_TOKEN } from './provider';
import type { Sandbox } from './start';

/** What a user types into each credential to get at the sandbox. */
export const credentialsFor = (sandbox: Sandbox): Record<string, ICredentialDataDecryptedObject> => ({
	delosApi: {
		baseUrl: sandbox.delos.url,
		authentication: 'login',
		login: 'flow@example.com',
		password: 'sandbox-password',
	},
	clientDirectoryApi: {
		baseUrl: sandbox.clientDirectory.url,
		accessToken: STATIC_TOKEN,
		clientId: sandbox.clientDirectory.state.clients[0].id,
	},
	guardhouseApi: {
		baseUrl: sandbox.guardhouse.url,
		authentication: 'clientCredentials',
		clientId: 'sandbox-client',
		clientSecret: 'sandbox-secret',
	},
	cloudFoundryApi: {
		baseUrl: sandbox.cloudFoundry.url,
		authentication: 'password',
		username: 'admin',
		password: 'sandbox-password',
	},
});
