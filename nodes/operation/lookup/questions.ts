import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest, Sought } from '../panel';
import type { Lookup, Provider, Reader, Refused, Values } from '../model';
import { comparable, differenceBetween, lookOf, parametersOf, spaced, withoutRepeats } from '../model';

/** One word to look up for one or several items. */
export interface Question {
	readonly lookup: Lookup;
	/** What the list needs to be read. */
	readonly needed: Values;
	readonly word: string;
	/** What tells those apart that have the word, where that was given. */
	readonly apart?: string;
	/** The label of the option by which that could be given. */
	readonly by?: string;
}

/** What was found but doesn't show that it is called so. */
interface Unshown {
	readonly unshown: readonly IDataObject[];
}

/** Nobody is called so, but somebody is called what looks the same: in what the two differ. */
interface Alike {
	readonly alike: string;
}

export type Found = readonly IDataObject[] | Unshown | Alike | Refused;

type Index = ReadonlyMap<string, readonly IDataObject[]>;

const textsIn = ({ words }: Lookup, record: IDataObject) =>
	words(record).filter((word): word is string => typeof word === 'string');

const known = new WeakMap<readonly IDataObject[], Map<unknown, Index>>();

/** The records of a list by their words, as `write` writes these: made once for all words that are looked up in it. */
const indexOf = (lookup: Lookup, records: readonly IDataObject[], write: (word: string) => string): Index => {
	const all = known.get(records) ?? new Map<unknown, Index>();
	known.set(records, all);
	const own = all.get(write);
	if (own) return own;
	const index = new Map<string, IDataObject[]>();
	for (const record of records)
		for (const word of new Set(textsIn(lookup, record).map(write))) {
			const same = index.get(word);
			if (same) same.push(record);
			else index.set(word, [record]);
		}
	all.set(write, index);
	return index;
};

/** What a search finds, which knows one way alone to write a word. */
const searched = async (
	{ lookup, needed, word }: Question,
	filter: string,
	reader: Reader,
): Promise<readonly IDataObject[] | Refused> => {
	const all: IDataObject[] = [];
	for (const written of new Set([word, ...['NFC', 'NFD'].map((form) => spaced(word).normalize(form))])) {
		const found = await reader.read(lookup.of, { ...needed, [filter]: written });
		if ('message' in found) return found;
		for (const record of found) all.push(record);
	}
	return withoutRepeats(all);
};

/** All that may be the record of a word: the whole list, or what a search finds. */
const candidates = async (question: Question, reader: Reader): Promise<readonly IDataObject[] | Refused> => {
	const { lookup, needed, apart } = question;
	const { of, search, narrowing, completed } = lookup;
	const read = search === undefined ? await reader.read(of, needed) : await searched(question, search, reader);
	const found = completed && !('message' in read) ? await completed(read, reader) : read;
	if ('message' in found || apart === undefined) return found;
	return found.filter((record) => comparable(String(narrowing?.of(record))) === comparable(apart));
};

/**
 * The records that are called just so, by all that the list holds. Where some don't show what they are called, the provider is
 * asked for the word: the one record that it finds may be called so by what it does show, several leave open who is meant, and
 * whom it doesn't find is only in the way of others.
 */
export const recordsOf = async (question: Question, reader: Reader): Promise<Exclude<Found, Alike>> => {
	const { lookup, word } = question;
	const { unshown } = lookup;
	const all = await candidates(question, reader);
	if ('message' in all) return all;
	const wanted = comparable(word);
	const isMeant = (record: IDataObject) => textsIn(lookup, record).some((own) => comparable(own) === wanted);
	const meant = indexOf(lookup, all, comparable).get(wanted) ?? [];
	if (!unshown || all.every(unshown.shows)) return meant;
	const found = await searched(question, unshown.filter, reader);
	if ('message' in found) return found;
	const isFound = found.some((record) => unshown.shows(record) && isMeant(record)) || meant.some(unshown.shows);
	if (found.every(unshown.shows)) return isFound ? [...meant, ...found.filter(isMeant)] : [];
	return found.length === 1 && isMeant(found[0]) ? [...meant, ...found] : { unshown: found };
};

/** The same, and where nobody is called so, what looks the same: people see no difference. */
export const recordsOrAlike = async (question: Question, reader: Reader): Promise<Found> => {
	const found = await recordsOf(question, reader);
	if ('message' in found || 'unshown' in found || found.length > 0) return found;
	const all = await candidates(question, reader);
	if ('message' in all) return found;
	const look = lookOf(question.word);
	const [record] = indexOf(question.lookup, all, lookOf).get(look) ?? [];
	const own = record && textsIn(question.lookup, record).find((word) => lookOf(word) === look);
	const alike = own && differenceBetween(own, question.word);
	return alike === undefined ? found : { alike };
};

/** What of the values of an item its lookup needs to be read. */
export const neededBy = ({ of }: Lookup, values: Values): Values => {
	const names = [...parametersOf(of).keys()].map(({ property }) => property.name);
	return Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
};

/** What of the options of an item says which of several with the same word is meant. */
const apartIn = ({ narrowing }: Lookup, options: Values): Pick<Question, 'apart' | 'by'> => {
	const { name, displayName } = narrowing?.by.property ?? { name: '', displayName: '' };
	const given = options[name];
	if (typeof given !== 'string') return {};
	return given === '' ? { by: displayName } : { apart: given };
};

export const questionFor = (
	{ word: { lookup } }: Sought,
	word: string,
	{ values, options }: Pick<ItemRequest, 'values' | 'options'>,
	lookups: Provider['lookups'],
): Question => {
	const own = lookups[lookup];
	const apart = apartIn(own, options);
	const filter = apart.apart === undefined ? {} : { [String(own.narrowing?.by.property.name)]: apart.apart };
	return { lookup: own, needed: { ...neededBy(own, values), ...filter }, word, ...apart };
};

/** Words in another case ask for the same. */
export const keyOf = ({ lookup, needed, word }: Question) => JSON.stringify([lookup.record, needed, comparable(word)]);
