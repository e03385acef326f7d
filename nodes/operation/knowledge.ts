import type { Bulk } from './bulk';
import type { Operation, Reader } from './operation';
import type { Values } from './parameter';
import { parametersOf } from './operation';
import { paced } from './pacing';
import type { Refused } from './refusal';
import type { Held, State } from './state';

/** What was read of the users of a run, by the values that name them. */
export interface Knowledge {
	readonly of: (values: Values) => Held | Refused | undefined;
}

export const nothingKnown: Knowledge = { of: () => undefined };

export const isKnown = (held: Held | Refused | undefined): held is Held => Array.isArray(held);

/** The values of a change for one of its members, without the others. */
export const memberOf = (bulk: Bulk, values: Values, id: string): Values => {
	const { [bulk.of.property.name]: _all, ...others } = values;
	return { ...others, [bulk.each]: id };
};

/** The values of a change for each user that it is about. */
export const subjectsOf = ({ bulk }: Operation, values: Values): readonly Values[] => {
	if (!bulk) return [values];
	return (values[bulk.of.property.name] as readonly string[]).map((id) => memberOf(bulk, values, id));
};

const keyOf = ({ of }: State, values: Values): string => {
	const names = [...parametersOf(of).keys(), ...parametersOf(of, true).keys()].map(({ property }) => property.name);
	return JSON.stringify(names.map((name) => values[name]));
};

/** One read for all subjects that share it, at most `concurrency` at once. */
export const learn = async (
	state: State,
	reader: Reader,
	subjects: readonly Values[],
	concurrency: number,
): Promise<Knowledge> => {
	const users = new Map(subjects.map((values) => [keyOf(state, values), values]));
	const known = new Map<string, Held | Refused>();
	await paced([...users], concurrency, async ([key, values]) => {
		known.set(key, await reader.read(state.of, values));
		return true;
	});
	return { of: (values) => known.get(keyOf(state, values)) };
};

const pauses = [300, 700, 1500];

/** Once every change is made: what each user has now, asked a few times more where a change can't be seen yet. */
export const lookedBack = async (
	state: State,
	reader: Reader & { readonly fresh: () => Reader },
	changed: readonly Values[],
	reported: readonly Values[],
	concurrency: number,
): Promise<{ after: Knowledge; remaining: (values: Values) => unknown }> => {
	let after = await learn(state, reader.fresh(), changed, concurrency);
	for (const pause of pauses) {
		const unseen = changed.filter((values) => {
			const held = after.of(values);
			return isKnown(held) && state.has(held, values) !== state.grants;
		});
		if (unseen.length === 0) break;
		await reader.pause(pause);
		const again = await learn(state, reader.fresh(), unseen, concurrency);
		const earlier = after;
		after = { of: (values) => again.of(values) ?? earlier.of(values) };
	}
	const left = new Map<string, unknown>();
	const now = reader.fresh();
	for (const values of reported) {
		const held = after.of(values);
		if (!state.remaining || !isKnown(held)) continue;
		// The change was made; that nobody knows what is left must not hide its result.
		const remaining = await state.remaining(held, values, now).catch(() => null);
		left.set(JSON.stringify(values), remaining);
	}
	return { after, remaining: (values) => left.get(JSON.stringify(values)) };
};
