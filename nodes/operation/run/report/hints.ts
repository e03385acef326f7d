import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemRequest } from '../../panel';
import type { Ended, Gist, Outcome } from '../types';
import { hasFailed, isAmiss, isThrough } from '../types';

/** Whether something was changed: one of several is enough, and one of which nobody knows leaves it open. */
const changedIn = (outcomes: readonly Outcome[]): boolean | null => {
	const changes = outcomes.flatMap((outcome): Array<boolean | null> => {
		if (outcome.is === 'unknown') return [outcome.isProven ?? null];
		return isThrough(outcome) ? [outcome.changed] : [];
	});
	if (changes.includes(true)) return true;
	return changes.includes(null) ? null : false;
};

/** What a result has in common with others, by what became of its users. */
export const gistOf = ({ options }: Pick<ItemRequest, 'options'>, outcomes: readonly Outcome[]): Gist => {
	const changed = changedIn(outcomes);
	const isApplied = outcomes.some(({ is, isAgain }) => is === 'applied' && !isAgain);
	return {
		isPlanned: options.dryRun === true,
		isUnknown: outcomes.some(({ is }) => is === 'unknown'),
		isFailed: outcomes.some((outcome) => isAmiss(outcome) && outcome.is !== 'unknown'),
		changed,
		isUnproven: isApplied && changed === null && options.verify !== true,
	};
};

type Gists = readonly Gist[];

const count = (gists: Gists, fits: (gist: Gist) => boolean) => gists.filter(fits).length;

const planned = (gists: Gists, { counts, results }: Ended): string | undefined => {
	const plans = gists.filter(({ isPlanned }) => isPlanned);
	if (plans.length === 0) return undefined;
	const would = count(plans, ({ changed }) => changed === true);
	const unknown = count(plans, ({ changed }) => changed === null);
	const rest = unknown > 0 ? `; of ${unknown} it isn't known` : '';
	const { made, unknown: open } = counts?.() ?? { made: 0, unknown: 0 };
	const all = results.reduce((sum, result) => sum + (hasFailed(result) ? 1 : result.length), 0);
	const scope =
		plans.length < gists.length || made + open > 0
			? `Of ${all} results, ${plans.length} ${plans.length === 1 ? 'is' : 'are'} of a dry run`
			: 'Nothing was changed';
	return `${scope}: ${would} of ${plans.length} would change${rest}`;
};

const reported = (gists: Gists, some: number, what: string): string | undefined =>
	some === 0 ? undefined : `${some} of ${gists.length} results ${some === 1 ? 'reports' : 'report'} what ${what}`;

const failed = (gists: Gists) =>
	reported(
		gists,
		count(gists, ({ isFailed }) => isFailed),
		"wasn't changed: see 'failed'",
	);

const unknown = (gists: Gists) =>
	reported(
		gists,
		count(gists, ({ isUnknown }) => isUnknown),
		"isn't known: see 'unknown'",
	);

const unproven = (gists: Gists): string | undefined => {
	const open = count(gists, ({ isUnproven }) => isUnproven);
	const made = count(gists, ({ isPlanned }) => !isPlanned);
	return open === 0
		? undefined
		: `${open} of ${made} changes ${open === 1 ? 'was' : 'were'} accepted, which proves nothing yet: 'Verify' reads them back`;
};

/** Says above the output, in one line for each, what the results of changes have in common. Versions of n8n without hints show none. */
export const giveHints = (context: IExecuteFunctions, ended: Ended): void => {
	const { gists = [] } = ended;
	const hints = [
		{ message: planned(gists, ended), type: 'info' as const },
		{ message: failed(gists), type: 'warning' as const },
		{ message: unknown(gists), type: 'warning' as const },
		{ message: unproven(gists), type: 'info' as const },
	].flatMap(({ message, type }) => (message === undefined ? [] : [{ message, type, location: 'outputPane' as const }]));
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
};
