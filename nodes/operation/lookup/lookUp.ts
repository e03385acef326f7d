import type { ItemRequest, LookedUp, Sought } from '../panel';
import { isRefused } from '../panel';
import type { Connection } from '../wire';
import { paced, readerOf } from '../wire';
import type { Refused, Value } from '../model';
import { nothingChanged, orRefused, wordKey } from '../model';
import { idFor, valueFor } from './match';
import type { Found, Question } from './questions';
import { keyOf, questionFor, recordsOrAlike } from './questions';

/** The item with IDs in place of its words. */
const resolved = (
	asked: ItemRequest,
	connection: Connection,
	known: ReadonlyMap<string, Found>,
): ItemRequest | Refused => {
	const { lookups, access } = connection.provider;
	const values: Record<string, Value> = { ...asked.values };
	const lookedUp: LookedUp[] = [];
	/** What has no words any more in place of IDs. */
	const meant = () => {
		const open = new Set(asked.sought?.slice(lookedUp.length).map(({ parameter }) => parameter.property.name));
		return Object.fromEntries(Object.entries(values).filter(([name]) => !open.has(name)));
	};
	for (const sought of asked.sought ?? []) {
		const found: Array<{ word: string; id: string }> = [];
		for (const word of sought.words) {
			const question = questionFor(sought, word, asked.values, lookups);
			const records = known.get(keyOf(question)) ?? notLookedUp;
			const id = idFor(sought, question, records, access.name);
			if (typeof id !== 'string') return { ...id, about: meant() };
			found.push({ word, id });
			connection.words.set(wordKey(sought.word.lookup, id), word);
		}
		const value = valueFor(sought, found);
		if (typeof value === 'object' && 'message' in value) return { ...value, about: meant() };
		values[sought.parameter.property.name] = value;
		lookedUp.push({ parameter: sought.parameter, found });
	}
	return { ...asked, values, lookedUp };
};

const notLookedUp: Refused = { message: "It wasn't looked up any more", description: 'Run it again.' };

/** What an item is told whose words stand for nothing that is known: look-ups come before any change. */
const unchanged = (refused: Refused): Refused => ({
	...refused,
	description: `${nothingChanged} ${refused.description}`,
});

interface Asking {
	readonly continueOnFail: boolean;
	/** Whether the items ask for no change. */
	readonly isReading: boolean;
}

/** Looks up the words of all items, each once. Where the node stops on errors, the first that isn't found ends it. */
export const lookUp = async (
	asked: ReadonlyArray<ItemRequest | Refused>,
	connection: Connection,
	{ continueOnFail, isReading }: Asking,
): Promise<ReadonlyArray<ItemRequest | Refused>> => {
	const { lookups, access } = connection.provider;
	const questions = new Map<string, readonly [Sought, Question]>();
	for (const read of asked)
		for (const sought of isRefused(read) ? [] : (read.sought ?? []))
			for (const word of sought.words) {
				const question = questionFor(sought, word, (read as ItemRequest).values, lookups);
				questions.set(keyOf(question), questions.get(keyOf(question)) ?? [sought, question]);
			}
	if (questions.size === 0) return asked;
	const reader = readerOf(connection);
	const known = new Map<string, Found>();
	await paced([...questions], reader.atOnce, async ([key, [sought, question]]) => {
		const records = await orRefused(async () => await recordsOrAlike(question, reader));
		known.set(key, records);
		return continueOnFail || typeof idFor(sought, question, records, access.name) === 'string';
	});
	return asked.map((read) => {
		if (isRefused(read) || !read.sought) return read;
		const found = resolved(read, connection, known);
		return isRefused(found) && !isReading ? unchanged(found) : found;
	});
};
