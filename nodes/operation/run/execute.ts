import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ItemRequest } from '../panel';
import { formOf, isRefused, optionsAt, readItem, readOptions } from '../panel';
import type { Bounds } from '../wire';
import { connect } from '../wire';
import type { Change, Compound, Operation, Provider, Refused, Values } from '../model';
import { readsOnly, orRefused, parametersOf, refuse } from '../model';
import { lookUp } from '../lookup';
import { makeChanges } from './makeChanges';
import { readAll } from './readAll';
import { outputFor, outputOf } from './report';
import { namedIn } from '../saved';
import { hintsIn } from '../summary';
import type { Ended, Run } from './types';

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
const readItems = async (context: IExecuteFunctions, provider: Provider, operation: Operation) => {
	const named = parametersOf(operation);
	const isFilledIn = [...named.keys()].some(({ inCredential }) => inCredential !== undefined);
	const credentials = isFilledIn ? await context.getCredentials(provider.credential) : {};
	const form = formOf(context, provider.operations, credentials);
	const options = readsOnly(operation) ? readOptions : operation.options;
	const runOptions = options.filter(({ governs }) => governs === 'run');
	const read = await orRefused(() => optionsAt(form, runOptions, 0));
	const settings = isRefused(read) ? { ...read, isOfRun: true } : read;
	const asked: Array<ItemRequest | Refused> = [];
	for (const [item, { json }] of context.getInputData().entries())
		asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(form, operation, named, item, json)));
	return { settings: settings as Values, asked };
};

const carried = async (run: Omit<Run, 'operation'>, operation: Operation): Promise<Ended> =>
	readsOnly(operation)
		? await readAll({ ...run, operation })
		: await makeChanges({ ...run, operation } as Run<Change | Compound>);

/** What ends a run before anything is sent, where the node stops on errors. */
const endedBy = (asked: ReadonlyArray<ItemRequest | Refused>): Ended | undefined => {
	const item = asked.findIndex(isRefused);
	if (item < 0) return undefined;
	return { results: asked.map((read) => (isRefused(read) ? read : [])), failure: { item } };
};

/** Reads every item, looks words up, then carries the operation out; a refusal is of the whole run. */
const ran = async (context: IExecuteFunctions, provider: Provider, continueOnFail: boolean) => {
	const { name, resource, operation } = operationOf(context, provider);
	if (!operation) return unknownOperation(resource, name);
	const isReading = readsOnly(operation);
	const { settings, asked } = await readItems(context, provider, operation);
	const broken = asked.find((read): read is Refused => isRefused(read) && read.isOfRun === true);
	if (broken) return broken;
	const unusable = continueOnFail ? undefined : endedBy(asked);
	if (unusable) return { ended: unusable, isReading, isCancelled: () => false };
	const connection = await connect(context, provider, settings as unknown as Bounds);
	if ('message' in connection) return connection;
	const { isCancelled } = connection;
	const known = await lookUp(asked, connection, { continueOnFail, operation });
	const unknown = continueOnFail ? undefined : endedBy(known);
	if (unknown) return { ended: unknown, isReading, isCancelled };
	const origin = { execution: context.getExecutionId(), workflow: context.getWorkflow(), node: context.getNode() };
	const run = { resource, name, asked: known, settings, connection, origin, continueOnFail };
	const ended = await orRefused(async () => await carried(run, operation));
	const counts = isReading ? undefined : () => ({ made: 0, unknown: 0 });
	const all = 'results' in ended ? ended : { results: asked.map(() => ended), counts };
	return { ended: all, isReading, isCancelled };
};

/** Says above the output what the results of changes have in common. Versions of n8n without hints show none. */
const giveHints = (context: IExecuteFunctions, { gists = [], counts }: Ended): void => {
	const { made, unknown } = counts?.() ?? { made: 0, unknown: 0 };
	const hints = hintsIn(gists, made + unknown > 0).map((hint) => ({ ...hint, location: 'outputPane' as const }));
	if (hints.length > 0 && typeof context.addExecutionHints === 'function') context.addExecutionHints(...hints);
};

/** The `execute` of a node: checks every item, then sends, then gives each item its own result. */
export const executor = (provider: Provider) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getInputData().length === 0) return [[]];
		const to = outputFor(this);
		const run = await orRefused(async () => await ran(this, provider, to.continueOnFail));
		if ('message' in run) return to.allRefused(run);
		const { ended, isReading, isCancelled } = run;
		const output = outputOf(to, ended, isCancelled());
		if (!isReading) giveHints(this, ended);
		return output;
	};
