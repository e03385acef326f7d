/** What people call a record by, in place of its ID. */
export interface Word {
	/** What it is, which is also the mode of a locator and the value of the parameter that says what a list holds. */
	readonly kind: 'email' | 'name' | 'username';
	/** The fields that mapping automatically takes it from. */
	readonly fields: readonly string[];
	/** For a list: those of the fields that hold a single word. */
	readonly one?: readonly string[];
	/** One of the provider's lookups. */
	readonly lookup: string;
	readonly placeholder: string;
	/** Whether no ID holds an @: an address in the place of one is refused. */
	readonly excludesAt?: true;
}

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
