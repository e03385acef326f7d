import type { Refusal, Shape } from '../operation/model';

/** Plain text; a 404 without it can as well come from a wrong base URL. */
export const unknownUser: Refusal = {
	status: 404,
	says: /^User not found/,
	message: "The user {userId} doesn't exist at Guardhouse",
	description: "Check 'User'.",
};

export const unknownRole: Refusal = {
	status: 404,
	says: /^Role not found/,
	message: "The role {roleId} doesn't exist at Guardhouse",
	description: "Check 'Role'.",
};

export const empty: Shape = ({ text }) => text === '';
