import type { IDataObject } from 'n8n-workflow';

import type { Held, Refused, Values } from '../model';

/** What became of the access of one user, as outcomes tell it. */
export interface Became {
	readonly is: 'applied' | 'unchanged' | 'planned' | 'failed' | 'unknown' | 'notSent';
	/** `null` where it isn't known. */
	readonly changed: boolean | null;
	/** Whether the provider accepted it, and nothing that was read confirms it. */
	readonly isUnconfirmed?: true;
	/** Whether the answer itself tells that something was changed. */
	readonly isProven?: true;
	/** Whether an earlier try had no answer, and a later one said that it is so already. */
	readonly isFoundSo?: true;
	readonly why?: Refused;
	/** The values of the change for this user. */
	readonly values: Values;
	/** What the user had before, where that was read. */
	readonly before?: { readonly held: Held; readonly has: boolean } | Refused;
}

export const heldBefore = ({ before }: Pick<Became, 'before'>): Held | undefined =>
	before && 'held' in before ? before.held : undefined;

/** That in the words that there are for it: `so` is as asked, whoever has made it so. */
export type Kind =
	| 'made'
	| 'so'
	| 'accepted'
	| 'same'
	| 'would'
	| 'might'
	| 'wouldNot'
	| 'unknown'
	| 'unconfirmed'
	| 'failed'
	| 'notSent';

/** `isSeen`: whether what was accepted was read back. */
export const kindOf = ({ is, changed, isUnconfirmed, isProven }: Omit<Became, 'values'>, isSeen: boolean): Kind => {
	if (is === 'planned') return changed === null ? 'might' : changed ? 'would' : 'wouldNot';
	if (is === 'notSent') return is;
	if (is === 'failed' || is === 'unknown') return isUnconfirmed ? 'unconfirmed' : is;
	if (changed === false) return 'same';
	if (!isSeen && !isProven && !changed) return 'accepted';
	return changed ? 'made' : 'so';
};

/** Whether something was changed; a dry run changed nothing, and tells what it would do. */
export const changedAs = (changed: boolean | null, isPlanned: boolean): IDataObject =>
	isPlanned ? { changed: false, wouldChange: changed } : { changed };
