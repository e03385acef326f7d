const mostNamed = 10;
const longest = 100;

/** A value as a message can show it. */
export const shortened = (text: string, most = longest): string =>
	text.length > most ? `${text.slice(0, most)}…` : text;

/** Names for a sentence: all of a few, the first of many. */
export const named = (names: readonly string[], most = mostNamed): string => {
	const more = names.length - most;
	const first = names.slice(0, most).map((name) => shortened(name));
	return first.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
};
