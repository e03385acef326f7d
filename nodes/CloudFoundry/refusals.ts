import type { Explained, Reader, Refusal, Refused, Values } from '../operation/model';
import { named, refuse, shortened } from '../operation/model';
import { organizationGuid, userGuid } from './parameters';
import { noRightsIn, orV3 } from './platformRefusals';
import { toSee } from './rights';
import { spaceRoles } from './spaceRoles';

const spacesInTheWay = {
	message: 'The user {userGuid} still has roles in spaces of the organization {organizationGuid}',
	description: "End them first, with 'Remove Space Role', or everything that the user has with 'Remove All Roles'.",
	explain: async (values: Values, reader: Reader) => {
		const roles = await spaceRoles(values, reader);
		return roles.length === 0
			? undefined
			: `In the way: ${named(roles.map(({ role, spaceName }) => `${role} in ${String(spaceName)}`))}.`;
	},
};

const noUser = {
	message: "The user {userGuid} doesn't exist",
	description: "Check 'User'.",
	missing: { userGuid },
};

const noOrganization = {
	message: "The organization {organizationGuid} doesn't exist",
	description: "Check 'Organization'.",
	missing: { organizationGuid },
};

/** The codes of https://github.com/cloudfoundry/cloud_controller_ng/blob/main/errors/v2.yml that the operations meet. */
export const membership: readonly Explained[] = [
	{ code: 'CF-OrganizationNotFound', ...noOrganization },
	{ code: 'CF-UserNotFound', ...noUser },
	{ code: 'CF-InvalidRelation', says: /::User with guid/, ...noUser },
	{ code: 'CF-InvalidRelation', says: /::Organization with guid/, ...noOrganization },
	{
		code: 'CF-InvalidRelation',
		message:
			"The user {userGuid} or the organization {organizationGuid} doesn't exist, or the user still has a role in it",
		description: "Check 'User' and 'Organization'; end the user's roles in the organization first.",
		missing: { userGuid, organizationGuid },
	},
	{ code: 'CF-AssociationNotEmpty', ...spacesInTheWay },
	{ code: 'CF-UnprocessableEntity', says: /roles in spaces/, ...spacesInTheWay },
	{
		code: 'CF-UnprocessableEntity',
		says: /^Invalid organization/,
		message: "The organization {organizationGuid} can't be found",
		description: `Check 'Organization'. It doesn't exist, or the account of the credential may not see it: that takes ${toSee.organization}.`,
		missing: { organizationGuid },
	},
	{
		code: 'CF-OrgSuspended',
		message: 'The organization {organizationGuid} is suspended',
		description: 'Have an administrator make it active again, or use a credential of an administrator.',
	},
	{
		code: 'CF-ResourceBeingDeleted',
		message: 'The organization {organizationGuid} is being deleted',
		description: 'Its memberships go with it. Until then, an administrator alone can change them.',
	},
	{
		code: 'CF-LastManagerInOrg',
		message: 'The user {userGuid} is the last manager of the organization {organizationGuid}',
		description: 'Make somebody else a manager first.',
	},
	{
		code: 'CF-LastBillingManagerInOrg',
		message: 'The user {userGuid} is the last billing manager of the organization {organizationGuid}',
		description: 'Make somebody else a billing manager first.',
	},
	{
		code: 'CF-LastUserInOrg',
		message: 'The user {userGuid} is the last one of the organization {organizationGuid}',
		description: 'Add somebody else first, or act as an administrator.',
	},
	noRightsIn.organization,
];

/** v3: somebody else was faster. */
export const roleGone: Refusal = {
	status: 404,
	code: 'CF-ResourceNotFound',
	message: 'The user {userGuid} is no member of the organization {organizationGuid} any more',
	description: "Check 'User' and 'Organization'.",
};

export const roleExists: Refusal = {
	status: 422,
	says: /already has/,
	message: 'The user {userGuid} is a member of the organization {organizationGuid} already',
	description: "Check 'User' and 'Organization'.",
};

/** `apiVersion`: v2, unless the platform has no v3 that could do it. */
export const noNames = ({ username, apiVersion }: Values): Refused =>
	refuse(
		`API v2 of Cloud Foundry can't look up the 'Username' '${shortened(String(username))}'`,
		`Use the user's GUID (without the filter, the list of users has it)${orV3(apiVersion)}.`,
	);

export const noOrigins = ({ origin, apiVersion }: Values): Refused =>
	refuse(
		`API v2 of Cloud Foundry can't tell who is of the 'Origin' '${shortened(String(origin))}'`,
		`Use the user's GUID${orV3(apiVersion)}.`,
	);
