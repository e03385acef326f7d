import type { ItemRequest } from '../panel';
import { readable } from '../panel';
import type { Change, Refused, Values } from '../words';
import type { SameAccess } from './facts';
import { effectOf } from './fates';
import { usersIn } from './subjects';
import type { Turn } from './turns';
import { accessesOf } from './turns';
import type { Part } from './verdict';

const alone: SameAccess = { isRepeat: false, isAgain: false, isOverridden: false };

/** By item, of those about one access. */
const sameAccessOf = (turns: ReadonlyMap<number, Turn>): ReadonlyMap<number, SameAccess> => {
	const all = new Map<number, SameAccess>();
	let last: Turn | undefined;
	for (const [item, turn] of turns) {
		const isAgain = last?.effect === 'made' && last.wish === turn.wish;
		all.set(item, { isRepeat: last !== undefined, isAgain, isOverridden: false });
		if (turn.effect !== 'none') last = turn;
	}
	// From the end: whether any wish after an item differs from its own.
	const later = new Set<string>();
	for (const [item, { wish, effect }] of [...turns].reverse()) {
		const isOverridden = later.size > 1 || (later.size === 1 && !later.has(wish));
		all.set(item, { ...(all.get(item) as SameAccess), isOverridden });
		if (effect !== 'none') later.add(wish);
	}
	return all;
};

const isShared = <Key>([, turns]: readonly [Key, ReadonlyMap<number, Turn>]) => turns.size > 1;

/** Looks at what came of the items of a run, access by access, once somebody asks. */
export const sameAccessIn = (
	operation: Change,
	asked: ReadonlyArray<ItemRequest | Refused>,
	parts: ReadonlyArray<readonly Part[]>,
): ((item: number, values: Values) => SameAccess) => {
	const accessOf = accessesOf(operation);
	const look = () => {
		const turns = new Map<string, Map<number, Turn>>();
		for (const [item, read] of readable(asked))
			for (const { members, verdict } of parts[item])
				for (const { id, values } of usersIn(operation, read.values, members)) {
					const access = accessOf(values);
					const others = turns.get(access) ?? new Map<number, Turn>();
					turns.set(access, others.set(item, { wish: JSON.stringify(values), effect: effectOf(verdict, id) }));
				}
		return new Map([...turns].filter(isShared).map(([access, all]) => [access, sameAccessOf(all)]));
	};
	let all: ReturnType<typeof look> | undefined;
	return (item, values) => {
		all ??= look();
		return (all.size === 0 ? undefined : all.get(accessOf(values))?.get(item)) ?? alone;
	};
};
