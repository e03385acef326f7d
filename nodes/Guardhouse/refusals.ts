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

/** The page has it for an invalid body alone. */
export const refusedBlock: Refusal = {
	status: 400,
	message: 'Guardhouse refused to block the user {userId}',
	description: "Check 'Blocked By' and 'Suspension Reason'.",
};

export const empty: Shape = ({ text }) => text === '';
