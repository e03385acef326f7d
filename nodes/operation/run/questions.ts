import type { IDataObject } from 'n8n-workflow';

import type { Sought } from '../panel';
import type { Lookup, Provider, Reader, Refused, Values } from '../words';
import { comparable, parametersOf } from '../words';

/** One word to look up for one or several items. */
export interface Question {
	readonly lookup: Lookup;
	/** What the list needs to be read. */
	readonly needed: Values;
	readonly word: string;
}

/** What was found but doesn't show that it is called so. */
interface Unshown {
	readonly unshown: readonly IDataObject[];
}

export type Found = readonly IDataObject[] | Unshown | Refused;

/**
 * The records that are called just so, by all that the list holds. Where some don't show what they are called, the provider is
 * asked for the word: the one record that it finds may be called so by what it does show, several leave open who is meant, and
 * whom it doesn't find is only in the way of others.
 */
export const recordsOf = async ({ lookup, needed, word }: Question, reader: Reader): Promise<Found> => {
	const wanted = comparable(word);
	const isMeant = (record: IDataObject) =>
		lookup.words(record).some((own) => typeof own === 'string' && comparable(own) === wanted);
	const { of, search, unshown } = lookup;
	const all = await reader.read(of, search === undefined ? needed : { ...needed, [search]: word });
	if ('message' in all) return all;
	const meant = all.filter(isMeant);
	if (!unshown || all.every(unshown.shows)) return meant;
	const found = await reader.read(of, { ...needed, [unshown.filter]: word });
	if ('message' in found) return found;
	const isFound = found.some((record) => unshown.shows(record) && isMeant(record)) || meant.some(unshown.shows);
	if (found.every(unshown.shows)) return isFound ? [...meant, ...found.filter(isMeant)] : [];
	return found.length === 1 && isMeant(found[0]) ? [...meant, ...found] : { unshown: found };
};

/** What of the values of an item its lookup needs to be read. */
export const neededBy = ({ of }: Lookup, values: Values): Values => {
	const names = [...parametersOf(of).keys()].map(({ property }) => property.name);
	return Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
};

export const questionFor = (
	{ word: { lookup } }: Sought,
	word: string,
	values: Values,
	lookups: Provider['lookups'],
): Question => ({ lookup: lookups[lookup], needed: neededBy(lookups[lookup], values), word });

/** Words in another case ask for the same. */
export const keyOf = ({ lookup, needed, word }: Question) => JSON.stringify([lookup.record, needed, comparable(word)]);
