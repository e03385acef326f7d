import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../../model';
import type { Gist } from '../../summary';

/** The results of an item, or why it has none. */
export type Results = readonly IDataObject[] | Refused;

export const hasFailed = (results: Results): results is Refused => 'message' in results;

/** How many changes a run made, and of how many nobody knows. */
export interface Counts {
	readonly made: number;
	readonly unknown: number;
}

/** What a run comes to. */
export interface Ended {
	readonly results: readonly Results[];
	/** The items that each is for; where absent, they come in the order of the items. */
	readonly items?: ReadonlyArray<readonly number[]>;
	/** Of changes; only where the run ended early does anybody ask. */
	readonly counts?: () => Counts;
	/** Of changes; for the lines above the output. */
	readonly gists?: readonly Gist[];
	/** What ended the run. */
	readonly failure?: { readonly item: number; readonly refused?: Refused };
}
