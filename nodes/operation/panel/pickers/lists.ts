import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Bounds } from '../../wire';
import { connect, readerOf } from '../../wire';
import type { Provider, Refused } from '../../model';
import { refuse, trimmed, variantOf } from '../../model';
import { toNodeError } from '../item';
import { readOptions } from '../options';
import { lookThrough, tokenIn } from './lookThrough';
import { readingFor, valuesFor } from './source';

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
	const credentials = await context.getCredentials(provider.credential);
	const own = valuesFor(context, from, credentials);
	const source = typeof own === 'string' && otherwise ? otherwise : from;
	const needed = source === from ? own : valuesFor(context, source, credentials);
	if (typeof needed === 'string') return refuse(needed, 'The list depends on it.');
	const reader = readerOf(connection);
	const operation = await variantOf(source.of, needed, reader);
	if ('message' in operation) return operation;
	const ways = { connection, reader };
	// A provider searches one field; people type what they have.
	const unsearched = { ...source, search: undefined };
	const continued = tokenIn(token)?.isSearched === false ? unsearched : source;
	const found = await lookThrough(ways, continued, operation, { read, needed, filter, token });
	if ('message' in found || found.results.length > 0 || filter === '' || token || !source.search) return found;
	return await lookThrough(ways, unsearched, operation, { read, needed, filter });
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
