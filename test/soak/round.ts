import type { IDataObject } from 'n8n-workflow';

import type { Engine, RunResult } from '../../sandbox/host';
import { diceOf } from './dice';
import type { LayOut } from './ground';
import { planOf, type Execution, type Item, type Plan } from './plan';
import { openStage } from './stage';
import type { Seen } from './told';

/** What came of an execution. */
export interface Ran {
	readonly execution: Execution;
	readonly result: RunResult;
}

/** What a round left behind, to hold what it said against. */
export interface Round extends Seen {
	readonly plan: Plan;
	readonly ran: readonly Ran[];
	/** The lines of the requests that reached the provider and change something. */
	readonly sent: readonly string[];
	/** How often each of them had its answer. */
	readonly answers: ReadonlyMap<string, number>;
	readonly requests: number;
	readonly secrets: readonly string[];
	readonly met: ReadonlyMap<string, number>;
}

const itemOptions = ['dryRun', 'verify', 'ifUnchanged', 'auditEvent', 'ticket'];
const bulkOptions = ['partialFailure', 'output'];

const jsonOf = ({ id, ticket, fields, options }: Item): IDataObject => ({ id, ticket, ...fields, ...options });

/** Two executions at once, grants and removals, of a credential that they share, in bad weather. */
export const runRound = async (
	engine: Engine,
	layOut: LayOut,
	{ seed, count }: { readonly seed: ReadonlyArray<string | number>; readonly count: number },
): Promise<Round> => {
	const dice = diceOf(...seed);
	const stage = await openStage(engine, layOut, dice);
	const { ground, proxy, weather, requests, secrets } = stage;
	const plan = planOf(ground, dice, count);
	weather.rate = plan.rate;
	ground.place(plan.users);
	const before = ground.standing();
	const options = [...itemOptions, ...(ground.node === 'clientDirectory' ? bulkOptions : [])];
	const run = async (execution: Execution): Promise<Ran> => {
		const { change, items, onError, settings } = execution;
		const result = await stage.play({
			resource: ground.resource,
			operation: change.operation,
			parameters: Object.keys(items[0].fields),
			options,
			settings,
			onError,
			items: items.map(jsonOf),
		});
		return { execution, result };
	};
	try {
		const ran = await Promise.all(plan.executions.map(run));
		await proxy.settled();
		return {
			plan,
			users: plan.users.map(([user]) => user),
			ran,
			before,
			after: ground.standing(),
			sent: requests.flatMap((request) => ground.linesOf(request) ?? []),
			answers: proxy.answers,
			signsIn: ground.signIn !== undefined,
			requests: requests.length,
			secrets: secrets(),
			met: proxy.met,
		};
	} finally {
		await stage.close();
	}
};
