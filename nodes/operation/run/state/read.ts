import type { Reader, Refused, State, Values } from '../../model';
import { orRefused } from '../../model';
import { paced } from '../../wire';
import type { Fact, UserStates } from '../types';
import { isKnown, nothingKnown } from '../types';
import { seenAs } from './diff';

/** Whether a user has the access: nothing is concluded from what couldn't be seen. */
export const factOf = async (
	state: State,
	values: Values,
	{
		reader,
		concludes,
		before = nothingKnown,
	}: { reader: Reader; concludes: (values: Values) => boolean; before?: UserStates },
): Promise<Fact | Refused> => {
	const held = await reader.read(state.of, values);
	if ('message' in held) return held;
	const seen = seenAs(state, held, values);
	if (!isKnown(seen) || seen.has || !concludes(values)) return seen;
	const earlier = before.of(values);
	return (await state.unseen?.(values, reader, isKnown(earlier) && earlier.has)) ?? seen;
};

/** How reads for a run go about it. */
export interface Reading {
	readonly reader: Reader;
	/** Whether something is concluded from what a user doesn't have. */
	readonly concludes: (values: Values) => boolean;
	/** What was read of the users earlier. */
	readonly before?: UserStates;
	/** Whether to go on after this one. */
	readonly goesOn: (values: Values, fact: Fact | Refused) => boolean;
}

/** Reads what users have, each once. */
export const readUsers = async (state: State, subjects: readonly Values[], reading: Reading): Promise<UserStates> => {
	const { reader, goesOn } = reading;
	const users = new Map(subjects.map((values) => [JSON.stringify(values), values]));
	const known = new Map<string, Fact | Refused>();
	await paced([...users], reader.atOnce, async ([key, values]) => {
		const fact = await orRefused(async () => await factOf(state, values, reading));
		known.set(key, fact);
		return goesOn(values, fact);
	});
	return { of: (values) => known.get(JSON.stringify(values)) };
};

/** In milliseconds: a change may take that long to be seen. */
const pauses = [300, 700, 1500];

/** What is read once changes were made, a few times more where they can't be seen yet. */
export const untilSeen = async <Found>(
	reader: Reader,
	look: (earlier: Found | undefined) => Promise<Found>,
	isSeen: (found: Found) => boolean,
): Promise<Found> => {
	let found = await look(undefined);
	for (const pause of pauses) {
		if (isSeen(found)) break;
		await reader.pause(pause);
		found = await look(found);
	}
	return found;
};
