import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { access } from '../nodes/Delos/access';
import { rights } from '../nodes/Delos/rights';
import { leastRights, planKey } from '../nodes/operation/panel';
import { authenticate, preAuthentication } from '../nodes/operation/wire';

export class DelosApi implements ICredentialType {
	name = 'delosApi';

	displayName = 'Delos Financial API';

	icon: Icon = { light: 'file:../nodes/Delos/delos.svg', dark: 'file:../nodes/Delos/delos.dark.svg' };

	documentationUrl =
		'https://github.com/access-management-nodes/n8n-nodes-access-management/blob/main/docs/delos-financial.md#credentials';

	properties: INodeProperties[] = [
		leastRights(rights),
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://stagep.tst-apidmndelss.com',
			description: 'The address of the API, without /v2',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Login',
					value: 'login',
					description: 'Sign in with login and password, and again when the session ends',
				},
				{ name: 'Access Token', value: 'accessToken', description: 'Use a token that you have, until it expires' },
			],
			default: 'login',
		},
		{
			displayName: 'Login',
			name: 'login',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. john.smith',
			displayOptions: { show: { authentication: ['login'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['login'] } },
			description: 'Of an account without a second factor: a workflow cannot enter the code',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['accessToken'] } },
			description: 'The JWT of a session at Delos',
		},
		{
			displayName: 'Header Format',
			name: 'headerFormat',
			type: 'options',
			options: [
				{
					name: 'Bearer',
					value: 'bearer',
					description: 'Authorization: Bearer and the token, as most of the documentation says',
				},
				{
					name: 'Raw',
					value: 'raw',
					description: 'Authorization: the token alone, as in one sample of the documentation',
				},
			],
			default: 'bearer',
			description: 'How to send the token',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		planKey,
	];

	preAuthentication = preAuthentication(access);

	authenticate = authenticate(access);
}
