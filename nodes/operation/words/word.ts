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

/** A word as it is compared: whole, in any case. Letters that only look alike stay apart, as they name other people. */
export const comparable = (word: string): string => word.trim().normalize('NFC').toLowerCase();
