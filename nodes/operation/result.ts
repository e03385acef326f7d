import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Change } from './change';
import type { Knowledge } from './knowledge';
import { isKnown } from './knowledge';
import type { LookedBack } from './lookBack';
import { bulkResults } from './members';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import type { Request } from './request';
import type { Run } from './run';
import type { Standing } from './turns';
import type { Asked } from './values';

export interface Accepted {
	readonly outcome: 'applied' | 'unchanged';
	readonly answer: Answer;
	/** Where the answer itself tells that something was changed. */
	readonly changed?: true;
	/** In bulk: the members that the answer names, and why each failed or `undefined`. */
	readonly fates?: ReadonlyMap<string, string | undefined>;
}

export interface Planned {
	readonly outcome: 'planned';
	/** `null` where there is nothing to send. */
	readonly request: Request | null;
}

/** What became of a request that was sent, or of one that was only planned. */
export type Sent = Accepted | Refused;
export type Verdict = Sent | Planned;

/** What became of an item, or of some of its members. */
export interface Part {
	readonly members: readonly string[];
	readonly verdict: Verdict;
	/** Whether the request was for this item alone. */
	readonly alone: boolean;
}

/** What was read of the users of a run. */
export interface Facts extends LookedBack {
	readonly before: Knowledge;
	/** Where the item stands among those about the same access. */
	readonly standing: (values: Values) => Standing;
}

export type Results = readonly IDataObject[] | Refused;

export const isAccepted = (verdict: Verdict): verdict is Accepted => 'answer' in verdict;
export const isPlanned = (verdict: Verdict): verdict is Planned => 'request' in verdict;
export const hasFailed = (results: Results): results is Refused => 'message' in results;

/** Whether a change makes a difference to a user: told by the provider, or read, else `null`. */
export const changeOf = ({ state }: Change, values: Values, before: Knowledge, told?: boolean): boolean | null => {
	if (told !== undefined) return told;
	const fact = before.of(values);
	return isKnown(fact) ? fact.has !== state.grants : null;
};

export const undoOf = ({ state }: Change, values: Values, before: Knowledge, changed: boolean | null) => {
	const fact = before.of(values);
	return changed === true ? state.undo(isKnown(fact) ? fact.held : undefined, values) : null;
};

/** Why an accepted change doesn't count as verified. */
export const unverified = ({ state }: Change, values: Values, facts: Facts): Refused | undefined => {
	const fact = facts.after.of(values);
	if (fact === undefined) return { message: "The change was accepted, but wasn't read back", description: lookUp };
	if (!isKnown(fact))
		return {
			message: `The change was accepted, but couldn't be read back: ${fact.message}`,
			description: `${fact.description} ${lookUp}`,
			status: fact.status,
		};
	if (fact.has === state.grants) return undefined;
	if (facts.standing(values).isOverridden)
		return {
			message: 'The change was accepted, but a later item changed the same access again',
			description: "What it did by itself can't be read back. Leave one of the two items out.",
		};
	return {
		message: "The change was accepted, but can't be seen",
		description: `Reading the user back still shows ${state.grants ? 'no such access' : 'the access'}. Look it up there, or run the item again.`,
	};
};

const lookUp = 'Look it up there.';

const single = (
	{ name, operation }: Run,
	{ values, options }: Asked,
	verdict: Accepted | Planned,
	facts: Facts,
): Results => {
	const { before, aftermath } = facts;
	const nothing = isPlanned(verdict) ? verdict.request === null : verdict.outcome === 'unchanged';
	const told = nothing ? false : isAccepted(verdict) ? verdict.changed : undefined;
	const changed = changeOf(operation, values, before, told);
	const result: IDataObject = {
		success: true,
		operation: name,
		outcome: isAccepted(verdict) && changed === false ? 'unchanged' : verdict.outcome,
		changed,
		...(values as IDataObject),
		response: isAccepted(verdict) ? ((verdict.answer.json ?? null) as IDataObject | null) : null,
		undo: undoOf(operation, values, before, changed),
	};
	if (isPlanned(verdict)) return [{ ...result, request: verdict.request as IDataObject | null }];
	const doubt = options.verify === true ? unverified(operation, values, facts) : undefined;
	if (doubt) return doubt;
	const { remaining, note } = aftermath(values);
	if (options.verify === true) result.verified = true;
	if (typeof note === 'string') result.note = note;
	if (options.reportRemaining === true) result.remaining = (remaining ?? null) as IDataObject;
	return [result];
};

/** The results of one item, or why it has none. */
export const resultsOf = (run: Run, asked: Asked, parts: readonly Part[], facts: Facts): Results => {
	if (run.operation.bulk) return bulkResults(run, run.operation.bulk, asked, parts, facts);
	const [{ verdict }] = parts;
	return 'message' in verdict ? verdict : single(run, asked, verdict, facts);
};
