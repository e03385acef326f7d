import type { IExecuteFunctions } from 'n8n-workflow';

import type { Change } from '../../model';
import type { ItemRequest } from '../../panel';
import type { Gist } from '../../summary';
import { hintsIn, talliesOf } from '../../summary';
import type { Ended, Outcome } from '../types';

/** What the results of a step have in common with others. */
export const gistOf = (
	{ options }: Pick<ItemRequest, 'options'>,
	change: Change,
	outcomes: readonly Outcome[],
	results: number,
): Gist => ({
	isPlanned: options.dryRun === true,
	results,
	all: talliesOf(change, outcomes, options.verify === true),
});

/** Says above the output, in one line for each, what the results of changes have in common. Versions of n8n without hints show none. */
export const giveHints = (context: IExecuteFunctions, { gists = [], counts }: Ended): void => {
	const { made, unknown } = counts?.() ?? { made: 0, unknown: 0 };
	const hints = hintsIn(gists, made + unknown > 0).map((hint) => ({ ...hint, location: 'outputPane' as const }));
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
};
