import type { Change, Values } from '../words';
import { folded, parametersOf } from '../words';
import type { Effect } from './fates';
import { effectOf } from './fates';
import { askedAlready, isStrict } from './ifUnchanged';
import type { Batch } from './batches';
import type { Verdict } from './verdict';

const ways = new Set(['boolean', 'options']);

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
export const accessesOf = (operation: Change) => {
	const { bulk, subject } = operation;
	const named = [...parametersOf(operation).keys()].filter(({ property }) => !ways.has(property.type));
	const names = named.map((parameter) => (parameter === bulk?.of ? subject : parameter).property.name);
	return (values: Values): string => folded(JSON.stringify(names.map((name) => values[name])));
};

/** What was asked of an access, and what came of it. */
export interface Turn {
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
	return async (batch: Batch, send: () => Promise<Verdict>): Promise<Verdict> => {
		const access = accessOf(batch.values);
		const wish = JSON.stringify(batch.values);
		const earlier = turns.get(access);
		const sending = (async () => {
			const before = await earlier;
			const isAgain = isStrict(batch) && before?.effect === 'made' && before.wish === wish;
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
