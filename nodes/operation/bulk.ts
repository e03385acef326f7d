import type { Answer } from './answer';
import type { Parameter } from './parameter';

export interface Members {
	readonly succeeded: readonly string[];
	readonly failed: ReadonlyArray<{ readonly id: string; readonly error: string }>;
}

/** A change of several members in one request, which items with the same other parameters share. */
export interface Bulk {
	readonly of: Parameter;
	/** Past participle for messages, such as "removed". */
	readonly done: string;
	readonly outcome: (answer: Answer) => Members;
	/** The name of the list in the body. */
	readonly wire: string;
	/** Whether a refusal may come from one malformed member. */
	readonly malformed?: (answer: Answer) => boolean;
}
