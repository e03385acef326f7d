import { isObject } from '../operation/answer';
import type { Reader, Shape } from '../operation/operation';
import type { Values } from '../operation/parameter';
import type { Refusal } from '../operation/refusal';
import { spaceRoles } from './state';

const spacesInTheWay = {
	message: 'The user still has roles in spaces of the organization',
	description: "End the user's space roles first (such as with 'cf unset-space-role').",
	explain: async (values: Values, reader: Reader) => {
		const roles = await spaceRoles(values, reader);
		return roles.length === 0
			? undefined
			: `In the way: ${roles.map(({ role, spaceName }) => `${role} in ${String(spaceName)}`).join(', ')}.`;
	},
};

/** The codes of https://github.com/cloudfoundry/cloud_controller_ng/blob/main/errors/v2.yml that the operations meet. */
export const membership: readonly Refusal[] = [
	{
		code: 'CF-OrganizationNotFound',
		message: "The organization of 'Organization GUID' doesn't exist",
		description: "Check 'Organization GUID'.",
	},
	{
		code: 'CF-UserNotFound',
		message: "The user of 'User GUID' doesn't exist",
		description: "Check 'User GUID'.",
	},
	{
		code: 'CF-InvalidRelation',
		says: /::User with guid/,
		message: "The user of 'User GUID' doesn't exist",
		description: "Check 'User GUID'.",
	},
	{
		code: 'CF-InvalidRelation',
		says: /::Organization with guid/,
		message: "The organization of 'Organization GUID' doesn't exist",
		description: "Check 'Organization GUID'.",
	},
	{
		code: 'CF-InvalidRelation',
		message: "The user or the organization doesn't exist, or the user still has a role in it",
		description: "Check 'User GUID' and 'Organization GUID'; end the user's roles in the organization first.",
	},
	{ code: 'CF-AssociationNotEmpty', ...spacesInTheWay },
	{ code: 'CF-UnprocessableEntity', says: /roles in spaces/, ...spacesInTheWay },
	{
		code: 'CF-UnprocessableEntity',
		says: /^Invalid user/,
		message: "The user of 'User GUID' doesn't exist",
		description: "Check 'User GUID'.",
	},
	{
		code: 'CF-UnprocessableEntity',
		says: /^Invalid organization/,
		message: "The organization of 'Organization GUID' doesn't exist",
		description: "Check 'Organization GUID'.",
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

export const unknownUser: readonly Refusal[] = [
	{
		code: 'CF-UserNotFound',
		message: "The user of 'User GUID' doesn't exist",
		description: "Check 'User GUID'.",
	},
	{
		code: 'CF-ResourceNotFound',
		message: "The user of 'User GUID' doesn't exist",
		description: "Check 'User GUID'.",
	},
];

export const unknownOrganization: readonly Refusal[] = ['CF-OrganizationNotFound', 'CF-ResourceNotFound'].map(
	(code) => ({
		code,
		message: "The organization of 'Organization GUID' doesn't exist",
		description: "Check 'Organization GUID'.",
	}),
);

/** v3: somebody else was faster. */
export const roleGone: Refusal = {
	status: 404,
	code: 'CF-ResourceNotFound',
	message: 'The user is no member of the organization any more',
	description: "Check 'User GUID' and 'Organization GUID'.",
};

export const roleExists: Refusal = {
	status: 422,
	says: /already has/,
	message: 'The user is a member of the organization already',
	description: "Check 'User GUID' and 'Organization GUID'.",
};

export const everywhere: readonly Refusal[] = [
	{
		status: 404,
		says: /^V2 endpoints disabled/,
		message: 'This Cloud Foundry has API v2 switched off',
		description: "Nothing was changed. Set 'API Version' to Auto or V3.",
	},
	{
		code: 'CF-NotAuthorized',
		message: 'The account of the credential has no rights for this',
		description:
			"It needs the scope 'cloud_controller.admin', or 'cloud_controller.write' as manager of the organization.",
	},
	{
		code: 'CF-InsufficientScope',
		message: "The credential's token has no scope for this",
		description: "It needs the scope 'cloud_controller.admin' or 'cloud_controller.write'.",
	},
	{
		code: 'CF-UaaUnavailable',
		message: "Cloud Foundry can't reach its UAA",
		description: 'Try again later; nothing was changed.',
	},
];

/** 201 with the user until October 2015 (API 2.41), 204 without a body since. */
export const isUser: Shape = ({ json }) => isObject(json) && isObject(json.metadata) && isObject(json.entity);

export const isRole: Shape = ({ json }) => isObject(json) && typeof json.guid === 'string';

export const empty: Shape = ({ text }) => text === '';
