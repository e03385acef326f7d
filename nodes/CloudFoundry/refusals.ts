import { isObject } from '../operation/answer';
import type { Shape } from '../operation/operation';
import type { Refusal } from '../operation/refusal';

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
	{
		code: 'CF-AssociationNotEmpty',
		message: 'The user still has roles in spaces of the organization',
		description:
			"End the user's space roles first: manager, developer and auditor (such as with 'cf unset-space-role').",
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

export const everywhere: readonly Refusal[] = [
	{
		status: 404,
		says: /^V2 endpoints disabled/,
		message: 'This Cloud Foundry has API v2 switched off',
		description: 'Nothing was changed. Its operators can switch v2 on again (cc.temporary_enable_v2).',
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

export const empty: Shape = ({ text }) => text === '';
