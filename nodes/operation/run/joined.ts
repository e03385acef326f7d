import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../words';
import { canonical } from './seal';

interface Place {
	readonly held: readonly unknown[];
	readonly with: (list: readonly unknown[]) => IDataObject;
}

const placeOf = (record: IDataObject, list: string): Place | undefined => {
	const own = record[list];
	if (Array.isArray(own)) return { held: own, with: (given) => ({ ...record, [list]: given }) as IDataObject };
	for (const [name, inner] of Object.entries(record)) {
		const place = isObject(inner) ? placeOf(inner, list) : undefined;
		if (place) return { held: place.held, with: (given) => ({ ...record, [name]: place.with(given) }) };
	}
	return undefined;
};

/** Records that are the same but for a list that they hold under this name, on top or one level below, as one. */
export const joined = (records: readonly IDataObject[], list: string | undefined): readonly IDataObject[] => {
	if (list === undefined) return records;
	const all = new Map<string, { readonly as: (held: readonly unknown[]) => IDataObject; readonly held: unknown[] }>();
	for (const [index, record] of records.entries()) {
		const place = placeOf(record, list);
		const key = place ? canonical(place.with([])) : String(index);
		const one = all.get(key) ?? { as: place?.with ?? (() => record), held: [] };
		all.set(key, one);
		for (const entry of place?.held ?? []) one.held.push(entry);
	}
	return [...all.values()].map(({ as, held }) => as(held));
};
