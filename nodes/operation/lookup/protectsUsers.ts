import type { Change, Guard, Refused, Values } from '../model';
import { comparable, folded, named, shortened, unseenIn, withoutRepeats } from '../model';
import { paced } from '../wire';
import type { Directory } from './meant';
import { meantBy } from './meant';
import { neededBy } from './questions';

const unusable = (entry: string, why: string, remedy: string): Refused => ({
	message: `'Protected Users' holds '${shortened(entry)}', ${why}`,
	description: `Nothing was sent, because whoever is meant wouldn't be protected. ${remedy}`,
});

/** Somebody protected, and what the option calls them. */
interface Met {
	readonly id: string;
	readonly entry: string;
}

/** Somebody whom the account doesn't see, by the word. */
const unseenAs = (change: Change, values: Values): ReadonlyArray<readonly [string, string]> => {
	const word = unseenIn(change, values);
	return word === undefined ? [] : [[comparable(word), word]];
};

/** Whom an entry means, where the run is about somebody whom nobody sees: that may be the one whose ID isn't seen either. */
const seenBy = async (entry: string, directory: Directory, unseen: ReadonlyMap<string, string>) => {
	const { lookup, places, reader, subject } = directory;
	if (lookup.isId?.(entry) && lookup.one)
		for (const place of places) {
			const found = await reader.read(lookup.one, { ...place, [subject.property.name]: entry });
			if (!('message' in found)) continue;
			const words = named([...unseen.values()].map((word) => `'${word}'`));
			const why = `and the account of the credential sees neither that ${lookup.record} nor ${words}`;
			return unusable(
				entry,
				why,
				`They may be the same. Name the ${lookup.record} there by ${String(subject.word?.kind)}.`,
			);
		}
	return await meantBy(entry, directory);
};

/** Refuses a run that would touch somebody of `Protected Users`, however the option and the items call them. */
export const protectsUsers: Guard = async ({ change, subjects, settings, lookups }, reader) => {
	const entries = settings.protectedUsers as readonly string[];
	if (subjects.length === 0) return undefined;
	const { subject } = change;
	const lookup = lookups[String(subject.word?.lookup)];
	const places = withoutRepeats(subjects.map((values) => neededBy(lookup, values)));
	const directory = { subject, lookup, places, reader, unusable };
	const kept = new Map<string, string>();
	const unseen = new Map(subjects.flatMap((values) => unseenAs(change, values)));
	const met: Met[] = [];
	let refused: Refused | undefined;
	await paced(entries, reader.atOnce, async (entry) => {
		const word = unseen.get(comparable(entry));
		if (word !== undefined) {
			met.push({ id: word, entry: word });
			return true;
		}
		const ids = unseen.size === 0 ? await meantBy(entry, directory) : await seenBy(entry, directory, unseen);
		if ('message' in ids) refused ??= ids;
		else for (const id of ids) kept.set(folded(id), entry);
		return refused === undefined;
	});
	if (refused) return refused;
	const { name } = subject.property;
	const known = subjects.flatMap((values): Met[] => {
		const entry = kept.get(folded(values[name]));
		return entry === undefined ? [] : [{ id: String(values[name]), entry }];
	});
	met.push(...withoutRepeats(known));
	if (met.length === 0) return undefined;
	const called = met.map(({ id, entry }) => (folded(entry) === folded(id) ? id : `${entry} (${id})`));
	return {
		message: `This run would change the access of ${met.length === 1 ? 'a protected user' : `${met.length} protected users`}`,
		description: `Nothing was sent. 'Protected Users' holds ${named(called)}: take ${met.length === 1 ? 'this user' : 'these users'} out of the input items.`,
	};
};
