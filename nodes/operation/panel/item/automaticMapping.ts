import type { Parameter, Unreadable, Value, Word } from '../../model';
import { asOne, isBlank, isUnreadable, named, unreadable, valueOf } from '../../model';
import type { Fields } from './fields';
import type { Sought } from './sought';
import { soughtBy } from './sought';

const quoted = (names: readonly string[], most?: number) =>
	named(
		names.map((name) => `'${name}'`),
		most,
	);

/** What an item has under these names, as `read` gives it; refused where two of them differ. A blank one says nothing. */
const foundIn = <Read>(
	fields: Fields,
	names: readonly string[],
	read: (raw: unknown, name: string) => Read | Unreadable,
): Read | Unreadable | undefined => {
	const found = names.flatMap((name) =>
		fields.valuesOf(name).flatMap((value) => (isBlank(value) ? [] : [{ name, value }])),
	);
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

const isEmpty = (value: unknown): boolean =>
	value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

/** A field that is looked for, where it stands in an object of the item: nobody said that it is meant. */
const furtherIn = (fields: Fields, names: readonly string[]) => {
	const met = fields
		.within()
		.flatMap((holder) =>
			names.flatMap((name) => holder.fields.valuesOf(name).map((value) => ({ ...holder, name, value }))),
		);
	return met.find(({ value }) => !isEmpty(value)) ?? met.at(0);
};

const expressionOf = (field: string): string =>
	/^[a-z_$][\w$]*$/i.test(field) ? `{{ $json.${field} }}` : `{{ $json[${JSON.stringify(field)}] }}`;

const missing = (fields: Fields, names: readonly string[]): Unreadable => {
	const blank = names.filter((name) => fields.valuesOf(name).length > 0);
	if (blank.length > 0)
		return unreadable(
			'is blank in the input item',
			`Fill in ${quoted(blank)} there, or leave such items out with a Filter node before this one`,
		);
	const { names: has } = fields;
	const what = `Looked for ${quoted(names)}; the item has ${has.length > 0 ? quoted(has, 30) : 'no fields'}`;
	const further = furtherIn(fields, names);
	if (further === undefined) return unreadable('is missing from the input item', what);
	const { outer, isList, name } = further;
	const before = isList
		? `Put a Split Out node before this one, with '${outer}' in 'Fields To Split Out': it makes an item of each entry`
		: `Put an Edit Fields (Set) node before this one, with 'JSON' as its 'Mode' and ${expressionOf(outer)} as its 'JSON'`;
	return unreadable(`is missing from the input item, but ${quoted([outer])} has '${name}'`, `${before}. ${what}`);
};

/**
 * A field that a person may well have meant by a name that the item lacks. Beside a value of the parameter, it counts where it
 * is filled in, and not within the objects that items of other nodes hold.
 */
const nearly = (fields: Fields, names: readonly string[], isFound: boolean): Unreadable | undefined => {
	for (const name of names) {
		if (fields.valuesOf(name).some((value) => !isBlank(value))) continue;
		const all = fields.alike(name, !isFound || name.includes('.'));
		const [own, alike] = [true, false].map((isOwn) => all.filter(({ clean }) => names.includes(clean) === isOwn));
		if (own.some(({ value }) => !isBlank(value))) continue;
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
		if (!ofOne.has(name)) return valueOf(parameter, raw);
		const one = asOne(raw, readOne);
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
