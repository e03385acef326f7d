import type { Held, Reader, Refused, State, Values } from '../words';

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

/** What was read of a user, by the state of a change. */
export const seenAs = (state: State, held: Held, values: Values): Fact | Refused => {
	const has = state.has(held, values);
	return typeof has === 'boolean' ? { held, has } : has;
};

/** Whether a user has the access: nothing is concluded from what couldn't be seen. */
export const factOf = async (
	state: State,
	values: Values,
	{
		reader,
		concludes,
		before = nothingKnown,
	}: { reader: Reader; concludes: (values: Values) => boolean; before?: UserStates },
): Promise<Fact | Refused> => {
	const held = await reader.read(state.of, values);
	if ('message' in held) return held;
	const seen = seenAs(state, held, values);
	if (!isKnown(seen) || seen.has || !concludes(values)) return seen;
	const earlier = before.of(values);
	return (await state.unseen?.(values, reader, isKnown(earlier) && earlier.has)) ?? seen;
};

/** `null` where it couldn't be read. */
export interface Aftermath {
	readonly remaining?: unknown;
	readonly note?: string | null;
}

export interface ReadBack {
	readonly after: UserStates;
	/** By the values of a user. */
	readonly aftermath: (values: Values) => Aftermath;
}

/** Where an item stands among those about the same access. */
export interface SameAccess {
	/** Whether an earlier item may have changed it: what was read before tells of that one only. */
	readonly isRepeat: boolean;
	/** Whether just this was made before. */
	readonly isAgain: boolean;
	/** Whether a later item may have made something else of it. */
	readonly isOverridden: boolean;
}

/** What was read of the users of a run. */
export interface Facts extends ReadBack {
	readonly before: UserStates;
	/** Where the item stands among those about the same access. */
	readonly sameAccess: (values: Values) => SameAccess;
}
