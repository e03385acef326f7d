import type { IDataObject } from 'n8n-workflow';

import type { Picker, Shown, Source } from '../operation/model';
import { isObject } from '../operation/model';
import { getByPartOfName } from './operations/getAll';
import { getAllOrganizations } from './operations/getAllOrganizations';
import { getByPath } from './operations/getAllSpaces';
import { partOfUsername } from './parameters';
import { guidOf, textIn } from './reads';
import { organizationsOfUser } from './roles';
import { pathOf } from './spaceNames';

const nameIn = (object: IDataObject, key: string): string => textIn(object, key) ?? String(guidOf(object));

const showOrganization = (organization: IDataObject): Shown => ({
	name: nameIn(organization, 'name'),
	value: guidOf(organization),
	description: String(guidOf(organization)),
});

// Both APIs find whole names of organizations only, so the node looks through the list.
const organizations: Source = { of: getAllOrganizations, show: showOrganization };

export const lists: Record<string, Picker> = {
	organizations: { from: organizations },
	organizationsOfUser: {
		from: {
			of: organizationsOfUser,
			// A role of v3 comes with its organization.
			entries: (one) => (isObject(one.organization) ? [one.organization] : [one]),
			show: showOrganization,
		},
		otherwise: organizations,
	},
	spaces: {
		from: {
			of: getByPath,
			show: (space) => ({ name: pathOf(space), value: guidOf(space), description: String(guidOf(space)) }),
		},
	},
	users: {
		from: {
			of: getByPartOfName,
			search: partOfUsername.property.name,
			show: (user) => ({
				name: nameIn(user, 'username'),
				value: guidOf(user),
				description: String(guidOf(user)),
			}),
		},
	},
};
