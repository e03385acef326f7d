import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf } from '../operation/panel';
import { poller, watchPropertiesOf, watchTexts } from '../operation/watch';
import { connectionTest } from '../operation/wire';
import { cloudFoundry } from './provider';

export class CloudFoundryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloud Foundry Trigger',
		name: 'cloudFoundryTrigger',
		icon: { light: 'file:cloudFoundry.svg', dark: 'file:cloudFoundry.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		// The list of nodes shows it for both of the provider's nodes.
		description:
			"Grant, revoke and review users' organizations and roles at Cloud Foundry, and start workflows when somebody gets or loses one",
		eventTriggerDescription: 'On access changed',
		defaults: { name: 'Cloud Foundry Trigger' },
		activationMessage: watchTexts.activationMessage,
		triggerPanel: watchTexts.triggerPanel,
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'cloudFoundryApi', required: true, testedBy: 'cloudFoundryApiTest' }],
		properties: watchPropertiesOf(cloudFoundry),
	};

	methods = {
		credentialTest: { cloudFoundryApiTest: connectionTest(cloudFoundry) },
		listSearch: listsOf(cloudFoundry),
	};

	poll = poller(cloudFoundry);
}
