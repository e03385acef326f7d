import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { AccessList, AccessSource, Reader, Refused } from '../model';
import { whileMoving } from '../model';
import type { Ways } from '../wire';
import { paced, pagesOf } from '../wire';
import { accessIn, keyOf } from './access';

type Rows = readonly IDataObject[];

/** What rows are read from. */
interface From {
	readonly ways: Ways;
	readonly list: AccessList;
	readonly sources: readonly AccessSource[];
}

/** All rows, or the first refusal among them. */
const together = (all: ReadonlyArray<Rows | Refused>): Rows | Refused =>
	all.find((some): some is Refused => 'message' in some) ?? (all as readonly Rows[]).flat();

/** The rows of a page, or why there are none: looked into within the level, where an object alone tells none. */
const rowsIn = async (
	{ completed, rows, lookInto }: AccessSource,
	page: readonly IDataObject[],
	reader: Reader,
	limit = Infinity,
): Promise<Rows | Refused> => {
	if (!lookInto) {
		const whole = completed ? await completed(page, reader) : page;
		return 'message' in whole ? whole : together(whole.map((object) => rows?.(object) ?? []));
	}
	const found: Array<Rows | Refused> = [];
	let count = 0;
	await paced([...page.entries()], reader.atOnce, async ([index, object]) => {
		const rows = await lookInto(object, reader);
		found[index] = rows;
		if ('message' in rows) return false;
		count += rows.length;
		return count < limit;
	});
	// Where one is refused, or there are enough, those behind it aren't looked into any more.
	return together(found.filter((rows) => rows !== undefined));
};

const nobody = ({ provider: { access } }: Ways['connection']): Refused => ({
	message: `${access.name} lists no user at all, as it would for an account that may not see them`,
	description: "Nothing is concluded from it. Check the rights of the credential's account.",
});

/** The pages of a list; of everybody there has to be somebody. */
async function* pagesIn({ ways }: From, source: AccessSource): AsyncGenerator<Rows | Refused> {
	let isEmpty = true;
	for await (const page of pagesOf(ways, source.list, source.values)) {
		yield page;
		isEmpty &&= !('message' in page) && page.length === 0;
	}
	if (isEmpty && source.isOfEverybody) yield nobody(ways.connection);
}

/** A list, page after page, as its rows; a refusal ends it. */
async function* pagesOfRows(from: From, source: AccessSource, limit: number): AsyncGenerator<Rows | Refused> {
	const { ways } = from;
	for await (const page of pagesIn(from, source)) {
		if ('message' in page) return yield page;
		const rows = await rowsIn(source, page, ways.reader, limit);
		yield rows;
		if ('message' in rows) return;
	}
}

/** Those of the rows that weren't there before. */
const freshIn = (list: AccessList, rows: Rows, seen: Set<string>): Rows =>
	rows.filter((row) => {
		const before = seen.size;
		return seen.add(keyOf(accessIn(list, row))).size > before;
	});

/** What comes until there are so many rows. */
export const firstRows = async (from: From, limit: number): Promise<Rows | Refused> => {
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	for (const source of from.sources)
		for await (const page of pagesOfRows(from, source, limit)) {
			if ('message' in page) return page;
			for (const row of freshIn(from.list, page, seen)) found.push(row);
			if (found.length >= limit) return found.slice(0, limit);
		}
	return found;
};

/** What an object says of accesses; whom it stands for, where it has to be looked into. */
const said = ({ list }: From, { rows, list: { gives } }: AccessSource, object: IDataObject): string => {
	const told = rows?.(object);
	if (told === undefined || 'message' in told) return JSON.stringify(gives.paging?.identify?.(object) ?? object);
	return told.map((row) => keyOf(accessIn(list, row))).join();
};

/** What the pages of a list say, in short: two readings that say the same saw the same. */
const readingOf = async (
	from: From,
	source: AccessSource,
	take: (page: readonly IDataObject[]) => Promise<Refused | undefined>,
): Promise<{ readonly pages: number; readonly digest: string } | Refused> => {
	const digest = createHash('sha256');
	let pages = 0;
	for await (const page of pagesIn(from, source)) {
		if ('message' in page) return page;
		pages++;
		for (const object of page) digest.update(`${said(from, source, object)}\n`);
		const refused = await take(page);
		if (refused) return refused;
	}
	return { pages, digest: digest.digest('base64') };
};

const nothing = async () => undefined;

const changing = ({ ways }: From): Refused =>
	whileMoving({
		message: `What ${ways.connection.provider.access.name} lists changed while it was read`,
		description: 'Nothing is concluded from it. Try again, or read less at once: one user, or one group.',
	});

/**
 * Every row. Pages that are read one after the other may miss a row when another goes meanwhile, so that a list of several
 * is read until two readings in a row say the same.
 */
export const wholeRows = async (from: From): Promise<Rows | Refused> => {
	const found: IDataObject[] = [];
	const seen = new Set<string>();
	for (const source of from.sources) {
		const first = await readingOf(from, source, async (page) => {
			const rows = await rowsIn(source, page, from.ways.reader);
			if ('message' in rows) return rows;
			for (const row of freshIn(from.list, rows, seen)) found.push(row);
			return undefined;
		});
		if ('message' in first) return first;
		if (first.pages < 2) continue;
		const second = await readingOf(from, source, nothing);
		if ('message' in second) return second;
		if (second.digest !== first.digest) return changing(from);
	}
	return found;
};
