import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Run } from './change';
import { changeAll } from './change';
import type { Values } from './operation';
import { optionsOf } from './options';
import type { Provider } from './provider';
import { readAll } from './read';
import type { Refused } from './refusal';
import { toNodeError } from './refusal';
import type { Part, Results } from './result';
import { hasFailed, isAccepted } from './result';
import { connect } from './transport';
import type { Asked } from './values';
import { isRefused, limitOf, readItem, readOptions } from './values';

// n8n passes the input items on as results when a node throws although it is to go on, so nothing may be thrown there.
const orRefused = async <Result>(ask: () => Result | Promise<Result>): Promise<Result | Refused> => {
	try {
		return await ask();
	} catch (error) {
		const { message, description } = error as Error & { description?: string };
		return {
			message,
			description: description ?? 'Check the expressions and the credential of the node.',
			invalid: true,
		};
	}
};

const errorItem = ({ message, description }: Refused, item: number): INodeExecutionData => ({
	json: { error: message, message: description },
	pairedItem: { item },
});

const changesIn = (results: Results, parts: readonly Part[]): number => {
	if (hasFailed(results)) return results.done ?? 0;
	const applied = parts.filter(({ verdict }) => isAccepted(verdict) && verdict.outcome === 'applied');
	return applied.reduce((sum, { members }) => sum + Math.max(members.length, 1), 0);
};

const counted = (count: number) => (count === 1 ? '1 change' : `${count === 0 ? 'no' : count} changes`);

const withCount = (failure: Refused, made: number, undecided: number): Refused => ({
	...failure,
	description: `${failure.description} In this run, ${counted(made)} had been made when it stopped${
		undecided > 0 ? `, and of ${counted(undecided)} it isn't known` : ''
	}.`,
});

/** The `execute` of a node: checks every item, then sends, then gives each item its own result. */
export const executor = (provider: Provider) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (items.length === 0) return [[]];
		const goesOn = this.continueOnFail();
		const resource = this.getNodeParameter('resource', 0) as string;
		const name = this.getNodeParameter('operation', 0) as string;
		const operation = provider.operations[resource]?.[name];
		const fail = (failure: Refused, item: number) => {
			const message = items.length > 1 ? `${failure.message} (item ${item})` : failure.message;
			return toNodeError(this.getNode(), { ...failure, message }, item);
		};
		if (!operation) throw fail(unknownOperation(resource, name), 0);

		const runOptions = optionsOf(operation).filter(({ governs }) => governs === 'run');
		const settings = await orRefused(() => readOptions(this, runOptions, 0));
		const asked: Array<Asked | Refused> = [];
		for (const item of items.keys())
			asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(this, operation, item)));
		const invalid = asked.findIndex(isRefused);
		if (!goesOn && invalid >= 0) throw fail(asked[invalid] as Refused, invalid);
		const { maxRetries, timeout } = settings as Record<string, number>;
		const connection = await orRefused(() => connect(this, provider, { maxRetries, timeout }));
		if ('message' in connection) {
			if (!goesOn) throw fail(connection, 0);
			return [items.map((_, item) => errorItem(connection, item))];
		}

		const known = settings as Values;
		const run: Run = { provider, name, operation, asked, settings: known, connection, goesOn, orRefused };
		const isList = operation.reads?.paging !== undefined;
		const limits = asked.map((_, item) => (isList ? limitOf(this, item) : Infinity));
		const { results, parts } = await (operation.reads ? readAll(run, limits) : changeAll(run));
		const failed = results.findIndex(hasFailed);
		if (!goesOn && failed >= 0) {
			const made = results.reduce((sum, result, item) => sum + changesIn(result, parts[item]), 0);
			const undecided = parts.flat().filter(({ verdict }) => 'message' in verdict && verdict.undecided);
			const failure = results[failed] as Refused;
			throw fail(operation.reads ? failure : withCount(failure, made, undecided.length), failed);
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
