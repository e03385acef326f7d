import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from '../../panel';
import { cancelled } from '../../wire';
import type { Refused } from '../../model';
import { nothingChanged } from '../../model';
import type { Counts, Ended, Results } from '../types';
import { hasFailed } from '../types';

/** How a node tells its user what came of its items. */
export interface Output {
	/** Whether the node goes on after errors. */
	readonly continueOnFail: boolean;
	/** What to throw where it stops. */
	readonly thrown: (refused: Refused, item: number) => Error;
	/** What an item gives that failed, where it goes on. */
	readonly errorItem: (refused: Refused, item: number) => INodeExecutionData;
	/** The output where every item is refused for the same reason. */
	readonly allRefused: (refused: Refused) => INodeExecutionData[][];
}

/** n8n tells an item for the error output by its having `error` and nothing else: there, the event is in `error`. */
const errorOf = ({ message, description, audit }: Refused, hasOutput: boolean): IDataObject => {
	const error = `${message.replace(/\.$/, '')}. ${description}`.trimEnd();
	if (audit === undefined) return { error };
	const event = { audit: audit as IDataObject };
	return hasOutput ? { error: { message: error, ...event } } : { error, ...event };
};

export const outputFor = (context: IExecuteFunctions): Output => {
	const items = context.getInputData();
	const continueOnFail = context.continueOnFail();
	const thrown = (refused: Refused, item: number) => {
		const isOfItem = !refused.isOfRun;
		const message = isOfItem && items.length > 1 ? `${refused.message} (item ${item})` : refused.message;
		return toNodeError(context.getNode(), { ...refused, message }, isOfItem ? item : undefined);
	};
	const hasOutput = context.getNode().onError === 'continueErrorOutput';
	const errorItem = (refused: Refused, item: number) => ({
		json: errorOf(refused, hasOutput),
		pairedItem: { item },
	});
	const allRefused = (refused: Refused) => {
		if (!continueOnFail) throw thrown({ ...refused, isOfRun: true }, 0);
		return [items.map((_, item) => errorItem(refused, item))];
	};
	return { continueOnFail, thrown, errorItem, allRefused };
};

const counted = (count: number) => (count === 1 ? '1 change' : `${count === 0 ? 'no' : count} changes`);

/** What the whole run has changed, said once. */
const withCount = (refused: Refused, { made, unknown }: Counts): Refused => {
	const { description } = refused;
	if (made + unknown === 0 && /\bNothing\b[^.]* was (changed|sent)\b/.test(description)) return refused;
	const own = made + unknown > 0 ? description.replace(`${nothingChanged} `, '') : description;
	const rest = unknown > 0 ? `, and of ${counted(unknown)} it isn't known` : '';
	return { ...refused, description: `${own} In this run, ${counted(made)} had been made when it stopped${rest}.` };
};

const asCancelled = (met: Refused): Refused =>
	met.message === cancelled.unanswered
		? met
		: { ...met, message: cancelled.unanswered, description: `${met.message}. ${met.description}` };

/** The item that the run ended with, and why: the first that failed in time, or else in order. */
const endOf = ({ failure, results, items }: Ended) => {
	const isCause = (result: Results) => hasFailed(result) && !result.follows;
	const index = failure?.item ?? [isCause, hasFailed].map((is) => results.findIndex(is)).find((at) => at >= 0) ?? -1;
	const result = results[index];
	if (result === undefined) return undefined;
	const refused = hasFailed(result) ? result : failure?.refused;
	return refused && { item: items?.[index][0] ?? index, refused };
};

/** What became of other items that were half made when the run stopped: nothing else tells of them. */
const withFates = (refused: Refused, { results, items }: Ended, end: number): Refused => {
	const others = results.flatMap((result, index) => {
		const item = items?.[index][0] ?? index;
		if (!hasFailed(result) || result.fate === undefined || item === end) return [];
		return [`Item ${item}: ${result.message}. ${result.description}`];
	});
	return { ...refused, description: [refused.description, ...others].join(' ') };
};

/** The output of a node, each result linked to its item; throws where the node stops on errors and an item failed. */
export const outputOf = (
	{ continueOnFail, thrown, errorItem }: Output,
	outcome: Ended,
	isCancelled: boolean,
): INodeExecutionData[][] => {
	const ended = continueOnFail ? undefined : endOf(outcome);
	if (ended) {
		const met = isCancelled ? asCancelled(ended.refused) : ended.refused;
		const told = outcome.counts ? withCount(met, outcome.counts()) : met;
		throw thrown(withFates(told, outcome, ended.item), ended.item);
	}
	return [
		outcome.results.flatMap((result, index) => {
			const items = outcome.items?.[index] ?? [index];
			if (hasFailed(result)) return items.map((item) => errorItem(result, item));
			const links = items.map((item) => ({ item }));
			return result.map((json) => ({ json, pairedItem: links.length === 1 ? links[0] : links }));
		}),
	];
};
