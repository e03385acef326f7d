import type { IDataObject } from 'n8n-workflow';

import type { Read } from './read';

/** How a provider finds the record that a word means; the node itself compares. */
export interface Lookup {
	readonly of: Read;
	/** What a record is, for messages. */
	readonly record: string;
	/** The filter that narrows the list to a word; without one, the whole list is read, once for all words. */
	readonly search?: string;
	/** Whether the page says that the filter finds words in any case: what it doesn't find isn't there. */
	readonly ignoresCase?: boolean;
	readonly id: (record: IDataObject) => unknown;
	/** All that a record is called by. */
	readonly words: (record: IDataObject) => readonly unknown[];
	/** Whether a record shows what the filter went by; all do where this is absent. */
	readonly shows?: (record: IDataObject) => boolean;
}
