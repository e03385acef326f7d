import { paced } from '../../wire';
import type { Held, Reader, State, Values } from '../../model';
import { orRefused, withoutRepeats } from '../../model';
import type { UserStates } from '../types';
import { isKnown, nothingKnown } from '../types';
import type { Reading } from './read';
import { readUsers, untilSeen } from './read';

/** What the result of a changed user is to tell. */
export interface Wish {
	readonly verify: boolean;
	readonly reportRemaining: boolean;
}

/** `null` where it couldn't be read. */
interface Aftermath {
	readonly remaining?: unknown;
	readonly note?: string | null;
}

/** What was read of users once every change was made. */
export interface ReadBack {
	readonly after: UserStates;
	/** By the values of a user. */
	readonly aftermath: (values: Values) => Aftermath;
}

export const notReadBack: ReadBack = { after: nothingKnown, aftermath: () => ({}) };

/** What each user has now. */
const seenAtLast = async (state: State, changed: readonly Values[], reading: Reading): Promise<UserStates> => {
	const isUnseen = (states: UserStates) => (values: Values) => {
		const fact = states.of(values);
		return reading.concludes(values) && isKnown(fact) && fact.has !== state.grants;
	};
	return await untilSeen<UserStates>(
		reading.reader,
		async (earlier) => {
			const open = earlier ? changed.filter(isUnseen(earlier)) : changed;
			const now = await readUsers(state, open, { ...reading, reader: reading.reader.fresh() });
			return { of: (values) => now.of(values) ?? earlier?.of(values) };
		},
		(found) => !changed.some(isUnseen(found)),
	);
};

/** What the results of each changed user are to tell: of several items about the same user, what any of them asks for. */
const wishesOf = (changed: ReadonlyArray<readonly [Values, Wish]>) => {
	const wishes = new Map<string, { readonly values: Values; readonly wish: Wish }>();
	for (const [values, { verify, reportRemaining }] of changed) {
		const other = wishes.get(JSON.stringify(values))?.wish;
		const wish = {
			verify: verify || other?.verify === true,
			reportRemaining: reportRemaining || other?.reportRemaining === true,
		};
		wishes.set(JSON.stringify(values), { values, wish });
	}
	return wishes;
};

/** The change was made: that nobody knows what is left must not hide its result. */
const orNull = async <Found>(ask: () => Promise<Found>): Promise<Found | null> => {
	let given: Found | null = null;
	await orRefused(async () => void (given = await ask()));
	return given;
};

/** What a user still has; what an answer lists twice is one. */
const remainingOf = async (state: State, held: Held, values: Values, reader: Reader) => {
	const left = await state.remaining?.(held, values, reader);
	return Array.isArray(left) ? [...withoutRepeats(left)] : left;
};

/** Once every change is made: what was read back of those that ask for it. */
export const readBack = async (
	state: State,
	changed: ReadonlyArray<readonly [Values, Wish]>,
	reading: Omit<Reading, 'concludes'>,
): Promise<ReadBack> => {
	if (changed.length === 0) return notReadBack;
	const wishes = wishesOf(changed);
	const concludes = (values: Values) => wishes.get(JSON.stringify(values))?.wish.verify === true;
	const users = [...wishes.values()];
	// What remains is told where it can be: only what is to be verified ends anything.
	const goesOn: Reading['goesOn'] = (values, fact) => !concludes(values) || reading.goesOn(values, fact);
	const all = users.map(({ values }) => values);
	const after = await seenAtLast(state, all, { ...reading, concludes, goesOn });

	const now = reading.reader.fresh();
	const found = new Map<string, Aftermath>();
	await paced(users, now.atOnce, async ({ values, wish: { verify, reportRemaining } }) => {
		const fact = after.of(values);
		if (!isKnown(fact)) return true;
		found.set(JSON.stringify(values), {
			remaining: reportRemaining ? await orNull(async () => await remainingOf(state, fact.held, values, now)) : null,
			note: verify ? await orNull(async () => await state.note?.(values, reading.reader)) : null,
		});
		return true;
	});
	return { after, aftermath: (values) => found.get(JSON.stringify(values)) ?? {} };
};
