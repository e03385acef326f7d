import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { chain, type Engine, type RunResult } from '../../sandbox/host';
import { diceOf } from './dice';
import { locator, type LayOut, type ProviderName, type Standing } from './ground';
import { planOf, type Execution, type Item, type Plan } from './plan';
import { startProxy } from './proxy';

/** What came of an execution. */
export interface Ran {
	readonly execution: Execution;
	readonly result: RunResult;
}

/** What a round left behind, to hold what it said against. */
export interface Round {
	readonly plan: Plan;
	readonly ran: readonly Ran[];
	readonly before: ReadonlyMap<string, Standing>;
	readonly after: ReadonlyMap<string, Standing>;
	/** The lines of the requests that reached the provider and change something. */
	readonly sent: readonly string[];
	/** How often each of them had its answer. */
	readonly answers: ReadonlyMap<string, number>;
	/** Whether sessions can be renewed. */
	readonly signsIn: boolean;
	readonly requests: number;
	readonly secrets: readonly string[];
	readonly met: ReadonlyMap<string, number>;
}

const packageName = 'n8n-nodes-access-management';
const isLocator = /^(user|client|department|role|organization)(Id|Guid)$/;

const itemOptions = ['dryRun', 'verify', 'ifUnchanged', 'auditEvent'];
const bulkOptions = ['partialFailure', 'output'];

const workflowOf = (node: ProviderName, parameters: IDataObject, onError: Execution['onError']) =>
	chain([
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Node', type: `${packageName}.${node}`, parameters: parameters as never, onError },
	]);

const byExpression = (node: ProviderName, name: string) => {
	const expression = `={{ $json.${name} }}`;
	const isText = !isLocator.test(name) || (node === 'clientDirectory' && name === 'clientId');
	return isText ? expression : locator(expression);
};

const jsonOf = ({ id, fields, options }: Item): IDataObject => ({ id, ...fields, ...options });

const credentialSecrets = ['sandbox-token', 'sandbox-password', 'sandbox-secret', 'sandbox-plan-key'];

/** Two executions at once, grants and removals, of a credential that they share, in bad weather. */
export const runRound = async (
	engine: Engine,
	layOut: LayOut,
	{ seed, count }: { readonly seed: ReadonlyArray<string | number>; readonly count: number },
): Promise<Round> => {
	const dice = diceOf(...seed);
	const sandbox = await startSandbox();
	const ground = layOut(sandbox, dice);
	const { node, credentialType, resource } = ground;
	const plan = planOf(ground, dice, count);
	const provider = sandbox[node];
	provider.oneTokenAtATime = dice('one token at a time') < 0.5;
	ground.place(plan.users);

	const another = async (): Promise<void> => {
		const { operation, ...fields } = ground.elsewhere;
		const named = Object.entries(fields).map(([name, value]) => [
			name,
			isLocator.test(name) && !(node === 'clientDirectory' && name === 'clientId') ? locator(value) : value,
		]);
		const parameters = { resource: 'user', operation, ...Object.fromEntries(named) } as IDataObject;
		await engine.run(workflowOf(node, parameters, 'stopWorkflow'), {
			trigger: { node: 'Start', items: [{ json: {} }] },
		});
	};
	const weather = { dice, rate: plan.rate, timeout: plan.timeout, isAlone: provider.oneTokenAtATime };
	const proxy = await startProxy(ground, weather, { expire: provider.expireTokens, another });

	try {
		const before = ground.standing();
		engine.credentialStore[credentialType] = ground.credential(
			proxy.url,
			proxy.signInUrl,
		) as ICredentialDataDecryptedObject;
		const run = async (execution: Execution): Promise<Ran> => {
			const { change, items, onError, settings } = execution;
			const names = [...itemOptions, ...(node === 'clientDirectory' ? bulkOptions : [])];
			const options = Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));
			const parameters = {
				resource,
				operation: change.operation,
				...ground.parameters,
				...Object.fromEntries(Object.keys(items[0].fields).map((name) => [name, byExpression(node, name)])),
				options: { ...options, ...settings, timeout: plan.timeout },
			};
			const trigger = { node: 'Start', items: items.map((item) => ({ json: jsonOf(item) })) };
			const result = await engine.run(workflowOf(node, parameters as IDataObject, onError), { trigger });
			return { execution, result };
		};
		const ran = await Promise.all(plan.executions.map(run));
		await proxy.settled();
		return {
			plan,
			ran,
			before,
			after: ground.standing(),
			sent: provider.requests.flatMap((request) => ground.linesOf(request) ?? []),
			answers: proxy.answers,
			signsIn: ground.signIn !== undefined,
			requests: provider.requests.length,
			secrets: [...credentialSecrets, ...proxy.issued],
			met: proxy.met,
		};
	} finally {
		await Promise.all([proxy.close(), sandbox.close()]);
	}
};
