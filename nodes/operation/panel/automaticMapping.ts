import type { IDataObject } from 'n8n-workflow';

import type { Parameter, Unreadable, Value, Word } from '../words';
import { folded, isObject, isUnreadable, named, unreadable } from '../words';
import type { Sought } from './sought';
import { soughtBy } from './sought';

const quoted = (names: readonly string[], most?: number) =>
	named(
		names.map((name) => `'${name}'`),
		most,
	);

/** What stands at a dotted name: as a field of its own, as n8n's dot notation has it, and through nested objects. */
const fieldsOf = (json: IDataObject, name: string): readonly unknown[] => {
	const nested = name.split('.').reduce<unknown>((inner, key) => {
		return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
	}, json);
	const own = name.includes('.') && Object.hasOwn(json, name) ? [json[name]] : [];
	return [...own, nested].filter((value) => value !== undefined);
};

const plain = (name: string) => folded(name).replace(/[^\p{L}\p{N}]/gu, '');

/** A field that a person may well have meant by a name: spelled in another case, or with other separators. */
const alike = (json: IDataObject, names: readonly string[]): { field: string; name: string } | undefined => {
	const nested = Object.entries(json).flatMap(([outer, inner]) =>
		isObject(inner) ? Object.keys(inner).map((key) => `${outer}.${key}`) : [],
	);
	for (const field of [...Object.keys(json), ...nested]) {
		const name = names.find((candidate) => candidate !== field && plain(candidate) === plain(field));
		if (name !== undefined) return { field, name };
	}
	return undefined;
};

/** What an item has under one of these names, as `read` gives it; never a choice between two. */
const foundIn = <Read>(
	json: IDataObject,
	names: readonly string[],
	read: (raw: unknown) => Read | Unreadable,
): Read | Unreadable | undefined => {
	const found = names.flatMap((name) => fieldsOf(json, name).map((value) => ({ name, value })));
	if (found.length === 0) return undefined;
	const values = found.map(({ value }) => read(value));
	const refused = values.find(isUnreadable);
	if (refused) return refused;
	if (values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]))) return values[0];
	const fields = [...new Set(found.map(({ name }) => name))];
	return unreadable(
		fields.length > 1
			? `differs between the fields ${quoted(fields)}`
			: `is there twice as ${quoted(fields)}, dotted and nested`,
		'Remove all but one of them from the input item',
	);
};

const missing = (json: IDataObject, names: readonly string[]): Unreadable => {
	const has = Object.keys(json);
	return unreadable(
		'is missing from the input item',
		`Looked for ${quoted(names)}; the item has ${has.length > 0 ? quoted(has, 30) : 'no fields'}`,
	);
};

const isEmpty = (value: unknown): boolean =>
	value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

/** The value that an item has for a parameter, under our name or the page's, or the words that stand for it. */
export const mapped = (
	json: IDataObject,
	parameter: Parameter,
	names: readonly string[],
): Value | Sought | Unreadable => {
	const { word, read } = parameter;
	const { required, default: fallback } = parameter.property;
	const fields = word?.fields ?? [];
	const isFilled = (name: string) => fieldsOf(json, name).some((value) => !isEmpty(value));
	// Tables have a column for each, of which one is filled in: beside a word an empty ID says nothing, nor the other way round.
	const isNamed = fields.some(isFilled);
	const value = foundIn(json, isNamed ? names.filter(isFilled) : names, read);
	if (isUnreadable(value)) return value;
	const seek = (raw: unknown) => soughtBy(parameter, word as Word, raw);
	const sought = foundIn(json, value === undefined ? fields : fields.filter(isFilled), seek);
	if (sought !== undefined) return isUnreadable(sought) ? sought : { ...sought, beside: value };
	if (value !== undefined) return value;
	const all = [...names, ...fields];
	const meant = alike(json, all);
	if (meant)
		return unreadable(
			`is looked for as '${meant.name}', and the input item has '${meant.field}'`,
			`Rename the field to '${meant.name}', or remove it from the input item`,
		);
	return required ? missing(json, all) : (fallback as Value);
};
