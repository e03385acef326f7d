import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllClients } from './operations/getAllClients';
import { clientIdIn, userIdIn } from './reads';

/** The pages show neither the email in a user nor the name in a client: what an answer doesn't show can't be compared. */
export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		search: 'email',
		id: userIdIn,
		words: ({ email, username }) => [email, username],
		shows: ({ email }) => email !== undefined && email !== null,
	},
	clients: {
		of: getAllClients,
		record: 'client',
		search: 'customerName',
		id: clientIdIn,
		words: ({ customerName, name }) => [customerName ?? name],
		shows: ({ customerName, name }) => (customerName ?? name) !== undefined,
	},
};
