import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';

/** The fields of an error that n8n stores: the error's own enumerable ones, the message and the stack. */
export interface StoredError {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject;
	stack?: string;
	[field: string]: unknown;
}

export interface NodeResult {
	/** The items of the last run, by output. */
	outputs: INodeExecutionData[][];
	/** The items by run and output. */
	runs: INodeExecutionData[][][];
	error?: StoredError;
}

export interface SentResponse {
	body: unknown;
	headers: IDataObject;
	statusCode: number;
}

export interface RunResult {
	status: string;
	error?: StoredError;
	nodes: Record<string, NodeResult>;
	/** What Respond to Webhook nodes sent. */
	responses: SentResponse[];
	raw: IRun;
	/** The run data as n8n writes it to its database: an error by its toJSON, if it has one, else by its own fields. */
	stored: string;
}

export const storedError = (error: unknown): StoredError => {
	const { name, message, stack } = error as Error;
	return { ...(error as object), name: name ?? 'Error', message, stack };
};

/** The format of the `flatted` package, which n8n uses: each object and string once, references by index. */
export const flatten = (root: unknown): string => {
	const indexes = new Map<unknown, string>();
	const values: unknown[] = [];
	const indexOf = (value: unknown) => {
		const known = indexes.get(value);
		if (known !== undefined) return known;
		const index = String(values.push(value) - 1);
		indexes.set(value, index);
		return index;
	};
	indexOf(root);
	const lines: string[] = [];
	for (let position = 0; position < values.length; position += 1) {
		let isRoot = true;
		const replace = (_key: string, value: unknown) => {
			if (isRoot) {
				isRoot = false;
				return value;
			}
			return (typeof value === 'object' && value !== null) || typeof value === 'string' ? indexOf(value) : value;
		};
		lines.push(JSON.stringify(values[position], replace));
	}
	return `[${lines.join(',')}]`;
};

export const resultOf = (raw: IRun, responses: SentResponse[]): RunResult => {
	const { error, runData } = raw.data.resultData;
	const nodes: Record<string, NodeResult> = {};
	for (const [name, tasks] of Object.entries(runData)) {
		const runs = tasks.map((task) => (task.data?.main ?? []).map((items) => items ?? []));
		const failure = tasks.at(-1)?.error;
		nodes[name] = { outputs: runs.at(-1) ?? [], runs, ...(failure && { error: storedError(failure) }) };
	}
	return {
		status: raw.status,
		...(error && { error: storedError(error) }),
		nodes,
		responses,
		raw,
		get stored() {
			return flatten(raw.data);
		},
	};
};
