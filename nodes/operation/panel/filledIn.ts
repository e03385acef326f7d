import type { IExecuteFunctions } from 'n8n-workflow';

/** The value of a parameter for an item; a locator's value without its mode. */
export type Panel = (name: string, item: number, fallback?: unknown) => unknown;

const holdsExpression = (raw: unknown): boolean => (JSON.stringify(raw) ?? '').includes('"=');

/** What people filled in. n8n takes a tenth of a millisecond for each look, so what is no expression is looked up once. */
export const panelOf = (context: IExecuteFunctions): Panel => {
	const { parameters } = context.getNode();
	const fixed = new Map<string, unknown>();
	const dynamic = new Map<string, boolean>();
	// Only a parameter that the operation has can be asked for a locator's value; the others come with a fallback.
	const look = (name: string, item: number, fallback: unknown) =>
		context.getNodeParameter(name, item, fallback, fallback === undefined ? { extractValue: true } : {});
	return (name, item, fallback) => {
		const varies = dynamic.get(name) ?? holdsExpression(parameters[name]);
		dynamic.set(name, varies);
		if (varies) return look(name, item, fallback);
		if (!fixed.has(name)) fixed.set(name, look(name, 0, fallback));
		return fixed.get(name);
	};
};
