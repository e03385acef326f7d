import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Asked } from '../panel';
import { formOf, isRefused, optionsAt, readItem, readOptions } from '../panel';
import type { Bounds } from '../wire';
import { connect } from '../wire';
import type { Operation, Provider, Refused, Values } from '../words';
import { isCompound, isRead, parametersOf, refuse } from '../words';
import { changeAll } from './changeAll';
import { giveHints } from './hints';
import { inSteps } from './inSteps';
import { lookUp } from './lookUp';
import { orRefused } from './orRefused';
import { readAll } from './readAll';
import type { Outcome, Run } from './run';
import { nothingMade } from './run';
import { tellingOf, told } from './telling';

const operationOf = (context: IExecuteFunctions, { operations }: Provider) => {
	const resource = String(context.getNodeParameter('resource', 0, ''));
	const name = String(context.getNodeParameter('operation', 0, ''));
	return { name, resource, operation: operations[resource]?.[name] };
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
	const asked: Array<Asked | Refused> = [];
	for (const [item, { json }] of context.getInputData().entries())
		asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(form, operation, named, item, json)));
	return { settings: settings as Values, asked };
};

const carried = async (run: Omit<Run, 'operation'>, operation: Operation): Promise<Outcome> => {
	if (isRead(operation)) return await readAll({ ...run, operation });
	return await (isCompound(operation) ? inSteps({ ...run, operation }) : changeAll({ ...run, operation }));
};

/** The `execute` of a node: checks every item, then sends, then gives each item its own result. */
export const executor = (provider: Provider) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (items.length === 0) return [[]];
		const telling = tellingOf(this);
		const { goesOn } = telling;
		const { name, resource, operation } = operationOf(this, provider);
		if (!operation) return telling.allRefused(unknownOperation(resource, name));
		const { settings, asked } = await readItems(this, provider, operation);
		const invalid = asked.findIndex(isRefused);
		if (!goesOn && invalid >= 0) throw telling.thrown(asked[invalid] as Refused, invalid);
		const bounds = settings as unknown as Bounds;
		const connection = await orRefused(() => connect(this, provider, bounds));
		if ('message' in connection) return telling.allRefused(connection);
		const known = await lookUp(asked, connection, goesOn);
		const unknown = known.findIndex(isRefused);
		if (!goesOn && unknown >= 0) throw telling.thrown(known[unknown] as Refused, unknown);
		const origin = { execution: this.getExecutionId(), workflow: this.getWorkflow() };
		const run = { resource, name, asked: known, settings, connection, origin, goesOn };
		const outcome = await orRefused(async () => await carried(run, operation));
		const nothing = isRead(operation) ? undefined : () => nothingMade;
		const all = 'results' in outcome ? outcome : { results: items.map(() => outcome), tally: nothing };
		const output = told(telling, all, connection.isCancelled());
		if (!isRead(operation)) giveHints(this, all);
		return output;
	};
