import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import { bulkResults } from './members';
import type { Operation } from './operation';
import type { Refused } from './refusal';
import type { Asked } from './values';

export interface Accepted {
	readonly outcome: 'applied' | 'unchanged';
	readonly answer: Answer;
	/** In bulk: the member in lower case, and why it failed or `undefined`. */
	readonly fates?: ReadonlyMap<string, string | undefined>;
}

/** What became of a request. */
export type Verdict = Accepted | Refused;

/** What became of an item, or of some of its members. */
export interface Part {
	readonly members: readonly string[];
	readonly verdict: Verdict;
	/** Whether the request was for this item alone. */
	readonly alone: boolean;
}

export type Results = readonly IDataObject[] | Refused;

export const isAccepted = (verdict: Verdict): verdict is Accepted => 'outcome' in verdict;

export const hasFailed = (results: Results): results is Refused => 'message' in results;

const changed = (name: string, { values }: Asked, { outcome, answer }: Accepted): IDataObject => ({
	success: true,
	operation: name,
	outcome,
	changed: outcome === 'unchanged' ? false : null,
	...(values as IDataObject),
	response: (answer.json ?? null) as IDataObject | null,
	undo: null,
});

/** The results of one item, or why it has none. */
export const resultsOf = (name: string, { bulk }: Operation, asked: Asked, parts: readonly Part[]): Results => {
	if (bulk) return bulkResults(name, bulk, asked, parts);
	const [{ verdict }] = parts;
	return isAccepted(verdict) ? [changed(name, asked, verdict)] : verdict;
};
