import type { IDataObject } from 'n8n-workflow';

import type { Change, Held, Refused, Values } from '../../model';
import type { Fact } from '../types';
import { isKnown } from '../types';

/** Whether a change makes a difference to a user: told by the provider, or read, else `null`. */
export const changeOf = ({ state }: Change, before: Fact | undefined, told?: boolean): boolean | null =>
	told ?? (before ? before.has !== state.grants : null);

/** How to take a change back of one user, where that is known exactly. */
export const inverseOf = (
	{ state, bulk, subject }: Change,
	values: Values,
	held: Held | undefined,
	changed: boolean | null,
): IDataObject | null => {
	const inverse = changed === true ? state.undo(held, values) : null;
	return inverse && bulk ? { ...inverse, [bulk.of.property.name]: [values[subject.property.name] as string] } : inverse;
};

const lookUp = 'Look it up there.';

/** Why an accepted change doesn't count as verified. `isOverridden`: a later item may have made something else of it. */
export const unverified = (
	{ state }: Change,
	after: Fact | Refused | undefined,
	isOverridden: boolean,
): Refused | undefined => {
	if (after === undefined) return { message: "The change was accepted, but wasn't read back", description: lookUp };
	if (!isKnown(after))
		return {
			message: `The change was accepted, but couldn't be read back: ${after.message}`,
			description: `${after.description} ${lookUp}`,
			status: after.status,
		};
	if (after.has === state.grants) return undefined;
	if (isOverridden)
		return {
			message: 'The change was accepted, but a later item changed the same access again',
			description: "What it did by itself can't be read back. Leave one of the two items out.",
		};
	return {
		message: "The change was accepted, but can't be seen",
		description: `Reading the user back still shows ${state.grants ? 'no such access' : 'the access'}. Look it up there, or run the item again.`,
	};
};
