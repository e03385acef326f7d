import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Bounds, Place, Turned, Ways } from '../wire';
import { connect, readerOf, start, turn } from '../wire';
import type { Entry, Parameter, Provider, Read, Refused, Source, Values } from '../words';
import { asId, filtersOf, isUnreadable, parametersOf, refuse, trimmed, variantOf } from '../words';
import { mayHold, note, offered, toldApart } from './entries';
import { located } from './filledIn';
import { toNodeError } from './nodeError';
import { readOptions } from './requestOptions';

/** The most that is looked through where a provider can't search by itself. */
const mostObjects = 5000;

/** What a person has chosen in another parameter: neither an expression, before the workflow runs, nor a word is an ID. */
const chosen = (context: ILoadOptionsFunctions, name: string): unknown => {
	try {
		const { mode, value } = located(context.getCurrentNodeParameter(name));
		const isChosen = mode === 'list' || mode === 'id';
		return !isChosen || (typeof value === 'string' && value.startsWith('=')) ? undefined : value;
	} catch {
		return undefined;
	}
};

/** The values that a source needs, or the label of the parameter that has to be chosen first. */
const valuesFor = (context: ILoadOptionsFunctions, { of }: Source): Values | string => {
	const values: Record<string, string | number> = {};
	for (const parameter of parametersOf(of).keys()) {
		const { name, displayName } = parameter.property;
		const read = parameter.read(chosen(context, name) ?? parameter.property.default);
		if (isUnreadable(read)) return displayName;
		values[name] = read as string;
	}
	return values;
};

/** How the parameter reads an ID that a list is for: all that share a list are of one kind. */
const readingFor = ({ operations }: Provider, list: string): Parameter['read'] => {
	const parameters = Object.values(operations).flatMap((inResource) =>
		Object.values(inResource).flatMap((operation) => [...parametersOf(operation).keys()]),
	);
	const isFor = ({ property: { modes = [] } }: Parameter) =>
		modes.some(({ typeOptions }) => typeOptions?.searchListMethod === list);
	return parameters.find(isFor)?.read ?? asId;
};

const search = async (
	context: ILoadOptionsFunctions,
	provider: Provider,
	name: string,
	filter: string,
	token: string | undefined,
): Promise<INodeListSearchResult | Refused> => {
	const { from, otherwise } = provider.lists[name];
	const read = readingFor(provider, name);
	const defaults = Object.fromEntries(readOptions.map(({ property }) => [property.name, property.default]));
	const connection = await connect(context, provider, defaults as unknown as Bounds);
	if ('message' in connection) return connection;
	const own = valuesFor(context, from);
	const source = typeof own === 'string' && otherwise ? otherwise : from;
	const needed = source === from ? own : valuesFor(context, source);
	if (typeof needed === 'string') return refuse(`Fill in '${needed}' first`, 'The list depends on it.');
	const reader = readerOf(connection);
	const operation = await variantOf(source.of, needed, reader);
	if ('message' in operation) return operation;
	const ways = { connection, reader };
	// A provider searches one field; people type what they have.
	const unsearched = { ...source, search: undefined };
	const goesOn = tokenIn(token)?.isSearched === false ? unsearched : source;
	const found = await lookThrough(ways, goesOn, operation, { read, needed, filter, token });
	if ('message' in found || found.results.length > 0 || filter === '' || token || !source.search) return found;
	return await lookThrough(ways, unsearched, operation, { read, needed, filter });
};

/** Whether the provider looks for a part of a name by itself: its versions differ. */
const searches = ({ search }: Source, operation: Read): boolean =>
	[...filtersOf(operation).keys()].some(({ property }) => property.name === search);

interface Search {
	/** Reads an ID as the parameter does that the list is for. */
	readonly read: Parameter['read'];
	readonly needed: Values;
	readonly filter: string;
	readonly token?: string;
}

/** Where a list goes on: places in one variant, or in what the provider found, mean nothing elsewhere. */
interface Token {
	readonly place: Place;
	readonly route: string;
	/** Whether the provider looks for what was typed. */
	readonly isSearched: boolean;
}

const tokenIn = (token: string | undefined) => (token ? (JSON.parse(token) as Token) : undefined);

/** Pages until one can be shown: the next one, or, where the node searches by itself, all up to a bound. */
const lookThrough = async (
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

/** The `listSearch` methods of a node, by the names that its parameters call them by. */
export const listsOf = (provider: Provider) => {
	const method = (name: string) =>
		async function (this: ILoadOptionsFunctions, filter = '', token?: string): Promise<INodeListSearchResult> {
			const found = await search(this, provider, name, trimmed(filter.replace(/\p{Cs}/gu, '')), token);
			if ('message' in found) throw toNodeError(this.getNode(), found);
			return found;
		};
	return Object.fromEntries(Object.keys(provider.lists).map((name) => [name, method(name)]));
};
