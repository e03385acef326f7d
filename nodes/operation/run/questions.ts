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

export type Found = readonly IDataObject[] | 'hidden' | Refused;

/** The records that are called just so, by all that the list holds. */
export const recordsOf = async ({ lookup, needed, word }: Question, reader: Reader): Promise<Found> => {
	const wanted = comparable(word);
	const isMeant = (record: IDataObject) =>
		lookup.words(record).some((own) => typeof own === 'string' && comparable(own) === wanted);
	if (lookup.search !== undefined) {
		const found = await reader.read(lookup.of, { ...needed, [lookup.search]: word });
		if ('message' in found) return found;
		const meant = found.filter(isMeant);
		if (meant.length > 0) return meant;
		if (found.some((record) => lookup.shows?.(record) === false)) return 'hidden';
		if (lookup.ignoresCase) return [];
	}
	const all = await reader.read(lookup.of, needed);
	return 'message' in all ? all : all.filter(isMeant);
};

export const questionFor = (
	{ word: { lookup } }: Sought,
	word: string,
	values: Values,
	lookups: Provider['lookups'],
): Question => {
	const names = [...parametersOf(lookups[lookup].of).keys()].map(({ property }) => property.name);
	const needed = Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
	return { lookup: lookups[lookup], needed, word };
};

/** Words in another case ask for the same. */
export const keyOf = ({ lookup, needed, word }: Question) => JSON.stringify([lookup.record, needed, comparable(word)]);
