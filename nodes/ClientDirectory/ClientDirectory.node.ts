import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { listsOf, propertiesOf } from '../operation/panel';
import { executor } from '../operation/run';
import { connectionTest } from '../operation/wire';
import { clientDirectory } from './provider';

export class ClientDirectory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Client Directory',
		name: 'clientDirectory',
		icon: { light: 'file:clientDirectory.svg', dark: 'file:clientDirectory.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Add, remove and review the members of departments in a client directory',
		defaults: { name: 'Client Directory' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'clientDirectoryApi', required: true, testedBy: 'clientDirectoryApiTest' }],
		properties: propertiesOf(clientDirectory.operations),
	};

	methods = {
		credentialTest: { clientDirectoryApiTest: connectionTest(clientDirectory) },
		listSearch: listsOf(clientDirectory),
	};

	execute = executor(clientDirectory);
}
