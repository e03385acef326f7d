import type { IDataObject } from 'n8n-workflow';

import type { Operation } from './operation';
import type { Panel } from './panel';
import type { Option, Parameter, Unreadable, Value, Values } from './parameter';
import { parametersOf } from './operation';
import { isUnreadable } from './parameter';
import { limit as limitParameter, returnAll } from './bounds';
import { unreadable } from './reading';
import type { Refused } from './refusal';

export const mapAutomatically = 'autoMapInputData';

/** What an item asks for. */
export interface Asked {
	readonly values: Values;
	readonly options: Values;
}

/** A dotted field of its own wins over the same path through nested objects, as in n8n's own dot notation. */
const fieldOf = (json: IDataObject, name: string): unknown => {
	if (Object.hasOwn(json, name)) return json[name];
	return name.split('.').reduce<unknown>((inner, key) => {
		const holds = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key);
		return holds ? (inner as IDataObject)[key] : undefined;
	}, json);
};

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

/** The value that an item has for a parameter, under our name or the page's; never a choice between two. */
const mapped = (json: IDataObject, parameter: Parameter, names: readonly string[]): Value | Unreadable => {
	const { required, default: fallback } = parameter.property;
	const found = names.filter((candidate) => fieldOf(json, candidate) !== undefined);
	if (found.length === 0) {
		if (!required) return fallback as Value;
		const has = Object.keys(json);
		return unreadable(
			'is missing from the input item',
			`Looked for ${listed(names)}; the item has ${has.length > 0 ? listed(has) : 'no fields'}`,
		);
	}
	const values = found.map((candidate) => parameter.read(fieldOf(json, candidate)));
	const refused = values.find(isUnreadable);
	if (refused) return refused;
	return values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]))
		? (values[0] as Value)
		: unreadable(`differs between the fields ${listed(found)}`, 'Remove all but one of them from the input item');
};

const refusedValue = (parameter: Parameter, { unreadable: what, remedy }: Unreadable): Refused => ({
	message: `'${parameter.property.displayName}' ${what}`,
	description: `${remedy}.`,
	invalid: true,
});

export const readOptions = (panel: Panel, declared: readonly Option[], item: number): Values | Refused => {
	const given = panel('options', item, {}) as IDataObject;
	const values: Record<string, Value> = {};
	for (const option of declared) {
		const { name, default: fallback } = option.property;
		const value = Object.hasOwn(given, name) ? option.read(given[name]) : (option.absent ?? (fallback as Value));
		if (isUnreadable(value)) return refusedValue(option, value);
		values[name] = value;
	}
	return values;
};

/** A filter that resolves to nothing would list everybody, so it is refused like any other value. */
const readFilters = (panel: Panel, operation: Operation, item: number): Values | Refused => {
	const given = panel('filters', item, {}) as IDataObject;
	const values: Record<string, Value> = {};
	for (const parameter of parametersOf(operation, true).keys()) {
		const { name } = parameter.property;
		if (!Object.hasOwn(given, name)) continue;
		const value = parameter.read(given[name]);
		if (isUnreadable(value)) return refusedValue(parameter, value);
		values[name] = value;
	}
	return values;
};

/** How many objects of a list an item asks for. */
export const limitOf = (panel: Panel, item: number): number | Refused => {
	const all = returnAll.read(panel('returnAll', item, false));
	if (isUnreadable(all)) return refusedValue(returnAll, all);
	if (all === true) return Infinity;
	const limit = limitParameter.read(panel('limit', item, 50));
	return isUnreadable(limit) ? refusedValue(limitParameter, limit) : (limit as number);
};

/** Everything that one item asks for, or the first thing about it that can't be used. */
export const readItem = (
	panel: Panel,
	operation: Operation,
	named: ReadonlyMap<Parameter, readonly string[]>,
	item: number,
	json: IDataObject,
): Asked | Refused => {
	const automatic = panel('mappingMode', item, '') === mapAutomatically;
	const values: Record<string, Value> = {};
	for (const [parameter, names] of named) {
		const { name } = parameter.property;
		const value =
			automatic && !operation.chooses?.includes(parameter)
				? mapped(json, parameter, names)
				: parameter.read(panel(name, item));
		if (isUnreadable(value)) return refusedValue(parameter, value);
		values[name] = value;
	}
	if (operation.reads) {
		const filters = readFilters(panel, operation, item);
		return isRefused(filters) ? filters : { values: { ...values, ...filters }, options: {} };
	}
	const itemOptions = (operation.options ?? []).filter(({ governs }) => governs === 'item');
	const options = readOptions(panel, itemOptions, item);
	return isRefused(options) ? options : { values, options };
};

export const isRefused = (read: Asked | Values | Refused): read is Refused => 'invalid' in read;
