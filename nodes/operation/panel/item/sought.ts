import type { Parameter, Unreadable, Value, Word } from '../../model';
import { asOne, asWord, asWords, isEmptyList, isUnreadable, quoting } from '../../model';

/** Words that stand for the value of a parameter until they are looked up. */
export interface Sought {
	readonly parameter: Parameter;
	readonly word: Word;
	readonly words: readonly string[];
	/** What the same item has beside them as ID, or IDs: it has to be the same. */
	readonly beside?: Value;
}

/** What a word turned out to stand for. */
export interface LookedUp {
	readonly parameter: Parameter;
	readonly found: ReadonlyArray<{ readonly word: string; readonly id: string }>;
}

export const isSought = (given: unknown): given is Sought =>
	typeof given === 'object' && given !== null && 'words' in given;

/** What people map and paste where a word is meant, or words. `isOne`: one alone, although the parameter is a list. */
export const soughtBy = (parameter: Parameter, word: Word, raw: unknown, isOne = false): Sought | Unreadable => {
	if (parameter.mayBeEmpty && isEmptyList(raw)) return { parameter, word, words: [] };
	const one = quoting((entry: unknown) => asWord(entry, word.kind));
	const read = parameter.are && !isOne ? asWords(raw, word.kind) : asOne(raw, one);
	if (isUnreadable(read)) return read;
	return { parameter, word, words: [read].flat() as string[] };
};
