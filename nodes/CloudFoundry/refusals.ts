import type { Explained, Reader, Refusal, Refused, Values } from '../operation/model';
import { named } from '../operation/model';
import { spaceRoles } from './spaceRoles';

const spacesInTheWay = {
	message: 'The user still has roles in spaces of the organization',
	description: "End the user's space roles first (such as with 'cf unset-space-role').",
	explain: async (values: Values, reader: Reader) => {
		const roles = await spaceRoles(values, reader);
		return roles.length === 0
			? undefined
			: `In the way: ${named(roles.map(({ role, spaceName }) => `${role} in ${String(spaceName)}`))}.`;
	},
};

/** The codes of https://github.com/cloudfoundry/cloud_controller_ng/blob/main/errors/v2.yml that the operations meet. */
export const membership: readonly Explained[] = [
	{
		code: 'CF-OrganizationNotFound',
		message: "The organization of 'Organization' doesn't exist",
		description: "Check 'Organization'.",
	},
	{
		code: 'CF-UserNotFound',
		message: "The user of 'User' doesn't exist",
		description: "Check 'User'.",
	},
	{
		code: 'CF-InvalidRelation',
		says: /::User with guid/,
		message: "The user of 'User' doesn't exist",
		description: "Check 'User'.",
	},
	{
		code: 'CF-InvalidRelation',
		says: /::Organization with guid/,
		message: "The organization of 'Organization' doesn't exist",
		description: "Check 'Organization'.",
	},
	{
		code: 'CF-InvalidRelation',
		message: "The user or the organization doesn't exist, or the user still has a role in it",
		description: "Check 'User' and 'Organization'; end the user's roles in the organization first.",
	},
	{ code: 'CF-AssociationNotEmpty', ...spacesInTheWay },
	{ code: 'CF-UnprocessableEntity', says: /roles in spaces/, ...spacesInTheWay },
	{
		code: 'CF-UnprocessableEntity',
		says: /^Invalid organization/,
		message: "The organization of 'Organization' can't be found",
		description: "Check 'Organization'. It doesn't exist, or the account of the credential may not see it.",
	},
	{
		code: 'CF-OrgSuspended',
		message: 'The organization is suspended',
		description: 'Have an administrator make it active again, or use a credential of an administrator.',
	},
	{
		code: 'CF-ResourceBeingDeleted',
		message: 'The organization is being deleted',
		description: 'Its memberships go with it. Until then, an administrator alone can change them.',
	},
	{
		code: 'CF-LastManagerInOrg',
		message: 'The user is the last manager of the organization',
		description: 'Make somebody else a manager first.',
	},
	{
		code: 'CF-LastBillingManagerInOrg',
		message: 'The user is the last billing manager of the organization',
		description: 'Make somebody else a billing manager first.',
	},
	{
		code: 'CF-LastUserInOrg',
		message: 'The user is the last one of the organization',
		description: 'Add somebody else first, or act as an administrator.',
	},
];

/** v3: somebody else was faster. */
export const roleGone: Refusal = {
	status: 404,
	code: 'CF-ResourceNotFound',
	message: 'The user is no member of the organization any more',
	description: "Check 'User' and 'Organization'.",
};

export const roleExists: Refusal = {
	status: 422,
	says: /already has/,
	message: 'The user is a member of the organization already',
	description: "Check 'User' and 'Organization'.",
};

export const noNames: Refused = {
	message: "API v2 of Cloud Foundry can't look up a 'Username'",
	description: "Use the user's GUID (without the filter, the list of users has it), or set 'API Version' to V3.",
	invalid: true,
};
