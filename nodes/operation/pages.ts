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
	/** How many of those received came for the first time. */
	readonly distinct: number;
	/** The most that an answer counted. */
	readonly total?: number;
	/** What of the answer before the next query goes by. */
	readonly json?: IDataObject;
	/** How the page before began. */
	readonly mark?: string;
	/** How many pages in a row held nothing. */
	readonly empty: number;
}

export const start: Place = { number: 0, received: 0, distinct: 0, last: 0, empty: 0 };

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
const missing = ({ reads }: Operation, { json }: Answer, { distinct, total }: Place): string | undefined => {
	if (total !== undefined && distinct < total) return `It has ${total} entries by its own count, and gave ${distinct}`;
	if (!reads?.paging?.isLast) return undefined;
	const isLast = reads.paging.isLast(json);
	if (isLast === false) return 'It promises another page that it gives no way to';
	return isLast === undefined && total === undefined ? "It doesn't say whether another page follows" : undefined;
};

/** Whether more may follow than came until then: an answer says so, or says nothing, and its page is just as full as asked. */
const promises = ({ reads }: Operation, { json }: Answer, { distinct, total, last }: Place, size: number): boolean => {
	const isLast = reads?.paging?.isLast?.(json);
	return isLast === false || (total === undefined ? isLast === undefined && last === size : distinct < total);
};

const kept = ({ reads }: Operation, { json }: Answer): IDataObject => {
	const keys = reads?.paging?.keeps ?? [];
	return isObject(json) ? Object.fromEntries(keys.map((key) => [key, json[key]])) : {};
};

const most = (...counts: ReadonlyArray<number | undefined>) => {
	const told = counts.filter((count): count is number => count !== undefined);
	return told.length > 0 ? Math.max(...told) : undefined;
};

const after = (
	place: Place,
	objects: readonly IDataObject[],
	fresh: number,
	rest: Pick<Place, 'json' | 'mark' | 'total'>,
): Place => ({
	number: place.number + 1,
	received: place.received + objects.length,
	distinct: place.distinct + fresh,
	last: objects.length,
	empty: objects.length === 0 ? place.empty + 1 : 0,
	...rest,
});

export interface Source {
	readonly provider: Provider;
	readonly connection: Connection;
	readonly reader: Reader;
}

/** What a page means for the list that it belongs to. `seen` is what the pages before it held. */
const placed = (
	provider: Provider,
	operation: Operation,
	{ reply, objects }: { readonly reply: Answer; readonly objects: readonly IDataObject[] },
	{ place, page, size, seen }: { place: Place; page?: Page; size: number; seen: Set<string> },
): Omit<Turned, 'operation'> => {
	const marks = objects.map((object) => JSON.stringify(object));
	const fresh = objects.filter((_, index) => !seen.has(marks[index]));
	const total = most(place.total, operation.reads?.paging?.total?.(reply.json));
	if (objects.length > 0 && (fresh.length === 0 || marks[0] === place.mark)) {
		// A provider that doesn't know our paging gives the same page again, and has nothing else.
		const isCut = promises(operation, reply, { ...place, total }, size);
		return { objects: [], incomplete: isCut ? incomplete(provider, 'It gave the same page twice') : undefined };
	}
	for (const mark of marks) seen.add(mark);
	const next = after(place, objects, fresh.length, { json: kept(operation, reply), mark: marks[0], total });
	const query = operation.reads?.paging?.query({ ...next, size });
	if (query === undefined) {
		const why = missing(operation, reply, next);
		return { objects: fresh, incomplete: why === undefined ? undefined : incomplete(provider, why) };
	}
	const isStuck = JSON.stringify(query) === JSON.stringify(page);
	if (!isStuck && next.number < mostPages && next.empty < mostEmpty) return { objects: fresh, next };
	return {
		objects: fresh,
		incomplete: incomplete(provider, isStuck ? 'Its next page is the same again' : 'It never ends'),
	};
};

/** One page of a list, or an object. Where another variant serves, that one from its start. */
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
	if (other) return { objects: [], next: start, operation: other };
	const objects = isUnanswered(reply) || reply.status !== 200 ? undefined : operation.reads?.items(reply.json);
	if (isUnanswered(reply) || !objects) return refused(provider, operation, reply, connection.baseUrl);
	if (!paging) return { objects, operation };
	return { ...placed(provider, operation, { reply, objects }, { place, page, size, seen }), operation };
};
