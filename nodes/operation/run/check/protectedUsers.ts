import { meantBy, neededBy } from '../../lookup';
import type { Guard, Refused } from '../../model';
import { folded, named, shortened, withoutRepeats } from '../../model';
import { paced } from '../../wire';

const unusable = (entry: string, why: string, remedy: string): Refused => ({
	message: `'Protected Users' holds '${shortened(entry)}', ${why}`,
	description: `Nothing was sent, because whoever is meant wouldn't be protected. ${remedy}`,
});

/** Refuses a run that would touch somebody of `Protected Users`, however the option and the items call them. */
export const protectsUsers: Guard = async ({ change, subjects, settings, lookups }, reader) => {
	const entries = settings.protectedUsers as readonly string[];
	if (entries.length === 0 || subjects.length === 0) return undefined;
	const { subject } = change;
	const lookup = lookups[String(subject.word?.lookup)];
	const places = withoutRepeats(subjects.map((values) => neededBy(lookup, values)));
	const directory = { subject, lookup, places, reader, unusable };
	const kept = new Map<string, string>();
	let refused: Refused | undefined;
	await paced(entries, reader.atOnce, async (entry) => {
		const ids = await meantBy(entry, directory);
		if ('message' in ids) refused ??= ids;
		else for (const id of ids) kept.set(folded(id), entry);
		return refused === undefined;
	});
	if (refused) return refused;
	const { name } = subject.property;
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
