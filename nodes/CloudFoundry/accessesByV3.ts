import type { IDataObject } from 'n8n-workflow';

import type { AccessSource, Reader, Refused, Values } from '../operation/model';
import { otherSpelling, read } from '../operation/model';
import type { Names } from './accessNames';
import { inParts, noNames, together, withNames } from './accessNames';
import { organizationAround, rowOfV3, v3RolesNamed } from './accessRows';
import { organizationGuid, spaceGuid, spaceGuids, userGuid } from './parameters';
import { guidOf, organizationOf, spaceOf, userOf, v3Spaces } from './reads';
import { byOrganization, byUser, list, notAskedFor } from './roles';
import { steadily } from './steadily';

/** Roles with everybody and everything that they are about. */
export const everyRoleOf = read({
	...list,
	description: 'Who may do what where',
	route: 'GET /v3/roles',
	path: {},
	query: { ...byUser, ...byOrganization, space_guids: spaceGuids },
	always: { include: 'user,organization,space' },
	gives: v3RolesNamed,
});

/** The spaces of an organization, whose roles aren't among its own. */
export const spacesInside = read({
	...list,
	name: 'List Spaces',
	action: 'List spaces',
	description: 'The spaces of an organization',
	route: 'GET /v3/spaces',
	path: {},
	query: byOrganization,
	gives: v3Spaces,
});

const unplaced: Refused = {
	message: "Cloud Foundry gave a role in a space that it doesn't show",
	description: 'Nothing is concluded from it.',
};

/** A role that wasn't asked for must not pass for one that was. */
const rolesIn = (names: Names, values: Values, isAsked: (role: IDataObject) => Refused | boolean): AccessSource => ({
	list: everyRoleOf,
	values,
	completed: withNames(names),
	rows: (role) => {
		const asked = isAsked(role);
		if (asked !== true) return asked || notAskedFor;
		return organizationAround(role) === undefined ? unplaced : [rowOfV3(role)];
	},
});

const isOf =
	(values: Values, parameter: typeof userGuid, of: (role: IDataObject) => unknown) =>
	(role: IDataObject): Refused | boolean =>
		of(role) === values[parameter.property.name] || (otherSpelling([of(role)], parameter, values) ?? false);

const inOrganization = async (values: Values, names: Names, reader: Reader): Promise<AccessSource[] | Refused> => {
	const { organizationGuid: guid } = values;
	const spaces = await steadily(reader, spacesInside, { organizationGuid: guid });
	if ('message' in spaces) return spaces;
	if (spaces.some((space) => organizationOf(space) !== guid)) return notAskedFor;
	for (const space of spaces) names.space.set(String(guidOf(space)), space);
	const inside = inParts(spaces.map((space) => String(guidOf(space)))).map((some) =>
		rolesIn(names, { spaceGuids: together(some) }, (role) => some.includes(String(spaceOf(role)))),
	);
	return [rolesIn(names, { organizationGuid: guid }, isOf(values, organizationGuid, organizationOf)), ...inside];
};

/** By v3 one list for everything; an organization's, and those of its spaces. */
export const accessesByV3 = async (values: Values, reader: Reader): Promise<readonly AccessSource[] | Refused> => {
	const names = noNames();
	if (values.of === 'organization') return await inOrganization(values, names, reader);
	if (values.of === 'user') return [rolesIn(names, { userGuid: values.userGuid }, isOf(values, userGuid, userOf))];
	if (values.of === 'space')
		return [rolesIn(names, { spaceGuids: together([String(values.spaceGuid)]) }, isOf(values, spaceGuid, spaceOf))];
	return [rolesIn(names, {}, () => true)];
};
