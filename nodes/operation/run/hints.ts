import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Outcome } from './run';
import { hasFailed } from './run';

type Results = readonly IDataObject[];

const count = (results: Results, fits: (result: IDataObject) => boolean) => results.filter(fits).length;

const planned = (results: Results): string | undefined => {
	const plans = results.filter(({ outcome }) => outcome === 'planned');
	if (plans.length === 0) return undefined;
	const would = count(plans, ({ changed }) => changed === true);
	const unknown = count(plans, ({ changed }) => changed === null);
	const rest = unknown > 0 ? `; of ${unknown} it isn't known` : '';
	const scope =
		plans.length < results.length
			? `Of ${results.length} results, ${plans.length} are of a dry run`
			: 'Nothing was changed';
	return `${scope}: ${would} of ${plans.length} would change${rest}`;
};

const reported = (results: Results): string | undefined => {
	const failed = count(results, ({ success }) => success === false);
	return failed === 0
		? undefined
		: `${failed} of ${results.length} results ${failed === 1 ? 'reports' : 'report'} what wasn't changed: see 'failed'`;
};

const unproven = (results: Results): string | undefined => {
	const open = count(
		results,
		({ outcome, changed, verified }) => outcome === 'applied' && changed === null && verified !== true,
	);
	return open === 0
		? undefined
		: `${open} of ${results.length} changes ${open === 1 ? 'was' : 'were'} accepted, which proves nothing yet: 'Verify' reads them back`;
};

/** Says above the output, in one line for each, what the results of changes have in common. Versions of n8n without hints show none. */
export const giveHints = (context: IExecuteFunctions, { results }: Outcome): void => {
	const all = results.flatMap((result) => (hasFailed(result) ? [] : result));
	const hints = [
		{ message: planned(all), type: 'info' as const },
		{ message: reported(all), type: 'warning' as const },
		{ message: unproven(all), type: 'info' as const },
	].flatMap(({ message, type }) => (message === undefined ? [] : [{ message, type, location: 'outputPane' as const }]));
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
};
