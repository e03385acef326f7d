import type { IDataObject } from 'n8n-workflow';

import type { Read } from '../operation';

export interface Entry {
	readonly name: string;
	readonly value: string | number;
	readonly description?: string;
}

/** What a list shows for an object, and the ID that the object has, whatever that is. */
export interface Shown extends Omit<Entry, 'value'> {
	readonly value: unknown;
}

/** A list of a provider, and how its objects look in a picker. */
export interface Source {
	readonly of: Read;
	/** The filter that the provider searches by, where that finds parts of names; else the node looks through the list. */
	readonly search?: string;
	/** The entries that one object of the list holds, where it isn't one itself. */
	readonly entries?: (object: IDataObject) => readonly IDataObject[];
	readonly show: (object: IDataObject) => Shown;
}

export interface Picker {
	readonly from: Source;
	/** What to list while a parameter that `from` needs has no value yet, or has one only when the workflow runs. */
	readonly otherwise?: Source;
}
