import type { Parameter, Unreadable, Value, Word } from '../../model';
import { isUnreadable, named, unreadable } from '../../model';
import type { Fields } from './fields';
import type { Sought } from './sought';
import { soughtBy } from './sought';

const quoted = (names: readonly string[], most?: number) =>
	named(
		names.map((name) => `'${name}'`),
		most,
	);

/** What an item has under these names, as `read` gives it; refused where two of them differ. */
const foundIn = <Read>(
	fields: Fields,
	names: readonly string[],
	read: (raw: unknown, name: string) => Read | Unreadable,
): Read | Unreadable | undefined => {
	const found = names.flatMap((name) => fields.valuesOf(name).map((value) => ({ name, value })));
	if (found.length === 0) return undefined;
	const values = found.map(({ name, value }) => read(value, name));
	const refused = values.find(isUnreadable);
	if (refused) return refused;
	if (values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]))) return values[0];
	const met = [...new Set(found.map(({ name }) => name))];
	const how = met.some((name) => name.includes('.')) ? ', dotted and nested' : '';
	return unreadable(
		met.length > 1 ? `differs between the fields ${quoted(met)}` : `is there twice as ${quoted(met)}${how}`,
		'Remove all but one of them from the input item',
	);
};

const missing = ({ names: has }: Fields, names: readonly string[]): Unreadable =>
	unreadable(
		'is missing from the input item',
		`Looked for ${quoted(names)}; the item has ${has.length > 0 ? quoted(has, 30) : 'no fields'}`,
	);

const isEmpty = (value: unknown): boolean =>
	value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

/**
 * A field that a person may well have meant by a name that the item lacks. Beside a value of the parameter, it counts where it
 * is filled in, and not within the objects that items of other nodes hold.
 */
const nearly = (fields: Fields, names: readonly string[], isFound: boolean): Unreadable | undefined => {
	for (const name of names) {
		if (fields.valuesOf(name).length > 0) continue;
		const alike = fields.alike(name, !isFound || name.includes('.'));
		if (alike.some(({ clean }) => names.includes(clean))) continue;
		const meant = alike.find(({ value }) => !isFound || !isEmpty(value));
		if (meant)
			return unreadable(
				`is looked for as '${name}', and the input item has '${meant.field}'`,
				`Rename the field to '${name}', or remove it from the input item`,
			);
	}
	return undefined;
};

/** How the fields of a parameter are read, by what the item says that they hold. */
const readingOf = (parameter: Parameter, names: readonly string[], fields: Fields) => {
	const { word, are, read, readOne = read, alsoOne = [] } = parameter;
	const ofOne = new Set([...alsoOne, ...(word?.one ?? [])]);
	const isFilled = (name: string) => fields.valuesOf(name).some((value) => !isEmpty(value));
	const kind = are && isFilled(are.property.name) ? foundIn(fields, [are.property.name], are.read) : undefined;
	if (isUnreadable(kind))
		return unreadable(`can't be read: '${are?.property.displayName}' ${kind.unreadable}`, kind.remedy);
	const inWords = word !== undefined && kind === word.kind;
	const valueIn = (raw: unknown, name: string): Value | Unreadable => {
		if (!ofOne.has(name)) return read(raw);
		const one = readOne(raw);
		return isUnreadable(one) ? one : [String(one)];
	};
	return {
		isFilled,
		ids: inWords ? [] : names,
		words: [...(inWords ? names : []), ...(word?.fields ?? [])],
		valueIn,
		seek: (raw: unknown, name: string) => soughtBy(parameter, word as Word, raw, ofOne.has(name)),
	};
};

/** The value that an item has for a parameter, under our name or the page's, or the words that stand for it. */
export const mapped = (fields: Fields, parameter: Parameter, names: readonly string[]): Value | Sought | Unreadable => {
	const { are, property } = parameter;
	const reading = readingOf(parameter, names, fields);
	if (isUnreadable(reading)) return reading;
	const { ids, words, isFilled, valueIn, seek } = reading;
	// Tables have a column for each, of which one is filled in: beside a word an empty ID says nothing, nor the other way round.
	const isNamed = words.some(isFilled);
	const value = foundIn(fields, isNamed ? ids.filter(isFilled) : ids, valueIn);
	if (isUnreadable(value)) return value;
	const sought = foundIn(fields, value === undefined ? words : words.filter(isFilled), seek);
	if (isUnreadable(sought)) return sought;
	const all = [...names, ...(parameter.word?.fields ?? [])];
	const asked = are ? [...all, are.property.name] : all;
	const stray = nearly(fields, asked, value !== undefined || sought !== undefined);
	if (stray) return stray;
	if (sought !== undefined) return { ...sought, beside: value };
	return value ?? (property.required ? missing(fields, all) : (property.default as Value));
};
