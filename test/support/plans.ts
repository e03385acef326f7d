import { createHash, createHmac } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { wayIn } from './access';
import type { Change, Node } from './changes';
import { changesSent, credentialOf, providerFor, results, run } from './changes';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { runNode } from './workflow';

export interface How {
	readonly options?: IDataObject;
	readonly onError?: OnError;
	/** Fields of the credential beside what signs in. */
	readonly credential?: IDataObject;
	/** In place of the expression on the field. */
	readonly parameters?: IDataObject;
	readonly signal?: AbortSignal;
}

const ofResults =
	(operation: 'apply' | 'undo', field: 'plan' | 'undo') =>
	async (node: Node, items: readonly object[], how: How = {}): Promise<Ran> => {
		const { options = {}, onError, credential, parameters = { [field]: `={{ $json.${field} }}` }, signal } = how;
		const type = credentialOf[node];
		const credentials = { [type]: { ...wayIn(sandbox, type), ...credential } };
		const all = { resource: 'change', operation, ...parameters, options };
		return await runNode(engine, node, all, { items, credentials, onError, signal });
	};

/** Apply Plan, for each item that has one. */
export const apply = ofResults('apply', 'plan');
const undone = ofResults('undo', 'undo');

const isUndo = (data: unknown): data is IDataObject => typeof data === 'object' && data !== null && 'resource' in data;

/** An undo that was written by hand, for the provider of the test. */
const here = (node: Node, data: unknown): unknown =>
	isUndo(data) ? { ...data, baseUrl: data.baseUrl ?? sandbox[node].url } : data;

/** Undo, for each item that has one. */
export const undo = async (node: Node, items: readonly object[], how?: How): Promise<Ran> => {
	const addressed = items.map((item) => {
		if (!('undo' in item)) return item;
		const all = Array.isArray(item.undo) ? item.undo.map((one) => here(node, one)) : here(node, item.undo);
		return { ...item, undo: all };
	});
	return await undone(node, addressed, how);
};

/** What a dry run says of these. */
export const planned = async (
	change: Change,
	items: readonly IDataObject[] = [change.changing],
	{ options = {}, credential, onError }: Pick<How, 'options' | 'credential' | 'onError'> = {},
): Promise<IDataObject[]> =>
	results((await run(change, items, { ...options, dryRun: true }, { credential, onError })).outputs);

/** The plans of a dry run of these, each as its text; what was asked for them is forgotten. */
export const plansOf = async (...asked: Parameters<typeof planned>): Promise<string[]> => {
	const plans = (await planned(...asked)).map(({ plan }) => plan as string);
	providerFor(asked[0]).requests.splice(0);
	return plans;
};

/** The changes that went over the wire, whole. */
export const wire = (change: Change) => changesSent(change).map(({ method, url, body }) => ({ method, url, body }));

/** Puts a provider back to what a snapshot of it holds, and forgets what it was asked. */
export const restore = (change: Change, snapshot: object): void => {
	Object.assign(providerFor(change).state, structuredClone(snapshot));
	providerFor(change).requests.splice(0);
};

const inOrder = (data: unknown): unknown => {
	if (Array.isArray(data)) return data.map(inOrder);
	if (typeof data !== 'object' || data === null) return data;
	const entries = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([name, value]) => [name, inOrder(value)]));
};

/** The seal of an undo, by hand. */
export const sealOf = ({ seal: _seal, ...rest }: IDataObject, key?: string): string => {
	const text = JSON.stringify(inOrder(rest));
	return key === undefined
		? `sha256:${createHash('sha256').update(text).digest('hex')}`
		: `hmac-sha256:${createHmac('sha256', key).update(text).digest('hex')}`;
};

const inPlan = [
	'node',
	'resource',
	'operation',
	'parameters',
	'baseUrl',
	'before',
	'changed',
	'justification',
	'plannedAt',
	'expiresAt',
];
const times = ['plannedAt', 'expiresAt'];

/** What the text of a plan holds, and its seal; its times as they are read. */
export const insideOf = (plan: unknown): IDataObject => {
	const [, version, inside, seal] = /^plan(\d)_([\w-]+)_([sh][\w-]{22})$/.exec(String(plan)) ?? [];
	if (inside === undefined) throw new Error(`not a plan: ${String(plan)}`);
	const values = JSON.parse(Buffer.from(inside, 'base64url').toString()) as unknown[];
	expect(values).toHaveLength(inPlan.length);
	const told = values.map((value, place) =>
		times.includes(inPlan[place]) ? new Date(Number(value) * 1000).toISOString() : value,
	);
	const named = Object.fromEntries(inPlan.map((name, place) => [name, told[place]])) as IDataObject;
	return { version: Number(version), ...named, seal };
};

/** The seal of a plan, by hand: over the text before it. */
export const sealOfText = (text: string, key?: string): string =>
	key === undefined
		? `s${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
		: `h${createHmac('sha256', key).update(text).digest('base64url').slice(0, 22)}`;

const writtenIn = (inside: IDataObject, name: string): unknown => {
	const seconds = times.includes(name) ? Math.floor(Date.parse(String(inside[name])) / 1000) : NaN;
	return Number.isNaN(seconds) ? inside[name] : seconds;
};

const withoutSeal = ({ version, seal: _seal, ...inside }: IDataObject, prefix = `plan${String(version)}`) => {
	const values = [...new Set([...inPlan, ...Object.keys(inside)])].map((name) => writtenIn(inside, name));
	return `${prefix}_${Buffer.from(` ${JSON.stringify(values)}`).toString('base64url')}`;
};

/** The text of a plan that holds this, sealed anew. */
export const sealed = (inside: IDataObject, key?: string, prefix?: string): string => {
	const text = withoutSeal(inside, prefix);
	return `${text}_${sealOfText(text, key)}`;
};

/** The text of a plan that holds this, with the seal that it had before. */
export const edited = (inside: IDataObject, prefix?: string): string =>
	`${withoutSeal(inside, prefix)}_${String(inside.seal)}`;
