import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf } from '../operation/panel';
import { poller, watchPropertiesOf, watchTexts } from '../operation/watch';
import { connectionTest } from '../operation/wire';
import { guardhouse } from './provider';

export class GuardhouseTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Guardhouse Trigger',
		name: 'guardhouseTrigger',
		icon: { light: 'file:guardhouse.svg', dark: 'file:guardhouse.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		// The list of nodes shows it for both of the provider's nodes.
		description:
			"Grant, revoke and review users' roles at Guardhouse, and start workflows when somebody gets or loses one",
		eventTriggerDescription: 'On access changed',
		defaults: { name: 'Guardhouse Trigger' },
		activationMessage: watchTexts.activationMessage,
		triggerPanel: watchTexts.triggerPanel,
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'guardhouseApi', required: true, testedBy: 'guardhouseApiTest' }],
		properties: watchPropertiesOf(guardhouse),
	};

	methods = { credentialTest: { guardhouseApiTest: connectionTest(guardhouse) }, listSearch: listsOf(guardhouse) };

	poll = poller(guardhouse);
}
