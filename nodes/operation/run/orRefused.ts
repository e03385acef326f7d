import type { Refused } from '../words';

/**
 * Turns whatever is thrown into a refusal: n8n passes the input items on as results when a node throws although it is to go
 * on, and one item's odd answer is that item's own.
 */
export const orRefused = async <Result>(ask: () => Result | Promise<Result>): Promise<Result | Refused> => {
	try {
		return await ask();
	} catch (error) {
		const { message, description } = error as Error & { description?: string };
		const refused = { invalid: true, thrown: true } as const;
		// Not by n8n and not on purpose: something in an answer is of another kind than everywhere else.
		if (error instanceof TypeError)
			return {
				...refused,
				message: "Something here isn't as it is documented",
				description: `What the provider answered for this item couldn't be understood (${message}).`,
			};
		return { ...refused, message, description: description ?? 'Check the expressions and the credential of the node.' };
	}
};
