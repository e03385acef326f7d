import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { access } from '../nodes/ClientDirectory/access';
import { rights } from '../nodes/ClientDirectory/rights';
import { leastRights, planKey } from '../nodes/operation/panel';
import { authenticate } from '../nodes/operation/wire';

export class ClientDirectoryApi implements ICredentialType {
	name = 'clientDirectoryApi';

	displayName = 'Client Directory API';

	icon: Icon = {
		light: 'file:../nodes/ClientDirectory/clientDirectory.svg',
		dark: 'file:../nodes/ClientDirectory/clientDirectory.dark.svg',
	};

	documentationUrl =
		'https://github.com/access-management-nodes/n8n-nodes-access-management/blob/main/docs/client-directory.md#credentials';

	properties: INodeProperties[] = [
		leastRights(rights),
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://api.example.com/v2',
			description: 'The address of the API, including its version',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The API token that the provider issued',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			placeholder: 'e.g. aa7cf840-9ca9-46a3-9778-9015d6580d50',
			description:
				"The client organization that a node goes by whose own Client ID is left empty, and that the connection test looks up. Without it the test can't tell the rights for a client.",
		},
		planKey,
	];

	authenticate = authenticate(access);
}
