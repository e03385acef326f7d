import type { Change, Values } from '../../model';
import { accessesOf, groupedBy } from '../../model';
import type { Sent } from '../types';
import { mayHaveChanged } from '../types';

const wishOf = (values: Values): string => JSON.stringify(values);

/** What was sent for a user of a step. */
export interface UserSent extends Sent {
	readonly values: Values;
	/** The request that it was part of, by identity. */
	readonly of: object;
	/** The access that it is about, where that is known already. */
	readonly access?: string;
}

/** Where a step stands among those about the same access. */
export interface SameAccess {
	/** Whether an earlier step may have changed it: what was read before tells of that one only. */
	readonly isRepeat: boolean;
	/** Whether just this was made before. */
	readonly isAgain: boolean;
	/** Whether a later step may have made something else of it. */
	readonly isOverridden: boolean;
}

const alone: SameAccess = { isRepeat: false, isAgain: false, isOverridden: false };

/** By step, of those about one access. */
const inOrder = (all: readonly UserSent[]): ReadonlyMap<UserSent, SameAccess> => {
	const places = new Map<UserSent, SameAccess>();
	let last: UserSent | undefined;
	for (const sent of all) {
		const isAgain = last?.is === 'applied' && wishOf(last.values) === wishOf(sent.values);
		places.set(sent, { isRepeat: last !== undefined, isAgain, isOverridden: false });
		if (mayHaveChanged(sent)) last = sent;
	}
	// From the end: whether any wish after a step differs from its own.
	const later = new Set<string>();
	for (const sent of [...all].reverse()) {
		const wish = wishOf(sent.values);
		const isOverridden = later.size > 1 || (later.size === 1 && !later.has(wish));
		places.set(sent, { ...(places.get(sent) as SameAccess), isOverridden });
		if (mayHaveChanged(sent)) later.add(wish);
	}
	return places;
};

/** Looks at what was sent, access by access. */
export const sameAccessIn = (change: Change, sent: ReadonlyArray<readonly UserSent[]>) => {
	// The members of one step are others each.
	if (sent.length === 1) return () => alone;
	const accessOf = accessesOf(change);
	const accesses = groupedBy(sent.flat(), (one) => one.access ?? accessOf(one.values));
	const places = new Map<UserSent, SameAccess>();
	for (const all of accesses.values())
		if (all.length > 1) for (const [one, place] of inOrder(all)) places.set(one, place);
	return (one: UserSent): SameAccess => places.get(one) ?? alone;
};
