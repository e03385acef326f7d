import type { Request } from '../wire';
import type { Answer, Refused, Trace } from '../words';

export interface Accepted {
	readonly outcome: 'applied' | 'unchanged';
	readonly answer: Answer;
	readonly trace?: Trace;
	/** Where the answer itself tells that something was changed. */
	readonly changed?: true;
	/** In bulk: the members that the answer names, and why each failed or `undefined`. */
	readonly fates?: ReadonlyMap<string, string | undefined>;
}

export interface Planned {
	readonly outcome: 'planned';
	/** `null` where there is nothing to send. */
	readonly request: Request | null;
}

/** What became of a request that was sent, or of one that was only planned. */
export type Sent = Accepted | Refused;
export type Verdict = Sent | Planned;

/** What became of some members of a batch; of a change that isn't in bulk there are none. */
export interface Judged {
	readonly members: readonly string[];
	readonly verdict: Verdict;
}

/** What became of an item, or of some of its members. */
export interface Part extends Judged {
	/** Whether the request was for this item alone. */
	readonly alone: boolean;
}

export const isAccepted = (verdict: Verdict): verdict is Accepted => 'answer' in verdict;
export const isPlanned = (verdict: Verdict): verdict is Planned => 'request' in verdict;
