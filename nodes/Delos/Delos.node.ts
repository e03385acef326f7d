import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf, propertiesOf } from '../operation/panel';
import { executor } from '../operation/run';
import { connectionTest } from '../operation/wire';
import { delos } from './provider';

export class Delos implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delos Financial',
		name: 'delos',
		icon: { light: 'file:delos.svg', dark: 'file:delos.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: "Grant, revoke and review users' access to clients at Delos Financial",
		defaults: { name: 'Delos Financial' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'delosApi', required: true, testedBy: 'delosApiTest' }],
		properties: propertiesOf(delos.operations),
	};

	methods = { credentialTest: { delosApiTest: connectionTest(delos) }, listSearch: listsOf(delos) };

	execute = executor(delos);
}
