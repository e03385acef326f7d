import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../../model';
import { isUnanswered, variantOf } from '../../model';
import { refused } from '../refusal';
import type { Connection, Ways } from '../request';
import { readRequest } from '../request';
import { waitUntil } from '../retry';
import { turn } from './pages';
import type { Place, Turned } from './place';
import { start } from './place';

/** The provider's objects, page after page, up to `limit`. */
export const readPages = async (
	ways: Ways,
	read: Read,
	values: Values,
	limit: number,
): Promise<readonly IDataObject[] | Refused> => {
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	const size = Math.min(read.gives.paging?.most ?? 1, limit);
	let place: Place | undefined = start;
	while (place !== undefined && found.length < limit) {
		const page: Turned | Refused = await turn(ways, read, values, size, place, seen);
		if ('message' in page) return page;
		for (const object of page.objects) found.push(object);
		// What comes until the limit is all that was asked for.
		if (page.incomplete && found.length < limit) return page.incomplete;
		place = page.next;
	}
	return found.slice(0, limit);
};

/** Reads for one phase of a run: what was read once isn't asked for again. */
export const readerOf = (connection: Connection): Reader => {
	const { baseUrl, send, found, atOnce, isOver } = connection;
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
			return isUnanswered(reply) ? refused(connection, read, reply) : reply;
		},
		once: async <Found>(what: string, ask: () => Promise<Found>) => {
			const asking = (found.get(what) as Promise<Found> | undefined) ?? ask();
			found.set(what, asking);
			return await asking;
		},
		atOnce,
		pause: async (milliseconds) => await waitUntil(Date.now() + milliseconds, isOver),
		fresh: () => readerOf(connection),
	};
	return reader;
};
