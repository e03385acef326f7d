import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type {
	Change,
	Compound,
	Operation,
	Option,
	Parameter,
	Provider,
	Read,
	Refused,
	Unreadable,
	Value,
	Values,
} from '../words';
import { filtersOf, isRead, isUnreadable, refuse } from '../words';
import { mapped } from './automaticMapping';
import type { Collections } from './collections';
import { collectionAt, collectionsOf } from './collections';
import { fieldsReader } from './fields';
import type { Panel } from './filledIn';
import { panelOf } from './filledIn';
import type { Look } from './given';
import { givenIn, usable } from './given';
import { limit, returnAll } from './listLimits';
import { isMapped } from './mappingMode';
import type { LookedUp, Sought } from './sought';
import { isSought } from './sought';

/** What an item asks for. */
export interface ItemRequest {
	readonly values: Values;
	/** Of a read, the limit. */
	readonly options: Values;
	/** Words among the values, which have to be looked up. */
	readonly sought?: readonly Sought[];
	/** Words that were looked up, each with what it stands for. */
	readonly lookedUp?: readonly LookedUp[];
}

export const isRefused = (read: ItemRequest | Values | Refused): read is Refused => 'invalid' in read;

/** What people fill in for a run, and how it is read. */
export interface Form {
	readonly panel: Panel;
	/** What there is to add. */
	readonly known: Collections;
	readonly fieldsOf: ReturnType<typeof fieldsReader>;
}

export const formOf = (context: IExecuteFunctions, operations: Provider['operations']): Form => ({
	panel: panelOf(context),
	known: collectionsOf(operations),
	fieldsOf: fieldsReader(),
});

/** The items that ask for something that can be used. */
export const readable = <Kind extends ItemRequest>(
	asked: ReadonlyArray<Kind | Refused>,
): ReadonlyArray<readonly [item: number, asked: Kind]> =>
	asked.flatMap((read, item) => (isRefused(read) ? [] : [[item, read] as const]));

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
const filtersAt = ({ panel, known }: Form, read: Read, item: number): Values | Refused => {
	const collection = collectionAt(panel, 'filters', item, { known: known.filters, own: filtersOf(read).keys() });
	if ('message' in collection) return collection;
	const { given } = collection;
	return valuesOf(filtersOf(read).keys(), (filter) =>
		Object.hasOwn(given, filter.property.name) ? filter.read(given[filter.property.name]) : undefined,
	);
};

const limitAt = (panel: Panel, item: number): Values | Refused => {
	const look = ({ property, read }: Parameter) => read(panel(property.name, item, property.default));
	const all = valuesOf([returnAll], look);
	if (isRefused(all)) return all;
	return all.returnAll === true ? { limit: Infinity } : valuesOf([limit], look);
};

/** What a read is asked for beside its parameters. */
const askedOf = (form: Form, read: Read, values: Values, item: number): ItemRequest | Refused => {
	const filters = filtersAt(form, read, item);
	if (isRefused(filters)) return filters;
	const options = read.gives.paging ? limitAt(form.panel, item) : { limit: Infinity };
	return isRefused(options) ? options : { values: { ...values, ...filters }, options };
};

/** What a change is asked for beside its parameters. */
const wantedOf = (form: Form, operation: Change | Compound, values: Values, item: number): ItemRequest | Refused => {
	const itemOptions = operation.options.filter(({ governs }) => governs === 'item');
	const options = optionsAt(form, itemOptions, item);
	return isRefused(options) ? options : { values, options };
};

/** Everything that one item asks for, or the first thing about it that can't be used. */
export const readItem = (
	form: Form,
	operation: Operation,
	named: ReadonlyMap<Parameter, readonly string[]>,
	item: number,
	json: IDataObject,
): ItemRequest | Refused => {
	const { panel, fieldsOf } = form;
	const byFields = !isRead(operation) && isMapped(panel, item);
	if (isUnreadable(byFields)) return refuse(`'Mapping Mode' ${byFields.unreadable}`, `${byFields.remedy}.`);
	const fields = byFields ? fieldsOf(json) : undefined;
	const { chooses = [] } = operation;
	const look: Look = (parameter) =>
		fields && !chooses.includes(parameter)
			? mapped(fields, parameter, named.get(parameter) ?? [])
			: givenIn(panel, parameter, item);
	const sought: Sought[] = [];
	const values = valuesOf(named.keys(), (parameter) => {
		const given = look(parameter);
		if (!isSought(given)) return given;
		sought.push(given);
		return given.words;
	});
	const about = () => usable(named.keys(), look);
	if (isRefused(values)) return { ...values, about: about() };
	const asked = isRead(operation) ? askedOf(form, operation, values, item) : wantedOf(form, operation, values, item);
	if (isRefused(asked)) return { ...asked, about: about() };
	return sought.length === 0 ? asked : { ...asked, sought };
};
