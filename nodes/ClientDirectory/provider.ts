import type { IDataObject } from 'n8n-workflow';

import type { Credentials, Provider } from '../operation/model';
import { asId, fieldIn, isObject, isUnreadable, refusedSignIn } from '../operation/model';
import { access } from './access';
import { lists } from './lists';
import { lookups } from './lookups';
import { operations } from './operations';
import { rights } from './rights';

// No endpoint tells who is calling; a client that can't exist still tells a good token from a bad one.
const nobody = '00000000-0000-0000-0000-000000000000';

const clientOf = (credentials: Credentials): string => {
	const clientId = fieldIn(credentials, 'clientId');
	const id = clientId === '' ? '' : asId(clientId);
	if (isUnreadable(id)) throw refusedSignIn(`'Client ID' of the credential ${id.unreadable}`, `${id.remedy}.`);
	return id;
};

/** Whether an error says that a client doesn't exist: that a path doesn't, as where the base URL isn't whole, may be told by the same code. */
const isOfClient = ({ code, message, details }: IDataObject): boolean =>
	code === 'not_found' &&
	((isObject(details) && 'client_id' in details) || (typeof message === 'string' && /\bclient\b/i.test(message)));

export const clientDirectory: Provider = {
	node: 'clientDirectory',
	access,
	rights,
	credential: 'clientDirectoryApi',
	headers: { Accept: 'application/json' },
	probe: {
		docs: 'https://api-docs.amm-scalepad.com',
		paths: (credentials) => [`/clients/${encodeURIComponent(clientOf(credentials) || nobody)}/departments?page_size=1`],
		proves: ({ status, json }, credentials) => {
			if (!isObject(json)) return undefined;
			if (status === 200 && Array.isArray(json.data)) return 'Connected to the client directory';
			const isUnknownClient = status === 404 && isObject(json.error) && isOfClient(json.error);
			return isUnknownClient && clientOf(credentials) === ''
				? "Connected to the client directory. Without 'Client ID', the rights for a client weren't tested"
				: undefined;
		},
	},
	refusals: [],
	lists,
	lookups,
	operations,
};
