import type { IDataObject } from 'n8n-workflow';

import { wayIn } from './access';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { locator, runNode } from './workflow';

export const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
export const department = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';

/** Removes the `userIds` of each item, from its `departmentId` if it has one. */
export const removeMembers = async (
	items: readonly object[],
	options: IDataObject = {},
	onError?: OnError,
	signal?: AbortSignal,
): Promise<Ran> =>
	await runNode(
		engine,
		'clientDirectory',
		{
			resource: 'department',
			operation: 'removeMembers',
			clientId: client,
			departmentId: locator(`={{ $json.departmentId ?? '${department}' }}`),
			userIds: '={{ $json.userIds }}',
			options,
		},
		{ items, onError, signal, credentials: { clientDirectoryApi: wayIn(sandbox, 'clientDirectoryApi') } },
	);
