import { asMistake } from './mistake';
import type { Refused } from './refusal';

/**
 * Turns whatever is thrown into a refusal: n8n passes the input items on as results when a node throws although it is to go
 * on, and one item's odd answer is that item's own.
 */
export const orRefused = async <Result>(ask: () => Result | Promise<Result>): Promise<Result | Refused> => {
	try {
		return await ask();
	} catch (error) {
		const { message, description = 'Check the expressions and the credential of the node.' } = error as Error & {
			description?: string;
		};
		return { invalid: true, thrown: true, ...(asMistake(error) ?? { message, description }) };
	}
};
