import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Operation } from './operation';
import type { Values } from './parameter';
import { parametersOf } from './operation';
import { isUnreadable } from './parameter';
import { optionsOf } from './bounds';
import { mayHold, note, toldApart } from './entries';
import type { Entry, Picker, Source } from './picker';
import type { Provider } from './provider';
import type { Place, Source as Pages, Turned } from './pages';
import { start, turn } from './pages';
import { readerOf } from './read';
import type { Refused } from './refusal';
import { toNodeError } from './refusal';
import { connect } from './transport';

/** The most that is looked through where a provider can't search by itself. */
const mostObjects = 5000;

/** What a person has chosen in another parameter; an expression has no value before the workflow runs. */
const chosen = (context: ILoadOptionsFunctions, name: string): unknown => {
	try {
		const value = context.getCurrentNodeParameter(name, { extractValue: true });
		return typeof value === 'string' && value.startsWith('=') ? undefined : value;
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

const search = async (
	context: ILoadOptionsFunctions,
	provider: Provider,
	{ from, otherwise }: Picker,
	filter: string,
	token: string | undefined,
): Promise<INodeListSearchResult | Refused> => {
	const defaults = Object.fromEntries(
		optionsOf({ reads: { items: () => [] } }).map(({ property }) => [property.name, property.default]),
	);
	const connection = await connect(context, provider, defaults as { timeout: number; maxRetries: number });
	if ('message' in connection) return connection;
	const own = valuesFor(context, from);
	const source = typeof own === 'string' && otherwise ? otherwise : from;
	const needed = source === from ? own : valuesFor(context, source);
	if (typeof needed === 'string')
		return { message: `Fill in '${needed}' first`, description: 'The list depends on it.', invalid: true };
	const reader = readerOf(provider, connection);
	const operation = source.of.resolve ? await source.of.resolve(needed, reader) : source.of;
	if ('message' in operation) return operation;
	const pages = { provider, connection, reader };
	const found = await lookThrough(pages, source, operation, { needed, filter, token });
	if ('message' in found || found.results.length > 0 || filter === '' || token) return found;
	// A provider searches one field; people type what they have.
	return source.search
		? await lookThrough(pages, { ...source, search: undefined }, operation, { needed, filter })
		: found;
};

/** Whether the provider looks for a part of a name by itself: its versions differ. */
const searches = ({ search }: Source, operation: Operation): boolean =>
	[...parametersOf(operation, true).keys()].some(({ property }) => property.name === search);

interface Wanted {
	readonly needed: Values;
	readonly filter: string;
	readonly token?: string;
}

/** Where a list goes on, and in which of its variants: places in one mean nothing in another. */
interface Token {
	readonly place: Place;
	readonly route: string;
}

const tokenOf = (place: Place, { route }: Operation) => JSON.stringify({ place, route } satisfies Token);

/** Pages until one can be shown: the next one, or, where the node searches by itself, all up to a bound. */
const lookThrough = async (
	pages: Pages,
	source: Source,
	asked: Operation,
	{ needed, filter, token }: Wanted,
): Promise<INodeListSearchResult | Refused> => {
	const results: Entry[] = [];
	const left = token === undefined ? undefined : (JSON.parse(token) as Token);
	const from = ({ route }: Operation) => (left?.route === route ? left.place : start);
	let operation = asked;
	let place: Place | undefined = from(operation);
	const until = (left?.place ?? start).received + mostObjects;
	const seen = new Set<string>();
	while (place && place.received < until) {
		const isSearched = filter === '' || searches(source, operation);
		const values = isSearched && filter !== '' ? { ...needed, [String(source.search)]: filter } : needed;
		const size = Math.min(operation.reads?.paging?.most ?? 1, 100);
		const page: Turned | Refused = await turn(pages, operation, values, size, place, seen);
		if ('message' in page) return page;
		if (page.operation !== operation) {
			({ operation } = page);
			place = from(operation);
			continue;
		}
		const entries = page.objects.flatMap((one) => source.entries?.(one) ?? [one]).map(source.show);
		results.push(...(isSearched ? entries : entries.filter(mayHold(filter))));
		if (page.incomplete) results.push(note(page.incomplete.message));
		place = page.next;
		if (isSearched) return { results: toldApart(results), paginationToken: place && tokenOf(place, operation) };
	}
	if (!place) return { results: toldApart(results) };
	const looked = `'${filter}' was looked for in the first ${place.received} entries only`;
	if (results.length === 0) return { message: looked, description: "Search for the whole name, or use 'By ID'." };
	return { results: [...toldApart(results), note(looked)], paginationToken: tokenOf(place, operation) };
};

/** The `listSearch` methods of a node, by the names that its parameters call them by. */
export const listsOf = (provider: Provider) => {
	const method = (picker: Picker) =>
		async function (this: ILoadOptionsFunctions, filter = '', token?: string): Promise<INodeListSearchResult> {
			const found = await search(this, provider, picker, filter.trim(), token);
			if ('message' in found) throw toNodeError(this.getNode(), found);
			return found;
		};
	return Object.fromEntries(Object.entries(provider.lists).map(([name, picker]) => [name, method(picker)]));
};
