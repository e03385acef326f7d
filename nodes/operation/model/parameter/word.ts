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

/** What a word is, as the panel calls a mode. */
export const titled = ({ kind }: Pick<Word, 'kind'>): string => kind.charAt(0).toUpperCase() + kind.slice(1);
