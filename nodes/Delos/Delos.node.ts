import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { connectionTest } from '../operation/connectionTest';
import { executor } from '../operation/execute';
import { propertiesOf } from '../operation/properties';
import { listsOf } from '../operation/search';
import { delos } from './provider';

export class Delos implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Delos Financial',
		name: 'delos',
		icon: { light: 'file:delos.svg', dark: 'file:delos.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: "Grant and revoke users' access to clients at Delos Financial",
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
