import type { Held, Reader, Refused, State, Values } from '../../model';
import type { Fact, UserStates } from '../types';
import { isKnown, nothingKnown } from '../types';

/** What was read of a user, by the state of a change. */
export const seenAs = (state: State, held: Held, values: Values): Fact | Refused => {
	const has = state.has(held, values);
	return typeof has === 'boolean' ? { held, has } : has;
};

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
