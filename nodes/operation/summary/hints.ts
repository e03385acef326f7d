import type { Change, State, Step, Values } from '../model';
import { subjectsOf, withoutRepeats } from '../model';
import type { Became } from './became';

/** What the lines above the output count. */
export interface Tallied {
	readonly user: string;
	/** Tells a wish from the others. */
	readonly wish: string;
	readonly does: 'add' | 'remove' | 'change';
	/** `kept`: it is told of, and nothing was to be changed. `unproven`: accepted, and nothing proves that it changed anything. */
	readonly is: 'would' | 'might' | 'failed' | 'unknown' | 'unproven' | 'kept' | 'other';
}

/** What results have in common. */
export interface Gist {
	readonly isPlanned: boolean;
	readonly results: number;
	readonly all: readonly Tallied[];
}

interface Outcome extends Became {
	readonly values: Values;
	readonly isAgain: boolean;
	readonly undo: unknown;
}

/** Whoever becomes something, or is blocked, gets and loses no access that there is a list of. */
const doneBy = ({ words: { as }, grants }: State): Tallied['does'] =>
	as === 'standing' || as === 'account' ? 'change' : grants ? 'add' : 'remove';

const kindOf = ({ is, changed, isAgain, undo }: Outcome, isProving: boolean): Tallied['is'] => {
	if (is === 'planned') return changed === null ? 'might' : changed ? 'would' : 'other';
	if (is === 'unknown') return is;
	if (is === 'failed' || is === 'notSent') return 'failed';
	return is === 'applied' && changed === null && !undo && !isAgain && !isProving ? 'unproven' : 'other';
};

/** The accesses of users, by what became of them. `isProving`: whether they were to be read again. */
const talliesOf = (
	{ subject, state }: Pick<Change, 'subject' | 'state'>,
	outcomes: readonly Outcome[],
	isProving: boolean,
): Tallied[] =>
	outcomes.map((outcome) => ({
		user: String(outcome.values[subject.property.name]),
		wish: JSON.stringify([state.grants, outcome.values]),
		does: doneBy(state),
		is: kindOf(outcome, isProving || state.noUndo !== undefined),
	}));

/** What the results of a step have in common with others. */
export const gistOf = (
	{ options }: { readonly options: Values },
	change: Change,
	outcomes: readonly Outcome[],
	results: number,
): Gist => ({
	isPlanned: options.dryRun === true,
	results,
	all: talliesOf(change, outcomes, options.verify === true),
});

/** An access that stays as it is. */
const keptOf = ({ change, values }: Pick<Step, 'change' | 'values'>): Tallied[] => {
	const { subject, state } = change;
	const told = (own: Values): Tallied => ({
		user: String(own[subject.property.name]),
		wish: JSON.stringify([state.grants, own]),
		does: doneBy(state),
		is: 'kept',
	});
	return subjectsOf(change, values).map(told);
};

/** What came of a set operation. */
interface SetCame {
	readonly desired: {
		readonly asked: { readonly options: Values };
		readonly diff: { readonly kept: ReadonlyArray<Pick<Step, 'change' | 'values'>> };
	};
	readonly made: ReadonlyArray<{ readonly step: Pick<Step, 'change'>; readonly outcome: Outcome }>;
}

/** What a set has in common with others; it is read again without being asked for. */
export const setGist = ({ desired, made }: SetCame): Gist => {
	const told = made.flatMap(({ step, outcome }) => talliesOf(step.change, [outcome], true));
	const kept = desired.diff.kept.flatMap(keptOf);
	return { isPlanned: desired.asked.options.dryRun === true, results: 1, all: [...told, ...kept] };
};

const count = (some: readonly Tallied[], ...kinds: ReadonlyArray<Tallied['is']>) =>
	some.filter(({ is }) => kinds.includes(is)).length;

/** Each access once: items may ask for the same, and what an earlier one made says the least. */
const once = (gists: readonly Gist[]): Tallied[] => {
	const all = gists.flatMap((gist) => gist.all);
	const isQuiet = ({ is }: Tallied) => is === 'other' || is === 'kept';
	const told = [...all.filter(isQuiet), ...all.filter((one) => !isQuiet(one))];
	return [...new Map(told.map((one) => [one.wish, one])).values()];
};

const planned = (gists: readonly Gist[], isChanged: boolean): string | undefined => {
	const plans = gists.filter(({ isPlanned }) => isPlanned);
	if (plans.length === 0) return undefined;
	const all = once(plans);
	const [sum, dry] = [gists, plans].map((some) => some.reduce((results, one) => results + one.results, 0));
	const people = withoutRepeats(all.map(({ user }) => user)).length;
	const known = ['add', 'remove', 'change'].flatMap((verb) => {
		const some = all.filter(({ does, is }) => does === verb && is === 'would').length;
		return some === 0 ? [] : [`would ${verb} ${some}`];
	});
	const open = count(all, 'might');
	const told = known.length + open === 0 ? 'nothing would change' : known.join(', ');
	const parts = [told, open > 0 ? `of ${open} it isn't known` : ''].filter((part) => part !== '');
	const scope =
		isChanged || dry < sum
			? `Of ${sum} results, ${dry} ${dry === 1 ? 'is' : 'are'} of a dry run`
			: 'Nothing was changed';
	return `${scope}. ${people} ${people === 1 ? 'person' : 'people'}: ${parts.join('; ')}`;
};

const counted = (some: number, all: number) => `${some} of ${all} ${all === 1 ? 'access' : 'accesses'}`;

const unproven = (all: readonly Tallied[]): string | undefined => {
	const open = count(all, 'unproven');
	if (open === 0) return undefined;
	const scope = open < all.length ? `${counted(open, all.length)}: applied` : 'Applied';
	return `${scope}, not verified: ${open === 1 ? 'this' : 'these'} can't be undone. Switch on Verify for that`;
};

/** The lines above the output. `isChanged`: whether the run may have changed something. */
export const hintsIn = (gists: readonly Gist[], isChanged: boolean) => {
	const all = once(gists).filter(({ is }) => is !== 'kept');
	const made = once(gists.filter(({ isPlanned }) => !isPlanned)).filter(({ is }) => is !== 'kept');
	const tried = made.length > 0 ? made : all;
	const [failed, open] = [count(tried, 'failed'), count(tried, 'unknown')];
	const lines: ReadonlyArray<readonly [string | undefined, 'info' | 'warning']> = [
		[planned(gists, isChanged), 'info'],
		[
			failed === 0
				? undefined
				: `${counted(failed, tried.length)} ${failed === 1 ? "wasn't" : "weren't"} changed: see 'failed'`,
			'warning',
		],
		[open === 0 ? undefined : `It isn't known of ${counted(open, tried.length)}: see 'unknown'`, 'warning'],
		[unproven(made), 'info'],
	];
	return lines.flatMap(([message, type]) => (message === undefined ? [] : [{ message, type }]));
};
