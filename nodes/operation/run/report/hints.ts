import type { IExecuteFunctions } from 'n8n-workflow';

import type { Change } from '../../model';
import type { ItemRequest } from '../../panel';
import type { Gist } from '../../summary';
import { hintsIn, keptOf, talliesOf } from '../../summary';
import type { Ended, Outcome, Settled } from '../types';
import { isThrough } from '../types';

/** Whether something was changed, or would be: one of several is enough, and one of which nobody knows leaves it open. */
export const changedIn = (outcomes: readonly Outcome[]): boolean | null => {
	const changes = outcomes.flatMap((outcome): Array<boolean | null> => {
		if (outcome.is === 'unknown') return [outcome.isProven ?? null];
		return isThrough(outcome) ? [outcome.changed] : [];
	});
	if (changes.includes(true)) return true;
	return changes.includes(null) ? null : false;
};

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

/** The same of a set, which is read again without being asked for. */
export const setGist = ({ desired, made }: Settled): Gist => {
	const told = made.flatMap(({ step, outcome }) => talliesOf(step.change, [outcome], true));
	const kept = desired.diff.kept.flatMap(keptOf);
	return { isPlanned: desired.asked.options.dryRun === true, results: 1, all: [...told, ...kept] };
};

/** Says above the output, in one line for each, what the results of changes have in common. Versions of n8n without hints show none. */
export const giveHints = (context: IExecuteFunctions, { gists = [], counts }: Ended): void => {
	const { made, unknown } = counts?.() ?? { made: 0, unknown: 0 };
	const hints = hintsIn(gists, made + unknown > 0).map((hint) => ({ ...hint, location: 'outputPane' as const }));
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
};
