import type { IDataObject } from 'n8n-workflow';

import { wayIn } from './access';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { runNode } from './workflow';

/** Makes users 1 to `count` with these roles all that there are, and gives an item for each. */
export const users = (count: number, roleIds: number[] = [1]): Array<{ userId: number; roleId: number }> => {
	const { state } = sandbox.guardhouse;
	const [first] = state.users;
	state.users = Array.from({ length: count }, (_, index) => ({ ...first, id: index + 1, roleIds }));
	return state.users.map(({ id }) => ({ userId: id, roleId: 1 }));
};

/** Takes role 1 from the user of each item. */
export const unassign = async (items: readonly object[], options: IDataObject, onError?: OnError): Promise<Ran> =>
	await runNode(
		engine,
		'guardhouse',
		{
			...{ resource: 'user', operation: 'unassignRole', userId: '={{ $json.userId }}', roleId: 1 },
			options: { instantLogout: '={{ $json.instantLogout ?? false }}', ...options },
		},
		{ items, credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') }, onError },
	);
