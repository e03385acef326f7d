import type { IDataObject } from 'n8n-workflow';

import type { Operation, Option, Parameter, Read, Refused, Unreadable, Value, Values } from '../words';
import { filtersOf, isRead, isUnreadable } from '../words';
import { mapped } from './automaticMapping';
import type { Panel } from './filledIn';
import { limit as limitParameter, returnAll } from './requestOptions';

export const mapAutomatically = 'autoMapInputData';

/** What an item asks for. */
export interface Asked {
	readonly values: Values;
	readonly options: Values;
}

const refusedValue = (parameter: Parameter, { unreadable: what, remedy }: Unreadable): Refused => ({
	message: `'${parameter.property.displayName}' ${what}`,
	description: `${remedy}.`,
	invalid: true,
});

export const optionsAt = (
	panel: Panel,
	subject: Parameter | undefined,
	declared: readonly Option[],
	item: number,
): Values | Refused => {
	const given = panel('options', item, {}) as IDataObject;
	const values: Record<string, Value> = {};
	for (const option of declared) {
		const { name, default: fallback } = option.property;
		const read = (subject && option.readFor?.(subject)) ?? option.read;
		const value = Object.hasOwn(given, name) ? read(given[name]) : (option.absent ?? (fallback as Value));
		if (isUnreadable(value)) return refusedValue(option, value);
		values[name] = value;
	}
	return values;
};

/** A filter that resolves to nothing would list everybody, so it is refused like any other value. */
const filtersAt = (panel: Panel, read: Read, item: number): Values | Refused => {
	const given = panel('filters', item, {}) as IDataObject;
	const values: Record<string, Value> = {};
	for (const parameter of filtersOf(read).keys()) {
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
	if (isRead(operation)) {
		const filters = filtersAt(panel, operation, item);
		return isRefused(filters) ? filters : { values: { ...values, ...filters }, options: {} };
	}
	const itemOptions = operation.options.filter(({ governs }) => governs === 'item');
	const options = optionsAt(panel, operation.subject, itemOptions, item);
	return isRefused(options) ? options : { values, options };
};

export const isRefused = (read: Asked | Values | Refused): read is Refused => 'invalid' in read;
