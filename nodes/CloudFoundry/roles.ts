import type { IDataObject } from 'n8n-workflow';

import { operation } from '../operation/operation';
import type { Values } from '../operation/parameter';
import { apiVersion, organizationGuid, userGuid } from './parameters';
import { includedOrganizations, organizationOf, userOf, v2List, v3List } from './reads';
import { inVersions } from './versions';

const list = {
	name: 'List Roles',
	action: 'List roles',
	description: 'What a user may do where',
	docs: 'https://v3-apidocs.cloudfoundry.org',
	reads: v3List,
} as const;

/** v3: the one role that is the membership, or none. */
export const membershipRole = operation({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: { user_guids: userGuid, organization_guids: organizationGuid },
	always: { types: 'organization_user' },
});

/** Whether a role is that membership; what an answer holds beside what was asked for must not be removed. */
export const isMembershipOf = (role: IDataObject, { userGuid, organizationGuid: organization }: Values): boolean =>
	role.type === 'organization_user' && userOf(role) === userGuid && organizationOf(role) === organization;

/** v3: the memberships of a user. */
const memberships = operation({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: { user_guids: userGuid },
	always: { types: 'organization_user' },
});

/** v3: every role of a user. */
export const rolesOfUser = operation({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: { user_guids: userGuid },
});

export const spacesOfOrganization = operation({
	...list,
	docs: 'https://v3-apidocs.cloudfoundry.org',
	route: 'GET /v3/spaces',
	path: {},
	query: { organization_guids: organizationGuid },
});

const ofUser = { ...list, docs: 'https://apidocs.cloudfoundry.org/215/', reads: v2List } as const;

/** v2 has a list for each kind of access. */
export const v2Lists = {
	organizations: operation({ ...ofUser, route: 'GET /v2/users/{guid}/organizations', path: { guid: userGuid } }),
	managedOrganizations: operation({
		...ofUser,
		route: 'GET /v2/users/{guid}/managed_organizations',
		path: { guid: userGuid },
	}),
	billingManagedOrganizations: operation({
		...ofUser,
		route: 'GET /v2/users/{guid}/billing_managed_organizations',
		path: { guid: userGuid },
	}),
	auditedOrganizations: operation({
		...ofUser,
		route: 'GET /v2/users/{guid}/audited_organizations',
		path: { guid: userGuid },
	}),
};

export const v2SpaceLists = {
	developer: operation({ ...ofUser, route: 'GET /v2/users/{guid}/spaces', path: { guid: userGuid } }),
	manager: operation({ ...ofUser, route: 'GET /v2/users/{guid}/managed_spaces', path: { guid: userGuid } }),
	auditor: operation({ ...ofUser, route: 'GET /v2/users/{guid}/audited_spaces', path: { guid: userGuid } }),
};

/** The organizations that a user is a member of, in either version. */
export const organizationsOfUser = inVersions(v2Lists.organizations, memberships, {
	...v2Lists.organizations,
	chooses: [apiVersion],
});

/** The same as organizations with their names: v3 gives those of a role's organization only when asked to. */
export const organizationsByName = inVersions(
	v2Lists.organizations,
	operation({
		...memberships,
		route: 'GET /v3/roles',
		path: {},
		always: { types: 'organization_user', include: 'organization' },
		reads: { ...v3List, items: includedOrganizations },
	}),
	{ ...v2Lists.organizations, chooses: [apiVersion] },
);
