import type { Explained, Refusal, Refused, Values } from '../operation/model';
import { refuse } from '../operation/model';
import { spaceGuid } from './parameters';
import { noRightsIn, orV3 } from './platformRefusals';
import { membership, roleExists, roleGone } from './refusals';
import { toSee } from './rights';
import { unknownSpace } from './unknownRefusals';

const noSpace: Refusal = {
	message: "The space {spaceGuid} can't be found",
	description: `Check 'Space'. It doesn't exist, or the account of the credential may not see it: that takes ${toSee.space}.`,
	missing: { spaceGuid },
};

const addFirst = "Add the user to the organization first, with 'Add Organization'.";

export const noMember = {
	organization: {
		message:
			'The user {userGuid} is no member of the organization {organizationGuid}, which comes before any role in it',
		description: addFirst,
	},
	space: {
		message:
			'The user {userGuid} is no member of the organization of the space {spaceGuid}, which comes before any role in it',
		description: addFirst,
		// For a username that nobody has, the answer is the same.
		explain: ({ userGuid }: Values) =>
			Promise.resolve(userGuid === undefined ? 'Check the username: nobody may have it.' : undefined),
	},
} as const;

// By v2 until October 2019 (bdf03a4632); the GUID of the organization alone before March 2017 (2592a3ec4f).
const noMemberByV2 = { code: 'CF-InvalidRelation', says: /^(Invalid relation: \S+$|Cannot add role)/ } as const;

/** What the operations on other roles than the membership meet. */
export const ofRoles: Readonly<Record<'organization' | 'space', readonly Explained[]>> = {
	organization: [{ ...noMemberByV2, ...noMember.organization }, ...membership],
	space: [
		...unknownSpace.filter(({ code }) => code === 'CF-SpaceNotFound'),
		{ code: 'CF-InvalidRelation', says: /::Space with guid/, ...noSpace },
		{ code: 'CF-UnprocessableEntity', says: /^Invalid space/, ...noSpace },
		{ code: 'CF-UnprocessableEntity', says: /^Users cannot be assigned roles in a space/, ...noMember.space },
		{ ...noMemberByV2, ...noMember.space },
		noRightsIn.space,
		...membership.filter((one) => one !== noRightsIn.organization),
	],
};

/** Until July 2016 (680258a00a), and of administrators too. */
export const lastManager: Refusal = {
	code: 'CF-InvalidRequest',
	message: 'Cloud Foundry keeps the last manager of an organization',
	description: 'Make somebody else a manager first.',
};

export const noSupporters = ({ apiVersion }: Values): Refused =>
	refuse('API v2 of Cloud Foundry has no space supporters', `Change the role there${orV3(apiVersion)}.`);

const where = "Check 'User', 'Role' and where the role is.";

export const otherRoleGone: Refusal = {
	...roleGone,
	message: "The user {userGuid} doesn't have the role {role} any more",
	description: where,
};
export const otherRoleExists: Refusal = {
	...roleExists,
	message: 'The user {userGuid} has the role {role} already',
	description: where,
};
