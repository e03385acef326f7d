import type { IDataObject } from 'n8n-workflow';

import type { Read } from './read';

/** How a provider finds the record that a word means; the node itself compares. */
export interface Lookup {
	/** The list that holds every record. */
	readonly of: Read;
	/** What a record is, for messages. */
	readonly record: string;
	/**
	 * The filter that narrows the list to a word. Only where the page says that it compares whole words, in any case: of what
	 * another one gives, nobody knows whether it is the only one that is called so. Without it, the list is read once for all.
	 */
	readonly search?: string;
	/** Where a record may not show what it is called: the filter that finds it by that. */
	readonly unshown?: { readonly filter: string; readonly shows: (record: IDataObject) => boolean };
	/** Whether an account may see only a part of the records. */
	readonly isPartial?: boolean;
	readonly id: (record: IDataObject) => unknown;
	/** All that a record is called by. */
	readonly words: (record: IDataObject) => readonly unknown[];
	/** What tells records of one word apart. */
	readonly apart?: (record: IDataObject) => string | undefined;
	/** Of users: whether what may be an ID or a word is an ID. */
	readonly isId?: (text: string) => boolean;
	/** Of users: the read of one by ID, where a text alone doesn't tell whether it is an ID. */
	readonly one?: Read;
}
