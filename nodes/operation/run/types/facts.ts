import type { Held, Refused, Values } from '../../model';

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
