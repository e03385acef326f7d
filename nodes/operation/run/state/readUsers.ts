import { paced } from '../../wire';
import type { Reader, Refused, State, Values } from '../../model';
import { orRefused } from '../../model';
import type { Fact, UserStates } from '../types';
import { factOf } from './factOf';

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
