import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../answer';
import type { Option } from '../parameter';
import type { Read, Reader } from './read';

/** How a provider finds the record that a word means; the node itself compares. */
export interface Lookup {
	/** The list that holds every record. */
	readonly of: Read;
	/** What a record is, for messages. */
	readonly record: string;
	/**
	 * The filter that narrows the list to a word, where the page says that it compares whole words, in any case. After any other
	 * filter, nobody knows whether what was found is the only one that is called so. Without it, the list is read once for all.
	 */
	readonly search?: string;
	/** For records that may not show what they are called: the filter that finds them by it, and whether a record shows it. */
	readonly unshown?: { readonly filter: string; readonly shows: (record: IDataObject) => boolean };
	/** Adds to records what they are called by, where the list doesn't hold that. */
	readonly completed?: (records: readonly IDataObject[], reader: Reader) => Promise<readonly IDataObject[] | Refused>;
	/** For words of several parts: what one lacks that doesn't say by itself which record is meant. An ID beside it does. */
	readonly lacks?: (word: string) => Pick<Refused, 'message' | 'description'> | undefined;
	/** What an account needs to see a record, where it may see only a part of them; continues a sentence. */
	readonly toSee?: string;
	readonly id: (record: IDataObject) => unknown;
	/** All that a record is called by. */
	readonly words: (record: IDataObject) => readonly unknown[];
	/** What tells records apart that are called by the same word. */
	readonly apart?: (record: IDataObject) => string | undefined;
	/** The option that says which of several with the same word is meant, which is a filter of the list too. */
	readonly narrowing?: { readonly by: Option; readonly of: (record: IDataObject) => unknown };
	/** Of users: the read of one by ID. */
	readonly one?: Read;
	/** Whether what that read is refused with says that nobody has the ID; a 404 does where this is absent. */
	readonly isNobody?: (refused: Refused) => boolean;
	/** Of users: whether a text has the form of an ID, and can be taken for one where that can't be read. */
	readonly isId?: (text: string) => boolean;
}
