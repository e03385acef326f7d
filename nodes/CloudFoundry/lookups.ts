import type { Lookup } from '../operation/words';
import { getAll } from './operations/getAll';
import { getAllOrganizations } from './operations/getAllOrganizations';
import { guidOf, textIn } from './reads';

export const lookups: Record<string, Lookup> = {
	users: {
		of: getAll,
		record: 'user',
		search: 'username',
		id: guidOf,
		words: (user) => [textIn(user, 'username')],
	},
	organizations: {
		of: getAllOrganizations,
		record: 'organization',
		search: 'name',
		id: guidOf,
		words: (organization) => [textIn(organization, 'name')],
	},
};
