import type { Change } from './change';
import { paced } from './pacing';
import type { Values } from './parameter';
import type { Reader } from './read';
import type { Refused } from './refusal';
import type { Held, State } from './state';

/** What a user had when it was read. */
export interface Fact {
	readonly held: Held;
	/** Whether that holds the access which the change is about. */
	readonly has: boolean;
}

/** What was read of the users of a run, by the values that name them; a refusal where it couldn't be, or tells nothing. */
export interface Knowledge {
	readonly of: (values: Values) => Fact | Refused | undefined;
}

export const nothingKnown: Knowledge = { of: () => undefined };

export const isKnown = (fact: Fact | Refused | undefined): fact is Fact => fact !== undefined && 'held' in fact;

/** The values of a change for one of its members, without the others. */
export const memberOf = ({ bulk, subject }: Change, values: Values, id: string): Values => {
	const { [bulk?.of.property.name ?? '']: _all, ...others } = values;
	return { ...others, [subject.property.name]: id };
};

/** The values of a change for each user that it is about. */
export const subjectsOf = (change: Change, values: Values): readonly Values[] => {
	if (!change.bulk) return [values];
	return (values[change.bulk.of.property.name] as readonly string[]).map((id) => memberOf(change, values, id));
};

/** How reads for a run go about it. */
export interface Learning {
	readonly reader: Reader;
	readonly concurrency: number;
	/** Turns whatever is thrown into a refusal: one user's odd answer is that user's own. */
	readonly orRefused: <Result>(ask: () => Result | Promise<Result>) => Promise<Result | Refused>;
	/** Whether something is concluded from what a user doesn't have. */
	readonly concludes: (values: Values) => boolean;
	/** What was read of the users earlier. */
	readonly before?: Knowledge;
	/** Whether to go on after this one. */
	readonly goesOn: (values: Values, fact: Fact | Refused) => boolean;
}

/** Whether a user has the access: nothing is concluded from what couldn't be seen. */
export const factOf = async (
	state: State,
	values: Values,
	{ reader, concludes, before = nothingKnown }: Pick<Learning, 'reader' | 'concludes' | 'before'>,
): Promise<Fact | Refused> => {
	const held = await reader.read(state.of, values);
	if ('message' in held) return held;
	const has = state.has(held, values);
	if (typeof has !== 'boolean') return has;
	if (has || !concludes(values)) return { held, has };
	const earlier = before.of(values);
	return (await state.unseen?.(values, reader, isKnown(earlier) && earlier.has)) ?? { held, has };
};

export const learn = async (state: State, subjects: readonly Values[], learning: Learning): Promise<Knowledge> => {
	const { concurrency, orRefused, goesOn } = learning;
	const users = new Map(subjects.map((values) => [JSON.stringify(values), values]));
	const known = new Map<string, Fact | Refused>();
	await paced([...users], concurrency, async ([key, values]) => {
		const fact = await orRefused(async () => await factOf(state, values, learning));
		known.set(key, fact);
		return goesOn(values, fact);
	});
	return { of: (values) => known.get(JSON.stringify(values)) };
};
