import type { Lookup, Parameter, Reader, Refused, Values } from '../model';
import { isUnreadable } from '../model';
import { recordsOf } from './questions';

/** Where the users of a run are, and how they are found there. */
export interface Directory {
	readonly subject: Parameter;
	readonly lookup: Lookup;
	/** What each of their lists needs to be read. */
	readonly places: readonly Values[];
	readonly reader: Reader;
	/** Refuses an entry; `why` continues a sentence that ends with it. */
	readonly unusable: (entry: string, why: string, remedy: string) => Refused;
}

type Meant = readonly string[] | Refused;

const isRefusal = (meant: object): meant is Refused => 'message' in meant;

/** Why an entry isn't known to mean anybody, which is told by its own cause. */
const unread = (entry: string, why: Refused, { unusable }: Directory): Refused => {
	const { message, description } = unusable(entry, "which can't be looked up", why.description);
	return { ...why, message: why.message, description: `${message}. ${description}` };
};

const byWord = async (entry: string, directory: Directory, needed: Values): Promise<Meant> => {
	const { lookup, reader, unusable } = directory;
	const found = await recordsOf({ lookup, needed, word: entry }, reader);
	if (isRefusal(found)) return unread(entry, found, directory);
	return 'unshown' in found
		? unusable(entry, 'and it is not shown who that is', 'Use the ID.')
		: found.map((record) => String(lookup.id(record)));
};

const byId = async (entry: string, directory: Directory, needed: Values): Promise<Meant> => {
	const { subject, lookup, reader } = directory;
	const { one, isNobody = ({ status }) => status === 404 } = lookup;
	const id = subject.read(entry);
	if (isUnreadable(id) || !one) return [];
	const found = await reader.read(one, { ...needed, [subject.property.name]: id });
	if (!isRefusal(found)) return [String(id)];
	return isNobody(found) ? [] : unread(entry, found, directory);
};

/** Those of one list whom an entry means, which may be an ID or a word: what it looks like is tried first. */
const meantIn = async (entry: string, directory: Directory, needed: Values): Promise<Meant> => {
	if (!directory.lookup.isId?.(entry)) {
		const called = await byWord(entry, directory, needed);
		return isRefusal(called) || called.length > 0 ? called : await byId(entry, directory, needed);
	}
	const own = await byId(entry, directory, needed);
	// An ID that the account may not read is one all the same.
	if (isRefusal(own)) return [entry];
	if (own.length > 0) return own;
	const called = await byWord(entry, directory, needed);
	return isRefusal(called) && directory.lookup.toSee !== undefined ? [] : called;
};

/** The IDs of those whom an entry means, which may be an ID or a word. */
export const meantBy = async (entry: string, directory: Directory): Promise<Meant> => {
	const { subject, lookup, places, unusable } = directory;
	const ids: string[] = [];
	for (const needed of places) {
		const own = await meantIn(entry, directory, needed);
		if (isRefusal(own)) return own;
		for (const id of own) ids.push(id);
	}
	if (ids.length > 0) return ids;
	const { record, toSee, isId } = lookup;
	const isPartial = toSee !== undefined;
	// Whom the account doesn't see, it doesn't touch either.
	if (isPartial && isId?.(entry)) return [entry];
	const what = `${subject.word?.kind ?? 'word'} or ID`;
	return isPartial
		? unusable(
				entry,
				`and the account of the credential sees no ${record} of that ${what}`,
				`Correct it, use the ID, or a credential that sees the ${record}. That takes ${toSee}.`,
			)
		: unusable(entry, `and no ${record} has that ${what}`, 'Correct it, or take it out.');
};
