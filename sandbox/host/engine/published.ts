import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import type { Catalogue, Host } from './host';
import { openWorkflow, type WorkflowJson } from './workflow';

/** A workflow whose first node is polled, as n8n keeps it in memory from when it is published. */
export interface Published {
	/** Runs the node as n8n does at its times. Gives its items; nothing where no execution starts. Rejects as the node fails. */
	poll(): Promise<INodeExecutionData[] | undefined>;
	/** What n8n has saved of the static data: after the first poll, and where an execution starts, if it was changed. */
	saved(): IDataObject;
	/** How often that was. */
	saves(): number;
	/** n8n ends, whatever it was doing, and starts anew with what it had saved. */
	restart(change?: (saved: IDataObject) => void): void;
	/** The editor's button "Fetch Test Event". */
	byHand(): Promise<INodeExecutionData[] | undefined>;
}

type Observed = IDataObject & { __dataChanged?: boolean };

export const publish = (
	host: Host,
	catalogue: Catalogue,
	json: WorkflowJson,
	{ additionalData, has }: { additionalData: () => IWorkflowExecuteAdditionalData; has: (type: string) => boolean },
): Published => {
	let saved = '{}';
	let saves = 0;
	let workflow: Workflow;
	let isFirst: boolean;
	const open = (): void => {
		workflow = openWorkflow(host, catalogue, json, has, JSON.parse(saved) as IDataObject);
		isFirst = true;
	};
	open();
	const contextOf = (mode: 'manual' | 'trigger'): [Workflow, IPollFunctions] => {
		const node = Object.values(workflow.nodes)[0];
		const context = new host.core.PollContext(workflow, node, additionalData(), mode, 'init');
		return [workflow, context as unknown as IPollFunctions];
	};
	const run = async (mode: 'manual' | 'trigger'): Promise<INodeExecutionData[] | undefined> => {
		const [own, context] = contextOf(mode);
		const { type, typeVersion } = context.getNode();
		const { poll } = catalogue.nodeTypes.getByNameAndVersion(type, typeVersion);
		if (!poll) throw new Error(`${type} isn't polled`);
		// Older versions of n8n have no isolates.
		await own.expression.acquireIsolate?.();
		try {
			return (await poll.call(context))?.[0];
		} finally {
			await own.expression.releaseIsolate?.();
		}
	};
	return {
		poll: async () => {
			const own = workflow;
			const isSaved = isFirst;
			const items = await run('trigger');
			if (workflow !== own) return undefined;
			isFirst = false;
			const data = own.staticData as Observed;
			if ((isSaved || items) && data.__dataChanged) {
				saved = JSON.stringify(data);
				saves += 1;
				data.__dataChanged = false;
			}
			return items;
		},
		saved: () => JSON.parse(saved) as IDataObject,
		saves: () => saves,
		restart: (change) => {
			const data = JSON.parse(saved) as IDataObject;
			change?.(data);
			saved = JSON.stringify(data);
			open();
		},
		byHand: async () => await run('manual'),
	};
};
