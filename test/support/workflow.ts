import { join } from 'node:path';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { chain, startEngine, type Engine, type RunResult } from '../../sandbox/host';

export const packageName = 'n8n-nodes-access-management';

export const openEngine = async (): Promise<Engine> => await startEngine({ packageRoot: join(__dirname, '../..') });

export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

export const locator = (value: unknown) => ({ __rl: true, mode: 'id', value });

/** Items that can be told apart. */
export const numbered = (count: number): Array<{ id: number }> => Array.from({ length: count }, (_, id) => ({ id }));

/** What these hold. */
export const json = (items: readonly INodeExecutionData[] = []): IDataObject[] => items.map((item) => item.json);

/** Which input items these come from. */
export const links = (items: readonly INodeExecutionData[]): number[] =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

export interface Ran extends RunResult {
	/** What the node returned: first output, then the error output. */
	readonly outputs: INodeExecutionData[][];
}

/** One node of ours, fed with these items. */
export const runNode = async (
	engine: Engine,
	type: string,
	parameters: IDataObject,
	{
		items = [{}],
		credentials,
		onError = 'stopWorkflow',
		signal,
		isEngine2,
		of = packageName,
	}: {
		items?: readonly object[];
		credentials?: Record<string, IDataObject>;
		onError?: OnError;
		signal?: AbortSignal;
		/** As n8n's next engine does it. */
		isEngine2?: boolean;
		/** The package. */
		of?: string;
	} = {},
): Promise<Ran> => {
	const workflow = chain([
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Node', type: `${of}.${type}`, parameters: parameters as never, onError },
	]);
	const trigger = { node: 'Start', items: items.map((json) => ({ json: json as IDataObject })) };
	const result = await engine.run(workflow, {
		...{ trigger, credentials: credentials as never, signal, isEngine2 },
	});
	return Object.assign(result, { outputs: result.nodes.Node?.outputs ?? [] });
};
