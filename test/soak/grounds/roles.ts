import type { IDataObject } from 'n8n-workflow';

import { uuidOf, type CloudFoundryRole } from '../../../sandbox';
import type { Change, Standing, UserId } from '../ground';

export const member = 'organization_user';
export const inOrganizations = ['organization_manager', 'organization_billing_manager', 'organization_auditor'];
const inSpaces = ['space_developer', 'space_manager', 'space_auditor'];

/** v2 doesn't tell who supports a space. */
export const rolesInSpace = (apiVersion: unknown): readonly string[] =>
	apiVersion === 'v3' ? [...inSpaces, 'space_supporter'] : inSpaces;

/** As v2 calls them in a path. */
const v2Lists: Record<string, string> = {
	organization_manager: 'managed_organizations',
	organization_billing_manager: 'billing_managed_organizations',
	organization_auditor: 'audited_organizations',
	space_developer: 'spaces',
	space_manager: 'managed_spaces',
	space_auditor: 'audited_spaces',
};

export const isInSpace = (type: string): boolean => type.startsWith('space_');

/** A place is an organization, for its membership, or a role and where it is. */
export const placeOf = (type: string, guid: string): string => (type === member ? guid : `${type} ${guid}`);
export const typeAndGuid = (place: string): [type: string, guid: string] => {
	const [type, guid] = place.split(' ');
	return guid === undefined ? [member, type] : [type, guid];
};

export const roleOf = (user: UserId, place: string): CloudFoundryRole => {
	const [type, guid] = typeAndGuid(place);
	return {
		guid: uuidOf(`role ${type} ${user} ${guid}`),
		type: type as CloudFoundryRole['type'],
		user_guid: String(user),
		organization_guid: isInSpace(type) ? null : guid,
		space_guid: isInSpace(type) ? guid : null,
	};
};

export const standingOf = (roles: readonly CloudFoundryRole[]): ReadonlyMap<string, Standing> =>
	new Map(
		roles.map((role) => {
			const where = placeOf(role.type, String(role.organization_guid ?? role.space_guid));
			return [`${role.user_guid} ${where}`, 'member'] as const;
		}),
	);

/** The parameters of a change of it. */
export const withRole = (userGuid: UserId, place: string): IDataObject => {
	const [type, guid] = typeAndGuid(place);
	const where = isInSpace(type) ? { spaceGuid: guid } : { organizationGuid: guid };
	return { userGuid, ...where, ...(type !== member && { role: type }) };
};

/** Roles beside the membership have changes of their own. */
export const roleChange = (kind: 'Organization' | 'Space', grants: boolean, apiVersion: unknown): Change => {
	const [operation, inverse] = [grants ? 'add' : 'remove', grants ? 'remove' : 'add'].map(
		(verb) => `${verb}${kind}Role`,
	);
	const v2Line = ({ userGuid, organizationGuid, spaceGuid, role }: IDataObject) =>
		`${grants ? 'PUT' : 'DELETE'} /v2/users/${String(userGuid)}/${v2Lists[String(role)]}/${String(spaceGuid ?? organizationGuid)}`;
	const v3Line = ({ userGuid, organizationGuid, spaceGuid, role }: IDataObject) =>
		`POST /v3/roles ${JSON.stringify({
			type: role,
			relationships: {
				user: { data: { guid: userGuid } },
				[kind.toLowerCase()]: { data: { guid: spaceGuid ?? organizationGuid } },
			},
		})}`;
	return {
		operation,
		fields: ([userGuid], place) => withRole(userGuid, place),
		met: () => [grants ? 'member' : 'none'],
		lines: ({ users: [user], place, fields }) => [
			v2Line(fields),
			grants ? v3Line(fields) : `DELETE /v3/roles/${roleOf(user, place).guid}`,
		],
		undo: ({ fields }) => ({ resource: 'user', operation: inverse, ...fields, apiVersion: apiVersion as string }),
	};
};
