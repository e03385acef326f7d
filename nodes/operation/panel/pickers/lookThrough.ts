import type { INodeListSearchResult } from 'n8n-workflow';

import type { Place, Turned, Ways } from '../../wire';
import { start, turn } from '../../wire';
import type { Entry, Parameter, Read, Refused, Source, Values } from '../../model';
import { filtersOf } from '../../model';
import { mayHold, note, offered, toldApart } from './entries';

/** The most that is looked through where a provider can't search by itself. */
const mostObjects = 5000;

/** Whether the provider looks for a part of a name by itself: its versions differ. */
const searches = ({ search }: Source, operation: Read): boolean =>
	[...filtersOf(operation).keys()].some(({ property }) => property.name === search);

/** What a person looks for in a list. */
interface Search {
	/** Reads an ID as the parameter does that the list is for. */
	readonly read: Parameter['read'];
	readonly needed: Values;
	readonly filter: string;
	readonly token?: string;
}

/** Where a list goes on. A place in one variant, or in what the provider found, means nothing in another. */
interface Token {
	readonly place: Place;
	readonly route: string;
	/** Whether the provider looks for what was typed. */
	readonly isSearched: boolean;
}

export const tokenIn = (token: string | undefined) => (token ? (JSON.parse(token) as Token) : undefined);

/** Pages until one can be shown: the next one, or, where the node searches by itself, all up to a bound. */
export const lookThrough = async (
	ways: Ways,
	source: Source,
	operation: Read,
	{ read, needed, filter, token }: Search,
): Promise<INodeListSearchResult | Refused> => {
	const results: Entry[] = [];
	const { route } = operation;
	const left = tokenIn(token);
	const from = left?.route === route ? left.place : start;
	let place: Place | undefined = from;
	const until = from.received + mostObjects;
	const seen = new Set<string>();
	const isSearched = filter === '' || searches(source, operation);
	const tokenOf = (at: Place | undefined) => at && JSON.stringify({ place: at, route, isSearched } satisfies Token);
	const values = isSearched && filter !== '' ? { ...needed, [String(source.search)]: filter } : needed;
	const size = Math.min(operation.gives.paging?.most ?? 1, 100);
	while (place && place.received < until) {
		const page: Turned | Refused = await turn(ways, operation, values, size, place, seen);
		if ('message' in page) return page;
		const shown = page.objects.flatMap((one) => source.entries?.(one) ?? [one]).map(source.show);
		const entries = offered(shown, read);
		for (const entry of isSearched ? entries : entries.filter(mayHold(filter))) results.push(entry);
		if (page.incomplete) results.push(note(page.incomplete.message));
		place = page.next;
		if (isSearched) return { results: toldApart(results), paginationToken: tokenOf(place) };
	}
	if (!place) return { results: toldApart(results) };
	const looked = `'${filter}' was looked for in the first ${place.received} entries only`;
	if (results.length === 0) return { message: looked, description: "Search for the whole name, or use 'By ID'." };
	return { results: [...toldApart(results), note(looked)], paginationToken: tokenOf(place) };
};
