import { paced } from '../../wire';
import type { Change, Guard, Lookup, Parameter, Reader, Refused, Values } from '../../model';
import { folded, isUnreadable, named, shortened, withoutRepeats } from '../../model';
import { neededBy, recordsOf } from '../../lookup';

/** Where the users of a run are, and how they are found there. */
interface Directory {
	readonly subject: Parameter;
	readonly lookup: Lookup;
	/** What each of their lists needs to be read. */
	readonly places: readonly Values[];
	readonly reader: Reader;
}

type Meant = readonly string[] | Refused;

const unusable = (entry: string, why: string, remedy: string): Refused => ({
	message: `'Protected Users' holds '${shortened(entry)}', ${why}`,
	description: `Nothing was sent, because whoever is meant wouldn't be protected. ${remedy}`,
});

const unread = (entry: string, { message, description }: Refused) =>
	unusable(entry, `which can't be looked up: ${message}`, description);

const isRefusal = (meant: object): meant is Refused => 'message' in meant;

const byWord = async (entry: string, { lookup, reader }: Directory, needed: Values): Promise<Meant> => {
	const found = await recordsOf({ lookup, needed, word: entry }, reader);
	if (isRefusal(found)) return unread(entry, found);
	return 'unshown' in found
		? unusable(entry, 'and it is not shown who that is', 'Use the ID.')
		: found.map((record) => String(lookup.id(record)));
};

const byId = async (entry: string, { subject, lookup, reader }: Directory, needed: Values): Promise<Meant> => {
	const { one, isNobody = ({ status }) => status === 404 } = lookup;
	const id = subject.read(entry);
	if (isUnreadable(id) || !one) return [];
	const found = await reader.read(one, { ...needed, [subject.property.name]: id });
	if (!isRefusal(found)) return [String(id)];
	return isNobody(found) ? [] : unread(entry, found);
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
	return isRefusal(called) && directory.lookup.isPartial ? [] : called;
};

const idsOf = async (entry: string, directory: Directory): Promise<Meant> => {
	const { subject, lookup, places } = directory;
	const ids: string[] = [];
	for (const needed of places) {
		const own = await meantIn(entry, directory, needed);
		if (isRefusal(own)) return own;
		for (const id of own) ids.push(id);
	}
	if (ids.length > 0) return ids;
	const { record, isPartial, isId } = lookup;
	// Whom the account doesn't see, it doesn't touch either.
	if (isPartial && isId?.(entry)) return [entry];
	const what = `${subject.word?.kind ?? 'word'} or ID`;
	return isPartial
		? unusable(
				entry,
				`and the account of the credential sees no ${record} of that ${what}`,
				'Correct it, or use the ID.',
			)
		: unusable(entry, `and no ${record} has that ${what}`, 'Correct it, or take it out.');
};

const directoryOf = (
	{ subject }: Change,
	subjects: readonly Values[],
	lookups: Readonly<Record<string, Lookup>>,
	reader: Reader,
): Directory => {
	const lookup = lookups[String(subject.word?.lookup)];
	return { subject, lookup, places: withoutRepeats(subjects.map((values) => neededBy(lookup, values))), reader };
};

/** Refuses a run that would touch somebody of `Protected Users`, however the option and the items call them. */
export const protectsUsers: Guard = async ({ change, subjects, settings, lookups }, reader) => {
	const entries = settings.protectedUsers as readonly string[];
	if (entries.length === 0 || subjects.length === 0) return undefined;
	const directory = directoryOf(change, subjects, lookups, reader);
	const kept = new Map<string, string>();
	let refused: Refused | undefined;
	await paced(entries, reader.atOnce, async (entry) => {
		const ids = await idsOf(entry, directory);
		if (isRefusal(ids)) refused ??= ids;
		else for (const id of ids) kept.set(folded(id), entry);
		return refused === undefined;
	});
	if (refused) return refused;
	const { name } = change.subject.property;
	const met = withoutRepeats(
		subjects.flatMap((values) => {
			const entry = kept.get(folded(values[name]));
			return entry === undefined ? [] : [{ id: String(values[name]), entry }];
		}),
	);
	if (met.length === 0) return undefined;
	const called = met.map(({ id, entry }) => (folded(entry) === folded(id) ? id : `${entry} (${id})`));
	return {
		message: `This run would change the access of ${met.length === 1 ? 'a protected user' : `${met.length} protected users`}`,
		description: `Nothing was sent. 'Protected Users' holds ${named(called)}: take ${met.length === 1 ? 'this user' : 'these users'} out of the input items.`,
	};
};
