import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { chain, type Engine, type RunResult } from '../../sandbox/host';
import type { Dice } from './dice';
import { locator, type Ground, type ProviderName } from './ground';
import { startProxy, type Proxy, type Weather } from './proxy';

export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

/** One execution of a node: its parameters and options are the fields of its items that have their names. */
export interface Playing {
	readonly resource: string;
	readonly operation: string;
	readonly parameters: readonly string[];
	readonly options: readonly string[];
	/** Options that govern the run. */
	readonly settings: IDataObject;
	readonly onError: OnError;
	readonly items: readonly IDataObject[];
}

/** A provider with the proxy before it, and n8n to run on. */
export interface Stage<Of extends Ground> {
	readonly ground: Of;
	readonly proxy: Proxy;
	readonly weather: Weather;
	/** All requests that reached the provider. */
	readonly requests: Sandbox['delos']['requests'];
	readonly secrets: () => readonly string[];
	readonly play: (playing: Playing) => Promise<RunResult>;
	readonly close: () => Promise<void>;
}

/** How long n8n waits for an answer, in ms. */
const timeout = 1500;
const packageName = 'n8n-nodes-access-management';
const isLocator = /^(user|client|department|role|organization|space|blockedByUser)(Id|Guid)$/;
/** Parameters that the panel shows among the options. */
const amongOptions = ['instantLogout', 'suspensionReason', 'notifyUserViaEmail'];
const credentialSecrets = ['sandbox-token', 'sandbox-password', 'sandbox-secret', 'sandbox-plan-key'];

const workflowOf = (node: ProviderName, parameters: IDataObject, onError: OnError) =>
	chain([
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Node', type: `${packageName}.${node}`, parameters: parameters as never, onError },
	]);

const isChosen = (node: ProviderName, name: string) =>
	isLocator.test(name) && !(node === 'clientDirectory' && name === 'clientId');

const byExpression = (node: ProviderName, name: string): [string, unknown] => {
	const expression = `={{ $json.${name} }}`;
	return [name, isChosen(node, name) ? locator(expression) : expression];
};

/** Another execution on the same credential, which has nothing to do with the items. */
const elsewhereOf = ({ node, elsewhere: { operation, ...fields } }: Ground) => {
	const named = Object.entries(fields).map(([name, value]) => [name, isChosen(node, name) ? locator(value) : value]);
	return workflowOf(node, { resource: 'user', operation, ...Object.fromEntries(named) } as IDataObject, 'stopWorkflow');
};

export const openStage = async <Of extends Ground>(
	engine: Engine,
	layOut: (sandbox: Sandbox, dice: Dice) => Of,
	dice: Dice,
): Promise<Stage<Of>> => {
	const sandbox = await startSandbox();
	const ground = layOut(sandbox, dice);
	const { node, credentialType } = ground;
	const provider = sandbox[node];
	provider.oneTokenAtATime = dice('one token at a time') < 0.5;
	const another = async (): Promise<void> => {
		await engine.run(elsewhereOf(ground), { trigger: { node: 'Start', items: [{ json: {} }] } });
	};
	const weather: Weather = { dice, rate: 1, timeout, isAlone: provider.oneTokenAtATime };
	const proxy = await startProxy(ground, weather, { expire: provider.expireTokens, another });
	engine.credentialStore[credentialType] = ground.credential(
		proxy.url,
		proxy.signInUrl,
	) as ICredentialDataDecryptedObject;
	return {
		ground,
		proxy,
		weather,
		requests: provider.requests,
		secrets: () => [...credentialSecrets, ...proxy.issued],
		play: async ({ resource, operation, parameters, options, settings, onError, items }) => {
			const placed = parameters.filter((name) => !amongOptions.includes(name));
			const optional = [...options, ...parameters.filter((name) => amongOptions.includes(name))];
			const named = Object.fromEntries(placed.map((name) => byExpression(node, name)));
			const all = {
				resource,
				operation,
				...ground.parameters,
				...named,
				options: {
					...Object.fromEntries(optional.map((name) => [name, `={{ $json.${name} }}`])),
					...settings,
					timeout,
				},
			};
			return await engine.run(workflowOf(node, all as IDataObject, onError), {
				trigger: { node: 'Start', items: items.map((json) => ({ json })) },
			});
		},
		close: async () => void (await Promise.all([proxy.close(), sandbox.close()])),
	};
};
