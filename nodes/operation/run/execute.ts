import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemRequest } from '../panel';
import { formOf, isRefused, optionsAt, readItem, readOptions } from '../panel';
import type { Bounds } from '../wire';
import { connect } from '../wire';
import type { Operation, Provider, Refused, Values } from '../words';
import { isCompound, isRead, parametersOf, refuse } from '../words';
import { changeAll } from './changeAll';
import { namedIn } from './fromData';
import { giveHints } from './hints';
import { makeChanges } from './makeChanges';
import { lookUp } from './lookUp';
import { orRefused } from './orRefused';
import { readAll } from './readAll';
import type { Outcome, Run } from './run';
import { nothingMade } from './run';
import { outputFor, told } from './output';

const operationOf = (context: IExecuteFunctions, { operations }: Provider) => {
	const resource = String(context.getNodeParameter('resource', 0, ''));
	const name = String(context.getNodeParameter('operation', 0, ''));
	return { name, resource, operation: namedIn(operations, resource, name) };
};

const unknownOperation = (resource: string, name: string): Refused =>
	refuse(
		`The operation '${name}' of '${resource}' doesn't exist`,
		"Choose one from the lists 'Resource' and 'Operation'.",
	);

/** What the items ask for, and what governs the whole run. */
const readItems = async (context: IExecuteFunctions, { operations }: Provider, operation: Operation) => {
	const form = formOf(context, operations);
	const options = isRead(operation) ? readOptions : operation.options;
	const runOptions = options.filter(({ governs }) => governs === 'run');
	const read = await orRefused(() => optionsAt(form, runOptions, 0));
	const settings = isRefused(read) ? { ...read, isOfRun: true } : read;
	const named = parametersOf(operation);
	const asked: Array<ItemRequest | Refused> = [];
	for (const [item, { json }] of context.getInputData().entries())
		asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(form, operation, named, item, json)));
	return { settings: settings as Values, asked };
};

const carried = async (run: Omit<Run, 'operation'>, operation: Operation): Promise<Outcome> => {
	if (isRead(operation)) return await readAll({ ...run, operation });
	return await (isCompound(operation) ? makeChanges({ ...run, operation }) : changeAll({ ...run, operation }));
};

/** What ends a run before anything is sent, where the node stops on errors. */
const endedBy = (asked: ReadonlyArray<ItemRequest | Refused>): Outcome | undefined => {
	const item = asked.findIndex(isRefused);
	if (item < 0) return undefined;
	return { results: asked.map((read) => (isRefused(read) ? read : [])), failure: { item } };
};

/** Reads every item, looks words up, then carries the operation out; a refusal is of the whole run. */
const ran = async (context: IExecuteFunctions, provider: Provider, continueOnFail: boolean) => {
	const { name, resource, operation } = operationOf(context, provider);
	if (!operation) return unknownOperation(resource, name);
	const isReading = isRead(operation);
	const { settings, asked } = await readItems(context, provider, operation);
	const unusable = continueOnFail ? undefined : endedBy(asked);
	if (unusable) return { outcome: unusable, isReading, isCancelled: () => false };
	const connection = await connect(context, provider, settings as unknown as Bounds);
	if ('message' in connection) return connection;
	const { isCancelled } = connection;
	const known = await lookUp(asked, connection, continueOnFail);
	const unknown = continueOnFail ? undefined : endedBy(known);
	if (unknown) return { outcome: unknown, isReading, isCancelled };
	const origin = { execution: context.getExecutionId(), workflow: context.getWorkflow(), node: context.getNode() };
	const run = { resource, name, asked: known, settings, connection, origin, continueOnFail };
	const outcome = await orRefused(async () => await carried(run, operation));
	const counts = isReading ? undefined : () => nothingMade;
	const all = 'results' in outcome ? outcome : { results: asked.map(() => outcome), counts };
	return { outcome: all, isReading, isCancelled };
};

/** The `execute` of a node: checks every item, then sends, then gives each item its own result. */
export const executor = (provider: Provider) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getInputData().length === 0) return [[]];
		const to = outputFor(this);
		const run = await orRefused(async () => await ran(this, provider, to.continueOnFail));
		if ('message' in run) return to.allRefused(run);
		const { outcome, isReading, isCancelled } = run;
		const output = told(to, outcome, isCancelled());
		if (!isReading) giveHints(this, outcome);
		return output;
	};
