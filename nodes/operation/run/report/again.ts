import type { ItemRequest } from '../../panel';
import { askedAlready } from '../state';
import type { Made, Settled } from '../types';
import { failedWith } from '../types';

/** What became of a plan that another item of the run had too, told to the one that asks: the other tells what was changed. */
export const againOf = (settled: Settled, asked: ItemRequest = settled.desired.asked): Settled => {
	const again = ({ step, outcome }: Made): Made => {
		const changed = outcome.changed === true ? null : outcome.changed;
		return { step, outcome: { ...outcome, isAgain: true, changed, undo: null } };
	};
	return { ...settled, desired: { ...settled.desired, asked }, made: settled.made.map(again) };
};

/** What became of a set that had nothing left to do, where that is to fail. */
export const refusedOf = (settled: Settled): Settled => ({
	...settled,
	made: settled.made.map(({ step, outcome }) => ({ step, outcome: { ...outcome, ...failedWith(askedAlready) } })),
});
