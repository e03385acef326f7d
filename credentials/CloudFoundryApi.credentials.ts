import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { access } from '../nodes/CloudFoundry/access';
import { rights } from '../nodes/CloudFoundry/rights';
import { leastRights, planKey } from '../nodes/operation/panel';
import { authenticate, preAuthentication } from '../nodes/operation/wire';

export class CloudFoundryApi implements ICredentialType {
	name = 'cloudFoundryApi';

	displayName = 'Cloud Foundry API';

	icon: Icon = {
		light: 'file:../nodes/CloudFoundry/cloudFoundry.svg',
		dark: 'file:../nodes/CloudFoundry/cloudFoundry.dark.svg',
	};

	documentationUrl =
		'https://github.com/access-management-nodes/n8n-nodes-access-management/blob/main/docs/cloud-foundry.md#credentials';

	properties: INodeProperties[] = [
		leastRights(rights),
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com',
			description: "The address of the API, which 'cf api' prints, without /v2 or /v3",
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'Fetch tokens for a UAA client, whose authorities are the scopes of its tokens',
				},
				{ name: 'Password', value: 'password', description: 'Fetch tokens for a user, as the cf command line does' },
				{
					name: 'Access Token',
					value: 'accessToken',
					description: "Use a token that you have, such as from 'cf oauth-token'; it lasts about 20 minutes",
				},
			],
			default: 'clientCredentials',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Of a UAA client',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
			description: 'Of a user without single sign-on',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Origin',
			name: 'origin',
			type: 'string',
			default: '',
			placeholder: 'e.g. ldap',
			displayOptions: { show: { authentication: ['password'] } },
			description:
				"The identity provider that knows the user, as in 'cf login --origin'; left empty, the UAA chooses it",
		},
		{
			displayName: 'UAA URL',
			name: 'uaaUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://uaa.example.com',
			displayOptions: { show: { authentication: ['clientCredentials', 'password'] } },
			description: 'Where tokens are fetched; left empty, the API is asked for it',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['accessToken'] } },
			description: "What 'cf oauth-token' prints",
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
