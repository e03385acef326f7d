import type { IDataObject } from 'n8n-workflow';

import type { Answer, Read, Refused } from '../../model';
import { isObject } from '../../model';

/** Where in a list to go on. */
export interface Place {
	readonly number: number;
	readonly received: number;
	readonly last: number;
	/** How many of those received came for the first time. */
	readonly distinct: number;
	/** How many there are by the count of the last answer, or of the one that counted most. */
	readonly total?: number;
	/** The fields of the last answer that the next query goes by. */
	readonly json?: IDataObject;
	/** What the last page began with. */
	readonly mark?: string;
	/** How many pages in a row held nothing. */
	readonly empty: number;
}

export const start: Place = { number: 0, received: 0, distinct: 0, last: 0, empty: 0 };

export interface Turned {
	readonly objects: readonly IDataObject[];
	/** Absent after the last page. */
	readonly next?: Place;
	/** Why what came until here isn't all, and never will be. */
	readonly incomplete?: Refused;
}

export const kept = ({ gives }: Read, { json }: Answer): IDataObject => {
	const keys = gives.paging?.keeps ?? [];
	return isObject(json) ? Object.fromEntries(keys.map((key) => [key, json[key]])) : {};
};

export const after = (
	place: Place,
	objects: readonly IDataObject[],
	fresh: number,
	rest: Pick<Place, 'json' | 'mark' | 'total'>,
): Place => ({
	number: place.number + 1,
	received: place.received + objects.length,
	distinct: place.distinct + fresh,
	last: objects.length,
	empty: objects.length === 0 ? place.empty + 1 : 0,
	...rest,
});

const markOf = ({ gives }: Read, object: IDataObject): { readonly id: unknown; readonly mark: string } => {
	const id = gives.paging?.identify?.(object);
	return { id, mark: JSON.stringify(id ?? object) };
};

/** The objects of a page that came for the first time; those without an ID always count as such. */
export const freshIn = (read: Read, objects: readonly IDataObject[], seen: Set<string>) => {
	const marks = objects.map((object) => markOf(read, object));
	const isKnown = marks.length > 0 && marks.every(({ mark }) => seen.has(mark));
	const fresh = objects.filter((_, index) => {
		const { id, mark } = marks[index];
		const isAgain = id !== undefined && seen.has(mark);
		seen.add(mark);
		return !isAgain;
	});
	return { fresh, isKnown, first: marks[0]?.mark };
};
