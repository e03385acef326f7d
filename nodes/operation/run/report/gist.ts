import type { ItemRequest } from '../../panel';
import type { Gist, Outcome } from '../types';
import { isAmiss } from '../types';
import { isThrough } from './tried';

/** Whether something was changed: one of several is enough, and one of which nobody knows leaves it open. */
export const changedIn = (outcomes: readonly Outcome[]): boolean | null => {
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
	const isApplied = outcomes.some(({ is }) => is === 'applied');
	return {
		isPlanned: options.dryRun === true,
		isUnknown: outcomes.some(({ is }) => is === 'unknown'),
		isFailed: outcomes.some((outcome) => isAmiss(outcome) && outcome.is !== 'unknown'),
		changed,
		isUnproven: isApplied && changed === null && options.verify !== true,
	};
};
