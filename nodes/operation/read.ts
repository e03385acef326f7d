import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Outcome, Run } from './change';
import { isUnanswered } from './answer';
import type { Operation, Page, Reader } from './operation';
import type { Values } from './parameter';
import { paced } from './pacing';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import { refused } from './refusal';
import { toRequest } from './request';
import { waitUntil } from './retry';
import type { Results } from './result';
import { hasFailed } from './result';
import type { Connection } from './transport';
import type { Asked } from './values';
import { isRefused } from './values';

const mostPages = 10_000;

/** The objects of one answer, and the answer. */
export const readPage = async (
	provider: Provider,
	operation: Operation,
	values: Values,
	{ baseUrl, send }: Connection,
	page?: Page,
): Promise<{ readonly objects: readonly IDataObject[]; readonly answer: Answer } | Refused> => {
	const { reply } = await send(toRequest(operation, values, {}, baseUrl, page));
	const objects = isUnanswered(reply) || reply.status !== 200 ? undefined : operation.reads?.items(reply.json);
	if (isUnanswered(reply) || objects === undefined) return refused(provider, operation, reply, baseUrl);
	return { objects, answer: reply };
};

/** The provider's objects, page after page, up to `limit`; bounded even where a provider never says that it is done. */
const readPages = async (
	provider: Provider,
	operation: Operation,
	values: Values,
	connection: Connection,
	limit: number,
): Promise<readonly IDataObject[] | Refused> => {
	const paging = operation.reads?.paging;
	const found: IDataObject[] = [];
	const size = Math.min(paging?.most ?? 1, limit);
	let answer: Answer | undefined;
	let last = 0;
	let previous = '';
	for (let number = 0; number < mostPages && found.length < limit; number++) {
		const page = paging?.query({ number, size, received: found.length, last, answer });
		if (number > 0 && page === undefined) break;
		const got = await readPage(provider, operation, values, connection, page);
		if ('message' in got) return got;
		const { objects } = got;
		// A provider that doesn't know our paging gives the same page again.
		const content = JSON.stringify(objects);
		if (number > 0 && content === previous) break;
		previous = content;
		last = objects.length;
		({ answer } = got);
		for (const object of objects) found.push(object);
	}
	return found.slice(0, limit);
};

/** Reads for one phase of a run. What was read once isn't asked for again, so `fresh` starts a new phase. */
export const readerOf = (provider: Provider, connection: Connection): Reader & { readonly fresh: () => Reader } => {
	const known = new Map<string, Promise<readonly IDataObject[] | Refused>>();
	const reader: Reader = {
		read: async (asked, values) => {
			const operation = asked.resolve ? await asked.resolve(values, reader) : asked;
			if ('message' in operation) return operation;
			const key = toRequest(operation, values, {}, connection.baseUrl).url;
			const reading = known.get(key) ?? readPages(provider, operation, values, connection, Infinity);
			known.set(key, reading);
			return await reading;
		},
		send: async (operation, values) => {
			const { reply } = await connection.send(toRequest(operation, values, {}, connection.baseUrl));
			return isUnanswered(reply) ? refused(provider, operation, reply, connection.baseUrl) : reply;
		},
		once: async <Found>(what: string, ask: () => Promise<Found>) => {
			const found = (connection.found.get(what) as Promise<Found> | undefined) ?? ask();
			connection.found.set(what, found);
			return await found;
		},
		pause: async (milliseconds) => await waitUntil(Date.now() + milliseconds, connection.isCancelled),
	};
	return { ...reader, fresh: () => readerOf(provider, connection) };
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
	if (goesOn || readable.length === results.length)
		await paced(readable, run.settings.concurrency as number, async ([item, { values }]) => {
			results[item] = await orRefused(async () => {
				const operation = asked.resolve ? await asked.resolve(values, reader) : asked;
				if ('message' in operation) return operation;
				return await readPages(provider, operation, values, connection, limits[item] as number);
			});
			return goesOn || !hasFailed(results[item]);
		});
	return { results, parts: results.map(() => []) };
};
