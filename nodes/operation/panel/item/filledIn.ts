import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../../model';

/** What stands in a parameter for an item. */
export type Panel = (name: string, item: number, fallback?: unknown) => unknown;

const holdsExpression = (raw: unknown): boolean => (JSON.stringify(raw) ?? '').includes('"=');

/** What stands in a locator, and how it is meant; an expression may give a value alone. */
export const located = (raw: unknown): { readonly mode: unknown; readonly value: unknown } =>
	isObject(raw) && 'mode' in raw && 'value' in raw ? { mode: raw.mode, value: raw.value } : { mode: 'id', value: raw };

/** What the entries of lists are called that people chose, by parameter: n8n keeps that beside the value. */
export const pickedIn = (context: IExecuteFunctions): Readonly<Record<string, string>> => {
	const picked: Record<string, string> = {};
	for (const [name, raw] of Object.entries<unknown>(context.getNode().parameters)) {
		if (!isObject(raw) || raw.mode !== 'list' || holdsExpression(raw.value)) continue;
		if (typeof raw.cachedResultName === 'string') picked[name] = raw.cachedResultName;
	}
	return picked;
};

/** What people filled in. n8n takes a tenth of a millisecond for each look: what is no expression is looked up once, else once an item. */
export const panelOf = (context: IExecuteFunctions) => {
	const { parameters } = context.getNode();
	const fixed = new Map<string, unknown>();
	const dynamic = new Map<string, boolean>();
	const last = new Map<string, { readonly item: number; readonly value: unknown }>();
	const look = (name: string, item: number, fallback: unknown) => context.getNodeParameter(name, item, fallback);
	const varies = (name: string): boolean => {
		const isDynamic = dynamic.get(name) ?? holdsExpression(parameters[name]);
		dynamic.set(name, isDynamic);
		return isDynamic;
	};
	const panel: Panel = (name, item, fallback) => {
		if (varies(name)) {
			const before = last.get(name);
			const own = before?.item === item ? before : { item, value: look(name, item, fallback) };
			last.set(name, own);
			return own.value;
		}
		if (!fixed.has(name)) fixed.set(name, look(name, 0, fallback));
		return fixed.get(name);
	};
	return { panel, varies };
};
