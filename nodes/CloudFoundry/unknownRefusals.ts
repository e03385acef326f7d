import type { Refusal } from '../operation/model';

/** v3 answers for what the account may not see as for what doesn't exist. */
const notFound = (what: string, label: string, v2Code: string): readonly Refusal[] => [
	{
		code: v2Code,
		message: `The ${what} of '${label}' doesn't exist`,
		description: `Check '${label}'.`,
	},
	{
		code: 'CF-ResourceNotFound',
		message: `The ${what} of '${label}' can't be found`,
		description: `Check '${label}'. The ${what} doesn't exist, or the account of the credential may not see it: then use a credential that does, such as an administrator's.`,
	},
];

export const unknownUser = notFound('user', 'User', 'CF-UserNotFound');
export const unknownOrganization: readonly Refusal[] = [
	...notFound('organization', 'Organization', 'CF-OrganizationNotFound'),
	{
		code: 'CF-NotAuthorized',
		message: "The account of the credential may not see the organization of 'Organization'",
		description: "Check 'Organization', or use a credential that sees it, such as an administrator's.",
	},
];

export const unknownSpace = notFound('space', 'Space GUID', 'CF-SpaceNotFound');
