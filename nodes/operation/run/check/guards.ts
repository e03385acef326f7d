import { meantBy, neededBy } from '../../lookup';
import type { Guard, Reader, Refused } from '../../model';
import { folded, named, shortened, subjectsOf, withoutRepeats } from '../../model';
import { readable } from '../../panel';
import { paced } from '../../wire';
import type { Run } from '../types';

/** Why a run that makes this many changes must not start. */
export const tooMany = (changes: number, most: number): Refused | undefined =>
	most === 0 || changes <= most
		? undefined
		: {
				message: `This run would make ${changes} changes, and 'Max Changes' allows ${most}`,
				description: "Nothing was sent. Check the input items; if they are as they should be, raise 'Max Changes'.",
			};

const unusable = (entry: string, why: string, remedy: string): Refused => ({
	message: `'Protected Users' holds '${shortened(entry)}', ${why}`,
	description: `Nothing was sent, because whoever is meant wouldn't be protected. ${remedy}`,
});

/** Refuses a run that would touch somebody of `Protected Users`, however the option and the items call them. */
const protectsUsers: Guard = async ({ change, subjects, settings, lookups }, reader) => {
	const entries = settings.protectedUsers as readonly string[];
	if (subjects.length === 0) return undefined;
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

/** The guards of a run, which refuse it as a whole: a list that is wrong in one place may be the wrong list. */
const guardsOf = ({ operation: { guards = [] }, settings }: Run): readonly Guard[] => [
	...((settings.protectedUsers as readonly string[]).length === 0 ? [] : [protectsUsers]),
	...guards,
];

/** Why nothing of a run may be sent. */
export const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings, connection } = run;
	const { lookups } = connection.provider;
	const guards = guardsOf(run);
	if (guards.length === 0) return undefined;
	const subjects = readable(asked).flatMap(([, { values }]) => subjectsOf(operation, values));
	for (const guard of guards) {
		const broken = await guard({ change: operation, subjects, settings, lookups }, reader);
		if (broken) return { ...broken, invalid: true, isOfRun: true };
	}
	return undefined;
};
