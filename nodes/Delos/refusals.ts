import type { Refusal, Shape } from '../operation/words';
import { isObject } from '../operation/words';

/** The pages give these texts without any status, so the text alone decides. */
export const unknownUser: Refusal = {
	says: /^User not found/,
	message: "The user of 'User ID' doesn't exist at Delos",
	description: "Check 'User ID'.",
};

export const unknownClient: Refusal = {
	says: /^Customer not found/,
	message: "The client of 'Client ID' doesn't exist at Delos",
	description: "Check 'Client ID'.",
};

/** `{item}` with the updated user; an `error` could come with the same status. */
export const withUser: Shape = ({ json }) => isObject(json) && isObject(json.item) && json.error === undefined;
