import type { Change, Held, SetStep, Step } from '../model';
import { accessLevelIn, modeFor, parametersOf } from '../model';
import type { Became, Kind } from './became';
import { heldBefore, kindOf } from './became';
import type { Known } from './naming';
import { accessOf, begun, inLine, reasonOf, unreadOf, userOf, within } from './naming';
import { verbsFor } from './verbs';

/** Where nothing would change because of an ID that may be a word: which mode takes it. */
const asId = (change: Change, { asked, values }: Known): string => {
	const { grants, words } = change.state;
	const { of } = words;
	// What is there already was found by its ID.
	if (grants) return '';
	const parameter = [...parametersOf(change).keys()].find(({ property }) => property.name === of);
	const isFound = asked.picked?.[of] !== undefined || asked.lookedUp?.some((one) => one.parameter === parameter);
	// Hardly an ID has no digit.
	const mode = parameter && !isFound && !/\d/.test(String(values[of])) ? modeFor(parameter, [values[of]]) : undefined;
	return mode === undefined ? '' : `. '${inLine(String(values[of]))}' was taken for an ID. ${mode}`;
};

/** What the user had of it in place of what is asked for: the change replaces it. */
const otherLevel = ({ state }: Change, held: Held, became: Became): string => {
	const level = state.grants ? accessLevelIn(state, held, became.values) : 0;
	// Who becomes something was something else.
	if (level === 0 || state.words.as === 'standing' || state.has(held, became.values) !== false) return '';
	const { is, was } = state.accessLevels(became.values)[level];
	return became.is === 'planned' ? ` (who ${is} now)` : ` (who ${was} before)`;
};

/** What became of the access of one user. `isSeen`: whether what was accepted was read back. */
export const summaryOf = (
	{ change, names: read }: Pick<Step, 'change'> & Pick<SetStep, 'names'>,
	asked: Known['asked'],
	became: Became,
	{ isSeen, provider }: { readonly isSeen: boolean; readonly provider: string },
): string => {
	const known = { asked, values: became.values, held: heldBefore(became), read };
	const user = userOf(change, known);
	const access = accessOf(change, known);
	const verbs = verbsFor(change.state);
	const reason = reasonOf(became.why);
	const fate = became.why?.fate;
	const told = became.isFoundSo ? 'gave no answer at first, and said then that it is so' : 'accepted it';
	const beside = change.state.accessLevel && known.held ? otherLevel(change, known.held, became) : '';
	const tell: Readonly<Record<Kind, () => string>> = {
		made: () => `${user} ${verbs.did(access)}${beside}`,
		so: () => `${user} ${verbs.is(access)} now`,
		accepted: () => `${user} ${verbs.should(access)}: ${within(provider)} ${told}, not verified${beside}`,
		same: () => `${user} ${verbs.was(access)}`,
		would: () => `${user} ${verbs.would(access)}${beside}`,
		might: () => `${user} ${verbs.would(access)}, ${verbs.unless}: not read${unreadOf(became)}`,
		wouldNot: () => `${user} ${verbs.is(access)}: nothing would change${asId(change, known)}`,
		unknown: () =>
			fate === undefined ? `It isn't known whether ${user} ${verbs.open(access)}: ${reason}` : tell.failed(),
		unconfirmed: () => `${user} ${verbs.should(access)}: ${within(provider)} accepted it, but nothing confirms it`,
		failed: () => `${user} ${verbs.meant(access)}, which failed: ${reason}${fate === undefined ? '' : `. ${fate}`}`,
		notSent: () => `${user} ${verbs.meant(access)}, which wasn't sent: ${reason}`,
	};
	return begun(tell[kindOf(became, isSeen)](), user, 'user');
};
