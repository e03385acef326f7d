import type { Change, Refused, Values } from '../words';
import type { Facts, UserStates } from './facts';
import { isKnown } from './facts';
import { addressed } from './inverse';
import type { Run } from './run';

/** Whether a change makes a difference to a user: told by the provider, or read, else `null`. */
export const changeOf = ({ state }: Change, values: Values, before: UserStates, told?: boolean): boolean | null => {
	if (told !== undefined) return told;
	const fact = before.of(values);
	return isKnown(fact) ? fact.has !== state.grants : null;
};

/** How to take a change back, where that is known exactly. */
export const undoOf = (
	{ operation: { state }, connection }: Pick<Run, 'operation' | 'connection'>,
	values: Values,
	before: UserStates,
	changed: boolean | null,
) => {
	const fact = before.of(values);
	const inverse = changed === true ? state.undo(isKnown(fact) ? fact.held : undefined, values) : null;
	return inverse && addressed(connection, inverse);
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
	if (facts.sameAccess(values).isOverridden)
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
