import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf, propertiesOf } from '../operation/panel';
import { executor } from '../operation/run';
import { connectionTest } from '../operation/wire';
import { guardhouse } from './provider';

export class Guardhouse implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Guardhouse',
		name: 'guardhouse',
		icon: { light: 'file:guardhouse.svg', dark: 'file:guardhouse.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: "Grant, revoke and review users' roles at Guardhouse",
		defaults: { name: 'Guardhouse' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'guardhouseApi', required: true, testedBy: 'guardhouseApiTest' }],
		properties: propertiesOf(guardhouse.operations),
	};

	methods = { credentialTest: { guardhouseApiTest: connectionTest(guardhouse) }, listSearch: listsOf(guardhouse) };

	execute = executor(guardhouse);
}
