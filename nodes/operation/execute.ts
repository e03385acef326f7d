import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isUnanswered } from './answer';
import type { Job } from './jobs';
import { toJobs } from './jobs';
import { fatesIn } from './members';
import type { Operation } from './operation';
import { paced } from './pacing';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import { matching, refused, toNodeError } from './refusal';
import { toRequest } from './request';
import type { Part, Results, Verdict } from './result';
import { hasFailed, isAccepted, resultsOf } from './result';
import type { Connection } from './transport';
import { connect } from './transport';
import type { Asked } from './values';
import { isRefused, readItem, readOptions } from './values';

const attempt = async (
	provider: Provider,
	operation: Operation,
	job: Job,
	connection: Connection,
): Promise<Verdict> => {
	const { baseUrl, send } = connection;
	const { reply, repeated } = await send(toRequest(operation, job.values, job.options, baseUrl));
	if (isUnanswered(reply)) return refused(provider, operation, reply, baseUrl);
	if (operation.success[reply.status]?.(reply))
		return { outcome: 'applied', answer: reply, fates: operation.bulk && fatesIn(operation.bulk, reply) };
	const known = matching(operation.unchanged ?? [], reply);
	// The answer to an earlier try was lost: this one may well speak of what that try did.
	if (known && repeated) return { outcome: 'applied', answer: reply };
	if (known && job.options.ifUnchanged !== 'fail') return { outcome: 'unchanged', answer: reply };
	return refused(provider, operation, reply, baseUrl, known);
};

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

		const runOptions = (operation.options ?? []).filter(({ governs }) => governs === 'run');
		const settings = await orRefused(() => readOptions(this, runOptions, 0));
		const asked: Array<Asked | Refused> = [];
		for (const item of items.keys())
			asked.push(isRefused(settings) ? settings : await orRefused(() => readItem(this, operation, item)));
		const invalid = asked.findIndex(isRefused);
		if (!goesOn && invalid >= 0) throw fail(asked[invalid] as Refused, invalid);
		const { batchSize, concurrency, maxRetries, timeout } = settings as Record<string, number>;
		const connection = await orRefused(() => connect(this, provider, { maxRetries, timeout }));
		if (!goesOn && 'message' in connection) throw fail(connection, 0);

		const parts: Part[][] = items.map(() => []);
		const resultsFor = (item: number): Results => {
			const read = asked[item];
			if (isRefused(read)) return read;
			return parts[item].length > 0 ? resultsOf(name, operation, read, parts[item]) : [];
		};
		await paced(toJobs(operation, asked, batchSize), concurrency, async (job) => {
			const verdict =
				'message' in connection ? connection : await orRefused(() => attempt(provider, operation, job, connection));
			for (const [item, members] of job.items) parts[item].push({ members, verdict, alone: job.items.size === 1 });
			return goesOn || ![...job.items.keys()].some((item) => hasFailed(resultsFor(item)));
		});

		const results = asked.map((_, item) => resultsFor(item));
		const failed = results.findIndex(hasFailed);
		if (!goesOn && failed >= 0) {
			const made = results.reduce((sum, result, item) => sum + changesIn(result, parts[item]), 0);
			const undecided = parts.flat().filter(({ verdict }) => !isAccepted(verdict) && verdict.undecided);
			throw fail(withCount(results[failed] as Refused, made, undecided.length), failed);
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
