import type { IDataObject } from 'n8n-workflow';

import { wayIn } from './access';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { locator, runNode } from './workflow';

export const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
export const department = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
/** Members of the department, and an ID that nobody has. */
export const [ada, bob] = ['a1d97031-04e2-4907-a249-093f7436207b', 'b2e08142-15f3-5018-b350-104g8547318c'];
export const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Makes these all users that there are, and members of the department. */
export const fillDepartment = (ids: readonly string[]): void => {
	const { state } = sandbox.clientDirectory;
	const [someone] = state.users;
	state.users = ids.map((id) => ({ ...someone, id, department_ids: [department] }));
};

export const membersLeft = (): number =>
	sandbox.clientDirectory.state.users.filter(({ department_ids }) => department_ids.includes(department)).length;

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
