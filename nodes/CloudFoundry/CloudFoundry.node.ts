import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf, propertiesOf } from '../operation/panel';
import { executor } from '../operation/run';
import { connectionTest } from '../operation/wire';
import { cloudFoundry } from './provider';

export class CloudFoundry implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloud Foundry',
		name: 'cloudFoundry',
		icon: { light: 'file:cloudFoundry.svg', dark: 'file:cloudFoundry.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: "Grant, revoke and review users' organizations and roles at Cloud Foundry",
		defaults: { name: 'Cloud Foundry' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'cloudFoundryApi', required: true, testedBy: 'cloudFoundryApiTest' }],
		properties: propertiesOf(cloudFoundry.operations),
	};

	methods = {
		credentialTest: { cloudFoundryApiTest: connectionTest(cloudFoundry) },
		listSearch: listsOf(cloudFoundry),
	};

	execute = executor(cloudFoundry);
}
