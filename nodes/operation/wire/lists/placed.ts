import type { IDataObject } from 'n8n-workflow';

import type { Answer, Page, Provider, Read, Refused } from '../../model';
import { largest, whileMoving } from '../../model';
import type { Place, Turned } from './place';
import { after, freshIn, kept } from './place';

const mostPages = 10_000;
const mostEmpty = 100;

const incomplete = ({ access }: Provider, why: string): Refused =>
	whileMoving({
		message: `${access.name} gave a list that isn't complete`,
		description: `${why}, so nothing is concluded from it. Try again; a list with a 'Limit' gives what comes until then.`,
	});

/** Why what was read until the end of a list can't be all of it. */
const missing = ({ gives: { paging } }: Read, { json }: Answer, { distinct, total }: Place): string | undefined => {
	if (total !== undefined && distinct < total)
		return `It has ${total} ${total === 1 ? 'entry' : 'entries'} by its own count, and gave ${distinct}`;
	if (!paging?.isLast) return undefined;
	const isLast = paging.isLast(json);
	if (isLast === false) return 'It promises another page that it gives no way to';
	return isLast === undefined && total === undefined ? "It doesn't say whether another page follows" : undefined;
};

/** Whether more may follow: the answer says so, or it says nothing and its page is as full as was asked for. */
const promises = ({ gives }: Read, { json }: Answer, { distinct, total, last }: Place, size: number): boolean => {
	const isLast = gives.paging?.isLast?.(json);
	return isLast === false || (total === undefined ? isLast === undefined && last === size : distinct < total);
};

/** What a page means for the list that it belongs to. `seen` are the marks of the pages before it. */
export const placed = (
	provider: Provider,
	read: Read,
	{ reply, objects }: { readonly reply: Answer; readonly objects: readonly IDataObject[] },
	{ place, page, size, seen }: { place: Place; page?: Page; size: number; seen: Set<string> },
): Turned => {
	const { paging } = read.gives;
	const told = paging?.total?.(reply.json);
	const total = paging?.isSteady ? (told ?? place.total) : largest([place.total, told]);
	const { fresh, isKnown, first } = freshIn(read, objects, seen);
	if (isKnown || (first !== undefined && first === place.mark)) {
		// A provider that doesn't know our paging gives the same page again, and has nothing else.
		const isCut = promises(read, reply, { ...place, total }, size);
		return { objects: [], incomplete: isCut ? incomplete(provider, 'It gave the same page twice') : undefined };
	}
	const next = after(place, objects, fresh.length, { json: kept(read, reply), mark: first, total });
	const query = paging?.query({ ...next, size });
	if (query === undefined) {
		const why = missing(read, reply, next);
		return { objects: fresh, incomplete: why === undefined ? undefined : incomplete(provider, why) };
	}
	const isStuck = JSON.stringify(query) === JSON.stringify(page);
	if (!isStuck && next.number < mostPages && next.empty < mostEmpty) return { objects: fresh, next };
	return {
		objects: fresh,
		incomplete: incomplete(provider, isStuck ? 'Its next page is the same again' : 'It never ends'),
	};
};
