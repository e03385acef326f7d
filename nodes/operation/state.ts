import type { IDataObject } from 'n8n-workflow';

import type { Operation, Reader } from './operation';
import type { Parameter, Values } from './parameter';
import type { Refused } from './refusal';

export type Held = readonly IDataObject[];

/** How to see whether a user has the access that a change is about. In bulk, `values` hold one member. */
export interface State {
	/** The read that the provider names for it. */
	readonly of: Operation;
	/** Whether the change gives the access or ends it. */
	readonly grants: boolean;
	/** Whether what was read holds the access, just as the change names it; a refusal where it doesn't tell. */
	readonly has: (held: Held, values: Values) => boolean | Refused;
	/**
	 * Why an access that isn't among what was read can't be said to be none: an account may not see everything. `had`: it was
	 * seen before the change.
	 */
	readonly unseen?: (values: Values, reader: Reader, had: boolean) => Promise<Refused | undefined>;
	/** The inverse of the change as data, from what was held before (`undefined` where it wasn't read); `null` where it isn't known exactly. */
	readonly undo: (held: Held | undefined, values: Values) => IDataObject | null;
	/** What else the user still has at this provider. */
	readonly remaining?: (held: Held, values: Values, reader: Reader) => Promise<IDataObject | IDataObject[]>;
	/** What a person should know of a user for whom the change was verified. */
	readonly note?: (values: Values, reader: Reader) => Promise<string | undefined>;
}

/** What to say where an ID was read in another case: providers differ in whether that is the same one. */
export const otherSpelling = (
	ids: readonly unknown[],
	{ property }: Parameter,
	{ [property.name]: asked }: Values,
): Refused | undefined => {
	const text = String(asked);
	if (ids.some((id) => String(id) === text)) return undefined;
	const similar = ids.find((id) => String(id).toLowerCase() === text.toLowerCase());
	if (similar === undefined) return undefined;
	return {
		message: `'${property.displayName}' is spelled in another case than what was read`,
		description: `It is ${text}, and the answer has ${String(similar)}. Whether these are the same can't be known: use the spelling of the answer.`,
		invalid: true,
	};
};

/** Whether one of the IDs that were read is that of a parameter. */
export const holds = (ids: readonly unknown[], parameter: Parameter, values: Values): boolean | Refused =>
	otherSpelling(ids, parameter, values) ?? ids.some((id) => String(id) === String(values[parameter.property.name]));
