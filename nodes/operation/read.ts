import type { IDataObject } from 'n8n-workflow';

import { isUnanswered } from './answer';
import type { Outcome, Run } from './run';
import type { Operation, Reader } from './operation';
import { variantOf } from './operation';
import type { Source } from './pages';
import { turn } from './pages';
import type { Moved, Place, Turned } from './place';
import { start } from './place';
import type { Values } from './parameter';
import { paced } from './pacing';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import { declared, refused } from './refusal';
import { toRequest } from './request';
import { waitUntil } from './retry';
import type { Results } from './result';
import { hasFailed } from './result';
import { nothingMade } from './tally';
import type { Connection } from './transport';
import type { Asked } from './values';
import { isRefused } from './values';

/** The provider's objects, page after page, up to `limit`. */
const readPages = async (
	source: Source,
	operation: Operation,
	values: Values,
	limit: number,
): Promise<readonly IDataObject[] | Moved | Refused> => {
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	const size = Math.min(operation.reads?.paging?.most ?? 1, limit);
	let place: Place | undefined = start;
	while (place !== undefined && found.length < limit) {
		const page: Turned | Moved | Refused = await turn(source, operation, values, size, place, seen);
		if ('message' in page || 'moved' in page) return page;
		for (const object of page.objects) found.push(object);
		// What comes until the limit is all that was asked for.
		if (page.incomplete && found.length < limit) return page.incomplete;
		place = page.next;
	}
	return found.slice(0, limit);
};

/** The same, by whichever variant serves. */
const readAny = async (
	source: Source,
	operation: Operation,
	values: Values,
	limit: number,
): Promise<readonly IDataObject[] | Refused> => {
	const read = await readPages(source, operation, values, limit);
	return 'moved' in read ? await readAny(source, read.moved, values, limit) : read;
};

/** Reads for one phase of a run: what was read once isn't asked for again. */
export const readerOf = (provider: Provider, connection: Connection): Reader => {
	const { baseUrl, send, found, isOver } = connection;
	const known = new Map<string, ReturnType<typeof readPages>>();
	const reader: Reader = {
		read: async (asked, values) => {
			const operation = await variantOf(asked, values, reader);
			if ('message' in operation) return operation;
			// The parameters that choose a variant also say whether another one may serve.
			const chooses = operation.revise ? (asked.chooses ?? []) : [];
			const chosen = chooses.map(({ property }) => values[property.name]);
			const key = JSON.stringify([toRequest(operation, values, {}, baseUrl).url, chosen]);
			const reading = known.get(key) ?? readPages({ provider, connection, reader }, operation, values, Infinity);
			known.set(key, reading);
			const read = await reading;
			// Others share what was asked, but not what the other variant is asked for in its place.
			return 'moved' in read ? await reader.read(read.moved, values) : read;
		},
		send: async (operation, values) => {
			const { reply } = await send(toRequest(operation, values, {}, baseUrl), declared(provider, operation));
			return isUnanswered(reply) ? refused(provider, operation, reply, baseUrl) : reply;
		},
		once: async <Found>(what: string, ask: () => Promise<Found>) => {
			const asking = (found.get(what) as Promise<Found> | undefined) ?? ask();
			found.set(what, asking);
			return await asking;
		},
		pause: async (milliseconds) => await waitUntil(Date.now() + milliseconds, isOver),
		fresh: () => readerOf(provider, connection),
	};
	return reader;
};

/** The lists and objects that the items of a run ask for. */
export const readAll = async (run: Run, limits: ReadonlyArray<number | Refused>): Promise<Outcome> => {
	const { provider, operation: asked, connection, goesOn, orRefused } = run;
	const reader = readerOf(provider, connection);
	const results: Results[] = run.asked.map((read, item) => {
		const limit = limits[item];
		return isRefused(read) ? read : typeof limit === 'number' ? [] : limit;
	});
	const readable = [...run.asked.entries()].filter((entry): entry is [number, Asked] => !hasFailed(results[entry[0]]));
	let failure: Outcome['failure'];
	if (goesOn || readable.length === results.length)
		await paced(readable, run.settings.concurrency as number, async ([item, { values }]) => {
			results[item] = await orRefused(async () => {
				const operation = await variantOf(asked, values, reader);
				if ('message' in operation) return operation;
				return await readAny({ provider, connection, reader }, operation, values, limits[item] as number);
			});
			const result = results[item];
			if (goesOn || !hasFailed(result)) return true;
			failure ??= { item, refused: result };
			connection.end();
			return false;
		});
	return { results, tally: () => nothingMade, failure };
};
