import type { SetOperation, SetStep } from '../model';
import { subjectsOf } from '../model';
import type { ItemRequest } from '../panel';
import type { Became } from './became';
import { heldBefore, kindOf } from './became';
import type { Known } from './naming';
import { begun, itemOf, listed, placeOf, reasonOf, userOf, within } from './naming';
import { summaryOf } from './single';

interface Made {
	readonly step: SetStep;
	readonly outcome: Became;
}

/** What came of a set operation. */
interface Came {
	readonly desired: {
		readonly operation: SetOperation;
		readonly asked: ItemRequest;
		readonly diff: { readonly current: readonly SetStep[]; readonly kept: readonly SetStep[] };
	};
	readonly made: readonly Made[];
	readonly after?: unknown;
	/** What is there beyond what should be; `null` where it wasn't read again. */
	readonly left: readonly SetStep[] | null;
	/** What can't be seen. */
	readonly hidden?: string;
	readonly astray: { readonly gone: readonly SetStep[]; readonly beyond: readonly SetStep[] };
	readonly provider: string;
}

const knownOf = (
	{ desired: { asked } }: Came,
	{ change, values: all, seen, names }: SetStep,
	outcome?: Made['outcome'],
): Known => {
	const values = outcome?.values ?? subjectsOf(change, all)[0];
	return { asked, values, held: (outcome && heldBefore(outcome)) ?? seen, read: names };
};

const isThrough = ({ outcome: { is } }: Made) => is === 'applied' || is === 'planned';
const isAmiss = ({ outcome: { is } }: Made) => is === 'failed' || is === 'unknown' || is === 'notSent';
const isGrant = ({ step }: Made) => step.change.state.grants;

/** A step as the lists of a summary call it: by its user, or by its access where all are those of one user. */
const called = (came: Came, step: SetStep, outcome?: Made['outcome']): string =>
	(came.desired.operation.list ? userOf : itemOf)(step.change, knownOf(came, step, outcome));

/** What came of those of which the number doesn't tell. */
const exceptions = (came: Came, isDry: boolean): string[] => {
	const { made, left, astray } = came;
	const there = new Set(left?.map(({ key }) => key));
	const headOf = (one: Made): string => {
		if (one.outcome.is === 'unknown') return 'Not known';
		if (isDry) return isGrant(one) ? "Can't add" : "Can't remove";
		if (isGrant(one)) return 'Not added';
		return there.has(one.step.key) ? 'Still there' : 'Not removed';
	};
	const heads = new Map<string, string[]>();
	const note = (head: string, name: string) => heads.set(head, [...(heads.get(head) ?? []), name]);
	for (const one of made.filter(isAmiss))
		note(headOf(one), `${called(came, one.step, one.outcome)} (${reasonOf(one.outcome.why)})`);
	const gone = came.desired.operation.list ? [] : made.filter(({ outcome }) => outcome.is === 'unchanged');
	for (const { step, outcome } of gone) note('Gone already', called(came, step, outcome));
	for (const { step, outcome } of made.filter(isThrough))
		if (outcome.is === 'planned' && outcome.changed === null) note('Not read', called(came, step, outcome));
	for (const step of astray.gone) note('Not there any more', called(came, step));
	for (const step of astray.beyond) note('There beside', called(came, step));
	return [...heads].map(([head, names]) => `${head}: ${listed(names)}`);
};

/** Whether what was accepted was read back. */
const isReadAgain = ({ after }: Came): boolean => Array.isArray(after);

const counted = (count: number) => `${count} ${count === 1 ? 'access' : 'accesses'}`;

/** Of what takes all accesses of a user away. */
const ofAll = (came: Came, isDry: boolean): string => {
	const { desired, made, provider } = came;
	const { operation, asked } = desired;
	const [first] = made;
	const isSeen = isReadAgain(came);
	if (made.length === 1 && !isAmiss(first)) return summaryOf(first.step, asked, first.outcome, { isSeen, provider });
	const [change] = operation.changes;
	const user = userOf(change, first ? knownOf(came, first.step, first.outcome) : { asked, values: asked.values });
	if (!first) {
		const none = `${isDry ? 'has' : 'had'} no access${came.hidden ? ' that can be seen' : ''}`;
		return begun(`${user} ${none}${isDry ? ': nothing would change' : ''}`, user, 'user');
	}
	const through = made.filter(isThrough);
	const names = listed(through.map(({ step, outcome }) => called(came, step, outcome)));
	const isAll = through.length === made.length;
	const open = made.filter(({ outcome }) => outcome.is === 'unknown').length;
	const every = made.length === 2 ? 'both accesses' : `all ${counted(made.length)}`;
	const own = isAll ? every : `${through.length} of ${counted(made.length)}`;
	const isOpen = through.some(({ outcome }) => kindOf(outcome, isSeen) === 'accepted');
	const some = open === made.length ? every : `${open} of ${counted(made.length)}`;
	if (open > 0 && through.length === 0) return `It isn't known whether ${user} lost ${some}`;
	if (isDry) return begun(`${user} would lose ${own}${names === '' ? '' : ` (${names})`}`, user, 'user');
	return begun(
		isOpen ? `${user} should have lost ${own}: ${within(provider)} accepted it, not verified` : `${user} lost ${own}`,
		user,
		'user',
	);
};

/** Of what makes a list true. */
const ofList = (came: Came, isDry: boolean): string => {
	const { desired, made, astray } = came;
	const { operation, asked, diff } = desired;
	const change = operation.list?.give(asked.values, '').change ?? operation.changes[0];
	const [one] = diff.current;
	const known = { ...(one ? knownOf(came, one) : { asked }), values: { ...one?.values, ...asked.values } };
	const { group = (name: string) => name } = change.state.words;
	const place = group(placeOf(change, known), asked.values);
	const through = made.filter(isThrough);
	const those = (grants: boolean) => through.filter((one_) => isGrant(one_) === grants);
	const kept = diff.kept.length - astray.gone.length;
	const would = (verb: string, some: readonly Made[]) =>
		some.length === 0
			? []
			: [`would ${verb} ${some.length} (${listed(some.map(({ step, outcome }) => called(came, step, outcome)))})`];
	const [added, removed] = [those(true), those(false)];
	const parts = isDry
		? [...would('add', added), ...would('remove', removed), ...(kept > 0 ? [`keeps ${kept}`] : [])]
		: [
				...(added.length > 0 ? [`${added.length} added`] : []),
				...(removed.length > 0 ? [`${removed.length} removed`] : []),
				...(kept > 0 ? [`${kept} kept`] : []),
			];
	const isIdle = through.length === 0 && !made.some(isAmiss);
	const idle = isIdle ? [isDry ? 'nothing would change' : 'as asked already'] : [];
	const isOpen = !isDry && !isReadAgain(came) && through.length > 0;
	const all = [...idle, ...parts];
	const told = all.length > 0 ? all.join(', ') : isDry ? 'nothing would be changed' : 'nothing is known to be changed';
	return begun(`${place}: ${told}${isOpen ? ', not read again' : ''}`, place, change.state.words.noun);
};

/** What came of all that is there, or was to be. */
export const setSummary = (came: Came): string => {
	const isDry = came.desired.asked.options.dryRun === true;
	const told = came.desired.operation.list ? ofList(came, isDry) : ofAll(came, isDry);
	return [
		told,
		...(came.desired.operation.list || came.made.length !== 1 || came.made.some(isAmiss)
			? exceptions(came, isDry)
			: []),
	].join('. ');
};
