import { askedAlready, isStrict } from '../state';
import type { Judged } from '../types';
import { failedWith, mayHaveChanged } from '../types';
import type { Batch } from './batches';

/** What was asked of an access, and what came of it. */
interface Turn {
	readonly wish: string;
	readonly judged: Judged;
}

/** Of a step that asks for just what was accepted before it, where that is to fail. */
export const alreadyAsked: Judged = { ...failedWith(askedAlready), members: [] };

/**
 * Two changes of the same access in any order would leave it as the faster one wants: the later waits for the earlier. One
 * that asks for just what was accepted before has nothing to add.
 */
export const inTurns = () => {
	const turns = new Map<string, Promise<Turn | undefined>>();
	return async (batch: Batch, send: () => Promise<Judged>): Promise<Judged> => {
		const access = batch.access as string;
		const wish = batch.wish as string;
		const earlier = turns.get(access);
		const sending = (async () => {
			const before = await earlier;
			const isAgain = isStrict(batch) && before?.judged.is === 'applied' && before.wish === wish;
			return { before, judged: isAgain ? alreadyAsked : await send() };
		})();
		turns.set(
			access,
			sending.then(({ before, judged }) => (mayHaveChanged(judged) ? { wish, judged } : before)),
		);
		return (await sending).judged;
	};
};
