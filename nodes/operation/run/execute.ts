import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Asked } from '../panel';
import { isRefused, limitOf, optionsAt, panelOf, readItem, readOptions, toNodeError } from '../panel';
import { cancelled, connect } from '../wire';
import type { Provider, Refused, Values } from '../words';
import { isRead, parametersOf } from '../words';
import { changeAll } from './changeAll';
import { readAll } from './readAll';
import type { Outcome, Results, Tally } from './run';
import { hasFailed, nothingMade } from './run';

// n8n passes the input items on as results when a node throws although it is to go on, so nothing may be thrown there.
const orRefused = async <Result>(ask: () => Result | Promise<Result>): Promise<Result | Refused> => {
	try {
		return await ask();
	} catch (error) {
		const { message, description } = error as Error & { description?: string };
		const refused = { invalid: true, thrown: true } as const;
		// Not by n8n and not on purpose: something in an answer is of another kind than everywhere else.
		if (error instanceof TypeError)
			return {
				...refused,
				message: "Something here isn't as it is documented",
				description: `What the provider answered for this item couldn't be understood (${message}).`,
			};
		return { ...refused, message, description: description ?? 'Check the expressions and the credential of the node.' };
	}
};

const errorItem = ({ message, description }: Refused, item: number): INodeExecutionData => ({
	json: { error: message, message: description },
	pairedItem: { item },
});

const counted = (count: number) => (count === 1 ? '1 change' : `${count === 0 ? 'no' : count} changes`);

const withCount = (failure: Refused, { made, undecided }: Tally): Refused => ({
	...failure,
	description: `${failure.description} In this run, ${counted(made)} had been made when it stopped${
		undecided > 0 ? `, and of ${counted(undecided)} it isn't known` : ''
	}.`,
});

const asCancelled = (met: Refused): Refused =>
	met.message === cancelled.unanswered
		? met
		: { ...met, message: cancelled.unanswered, description: `${met.message}. ${met.description}` };

/** The item that the run ended with, and why: the first that failed in time, or else in order. */
const endOf = (failure: Outcome['failure'], results: readonly Results[]) => {
	const item = failure?.item ?? results.findIndex(hasFailed);
	const result = results[item];
	if (result === undefined) return undefined;
	const refused = hasFailed(result) ? result : failure?.refused;
	return refused && { item, refused };
};

/** The `execute` of a node: checks every item, then sends, then gives each item its own result. */
export const executor = (provider: Provider) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (items.length === 0) return [[]];
		const goesOn = this.continueOnFail();
		const resource = String(this.getNodeParameter('resource', 0, ''));
		const name = String(this.getNodeParameter('operation', 0, ''));
		const operation = provider.operations[resource]?.[name];
		const failAll = (failure: Refused) => {
			if (!goesOn) throw fail(failure, 0);
			return [items.map((_, item) => errorItem(failure, item))];
		};
		const fail = (failure: Refused, item: number) => {
			const message = items.length > 1 ? `${failure.message} (item ${item})` : failure.message;
			return toNodeError(this.getNode(), { ...failure, message }, item);
		};
		if (!operation) return failAll(unknownOperation(resource, name));

		const panel = panelOf(this);
		const [options, subject] = isRead(operation) ? [readOptions] : [operation.options, operation.subject];
		const runOptions = options.filter(({ governs }) => governs === 'run');
		const settings = await orRefused(() => optionsAt(panel, subject, runOptions, 0));
		const named = parametersOf(operation);
		const asked: Array<Asked | Refused> = [];
		for (const [item, { json }] of items.entries())
			asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(panel, operation, named, item, json)));
		const invalid = asked.findIndex(isRefused);
		if (!goesOn && invalid >= 0) throw fail(asked[invalid] as Refused, invalid);
		const { maxRetries, timeout } = settings as Record<string, number>;
		const connection = await orRefused(() => connect(this, provider, { maxRetries, timeout }));
		if ('message' in connection) return failAll(connection);

		const known = settings as Values;
		const run = { provider, name, asked, settings: known, connection, goesOn, orRefused };
		const isList = isRead(operation) && operation.gives.paging !== undefined;
		const limits = asked.map((_, item) => (isList ? limitOf(panel, item) : Infinity));
		const outcome = await orRefused(
			async () => await (isRead(operation) ? readAll({ ...run, operation }, limits) : changeAll({ ...run, operation })),
		);
		const { results, tally, failure }: Outcome =
			'results' in outcome ? outcome : { results: items.map(() => outcome), tally: () => nothingMade };
		const ended = goesOn ? undefined : endOf(failure, results);
		if (ended) {
			const met = connection.isCancelled() ? asCancelled(ended.refused) : ended.refused;
			throw fail(isRead(operation) ? met : withCount(met, tally()), ended.item);
		}
		return [
			results.flatMap((result, item) =>
				hasFailed(result) ? [errorItem(result, item)] : result.map((json) => ({ json, pairedItem: { item } })),
			),
		];
	};

const unknownOperation = (resource: string, name: string): Refused => ({
	message: `The operation '${name}' of '${resource}' doesn't exist`,
	description: "Choose one from the lists 'Resource' and 'Operation'.",
	invalid: true,
});
