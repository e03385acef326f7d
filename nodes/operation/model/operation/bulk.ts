import type { Answer } from '../answer';
import type { Parameter, Values } from '../parameter';
import { folded } from '../text';

export interface Members {
	readonly succeeded: readonly string[];
	readonly failed: ReadonlyArray<{ readonly id: string; readonly error: string }>;
}

/** A change of several members in one request, which items with the same other parameters share. */
export interface Bulk {
	readonly of: Parameter;
	/** Past participle for messages, such as "removed". */
	readonly done: string;
	readonly outcome: (answer: Answer) => Members;
	/** The name of the list in the body. */
	readonly wire: string;
	/** Whether the provider says of a member that it doesn't have such a one. */
	readonly isStranger: (error: string) => boolean;
	/** Whether a refusal may come from one malformed member. */
	readonly malformed?: (answer: Answer) => boolean;
}

/** The members that are asked for. */
export const idsIn = ({ of }: Bulk, values: Values): readonly string[] => values[of.property.name] as readonly string[];

/** The same change of other members. */
export const withIds = ({ of }: Bulk, values: Values, ids: readonly string[]): Values => ({
	...values,
	[of.property.name]: ids,
});

/** What an answer says of a member that it names in both of its lists. */
const contradiction = Symbol('contradiction');

type Fate = string | typeof contradiction | undefined;

export const isContradiction = (fate: Fate): fate is typeof contradiction => fate === contradiction;

/**
 * What an answer says of each member that was sent: why it failed, or `undefined` where it didn't. A provider may spell an ID
 * otherwise than it was sent; where both spellings were sent, each goes by its own.
 */
export const fatesIn = (bulk: Bulk, values: Values, answer: Answer): ReadonlyMap<string, Fate> => {
	const { succeeded, failed } = bulk.outcome(answer);
	const told = new Map<string, Fate>(succeeded.map((id) => [id, undefined]));
	for (const { id, error } of failed) told.set(id, told.has(id) && told.get(id) !== error ? contradiction : error);
	const sent = idsIn(bulk, values);
	const asked = new Set(sent);
	const respelled = new Map([...told.keys()].filter((id) => !asked.has(id)).map((id) => [folded(id), id]));
	const outcomes = new Map<string, Fate>();
	for (const id of sent) {
		const name = told.has(id) ? id : respelled.get(folded(id));
		if (name !== undefined) outcomes.set(id, told.get(name));
	}
	return outcomes;
};
