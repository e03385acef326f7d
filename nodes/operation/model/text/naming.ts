const mostNamed = 10;
const longest = 100;

/** A text without the characters that turn its direction or move a cursor. */
export const visible = (text: string): string => text.replace(/(?![\n\t])[\p{Bidi_Control}\p{Cc}]/gu, '');

/** A value as a message can show it. */
export const shortened = (text: string, most = longest): string => {
	const shown = visible(text);
	// Half of a character is none.
	return shown.length > most ? `${shown.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : shown;
};

/** All reasons that a message names share this many characters; none is cut shorter than the least. */
const ofReasons = 2000;
const leastReason = 200;

/** Names, each with its reason: the fewer there are, the more of each reason can be said. */
export const withReasons = (all: ReadonlyArray<readonly [name: string, why: string]>): string => {
	const longestReason = Math.max(leastReason, Math.floor(ofReasons / Math.min(all.length, mostNamed)));
	const told = all.map(([name, why]) => `${shortened(name)} (${shortened(why, longestReason)})`);
	return named(told, mostNamed, Infinity);
};

/** Names for a sentence: all of a few, the first of many; each of `length` characters at most. */
export const named = (names: readonly string[], most = mostNamed, length = longest): string => {
	const more = names.length - most;
	const first = names.slice(0, most).map((name) => shortened(name, length));
	return first.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
};

/** What stands in a record, where it is a text that says something. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
