import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { chain, startEngine, type NodeJson } from '../../sandbox/host';
import { token } from './server';

export type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** In milliseconds, from the moment n8n calls a node's `execute` until it is done. */
export interface Taken {
	wall: number;
	cpu: number;
}

export interface Subject {
	readonly name: string;
	readonly node: NodeJson;
	/** Whether items of it may fail: they are counted then. */
	readonly mayFail?: boolean;
	/** Runs in place of the node's own `execute`, which it gets. */
	readonly instead?: (execute: Execute) => Execute;
}

export interface Bench {
	/** Throws unless every item has its result, and a good one where the subject may not fail. */
	readonly run: (subject: Subject, items: readonly IDataObject[]) => Promise<Taken & { readonly failed: number }>;
	readonly typeVersion: (type: string) => number;
	readonly stop: () => Promise<void>;
}

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

export const now = (): Taken => {
	const { user, system } = process.cpuUsage();
	return { wall: performance.now(), cpu: (user + system) / 1000 };
};

export const since = ({ wall, cpu }: Taken): Taken => {
	const end = now();
	return { wall: end.wall - wall, cpu: end.cpu - cpu };
};

export const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const itemsOf = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ userId: index + 1, roleId: (index % 7) + 1 }));

/** n8n's engine with both packages; only the node's `execute` is measured, not what the engine does around it. */
export const openBench = async (packageRoot: string, baseUrl: string): Promise<Bench> => {
	const engine = await startEngine({ packageRoot });
	const own = { baseUrl, accessToken: token };
	const credentials = {
		guardhouseApi: { ...own, authentication: 'accessToken' },
		clientDirectoryApi: own,
		httpHeaderAuth: { name: 'Authorization', value: `Bearer ${token}` },
	};
	let last: Taken | undefined;
	let instead: Subject['instead'];
	const metered = new Set<object>();

	const meter = (type: INodeType) => {
		// n8n-nodes-base has one object for each version of a node, of one class.
		const holder = (Object.hasOwn(type, 'execute') ? type : Object.getPrototypeOf(type)) as { execute: Execute };
		if (metered.has(holder)) return;
		metered.add(holder);
		const { execute } = holder;
		holder.execute = async function () {
			const chosen = instead?.(execute) ?? execute;
			const start = now();
			const outputs = await chosen.call(this);
			last = since(start);
			return outputs;
		};
	};

	const run: Bench['run'] = async (subject, items) => {
		meter(engine.nodeType(subject.node.type));
		({ instead } = subject);
		last = undefined;
		collectGarbage();
		const workflow = chain([{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }, subject.node]);
		const trigger = { node: 'Start', items: items.map((json) => ({ json })) };
		const { status, error, nodes } = await engine.run(workflow, { trigger, credentials });
		const results = nodes[subject.node.name]?.outputs[0] ?? [];
		const failed = results.filter(({ json }) => json.error !== undefined).length;
		const isGood = status === 'success' && results.length === items.length && (failed === 0 || subject.mayFail);
		if (!isGood || last === undefined) {
			const counts = `${results.length} results of ${items.length} items, ${failed} failed`;
			throw new Error(`${subject.name}: ${error?.message ?? counts}`);
		}
		return { ...(last as Taken), failed };
	};

	const typeVersion: Bench['typeVersion'] = (type) => [engine.nodeType(type).description.defaultVersion ?? 1][0];

	return { run, typeVersion, stop: engine.stop };
};
