import type { Provider } from '../operation/model';
import { isObject } from '../operation/model';
import { access } from './access';
import { lists } from './lists';
import { lookups } from './lookups';
import { operations } from './operations';
import { everywhere } from './platformRefusals';
import { rights } from './rights';
import { v3Docs } from './versions';

export const cloudFoundry: Provider = {
	node: 'cloudFoundry',
	access,
	rights,
	credential: 'cloudFoundryApi',
	headers: { Accept: 'application/json' },
	requestId: 'x-vcap-request-id',
	resets: ['x-ratelimit-reset-v2-api', 'x-ratelimit-reset'],
	probe: {
		docs: v3Docs,
		// v3 is missing on old platforms, v2 is switched off on new ones.
		paths: () => ['/v3/organizations?per_page=1', '/v2/organizations?results-per-page=1'],
		proves: ({ status, json }) =>
			status === 200 && isObject(json) && Array.isArray(json.resources) ? 'Connected to Cloud Foundry' : undefined,
	},
	refusals: everywhere,
	lists,
	lookups,
	operations,
};
