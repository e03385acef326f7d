import type { IDataObject } from 'n8n-workflow';

import type { Parameter, Refused, Values } from '../operation/model';
import { otherSpelling, read } from '../operation/model';
import { apiVersion, inV3List, organizationGuid, spaceGuid, userGuid } from './parameters';
import { organizationOf, userOf, v2Held, v2Spaces, v3LookUp, v3RolesWith } from './reads';
import { unknownUser } from './unknownRefusals';
import { inVersions } from './variants';
import { v2Docs, v2ForAdministrators, v2Missing, v3Docs, v3Missing } from './versions';

export const list = {
	name: 'List Roles',
	action: 'List roles',
	description: 'What a user may do where',
	docs: v3Docs,
	refusals: [v3Missing],
} as const;

/** As many GUIDs as an address of moderate length holds. */
export const mostAtOnce = 50;

export const byUser = { user_guids: inV3List(userGuid) };
export const byOrganization = { organization_guids: inV3List(organizationGuid) };
export const bySpace = { space_guids: inV3List(spaceGuid) };

/** v3: the one role that is the membership, or none. */
export const membershipRole = read({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: { ...byUser, organization_guids: inV3List(organizationGuid) },
	always: { types: 'organization_user' },
	gives: v3LookUp,
});

export const notAskedFor: Refused = {
	message: "Cloud Foundry gave a role that wasn't asked for",
	description:
		"Nothing is concluded from it. Check the credential's 'Base URL': something in front of the API may have changed the request.",
};

/** What a role is looked for by: its type, and where it is. */
export interface StepRequest {
	readonly type: unknown;
	readonly place: Parameter;
	readonly placeOf: (role: IDataObject) => unknown;
}

/** The role that was asked for: any other must not be removed, nor be taken for none. */
export const roleIn = (
	roles: readonly IDataObject[],
	values: Values,
	{ type, place, placeOf }: StepRequest,
): { readonly role: IDataObject | undefined } | Refused => {
	const respelled =
		otherSpelling(roles.map(userOf), userGuid, values) ?? otherSpelling(roles.map(placeOf), place, values);
	const isIt = (role: IDataObject) =>
		role.type === type && userOf(role) === values.userGuid && placeOf(role) === values[place.property.name];
	return respelled ?? (roles.every(isIt) ? { role: roles[0] } : notAskedFor);
};

/** The role that is that membership. */
export const membershipIn = (roles: readonly IDataObject[], values: Values) =>
	roleIn(roles, values, { type: 'organization_user', place: organizationGuid, placeOf: organizationOf });

/** v3: every role of a user that the account may see, with the spaces of those in spaces. */
export const rolesOfUser = read({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: byUser,
	always: { include: 'space' },
	gives: v3RolesWith('space'),
});

const ofUser = {
	...list,
	docs: v2Docs,
	refusals: [...v2Missing, ...unknownUser, v2ForAdministrators],
	gives: v2Held,
} as const;

/** v2 has a list for each kind of access, but none of space supporters. */
export const v2Lists = {
	organizations: read({ ...ofUser, route: 'GET /v2/users/{guid}/organizations', path: { guid: userGuid } }),
	managedOrganizations: read({
		...ofUser,
		route: 'GET /v2/users/{guid}/managed_organizations',
		path: { guid: userGuid },
	}),
	billingManagedOrganizations: read({
		...ofUser,
		route: 'GET /v2/users/{guid}/billing_managed_organizations',
		path: { guid: userGuid },
	}),
	auditedOrganizations: read({
		...ofUser,
		route: 'GET /v2/users/{guid}/audited_organizations',
		path: { guid: userGuid },
	}),
};

const inSpaces = { ...ofUser, gives: v2Spaces } as const;

export const v2SpaceLists = {
	developer: read({ ...inSpaces, route: 'GET /v2/users/{guid}/spaces', path: { guid: userGuid } }),
	manager: read({ ...inSpaces, route: 'GET /v2/users/{guid}/managed_spaces', path: { guid: userGuid } }),
	auditor: read({ ...inSpaces, route: 'GET /v2/users/{guid}/audited_spaces', path: { guid: userGuid } }),
};

const shown = { ...v2Lists.organizations, chooses: [apiVersion] };

/** What tells of one membership: by v2 all organizations that the user is a member of. */
export const memberships = inVersions(shown, membershipRole);

/** The organizations that a user is a member of, with their names. */
export const organizationsOfUser = inVersions(
	shown,
	read({
		...list,
		route: 'GET /v3/roles',
		path: {},
		query: byUser,
		always: { types: 'organization_user', include: 'organization' },
		gives: v3RolesWith('organization'),
	}),
);
