import { everyWhole } from '../../operation/panel';
import type { SetStep, Values, SetOperation } from '../../operation/model';
import { everyRole } from '../everyRole';
import { apiVersion, userGuid } from '../parameters';
import { textIn } from '../reads';
import type { Role } from '../spaceRoles';
import { isV3 } from '../versions';
import { removeOrganization } from './removeOrganization';
import { roleChanges } from './roleChanges';

const { removeOrganizationRole, removeSpaceRole } = roleChanges;

/** How a role is ended, and how it is called. Spaces come first: a membership can't end before the roles inside it. */
const endOf = ({ userGuid: user, apiVersion: version }: Values, { type, organizationGuid, space, seen }: Role) => {
	const own = { userGuid: user, apiVersion: version };
	if (space)
		return {
			stage: 0,
			name: 'removeSpaceRole',
			change: removeSpaceRole,
			values: { ...own, spaceGuid: space.guid, role: type },
			entry: { role: type, organizationGuid, spaceGuid: space.guid, spaceName: space.name as string },
			called: `${type} in space ${String(space.name)}`,
			names: { spaceGuid: space.name },
		};
	const organizationName = textIn(seen, 'name');
	const called = `${type} of organization ${organizationGuid}${organizationName ? ` (${organizationName})` : ''}`;
	const entry = { role: type, organizationGuid, ...(organizationName && { organizationName }) };
	if (type === 'organization_user')
		return {
			stage: 2,
			name: 'removeOrganization',
			change: removeOrganization,
			values: { ...own, organizationGuid },
			entry,
			called,
		};
	const values = { ...own, organizationGuid, role: type };
	return { stage: 1, name: 'removeOrganizationRole', change: removeOrganizationRole, values, entry, called };
};

export const removeAllRoles: SetOperation = {
	name: 'Remove All Roles',
	action: 'Remove all roles from user',
	description: "End all of a user's roles in spaces, then those in organizations, then the memberships",
	takes: [userGuid],
	chooses: [apiVersion],
	subject: userGuid,
	sample: {
		role: 'space_developer',
		organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		spaceGuid: '9decf038-91ca-4605-b796-f7f629e0886b',
		spaceName: 'web',
	},
	changes: [removeSpaceRole, removeOrganizationRole, removeOrganization],
	options: everyWhole,
	shapedBy: [],
	current: async (values, reader, made = []) => {
		const roles = await everyRole(values, reader, made.length > 0);
		return roles.map((role): SetStep => {
			const { type, organizationGuid, space, seen } = role;
			return {
				resource: 'user',
				...endOf(values, role),
				seen: [seen],
				key: JSON.stringify([type, space?.guid ?? organizationGuid]),
			};
		});
	},
	hidden: async (values, reader) =>
		(await isV3(values, reader)) === true
			? undefined
			: "API v2 of Cloud Foundry doesn't tell in which spaces the user is a supporter: look that up there.",
};
