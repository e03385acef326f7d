import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf } from '../operation/panel';
import { poller, watchPropertiesOf, watchTexts } from '../operation/watch';
import { connectionTest } from '../operation/wire';
import { clientDirectory } from './provider';

export class ClientDirectoryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Client Directory Trigger',
		name: 'clientDirectoryTrigger',
		icon: { light: 'file:clientDirectory.svg', dark: 'file:clientDirectory.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		// The list of nodes shows it for both of the provider's nodes.
		description:
			'Add, remove and review the members of departments in a client directory, and start workflows when somebody joins or leaves one',
		eventTriggerDescription: 'On access changed',
		defaults: { name: 'Client Directory Trigger' },
		activationMessage: watchTexts.activationMessage,
		triggerPanel: watchTexts.triggerPanel,
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'clientDirectoryApi', required: true, testedBy: 'clientDirectoryApiTest' }],
		properties: watchPropertiesOf(clientDirectory),
	};

	methods = {
		credentialTest: { clientDirectoryApiTest: connectionTest(clientDirectory) },
		listSearch: listsOf(clientDirectory),
	};

	poll = poller(clientDirectory);
}
