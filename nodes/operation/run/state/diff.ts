import type { Change, Held, Refused, State, Values } from '../../model';
import { aboutValues, refuse } from '../../model';
import type { ItemRequest } from '../../panel';
import type { Fact } from '../types';
import { isKnown } from '../types';

/** What was read of a user, by the state of a change. */
export const seenAs = (state: State, held: Held, values: Values): Fact | Refused => {
	const has = state.has(held, values);
	return typeof has === 'boolean' ? { held, has } : has;
};

/** What a change makes of a user: whether that is something else, told by the provider or read before, and how to take it back. */
export const differenceOf = (
	change: Change,
	values: Values,
	{ read, seen, told }: { readonly read?: Fact | Refused; readonly seen?: Held; readonly told?: boolean },
) => {
	const { state, bulk, subject } = change;
	const before = read ?? (seen && seenAs(state, seen, values));
	const known = isKnown(before) ? before : undefined;
	const changed = told ?? (known ? known.has !== state.grants : null);
	const undo = changed === true ? state.undo(known?.held, values) : null;
	if (!undo || !bulk) return { before, changed, undo };
	return { before, changed, undo: { ...undo, [bulk.of.property.name]: [String(values[subject.property.name])] } };
};

const lookUp = 'Look it up there.';

/** What reading shows of a user for whom a change was accepted and can't be seen. */
const shownStill: Readonly<Record<State['words']['as'], Readonly<Record<'grants' | 'ends', string>>>> = {
	held: { grants: 'no such access', ends: 'the access' },
	membership: { grants: 'no such access', ends: 'the access' },
	account: { grants: 'that they are blocked', ends: "that they aren't blocked" },
	standing: { grants: 'an access of another kind', ends: 'an access of another kind' },
};

/** Why an accepted change doesn't count as verified. `isOverridden`: a later item may have made something else of it. */
export const unverified = (
	{ state }: Change,
	after: Fact | Refused | undefined,
	isOverridden: boolean,
): Refused | undefined => {
	if (after === undefined) return { message: "The change was accepted, but wasn't read back", description: lookUp };
	if (!isKnown(after))
		return {
			message: `${after.message}, so the accepted change couldn't be read back`,
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
		description: `Reading the user back still shows ${shownStill[state.words.as][state.grants ? 'grants' : 'ends']}. Look it up there, or run the item again.`,
	};
};

export const unchangedAlready: Refused = refuse(
	'The access is already as asked',
	"Nothing was changed, because 'If Unchanged' is Fail.",
);

/** The same, of the access of one user. `words`: what IDs were looked up by. */
export const alreadySo = (change: Change, values: Values, words: ReadonlyMap<string, string>): Refused => {
	const message = `The access of the user {${change.subject.property.name}} is already as asked`;
	const valued = { parameters: [change.subject], values, words };
	return { ...unchangedAlready, ...aboutValues({ ...unchangedAlready, message }, valued) };
};

export const askedAlready: Refused = refuse(
	'An earlier item of this run asked for just the same',
	"There was nothing left to do for this one, and 'If Unchanged' is Fail.",
);

export const isStrict = ({ options }: Pick<ItemRequest, 'options'>): boolean =>
	options.ifUnchanged === 'fail' && options.dryRun !== true;
