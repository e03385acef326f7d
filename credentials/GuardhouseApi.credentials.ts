import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { access } from '../nodes/Guardhouse/access';
import { rights } from '../nodes/Guardhouse/rights';
import { leastRights, planKey } from '../nodes/operation/panel';
import { authenticate, preAuthentication } from '../nodes/operation/wire';

export class GuardhouseApi implements ICredentialType {
	name = 'guardhouseApi';

	displayName = 'Guardhouse API';

	icon: Icon = {
		light: 'file:../nodes/Guardhouse/guardhouse.svg',
		dark: 'file:../nodes/Guardhouse/guardhouse.dark.svg',
	};

	documentationUrl =
		'https://github.com/access-management-nodes/n8n-nodes-access-management/blob/main/docs/guardhouse.md#credentials';

	properties: INodeProperties[] = [
		leastRights(rights),
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://your-tenant.guardhouse.cloud',
			description: 'The address of the tenant, without /api/v1',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'Fetch tokens for a Backend / Service client with System API access',
				},
				{ name: 'Access Token', value: 'accessToken', description: 'Use a token that you have, until it expires' },
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
			description: 'Of a client with System API Access set to Allow',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Guardhouse shows it once, when the client is made',
		},
		{
			displayName: 'Issuer URL',
			name: 'issuerUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://your-tenant.guardhouse.cloud',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Where tokens are fetched, if not at the Base URL',
		},
		{
			displayName: 'Audience',
			name: 'audience',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['clientCredentials'] } },
			description: 'Sent to the token endpoint only if filled in; Guardhouse names no value',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['accessToken'] } },
			description: 'A token with the scope system_api',
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
