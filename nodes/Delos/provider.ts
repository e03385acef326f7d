import { notAccepted } from '../operation/wire';
import type { Provider } from '../operation/model';
import { isObject } from '../operation/model';
import { access } from './access';
import { lists } from './lists';
import { lookups } from './lookups';
import { operations } from './operations';
import { rights } from './rights';

export const delos: Provider = {
	node: 'delos',
	access,
	rights,
	credential: 'delosApi',
	headers: { Accept: 'application/json' },
	probe: {
		docs: 'https://docs.delos.financial/authentication/login',
		paths: () => ['/v2/auth/profile'],
		proves: ({ status, json }) =>
			status === 200 && isObject(json) && isObject(json.item) ? 'Connected to Delos' : undefined,
	},
	refusals: [{ says: /^Unauthorized$/, ...notAccepted(access.name) }],
	lists,
	lookups,
	operations,
};
