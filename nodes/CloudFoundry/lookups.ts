import type { Lookup } from '../operation/model';
import { isUuid } from '../operation/model';
import { origin } from './byWord';
import { get } from './operations/get';
import { getByUsername } from './operations/getAll';
import { getByName } from './operations/getAllOrganizations';
import { getByPath } from './operations/getAllSpaces';
import { guidOf, textIn } from './reads';
import { toSee } from './rights';
import { placeOf, spaceCalled, withOrganizations, wordsFor } from './spaceNames';

export const lookups: Record<string, Lookup> = {
	users: {
		of: getByUsername,
		record: 'user',
		search: 'username',
		toSee: toSee.user,
		id: guidOf,
		words: (user) => [textIn(user, 'username')],
		apart: (user) => {
			const origin = textIn(user, 'origin');
			return origin && `origin ${origin}`;
		},
		narrowing: { by: origin, of: (user) => textIn(user, 'origin') },
		one: get,
		isId: isUuid,
	},
	organizations: {
		of: getByName,
		record: 'organization',
		search: 'name',
		toSee: toSee.organization,
		id: guidOf,
		words: (organization) => [textIn(organization, 'name')],
	},
	spaces: {
		of: getByPath,
		record: 'space',
		search: spaceCalled.property.name,
		toSee: toSee.space,
		completed: withOrganizations,
		id: guidOf,
		words: wordsFor,
		apart: placeOf,
		lacks: (word) =>
			word.includes('/')
				? undefined
				: {
						message: "doesn't say in which organization it is",
						description: 'Write it as organization/space, such as acme-production/web, or use the ID.',
					},
	},
};
