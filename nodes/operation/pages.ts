import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import { isObject, isUnanswered } from './answer';
import type { Operation, Page, Reader } from './operation';
import type { Values } from './parameter';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import { declared, refused } from './refusal';
import { toRequest } from './request';
import type { Connection } from './transport';

/** Where in a list to go on. */
export interface Place {
	readonly number: number;
	readonly received: number;
	readonly last: number;
	/** What of the answer before the next query goes by. */
	readonly json?: IDataObject;
	/** How the page before began. */
	readonly mark?: string;
	/** How many pages in a row held nothing. */
	readonly empty: number;
}

export const start: Place = { number: 0, received: 0, last: 0, empty: 0 };

export interface Turned {
	readonly objects: readonly IDataObject[];
	/** Absent after the last page. */
	readonly next?: Place;
	/** Why what came until here isn't all, and never will be. */
	readonly incomplete?: Refused;
	/** The operation itself, or the variant that serves. */
	readonly operation: Operation;
}

const mostPages = 10_000;
const mostEmpty = 100;

const incomplete = ({ access }: Provider, why: string): Refused => ({
	message: `${access.name} gave a list that isn't complete`,
	description: `${why}, so nothing is concluded from it. Try again; a list with a 'Limit' gives what comes until then.`,
});

/** Why what was read until the end of a list can't be all of it. */
const missing = ({ reads }: Operation, { json }: Answer, received: number): string | undefined => {
	const total = reads?.paging?.total?.(json);
	if (total !== undefined && received < total) return `It has ${total} entries by its own count, and gave ${received}`;
	if (!reads?.paging?.isLast) return undefined;
	const isLast = reads.paging.isLast(json);
	if (isLast === false) return 'It promises another page that it gives no way to';
	return isLast === undefined && total === undefined ? "It doesn't say whether another page follows" : undefined;
};

/** Whether an answer promises more than came until then. */
const promises = ({ reads }: Operation, { json }: Answer, received: number): boolean =>
	reads?.paging?.isLast?.(json) === false || received < (reads?.paging?.total?.(json) ?? 0);

const kept = ({ reads }: Operation, { json }: Answer): IDataObject => {
	const keys = reads?.paging?.keeps ?? [];
	return isObject(json) ? Object.fromEntries(keys.map((key) => [key, json[key]])) : {};
};

const after = (place: Place, objects: readonly IDataObject[], json: IDataObject, mark: string): Place => ({
	number: place.number + 1,
	received: place.received + objects.length,
	last: objects.length,
	empty: objects.length === 0 ? place.empty + 1 : 0,
	json,
	mark,
});

export interface Source {
	readonly provider: Provider;
	readonly connection: Connection;
	readonly reader: Reader;
}

/** What a page means for the list that it belongs to. `seen` are the beginnings of the pages before it. */
const placed = (
	provider: Provider,
	operation: Operation,
	{ reply, objects }: { readonly reply: Answer; readonly objects: readonly IDataObject[] },
	{ place, page, size, seen }: { place: Place; page?: Page; size: number; seen: Set<string> },
): Omit<Turned, 'operation'> => {
	const mark = JSON.stringify(objects[0] ?? null);
	if (objects.length > 0 && seen.has(mark)) {
		// A provider that doesn't know our paging gives the same page again, and has nothing else.
		const isCut = promises(operation, reply, place.received);
		return { objects: [], incomplete: isCut ? incomplete(provider, 'It gave the same page twice') : undefined };
	}
	seen.add(mark);
	const next = after(place, objects, kept(operation, reply), mark);
	const query = operation.reads?.paging?.query({ ...next, size });
	if (query === undefined) {
		const why = missing(operation, reply, next.received);
		return { objects, incomplete: why === undefined ? undefined : incomplete(provider, why) };
	}
	const isStuck = JSON.stringify(query) === JSON.stringify(page);
	if (!isStuck && next.number < mostPages && next.empty < mostEmpty) return { objects, next };
	return { objects, incomplete: incomplete(provider, isStuck ? 'Its next page is the same again' : 'It never ends') };
};

/** One page of a list, or an object. */
export const turn = async (
	source: Source,
	operation: Operation,
	values: Values,
	size: number,
	place: Place = start,
	seen = new Set<string>(),
): Promise<Turned | Refused> => {
	const { provider, connection, reader } = source;
	const paging = operation.reads?.paging;
	const page = paging?.query({ ...place, size });
	const request = toRequest(operation, values, {}, connection.baseUrl, page);
	const { reply } = await connection.send(request, declared(provider, operation));
	const other = isUnanswered(reply) ? undefined : await operation.revise?.(reply, values, reader);
	if (other) return await turn(source, other, values, size);
	const objects = isUnanswered(reply) || reply.status !== 200 ? undefined : operation.reads?.items(reply.json);
	if (isUnanswered(reply) || !objects) return refused(provider, operation, reply, connection.baseUrl);
	if (!paging) return { objects, operation };
	return { ...placed(provider, operation, { reply, objects }, { place, page, size, seen }), operation };
};
