import type { Already, Refusal, Refused, Shape } from '../operation/model';
import { isObject } from '../operation/model';
import { clientId, userId } from './parameters';

/** The pages give these texts without any status, so the text alone decides. */
export const unknownUser: Refusal = {
	says: /^User not found/,
	message: "The user {userId} doesn't exist at Delos",
	description: "Check 'User'.",
	missing: { userId },
};

export const isNobody = ({ said = '' }: Refused): boolean => /^User not found/.test(said);

export const unknownClient: Refusal = {
	says: /^Customer not found/,
	message: "The client {clientId} doesn't exist at Delos",
	description: "Check 'Client'.",
	missing: { clientId },
};

export const alreadyRelated: Already = {
	says: /^User already related to this customer/,
	message: 'The user {userId} already has access to the client {clientId}',
	description: "To make it another kind of access, use 'Change Ownership'.",
	vague: {
		other: {
			message: 'The user {userId} has access to the client {clientId} with the other ownership, and Delos left it so',
			description: "Use 'Change Ownership', which makes it the other kind.",
		},
		none: {
			message:
				'Delos says that the user {userId} is related to the client {clientId} already, but shows no such relationship',
			description: 'Look at the user there: what Get User shows and what Delos goes by differ.',
		},
	},
};

export const notRelated: Refusal = {
	says: /^No relationship found between user and customer/,
	message: 'The user {userId} has no access to the client {clientId}',
	description: "Check 'User' and 'Client'.",
};

export const notSoRelated: Refusal = {
	says: /^No relationship found with specified ownership type/,
	message: 'The user {userId} has no access of this kind to the client {clientId}',
	description: "Check 'Ownership', or set it to Any.",
};

/** `{item}` with the updated user; an `error` could come with the same status. */
export const withUser: Shape = ({ json }) => isObject(json) && isObject(json.item) && json.error === undefined;
