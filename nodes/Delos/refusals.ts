import type { Already, Refusal, Shape } from '../operation/model';
import { isObject } from '../operation/model';

/** The pages give these texts without any status, so the text alone decides. */
export const unknownUser: Refusal = {
	says: /^User not found/,
	message: "The user of 'User' doesn't exist at Delos",
	description: "Check 'User'.",
};

export const unknownClient: Refusal = {
	says: /^Customer not found/,
	message: "The client of 'Client' doesn't exist at Delos",
	description: "Check 'Client'.",
};

export const alreadyRelated: Already = {
	says: /^User already related to this customer/,
	message: 'The user already has access to this client',
	description: 'To change the ownership, unbind the client first.',
	vague: {
		other: {
			message: 'The user has access to this client with the other ownership, and Delos left it so',
			description: 'Unbind the client first, then bind it anew.',
		},
		none: {
			message: 'Delos says that the user is related to this client already, but shows no such relationship',
			description: 'Look at the user there: what Get User shows and what Delos goes by differ.',
		},
	},
};

export const notRelated: Refusal = {
	says: /^No relationship found between user and customer/,
	message: 'The user has no access to this client',
	description: "Check 'User' and 'Client'.",
};

export const notSoRelated: Refusal = {
	says: /^No relationship found with specified ownership type/,
	message: 'The user has no access of this kind to this client',
	description: "Check 'Ownership', or set it to Any.",
};

/** `{item}` with the updated user; an `error` could come with the same status. */
export const withUser: Shape = ({ json }) => isObject(json) && isObject(json.item) && json.error === undefined;
