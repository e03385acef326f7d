import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../../model';
import { isUnanswered, variantOf } from '../../model';
import { explained, refused } from '../refusal';
import type { Connection, Ways } from '../request';
import { readRequest } from '../request';
import { waitUntil } from '../retry';
import type { Place, Turned } from './place';
import { start } from './place';
import { placed } from './placed';

/** One page of a list, or an object. */
export const turn = async (
	{ connection, reader }: Ways,
	read: Read,
	values: Values,
	size: number,
	place: Place = start,
	seen = new Set<string>(),
): Promise<Turned | Refused> => {
	const { paging, items } = read.gives;
	const page = paging?.query({ ...place, size });
	const request = readRequest(read, values, connection.baseUrl, page);
	const { reply } = await connection.send(request, read);
	const objects = isUnanswered(reply) || reply.status !== 200 ? undefined : items(reply.json);
	if (isUnanswered(reply) || !objects)
		return await explained(refused(connection, read, reply, { values }), read, reply, values, { connection, reader });
	return paging ? placed(connection.provider, read, { reply, objects }, { place, page, size, seen }) : { objects };
};

/** The pages of a list, one after the other; a refusal ends them, and so does what shows that they aren't all. */
export async function* pagesOf(
	ways: Ways,
	read: Read,
	values: Values,
	limit = Infinity,
): AsyncGenerator<readonly IDataObject[] | Refused> {
	const seen = new Set<string>();
	const size = Math.min(read.gives.paging?.most ?? 1, limit);
	let place: Place | undefined = start;
	while (place !== undefined) {
		const page: Turned | Refused = await turn(ways, read, values, size, place, seen);
		if ('message' in page) return yield page;
		yield page.objects;
		if (page.incomplete) return yield page.incomplete;
		place = page.next;
	}
}

/** The provider's objects, page after page, up to `limit`: what comes until then is all that was asked for. */
export const readPages = async (
	ways: Ways,
	read: Read,
	values: Values,
	limit: number,
): Promise<readonly IDataObject[] | Refused> => {
	const found: IDataObject[] = [];
	for await (const page of pagesOf(ways, read, values, limit)) {
		if ('message' in page) return page;
		for (const object of page) found.push(object);
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
};

/** Reads for one phase of a run: what was read once isn't asked for again. */
export const readerOf = (connection: Connection): Reader => {
	const { baseUrl, send, found, atOnce, claims, isOver } = connection;
	const known = new Map<string, ReturnType<typeof readPages>>();
	const reader: Reader = {
		read: async (asked, values) => {
			const read = await variantOf(asked, values, reader);
			if ('message' in read) return read;
			const { url } = readRequest(read, values, baseUrl);
			const reading = known.get(url) ?? readPages({ connection, reader }, read, values, Infinity);
			known.set(url, reading);
			return await reading;
		},
		send: async (read, values) => {
			const { reply } = await send(readRequest(read, values, baseUrl), read);
			return isUnanswered(reply) ? refused(connection, read, reply, { values }) : reply;
		},
		once: async <Found>(what: string, ask: () => Promise<Found>) => {
			const asking = (found.get(what) as Promise<Found> | undefined) ?? ask();
			found.set(what, asking);
			return await asking;
		},
		atOnce,
		claims,
		pause: async (milliseconds) => await waitUntil(Date.now() + milliseconds, isOver),
		fresh: () => readerOf(connection),
	};
	return reader;
};

/** For the second change of the same in a run, what was read before the first says nothing. */
export const readerOfFirst = async (what: string, reader: Reader): Promise<Reader> => {
	let isFirst = false;
	await reader.once(what, async () => {
		isFirst = true;
	});
	return isFirst ? reader : reader.fresh();
};
