import type { Lookup } from '../operation/model';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllClients } from './operations/getAllClients';
import { isAddress } from './parameters';
import { clientIdIn, userIdIn } from './reads';
import { isNobody } from './refusals';

const isShown = (value: unknown): boolean => value !== undefined && value !== null;

/** The pages show neither the email in a user nor the name in a client, nor whether their filters ignore case. */
export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		unshown: { filter: 'email', shows: ({ email }) => isShown(email) },
		id: userIdIn,
		// Logins are often the address; where the address itself is shown, that alone counts.
		words: ({ email, username }) => [isShown(email) ? email : username],
		apart: ({ username }) => (typeof username === 'string' ? username : undefined),
		one: get,
		isNobody,
		isId: (text) => !isAddress(text),
	},
	clients: {
		of: getAllClients,
		record: 'client',
		unshown: { filter: 'customerName', shows: ({ customerName, name }) => isShown(customerName ?? name) },
		id: clientIdIn,
		words: ({ customerName, name }) => [customerName ?? name],
	},
};
