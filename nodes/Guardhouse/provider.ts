import type { Provider } from '../operation/model';
import { isObject } from '../operation/model';
import { access } from './access';
import { lists } from './lists';
import { lookups } from './lookups';
import { operations } from './operations';
import { rights } from './rights';

export const guardhouse: Provider = {
	node: 'guardhouse',
	access,
	rights,
	credential: 'guardhouseApi',
	headers: { Accept: 'application/json' },
	probe: {
		docs: 'https://guardhouse.cloud/docs/api/endpoints/users/get-users',
		paths: () => ['/api/v1/users?offset=0&pageSize=1'],
		proves: ({ status, json }) =>
			status === 200 && isObject(json) && Array.isArray(json.users) ? 'Connected to Guardhouse' : undefined,
	},
	refusals: [
		{
			status: 403,
			message: "Guardhouse doesn't let this client use the System API",
			description: "In Guardhouse, open the client's details and set Danger Zone › System API Access to Allow.",
		},
	],
	lists,
	lookups,
	operations,
};
