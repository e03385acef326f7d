import type { ItemRequest, LookedUp, Sought } from '../panel';
import { isRefused } from '../panel';
import type { Connection } from '../wire';
import { paced, readerOf } from '../wire';
import type { Refused, Value } from '../model';
import { orRefused } from '../model';
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
		}
		const value = valueFor(sought, found);
		if (typeof value === 'object' && 'message' in value) return { ...value, about: meant() };
		values[sought.parameter.property.name] = value;
		lookedUp.push({ parameter: sought.parameter, found });
	}
	return { ...asked, values, lookedUp };
};

const notLookedUp: Refused = { message: "it wasn't looked up any more", description: 'Run it again.' };

/** Looks up the words of all items, each once. Where the node stops on errors, the first that isn't found ends it. */
export const lookUp = async (
	asked: ReadonlyArray<ItemRequest | Refused>,
	connection: Connection,
	continueOnFail: boolean,
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
	return asked.map((read) => (isRefused(read) || !read.sought ? read : resolved(read, connection, known)));
};
