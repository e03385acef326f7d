import type { Held, Reader, State, Values } from '../words';
import { withoutRepeats } from '../words';
import type { Aftermath, UserStates, ReadBack } from './facts';
import { isKnown } from './facts';
import type { Reading } from './readUsers';
import { readUsers } from './readUsers';
import { orRefused } from './orRefused';
import { paced } from './pacing';

/** In milliseconds: a change may take that long to be seen. */
export const pauses = [300, 700, 1500];

/** What the results of a changed user are to tell. */
export interface Wish {
	readonly verify: boolean;
	readonly reportRemaining: boolean;
}

/** What each user has now, asked a few times more where a change can't be seen yet. */
const seenAtLast = async (state: State, changed: readonly Values[], reading: Reading): Promise<UserStates> => {
	const again = () => ({ ...reading, reader: reading.reader.fresh() });
	let after = await readUsers(state, changed, again());
	for (const pause of pauses) {
		const unseen = changed.filter((values) => {
			const fact = after.of(values);
			return reading.concludes(values) && isKnown(fact) && fact.has !== state.grants;
		});
		if (unseen.length === 0) break;
		await reading.reader.pause(pause);
		const [earlier, later] = [after, await readUsers(state, unseen, again())];
		after = { of: (values) => later.of(values) ?? earlier.of(values) };
	}
	return after;
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
	reading: Reading,
): Promise<ReadBack> => {
	const wishes = wishesOf(changed);
	const concludes = (values: Values) => wishes.get(JSON.stringify(values))?.wish.verify === true;
	const users = [...wishes.values()];
	// What remains is told where it can be: only what is to be verified ends anything.
	const continueOnFail: Reading['continueOnFail'] = (values, fact) =>
		!concludes(values) || reading.continueOnFail(values, fact);
	const all = users.map(({ values }) => values);
	const after = await seenAtLast(state, all, { ...reading, concludes, continueOnFail });

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
