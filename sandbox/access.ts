import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { STATIC_TOKEN } from './provider';
import type { Sandbox } from './start';

export interface WayIn {
	/** The credential's type. */
	type: string;
	/** The node that takes it, as n8n shows it. */
	node: string;
	/** What 'Authentication' is set to, where the form has it. */
	way?: string;
	/** What a user types into the form. */
	data: ICredentialDataDecryptedObject;
}

const client = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };
const password = 'sandbox-password';
const accessToken = STATIC_TOKEN;

/** Every way to sign in at the sandbox; the first of each credential is the one that is saved in n8n. */
export const waysIn = ({ delos, clientDirectory, guardhouse, cloudFoundry }: Sandbox): WayIn[] => {
	const ways = (type: string, node: string, baseUrl: string, own: Array<[way: string | undefined, fields: object]>) =>
		own.map(([way, fields]) => ({ type, node, way, data: { baseUrl, ...fields } }));
	const token: [string, object] = ['Access Token', { authentication: 'accessToken', accessToken }];
	const clientCredentials: [string, object] = [
		'Client Credentials',
		{ authentication: 'clientCredentials', ...client },
	];
	return [
		...ways('delosApi', 'Delos Financial', delos.url, [
			['Login', { authentication: 'login', login: 'flow@example.com', password }],
			token,
		]),
		...ways('clientDirectoryApi', 'Client Directory', clientDirectory.url, [
			[undefined, { accessToken, clientId: clientDirectory.state.clients[0].id }],
		]),
		...ways('guardhouseApi', 'Guardhouse', guardhouse.url, [clientCredentials, token]),
		...ways('cloudFoundryApi', 'Cloud Foundry', cloudFoundry.url, [
			['Password', { authentication: 'password', username: 'admin', password }],
			clientCredentials,
			token,
		]),
	];
};

/** What a user types into each credential to get at the sandbox. */
export const credentialsFor = (sandbox: Sandbox): Record<string, ICredentialDataDecryptedObject> =>
	Object.fromEntries(
		waysIn(sandbox)
			.reverse()
			.map(({ type, data }) => [type, data]),
	);
