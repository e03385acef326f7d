import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isObject } from './answer';
import type { Operation } from './operation';
import type { Values } from './parameter';
import { parametersOf } from './operation';
import { isUnreadable } from './parameter';
import { optionsOf } from './bounds';
import type { Entry, Picker, Source } from './picker';
import type { Provider } from './provider';
import { readerOf, readPage } from './read';
import type { Refused } from './refusal';
import { toNodeError } from './refusal';
import type { Connection } from './transport';
import { connect } from './transport';

/** The most that is looked through where a provider can't search by itself. */
const mostObjects = 5000;

interface Place {
	readonly number: number;
	readonly received: number;
	readonly last: number;
	readonly json?: IDataObject;
	/** How the page before began. */
	readonly mark?: string;
}

const start: Place = { number: 0, received: 0, last: 0 };

interface Loaded {
	readonly objects: readonly IDataObject[];
	readonly next?: Place;
}

/** One page of a list, and where the next one starts. */
const load = async (
	provider: Provider,
	operation: Operation,
	values: Values,
	connection: Connection,
	place: Place,
): Promise<Loaded | Refused> => {
	const paging = operation.reads?.paging;
	const at = (from: Place) => {
		const answer = from.json && { status: 200, headers: {}, text: '', json: from.json };
		return paging?.query({ ...from, size: Math.min(paging.most, 100), answer });
	};
	const got = await readPage(provider, operation, values, connection, at(place));
	if ('message' in got) return got;
	const { objects, answer } = got;
	const mark = JSON.stringify(objects[0] ?? null).slice(0, 200);
	// A provider that doesn't know our paging gives the same page again.
	if (place.mark === mark) return { objects: [] };
	const json: IDataObject = {};
	for (const key of paging?.keeps ?? []) if (isObject(answer.json)) json[key] = answer.json[key];
	const { number, received } = place;
	const next = { number: number + 1, received: received + objects.length, last: objects.length, json, mark };
	return { objects, next: objects.length > 0 && at(next) !== undefined ? next : undefined };
};

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

/** The editor shows names alone: entries that share one are told apart by what they stand for. */
const toldApart = (entries: readonly Entry[]): Entry[] => {
	const seen = new Map<string, number>();
	for (const { name } of entries) seen.set(name, (seen.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		seen.get(entry.name) === 1 ? entry : { ...entry, name: `${entry.name} (${entry.value})` },
	);
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
	const values = filter !== '' && source.search ? { ...needed, [source.search]: filter } : needed;
	const operation = source.of.resolve ? await source.of.resolve(values, readerOf(provider, connection)) : source.of;
	if ('message' in operation) return operation;
	const searched = filter === '' || source.search !== undefined;
	const results: Entry[] = [];
	let place: Place | undefined = token ? (JSON.parse(token) as Place) : start;
	do {
		const page: Loaded | Refused = await load(provider, operation, values, connection, place);
		if ('message' in page) return page;
		for (const object of page.objects.flatMap((one) => source.entries?.(one) ?? [one])) {
			const entry = source.show(object);
			const words = `${entry.name} ${entry.value} ${entry.description ?? ''}`.toLowerCase();
			if (searched || words.includes(filter.toLowerCase())) results.push(entry);
		}
		place = page.next;
	} while (place && !searched && place.received < mostObjects);
	return { results: toldApart(results), paginationToken: place && searched ? JSON.stringify(place) : undefined };
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
