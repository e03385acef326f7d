/** What an account needs for some of what a node does. */
export interface Right {
	/**
	 * What it is for: operations (`user.get`), the trigger (`trigger`), options (`option.verify`), and how parameters may be given: from
	 * lists (`list.users`) and by words (`word.users`), each by the name that the provider has for it.
	 */
	readonly of: readonly string[];
	/** Which part of these, where it isn't all. */
	readonly where?: string;
	/** For each of the heads, in the words of the provider. */
	readonly needs: readonly string[];
}

/** What the account of a credential has to be allowed; the page of the provider shows it as a table. */
export interface Rights {
	/** The least, in one sentence, as the panel of the credential says it. */
	readonly least: string;
	/** Above what is needed: one, or one for each version of the API. */
	readonly heads: readonly string[];
	readonly rows: readonly Right[];
}
