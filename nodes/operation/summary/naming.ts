import { wordsIn } from '../lookup';
import type { ItemRequest } from '../panel';
import type { Change, Held, Names, Refused, State, Values } from '../model';
import { named, visible } from '../model';
import type { Became } from './became';

/** The most characters of a name. */
const longest = 60;
/** The most names in a list. */
const most = 3;

/** A text on one line, cut off between two characters. */
export const inLine = (text: string, length = longest): string => {
	const letters = [...visible(text).replace(/\s+/gu, ' ').trim()];
	return letters.length > length ? `${letters.slice(0, length).join('')}…` : letters.join('');
};

export const listed = (names: readonly string[]): string => named(names, most, Infinity);

/** Why, in a few words; within a sentence. */
export const reasonOf = (why: Pick<Refused, 'message' | 'said'> | undefined): string =>
	inLine(why?.message ?? 'nobody knows why', 100).replace(/^The /, 'the ');

/** Says of a user of a dry run who wasn't read that there is none, where that is why. */
export const unreadOf = ({ before }: Pick<Became, 'before'>): string =>
	before && 'message' in before && before.status === 404 ? ` (${reasonOf(before)})` : '';

/** What is known of a user and of an access, without asking. */
export interface Known {
	readonly asked: Pick<ItemRequest, 'lookedUp' | 'picked'>;
	readonly values: Values;
	/** What the user had before. */
	readonly held?: Held;
	/** What was read beside that. */
	readonly read?: Names;
}

/** The word that was looked up, else what was read, else what the entry of a list is called. */
const nameOf = (parameter: string, subject: string, state: State, { asked, values, held, read = {} }: Known) => {
	const names = [
		asked.lookedUp && wordsIn(asked, values, subject)[parameter],
		read[parameter],
		held && state.names(held, values)[parameter],
		// An entry without a name begins with its ID.
		asked.picked?.[parameter]?.startsWith(String(values[parameter])) ? undefined : asked.picked?.[parameter],
	];
	return names.map((name) => (typeof name === 'string' ? inLine(name) : '')).find((name) => name !== '');
};

/** What has no name: what it is, and its ID; some IDs say by themselves what they are of. */
const byId = (noun: string, value: unknown): string => {
	const id = inLine(String(value));
	return new RegExp(`^${noun}[_-]`, 'i').test(id) ? id : `${noun} ${id}`;
};

export const userOf = ({ subject, state }: Pick<Change, 'subject' | 'state'>, known: Known): string => {
	const { name } = subject.property;
	return nameOf(name, name, state, known) ?? byId('user', known.values[name]);
};

/** What an access is about: its name alone, with something before it, or what it is by its ID. */
const thingOf = (change: Pick<Change, 'subject' | 'state'>, known: Known, lead: string): string => {
	const { state, subject } = change;
	const { noun, of } = state.words;
	const name = nameOf(of, subject.property.name, state, known);
	return name === undefined ? byId(noun, known.values[of]) : `${lead} ${name}`.trim();
};

export const placeOf = (change: Pick<Change, 'subject' | 'state'>, known: Known): string => thingOf(change, known, '');

const partOf = (change: Pick<Change, 'subject' | 'state'>, known: Known, lead: string): string => {
	const { part = (thing: string) => thing } = change.state.words;
	return part(thingOf(change, known, lead), known.values);
};

/** An access in a list of such. */
export const itemOf = (change: Pick<Change, 'subject' | 'state'>, known: Known): string =>
	partOf(change, known, change.state.words.noun);

/** An access within a sentence. */
export const accessOf = (change: Pick<Change, 'subject' | 'state'>, known: Known): string => {
	const { before, lead, noun } = change.state.words;
	const part = partOf(change, known, lead ?? noun);
	return before === undefined ? part : `${before} ${part}`;
};

/** The provider of a sentence, which calls itself by an article or not. */
export const within = (provider: string): string => provider.replace(/^The /, 'the ');

/** A sentence may begin with what something is; names stay as they are. */
export const begun = (text: string, name: string, noun: string): string =>
	name.startsWith(`${noun} `) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
