import type { Credentials, Provider } from '../operation/model';
import { asId, fieldIn, isObject, isUnreadable, refusedSignIn } from '../operation/model';
import { access } from './access';
import { lists } from './lists';
import { lookups } from './lookups';
import { operations } from './operations';

// No endpoint tells who is calling; a client that can't exist still tells a good token from a bad one.
const nobody = '00000000-0000-0000-0000-000000000000';

const clientOf = (credentials: Credentials): string => {
	const clientId = fieldIn(credentials, 'clientId');
	const id = clientId === '' ? '' : asId(clientId);
	if (isUnreadable(id)) throw refusedSignIn(`'Client ID' of the credential ${id.unreadable}`, `${id.remedy}.`);
	return id;
};

export const clientDirectory: Provider = {
	node: 'clientDirectory',
	access,
	credential: 'clientDirectoryApi',
	headers: { Accept: 'application/json' },
	probe: {
		docs: 'https://api-docs.amm-scalepad.com',
		paths: (credentials) => [`/clients/${encodeURIComponent(clientOf(credentials) || nobody)}/departments?page_size=1`],
		proves: ({ status, json }, credentials) => {
			if (!isObject(json)) return undefined;
			if (status === 200 && Array.isArray(json.data)) return 'Connected to the client directory';
			// The API's own words for a client that doesn't exist; a gateway has others for a path that doesn't.
			const unknownClient = status === 404 && isObject(json.error) && json.error.code === 'not_found';
			return unknownClient && clientOf(credentials) === ''
				? "The client directory didn't refuse the token; fill in 'Client ID' to be sure, and to test the rights for a client"
				: undefined;
		},
	},
	refusals: [],
	lists,
	lookups,
	operations,
};
