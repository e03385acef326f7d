/** An ID without what some providers and databases ignore: case, width, and whether letters are composed. */
export const folded = (id: unknown): string =>
	String(id).normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, 'σ');

/** The letters and digits of a name in one case: names that have the same ones are easily confused. */
export const lettersOf = (name: string): string => folded(name).replace(/[^\p{L}\p{N}]/gu, '');

// Zero-width and direction marks, fillers and blanks, which come along when people copy from chats and web pages.
export const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A text as people see it. */
export const withoutInvisible = (text: string): string => text.replace(new RegExp(invisible, 'gu'), '');

/** A text without what pasting puts around it: by default white space, and characters that nobody sees. */
export const trimmed = (text: string, outer = /[\s\p{Cf}]/u): string => {
	let [from, to] = [0, text.length];
	while (from < to && outer.test(text[from])) from++;
	while (to > from && outer.test(text[to - 1])) to--;
	return text.slice(from, to);
};

/** Whether a cell of a table holds nothing. */
export const isBlank = (cell: unknown): boolean => cell === null || (typeof cell === 'string' && trimmed(cell) === '');

const pairs = ['""', "''", '``', '“”', '„“', '„”', '‘’', '‚‘', '‚’', '«»', '»«'];

/** A text without the quotes around it. */
export const unquoted = (text: string): string => {
	const isQuoted = text.length > 2 && pairs.includes(text.charAt(0) + text.slice(-1));
	return isQuoted ? text.slice(1, -1).trim() : text;
};

/** An address without what a link has before it. */
export const unlinked = (text: string): string => text.trim().replace(/^mailto:\s*/i, '');

/** A text with any white space as one space. */
export const spaced = (text: string): string => text.replace(/[\s\u0085]+/gu, ' ').trim();

/**
 * A word as it is compared: whole, in any case, with one small sigma. Letters that only look alike stay apart, because they name
 * other people.
 */
export const comparable = (word: string): string => spaced(word).normalize('NFC').toLowerCase().replace(/ς/g, 'σ');

// Joiners make one letter or emoji of several, tags a flag; a variation selector chooses how the character before it looks.
const joiners = /(?<=[^\p{ASCII}])(?:\u200c|\u200d|[\u{e0020}-\u{e007f}])|(?<=\S)[\ufe00-\ufe0f]/gu;

/** A word without its joiners, which are no letters by themselves. */
export const withoutJoiners = (word: string): string => word.replace(joiners, '');
