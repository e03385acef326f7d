import type { IDataObject } from 'n8n-workflow';

import type { Read, Refused, Values } from '../operation/model';
import { read } from '../operation/model';
import { v3RolesNamed } from './accessRows';
import type { Place } from './oneRole';
import { apiVersion, inV3List } from './parameters';
import { isOfRole, v2Held } from './reads';
import { calledRole } from './roleParameters';
import { noSupporters } from './roleRefusals';
import { list } from './roles';
import { unknownOrganization, unknownSpace } from './unknownRefusals';
import { inVariants } from './variants';
import { v2Docs } from './versions';

/** As v2 calls the lists of a place's users, by the roles of v3; it has none of space supporters. */
const v2Users = {
	organization: {
		organization_user: 'users',
		organization_manager: 'managers',
		organization_billing_manager: 'billing_managers',
		organization_auditor: 'auditors',
	},
	space: { space_developer: 'developers', space_manager: 'managers', space_auditor: 'auditors' },
} as const;

/** The users of a place by v2: a list for each role. */
export const v2HoldersIn = ({ name, guid }: Pick<Place, 'guid' | 'name'>): Array<[type: string, list: Read]> =>
	Object.entries(v2Users[name]).map(([type, users]) => [
		type,
		read({
			...list,
			chooses: [apiVersion],
			docs: v2Docs,
			route: `GET /v2/${name}s/{guid}/${users}`,
			path: { guid },
			refusals: name === 'space' ? unknownSpace : unknownOrganization,
			gives: v2Held,
		}),
	]);

/** Everybody who has a role in a place: by v2 its users, by v3 the roles. */
export const holdersIn = (place: Place, role: Place['role']): Read => {
	const { name, guid } = place;
	const byV2 = v2HoldersIn(place);
	const each = new Map<unknown, Read>(byV2);
	const byV3 = read({
		...list,
		route: 'GET /v3/roles',
		path: {},
		query: { [`${name}_guids`]: inV3List(guid), types: role },
		always: { include: 'user' },
		gives: v3RolesNamed,
	});
	return inVariants(byV2[0][1], (values) => each.get(values.role) ?? noSupporters(values), byV3);
};

const holdersOf = (role: unknown, place: string): string =>
	role === 'organization_user' ? `the ${place}'s members` : `those who are ${calledRole(role)} in the ${place}`;

/** Why a list isn't that of those who have the role. */
export const strangerAmong = (
	{ name, guid, of }: Place,
	values: Values,
	holders: readonly IDataObject[],
): Refused | undefined =>
	holders.some((one) => isOfRole(one) && (one.type !== values.role || of(one) !== values[guid.property.name]))
		? {
				message: `Cloud Foundry gave a list that isn't that of ${holdersOf(values.role, name)}`,
				description: 'Nothing was sent, because who is to be removed is concluded from that list.',
			}
		: undefined;
