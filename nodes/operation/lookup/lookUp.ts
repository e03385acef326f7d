import type { ItemRequest, LookedUp, Sought } from '../panel';
import { isRefused } from '../panel';
import type { Connection } from '../wire';
import { paced, readerOf } from '../wire';
import type { Operation, Reader, Refused, Value } from '../model';
import { nothingChanged, orRefused, readsOnly, wordKey } from '../model';
import { nobodySeen } from './lookedUp';
import { idFor, valueFor } from './match';
import type { Found, Question } from './questions';
import { keyOf, questionFor, recordsOrAlike } from './questions';
import { byWordIn, orOtherwise, unseenBy } from './unseen';

interface Asking {
	readonly operation: Operation;
	readonly reader: Reader;
	readonly known: ReadonlyMap<string, Known>;
}

/** What was found for a word, as it was written first. */
interface Known {
	readonly word: string;
	readonly found: Found;
}

/** The item with IDs in place of its words. */
const resolved = async (
	asked: ItemRequest,
	connection: Connection,
	{ operation, reader, known }: Asking,
): Promise<ItemRequest | Refused> => {
	const { lookups, access } = connection.provider;
	let values: Record<string, Value> = { ...asked.values };
	const lookedUp: LookedUp[] = [];
	/** What has no words any more in place of IDs. */
	const meant = () => {
		const open = new Set(asked.sought?.slice(lookedUp.length).map(({ parameter }) => parameter.property.name));
		return Object.fromEntries(Object.entries(values).filter(([name]) => !open.has(name)));
	};
	for (const sought of asked.sought ?? []) {
		const found: Array<{ word: string; id: string }> = [];
		for (const word of sought.words) {
			const question = questionFor(sought, word, asked, lookups);
			const { found: records, word: first } = known.get(keyOf(question)) ?? { found: notLookedUp, word };
			const isByWord = await unseenBy(operation, { asked, sought, found: records }, reader);
			if (isByWord === true) values = { ...byWordIn(operation, values, first, asked) };
			const id = isByWord === true ? nobodySeen : idFor(sought, question, records, access.name);
			if (typeof id !== 'string') return { ...orOtherwise(id, isByWord), about: meant() };
			found.push({ word, id });
			if (id !== nobodySeen) connection.words.set(wordKey(sought.word.lookup, id), word);
		}
		lookedUp.push({ parameter: sought.parameter, found });
		if (found.some(({ id }) => id === nobodySeen)) continue;
		const value = valueFor(sought, found);
		if (typeof value === 'object' && 'message' in value) {
			lookedUp.pop();
			return { ...value, about: meant() };
		}
		values[sought.parameter.property.name] = value;
	}
	return { ...asked, values, lookedUp };
};

const notLookedUp: Refused = { message: "It wasn't looked up any more", description: 'Run it again.' };

/** What an item is told whose words stand for nothing that is known: look-ups come before any change. */
const unchanged = (refused: Refused): Refused => ({
	...refused,
	description: `${nothingChanged} ${refused.description}`,
});

interface Asked {
	readonly continueOnFail: boolean;
	readonly operation: Operation;
}

/** Looks up the words of all items, each once. Where the node stops on errors, the first that isn't found ends it. */
export const lookUp = async (
	asked: ReadonlyArray<ItemRequest | Refused>,
	connection: Connection,
	{ continueOnFail, operation }: Asked,
): Promise<ReadonlyArray<ItemRequest | Refused>> => {
	const { lookups, access } = connection.provider;
	const questions = new Map<string, readonly [Sought, Question, ItemRequest]>();
	for (const read of asked)
		for (const sought of isRefused(read) ? [] : (read.sought ?? []))
			for (const word of sought.words) {
				const question = questionFor(sought, word, read as ItemRequest, lookups);
				questions.set(keyOf(question), questions.get(keyOf(question)) ?? [sought, question, read as ItemRequest]);
			}
	if (questions.size === 0) return asked;
	const reader = readerOf(connection);
	const known = new Map<string, Known>();
	await paced([...questions], reader.atOnce, async ([key, [sought, question, first]]) => {
		const found = await orRefused(async () => await recordsOrAlike(question, reader));
		known.set(key, { word: question.word, found });
		if (continueOnFail || typeof idFor(sought, question, found, access.name) === 'string') return true;
		return (await unseenBy(operation, { asked: first, sought, found }, reader)) === true;
	});
	const all: Array<ItemRequest | Refused> = [];
	for (const read of asked) {
		const found =
			isRefused(read) || !read.sought ? read : await resolved(read, connection, { operation, reader, known });
		all.push(found !== read && isRefused(found) && !readsOnly(operation) ? unchanged(found) : found);
	}
	return all;
};
