import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Entry, Picker, Source } from '../operation/picker';
import { getAll } from './operations/getAll';
import { getAllOrganizations } from './operations/getAllOrganizations';
import { guidOf } from './reads';
import { organizationsByName } from './roles';

/** v2 keeps names in `entity`, v3 on top. */
const nameIn = (object: IDataObject, key: string): string => {
	const value = isObject(object.entity) ? object.entity[key] : object[key];
	return typeof value === 'string' && value !== '' ? value : String(guidOf(object));
};

const showOrganization = (organization: IDataObject): Entry => ({
	name: nameIn(organization, 'name'),
	value: String(guidOf(organization)),
	description: String(guidOf(organization)),
});

// Both APIs find whole names only, so the node looks through the list.
const organizations: Source = { of: getAllOrganizations, show: showOrganization };

export const lists: Record<string, Picker> = {
	organizations: { from: organizations },
	organizationsOfUser: { from: { of: organizationsByName, show: showOrganization }, otherwise: organizations },
	users: {
		from: {
			of: getAll,
			show: (user) => ({
				name: nameIn(user, 'username'),
				value: String(guidOf(user)),
				description: String(guidOf(user)),
			}),
		},
	},
};
