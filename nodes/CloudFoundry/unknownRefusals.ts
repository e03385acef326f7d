import type { Parameter, Refusal } from '../operation/model';
import { memberOf, organizationGuid, spaceGuid, userGuid } from './parameters';
import { toSee } from './rights';

/** v3 answers for what the account may not see as for what doesn't exist. */
const notFound = (what: keyof typeof toSee, of: Parameter, v2Code: string): readonly Refusal[] => {
	const { name, displayName: label } = of.property;
	const missing = { [name]: of };
	return [
		{
			code: v2Code,
			message: `The ${what} {${name}} doesn't exist`,
			description: `Check '${label}'.`,
			missing,
		},
		{
			code: 'CF-ResourceNotFound',
			message: `The ${what} {${name}} can't be found`,
			description: `Check '${label}'. The ${what} doesn't exist, or the account of the credential may not see it: that takes ${toSee[what]}.`,
			missing,
		},
	];
};

export const unknownUser = notFound('user', userGuid, 'CF-UserNotFound');

export const unknownOrganizationOf = (of: Parameter): readonly Refusal[] => [
	...notFound('organization', of, 'CF-OrganizationNotFound'),
	{
		code: 'CF-NotAuthorized',
		message: 'The account of the credential may not see the organization {organizationGuid}',
		description: `Check 'Organization'. To see it takes ${toSee.organization}.`,
	},
];

export const unknownOrganization = unknownOrganizationOf(organizationGuid);

/** Of a filter, which takes no names. */
export const unknownOrganizationOfFilter = unknownOrganizationOf(memberOf);

export const unknownSpace: readonly Refusal[] = [
	...notFound('space', spaceGuid, 'CF-SpaceNotFound'),
	{
		code: 'CF-NotAuthorized',
		message: 'The account of the credential may not see the space {spaceGuid}',
		description: `Check 'Space'. To see it takes ${toSee.space}.`,
	},
];
