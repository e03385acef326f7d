import type { IDataObject } from 'n8n-workflow';

import type { Request } from '../../wire';
import type { Answer, Held, Refused, Trace, Values } from '../../model';

/** What a user had when it was read. */
export interface Fact {
	readonly held: Held;
	/** Whether that holds the access which the change is about. */
	readonly has: boolean;
}

/** What was read of the users of a run, by the values that name them; a refusal where it couldn't be, or tells nothing. */
export interface UserStates {
	readonly of: (values: Values) => Fact | Refused | undefined;
}

export const nothingKnown: UserStates = { of: () => undefined };

export const isKnown = (fact: Fact | Refused | undefined): fact is Fact => fact !== undefined && 'held' in fact;

/** What an answer makes of a change, or that none came, or that nothing was sent. */
export interface Sent {
	readonly is: 'applied' | 'unchanged' | 'planned' | 'failed' | 'unknown' | 'notSent';
	/** Why it failed, isn't known or wasn't sent. */
	readonly why?: Refused;
	/** Of a request that the provider accepted. */
	readonly answer?: Answer;
	readonly trace?: Trace;
	/** Of a dry run; `null` where there is nothing to send. */
	readonly request?: Request | null;
	/** Whether the answer itself tells that something was changed. */
	readonly isProven?: true;
	/** Whether an earlier try had no answer, and a later one said that it is so already. */
	readonly isFoundSo?: true;
}

/** The same for some members of one request; of a change that isn't in bulk there are none. */
export interface Judged extends Sent {
	readonly members: readonly string[];
}

/** What became of a step, for one of its users. */
export interface Outcome extends Sent {
	/** In bulk, the member. */
	readonly id?: string;
	/** The values of the change for this user. */
	readonly values: Values;
	/** The request that it was part of, by identity. */
	readonly of: object;
	/** Whether that request was for one item alone. */
	readonly isAlone: boolean;
	/** Whether an earlier item made just this. */
	readonly isAgain: boolean;
	/** What the user had before, where that was read and nothing else of the run came between. */
	readonly before?: Fact | Refused;
	/** `null` where it isn't known. */
	readonly changed: boolean | null;
	/** How to take it back, where that is known exactly. */
	readonly undo: IDataObject | null;
	/** Whether the provider accepted it, and nothing that was read confirms it. */
	readonly isUnconfirmed?: true;
	/** What the user still has, where that was asked and could be read. */
	readonly remaining?: unknown;
	/** What a person should know of the user beside. */
	readonly note?: string;
}

export const failedWith = (why: Refused): Sent => ({ is: why.unknown ? 'unknown' : 'failed', why, trace: why.trace });

/** Whether the provider accepted it, as far as is known. */
export const isAccepted = ({ is }: Pick<Sent, 'is'>): boolean => is === 'applied' || is === 'unchanged';

/** Whether it keeps its item from succeeding. */
export const isAmiss = ({ is }: Pick<Sent, 'is'>): boolean => is === 'failed' || is === 'unknown' || is === 'notSent';

/** Whether it may have changed something. */
export const mayHaveChanged = ({ is, isUnconfirmed }: Pick<Outcome, 'is' | 'isUnconfirmed'>): boolean =>
	is === 'applied' || is === 'unknown' || isUnconfirmed === true;

/** Whether the change was made, as far as is known; a dry run's would be. */
export const isThrough = (outcome: Pick<Sent, 'is'>): boolean => isAccepted(outcome) || outcome.is === 'planned';
