import type { ItemRequest } from '../panel';
import type { Parameter, Refused } from '../model';
import { modeFor } from '../model';

const saysUnknown = /not found|n't exist|can't be found/i;

/** The mode of a list that takes words, where those of its IDs that nobody knows may be some. */
export const modesFor = (
	list: Parameter | undefined,
	{ lookedUp = [] }: Pick<ItemRequest, 'lookedUp'>,
	failed: ReadonlyArray<readonly [id: unknown, why: Refused | undefined]>,
): readonly string[] => {
	if (!list || lookedUp.some(({ parameter }) => parameter === list)) return [];
	const unknown = failed.filter(([, why]) => saysUnknown.test(`${why?.message} ${why?.said}`));
	const mode = modeFor(
		list,
		unknown.map(([id]) => id),
	);
	return mode === undefined ? [] : [mode];
};
