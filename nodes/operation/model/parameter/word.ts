/** What people call a record by, in place of its ID. */
export interface Word {
	/** What it is, which is also the mode of a locator and the value of the parameter that says what a list holds. */
	readonly kind: 'email' | 'name' | 'username';
	/** The fields that mapping automatically takes it from. */
	readonly fields: readonly string[];
	/** Of a list: those of the fields that hold one word. */
	readonly one?: readonly string[];
	/** One of the provider's lookups. */
	readonly lookup: string;
	readonly placeholder: string;
}

/** White space of any kind is one space. */
export const spaced = (text: string): string => text.replace(/[\s\u0085]+/gu, ' ').trim();

/** A word as it is compared: whole, in any case. Letters that only look alike stay apart, as they name other people; the
 * small sigma at the end of a word is the same as within. */
export const comparable = (word: string): string => spaced(word).normalize('NFC').toLowerCase().replace(/ς/g, 'σ');

// Joiners make one letter or emoji of several, tags a flag; a variation selector chooses how the character before it looks.
const joiners = /(?<=[^\p{ASCII}])(?:\u200c|\u200d|[\u{e0020}-\u{e007f}])|(?<=\S)[\ufe00-\ufe0f]/gu;

/** The rest of a word, where what joins letters is none by itself. */
export const withoutJoiners = (word: string): string => word.replace(joiners, '');
