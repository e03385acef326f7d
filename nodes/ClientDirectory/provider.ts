import type { Credentials } from '../operation/access';
import { isObject } from '../operation/answer';
import type { Provider } from '../operation/provider';
import { access } from './access';
import { lists } from './lists';
import { operations } from './operations';

// No endpoint tells who is calling; a client that can't exist still tells a good token from a bad one.
const nobody = '00000000-0000-0000-0000-000000000000';

const clientOf = ({ clientId }: Credentials): string => (typeof clientId === 'string' ? clientId.trim() : '');

export const clientDirectory: Provider = {
	access,
	credential: 'clientDirectoryApi',
	headers: { Accept: 'application/json' },
	probe: {
		docs: 'https://api-docs.amm-scalepad.com',
		paths: (credentials) => [`/clients/${encodeURIComponent(clientOf(credentials) || nobody)}/departments?page_size=1`],
		proves: ({ status, json }, credentials) => {
			if (!isObject(json)) return undefined;
			if (status === 200 && Array.isArray(json.data)) return 'Connected to the client directory';
			const refusedByApi = (status === 403 || status === 404) && isObject(json.error);
			return refusedByApi && clientOf(credentials) === ''
				? "The client directory accepted the token; fill in 'Client ID' to test the rights for a client too"
				: undefined;
		},
	},
	refusals: [],
	lists,
	operations,
};
