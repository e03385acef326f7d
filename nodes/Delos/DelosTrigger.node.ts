import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf } from '../operation/panel';
import { poller, watchPropertiesOf, watchTexts } from '../operation/watch';
import { connectionTest } from '../operation/wire';
import { delos } from './provider';

export class DelosTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delos Financial Trigger',
		name: 'delosTrigger',
		icon: { light: 'file:delos.svg', dark: 'file:delos.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		// The list of nodes shows it for both of the provider's nodes.
		description:
			"Grant, revoke and review users' access to clients at Delos Financial, and start workflows when somebody gets or loses it",
		eventTriggerDescription: 'On access changed',
		defaults: { name: 'Delos Financial Trigger' },
		activationMessage: watchTexts.activationMessage,
		triggerPanel: watchTexts.triggerPanel,
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'delosApi', required: true, testedBy: 'delosApiTest' }],
		properties: watchPropertiesOf(delos),
	};

	methods = { credentialTest: { delosApiTest: connectionTest(delos) }, listSearch: listsOf(delos) };

	poll = poller(delos);
}
