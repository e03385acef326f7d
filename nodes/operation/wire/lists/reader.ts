import type { Reader } from '../../model';
import { isUnanswered, variantOf } from '../../model';
import { refused } from '../refusal';
import type { Connection } from '../request';
import { readRequest } from '../request';
import { waitUntil } from '../retry';
import { readPages } from './pages';

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
