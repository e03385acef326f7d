import type { Asked } from '../panel';
import { isRefused } from '../panel';
import type { Change, Refused, Values } from '../words';
import { folded, parametersOf } from '../words';
import type { Standing } from './facts';
import type { Effect } from './fates';
import { effectOf } from './fates';
import { askedAlready, isStrict } from './ifUnchanged';
import type { Job } from './jobs';
import { memberOf } from './subjects';
import type { Part, Verdict } from './verdict';

const ways = new Set(['boolean', 'options']);

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
const accessesOf = (operation: Change) => {
	const { bulk, subject } = operation;
	const named = [...parametersOf(operation).keys()].filter(({ property }) => !ways.has(property.type));
	const names = named.map((parameter) => (parameter === bulk?.of ? subject : parameter).property.name);
	return (values: Values): string => folded(JSON.stringify(names.map((name) => values[name])));
};

/** What was asked of an access, and what came of it. */
interface Turn {
	readonly wish: string;
	readonly effect: Effect;
}

/**
 * Two changes of the same access in any order would leave it as the faster one wants: the later waits for the earlier. One
 * that asks for just what was accepted before has nothing to add.
 */
export const inTurns = (operation: Change) => {
	const turns = new Map<string, Promise<Turn | undefined>>();
	const accessOf = accessesOf(operation);
	return async (job: Job, send: () => Promise<Verdict>): Promise<Verdict> => {
		const access = accessOf(job.values);
		const wish = JSON.stringify(job.values);
		const earlier = turns.get(access);
		const sending = (async () => {
			const before = await earlier;
			const isAgain = isStrict(job) && before?.effect === 'made' && before.wish === wish;
			return { before, verdict: isAgain ? askedAlready : await send() };
		})();
		turns.set(
			access,
			sending.then(({ before, verdict }) => {
				const effect = effectOf(verdict);
				return effect === 'none' ? before : { wish, effect };
			}),
		);
		return (await sending).verdict;
	};
};

const alone: Standing = { isRepeat: false, isAgain: false, isOverridden: false };

/** By item, of those about one access. */
const standingsOf = (turns: ReadonlyMap<number, Turn>): ReadonlyMap<number, Standing> => {
	const standings = new Map<number, Standing>();
	let last: Turn | undefined;
	for (const [item, turn] of turns) {
		const isAgain = last?.effect === 'made' && last.wish === turn.wish;
		standings.set(item, { isRepeat: last !== undefined, isAgain, isOverridden: false });
		if (turn.effect !== 'none') last = turn;
	}
	// From the end: whether any wish after an item differs from its own.
	const later = new Set<string>();
	for (const [item, { wish, effect }] of [...turns].reverse()) {
		const isOverridden = later.size > 1 || (later.size === 1 && !later.has(wish));
		standings.set(item, { ...(standings.get(item) as Standing), isOverridden });
		if (effect !== 'none') later.add(wish);
	}
	return standings;
};

const isShared = <Key>([, turns]: readonly [Key, ReadonlyMap<number, Turn>]) => turns.size > 1;

/** Looks at what came of the items of a run, access by access, once somebody asks. */
export const standingsIn = (
	operation: Change,
	asked: ReadonlyArray<Asked | Refused>,
	parts: ReadonlyArray<readonly Part[]>,
): ((item: number, values: Values) => Standing) => {
	const { bulk } = operation;
	const accessOf = accessesOf(operation);
	const look = () => {
		const turns = new Map<string, Map<number, Turn>>();
		const note = (item: number, values: Values, effect: Effect) => {
			const access = accessOf(values);
			const others = turns.get(access) ?? new Map<number, Turn>();
			turns.set(access, others.set(item, { wish: JSON.stringify(values), effect }));
		};
		for (const [item, read] of asked.entries())
			for (const { members, verdict } of isRefused(read) ? [] : parts[item]) {
				const { values } = read as Asked;
				if (!bulk) note(item, values, effectOf(verdict));
				else for (const id of members) note(item, memberOf(operation, values, id), effectOf(verdict, id));
			}
		return new Map([...turns].filter(isShared).map(([access, all]) => [access, standingsOf(all)]));
	};
	let standings: ReturnType<typeof look> | undefined;
	return (item, values) => {
		standings ??= look();
		return (standings.size === 0 ? undefined : standings.get(accessOf(values))?.get(item)) ?? alone;
	};
};
