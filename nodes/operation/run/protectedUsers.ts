import type { Change, Guard, Lookup, Parameter, Reader, Refused, Values } from '../words';
import { folded, isUnreadable, named, shortened, withoutRepeats } from '../words';
import { paced } from './pacing';
import { neededBy, recordsOf } from './questions';

/** Where the users of a run are, and how they are found there. */
interface Directory {
	readonly subject: Parameter;
	readonly lookup: Lookup;
	/** What each of their lists needs to be read. */
	readonly places: readonly Values[];
	readonly reader: Reader;
}

const unusable = (entry: string, why: string, remedy: string): Refused => ({
	message: `'Protected Users' holds '${shortened(entry)}', ${why}`,
	description: `Nothing was sent, because whoever is meant wouldn't be protected. ${remedy}`,
});

const isRefusal = (found: unknown): found is Refused =>
	typeof found === 'object' && found !== null && 'message' in found;

/** Those of one list whom an entry means: by what they are called, or by ID where that can't be told from a word. */
const meantIn = async (entry: string, { subject, lookup, reader }: Directory, needed: Values) => {
	const found = await recordsOf({ lookup, needed, word: entry }, reader);
	if (found === 'hidden') return unusable(entry, 'and it is not shown who that is', 'Use the ID.');
	if (isRefusal(found)) return unusable(entry, `which can't be looked up: ${found.message}`, found.description);
	const ids = found.map((record) => String(lookup.id(record)));
	const id = subject.read(entry);
	if (ids.length > 0 || !lookup.one || isUnreadable(id)) return ids;
	const one = await reader.read(lookup.one, { ...needed, [subject.property.name]: id });
	if (!isRefusal(one)) return [String(id)];
	return one.status === 404 ? [] : unusable(entry, `which can't be looked up: ${one.message}`, one.description);
};

const idsOf = async (entry: string, directory: Directory): Promise<readonly string[] | Refused> => {
	const { subject, lookup, places } = directory;
	const { kind = 'id' } = subject.word ?? {};
	if (lookup.isId?.(entry)) {
		const id = subject.read(entry);
		return isUnreadable(id) ? unusable(entry, `which ${id.unreadable}`, `${id.remedy}.`) : [String(id)];
	}
	const ids: string[] = [];
	for (const needed of places) {
		const own = await meantIn(entry, directory, needed);
		if (isRefusal(own)) return own;
		ids.push(...own);
	}
	if (ids.length > 0) return ids;
	const { record, isPartial } = lookup;
	return isPartial
		? unusable(
				entry,
				`and the account of the credential sees no ${record} of that ${kind} or ID`,
				'Correct it, use the GUID, or take it out.',
			)
		: unusable(entry, `and no ${record} has that ${kind}${lookup.one ? ' or ID' : ''}`, 'Correct it, or take it out.');
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
