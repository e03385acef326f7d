import type { IExecuteFunctions } from 'n8n-workflow';

import type {
	AccessList,
	Credentials,
	Option,
	Parameter,
	Provider,
	Read,
	Refused,
	Unreadable,
	Value,
	Values,
} from '../../model';
import { filtersOf, isUnreadable, refuse } from '../../model';
import { limit, mapAutomatically, mappingMode, returnAll } from '../options';
import type { Collections } from './collections';
import { collectionAt, collectionsOf } from './collections';
import { fieldsReader } from './fields';
import type { Panel } from './filledIn';
import { panelOf, pickedIn } from './filledIn';
import { isRefused } from './itemRequest';

/** What people fill in for a run, and how it is read. */
export interface Form {
	readonly panel: Panel;
	/** Whether a parameter is given by an expression. */
	readonly varies: (name: string) => boolean;
	/** What the credential holds, where it may fill in for a parameter. */
	readonly credentials: Credentials;
	/** What the entries of lists are called that were chosen, by parameter. */
	readonly picked: Readonly<Record<string, string>>;
	/** The options and filters that any operation has. */
	readonly known: Collections;
	readonly fieldsOf: ReturnType<typeof fieldsReader>;
}

export const formOf = (
	context: IExecuteFunctions,
	operations: Provider['operations'],
	credentials: Credentials,
): Form => ({
	...panelOf(context),
	credentials,
	picked: pickedIn(context),
	known: collectionsOf(operations),
	fieldsOf: fieldsReader(),
});

/** Whether an item is read by the names of its fields. */
export const isMapped = (panel: Panel, item: number): boolean | Unreadable => {
	const read = mappingMode.read(panel(mappingMode.property.name, item));
	return isUnreadable(read) ? read : read === mapAutomatically;
};

/** A value for each parameter that `look` gives one for, or why the first of them can't be used. */
export const valuesOf = <Kind extends Parameter>(
	parameters: Iterable<Kind>,
	look: (parameter: Kind) => Value | Unreadable | undefined,
): Values | Refused => {
	const values: Record<string, Value> = {};
	for (const parameter of parameters) {
		const { name, displayName } = parameter.property;
		const value = look(parameter);
		if (isUnreadable(value)) return refuse(`'${displayName}' ${value.unreadable}`, `${value.remedy}.`);
		if (value !== undefined) values[name] = value;
	}
	return values;
};

export const optionsAt = ({ panel, known }: Form, declared: readonly Option[], item: number): Values | Refused => {
	const collection = collectionAt(panel, 'options', item, { known: known.options, own: declared });
	if ('message' in collection) return collection;
	const { given } = collection;
	return valuesOf(declared, ({ property: { name, default: fallback }, read, absent = fallback as Value }) =>
		Object.hasOwn(given, name) ? read(given[name]) : absent,
	);
};

/** A filter that resolves to nothing would list everybody, so it is refused like any other value. */
export const filtersAt = ({ panel, known }: Form, read: AccessList | Read, item: number): Values | Refused => {
	const own = [...filtersOf(read).keys()];
	const collection = collectionAt(panel, 'filters', item, { known: known.filters, own });
	if ('message' in collection) return collection;
	const { given } = collection;
	return valuesOf(own, (filter) =>
		Object.hasOwn(given, filter.property.name) ? filter.read(given[filter.property.name]) : undefined,
	);
};

export const limitAt = (panel: Panel, item: number): Values | Refused => {
	const look = ({ property, read }: Parameter) => read(panel(property.name, item, property.default));
	const all = valuesOf([returnAll], look);
	if (isRefused(all)) return all;
	return all.returnAll === true ? { limit: Infinity } : valuesOf([limit], look);
};
