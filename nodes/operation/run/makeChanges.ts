import { isRefused } from '../panel';
import { readerOf } from '../wire';
import type { Compound, Reader, Refused } from '../words';
import { lackingNow } from './added';
import { withEvents } from './audited';
import { apply } from './apply';
import { checkedAll } from './checkAll';
import type { Checked } from './checks';
import { checkedUsers } from './checks';
import type { Group } from './groups';
import type { Outcome, Results, Run, Counts } from './run';
import { hasFailed, nothingMade } from './run';
import type { Reconciled, PlannedStep } from './steps';
import { plannedSteps } from './steps';
import { toldAll } from './toldAll';
import { heldBack, isUnsent, notBegun } from './wholeFates';

const sum = (allCounts: ReadonlyArray<Outcome['counts']>): Counts =>
	allCounts
		.map((counts) => counts?.() ?? nothingMade)
		.reduce((all, one) => ({ made: all.made + one.made, unknown: all.unknown + one.unknown }), nothingMade);

/** What is known of the desired states of a run while it goes. */
interface Course {
	/** Those that have failed, of which nobody asked for a report. */
	readonly failed: Set<Reconciled>;
	/** Those that couldn't give somebody access, or of which nobody knows whether they did. */
	readonly lacking: Set<Reconciled>;
}

/** Why a part isn't begun any more: it would end access while others may lack theirs, or another one has ended the run. */
const whyHeldBack = (
	{ step, desired }: PlannedStep,
	{ failed, lacking }: Course,
	continueOnFail: boolean,
): Refused | undefined => {
	if (!desired) return undefined;
	if (lacking.has(desired) && step?.change.state.grants === false) return heldBack;
	return failed.size > 0 && !failed.has(desired) && !continueOnFail ? notBegun : undefined;
};

/** Whether a part wasn't made, or nobody knows whether it was. */
const unmadeIn = (results: Results): 'failed' | 'unknown' | undefined => {
	if (isUnsent(results)) return undefined;
	if (hasFailed(results)) return results.unknown ? 'unknown' : 'failed';
	return results.some(({ success }) => success === false) ? 'failed' : undefined;
};

/** Whoever is to be removed from one that lacks somebody stays: it has failed, whatever is read of it afterwards. */
const noteLacking = (desired: Reconciled, { failed, lacking }: Course) => {
	lacking.add(desired);
	if (!desired.isReported && desired.diff.parts.some(({ change }) => !change.state.grants)) failed.add(desired);
};

const note = ({ step, desired }: PlannedStep, results: Results, course: Course) => {
	const unmade = desired && unmadeIn(results);
	if (!unmade) return;
	if (step?.change.state.grants) noteLacking(desired, course);
	if (unmade === 'failed' && !desired.isReported) course.failed.add(desired);
};

/** What can't be sent of a whole doesn't keep its other parts from being sent. */
const carryOutOpen = async (run: Run, reader: Reader, checked: Checked): Promise<Outcome> => {
	const open = checked.asked.flatMap((wanted, index) => (!isRefused(wanted) && wanted.whole ? [index] : []));
	if (open.length === 0 || open.length === checked.asked.length) return await apply(run, reader, checked);
	const asked = open.map((index) => checked.asked[index]);
	const outcome = await apply({ ...run, asked }, reader, { ...checked, asked, left: new Map() });
	const results = checked.asked.map((wanted): Results => (isRefused(wanted) ? wanted : []));
	for (const [place, index] of open.entries()) results[index] = outcome.results[place];
	return { ...outcome, results };
};

/** The changes of a run, group after group. */
const makeAll = async (run: Run<Compound>, steps: readonly PlannedStep[], reader: Reader) => {
	const { refused, known, groups } = await checkedAll(run, steps, reader);
	const results: Results[] = steps.map(() => []);
	const allCounts: Array<Outcome['counts']> = [];
	const course: Course = { failed: new Set(), lacking: new Set() };
	const whyNot = (place: number): Refused | undefined =>
		refused.get(steps[place].items[0]) ?? whyHeldBack(steps[place], course, run.continueOnFail);
	const make = async (group: Group) => {
		const now = group.stage === 0 ? reader : reader.fresh();
		for (const desired of await lackingNow(group, { steps, results, ...course }, now)) noteLacking(desired, course);
		const open = (wanted: Run['asked'][number], index: number) => whyNot(group.places[index]) ?? wanted;
		const own = { ...group.run, asked: group.run.asked.map(open) };
		const checked = known.get(group) ?? (await checkedUsers(own, now));
		const outcome = await carryOutOpen(own, now, { ...checked, asked: checked.asked.map(open) });
		for (const [index, result] of withEvents(group.run, outcome.results, isUnsent).entries()) {
			const place = group.places[index];
			results[place] = result;
			note(steps[place], result, course);
		}
		allCounts.push(outcome.counts);
		const isFlat = (result: Results, index: number) => hasFailed(result) && !steps[group.places[index]].desired;
		const index = outcome.failure?.item ?? outcome.results.findIndex(isFlat);
		return index < 0 ? undefined : { item: group.places[index], refused: outcome.failure?.refused };
	};
	for (const group of groups) {
		const failure = await make(group);
		if (failure && !run.continueOnFail) return { refused, results, allCounts, failure };
	}
	return { refused, results, allCounts };
};

/** Makes the single changes that the items of a run come to: all are checked first, and those of one change go together. */
export const makeChanges = async (run: Run<Compound>): Promise<Outcome> => {
	const { provider, baseUrl, planKey } = run.connection;
	const reader = readerOf(run.connection);
	const steps = await plannedSteps(run, {
		node: provider.node,
		provider: provider.access.name,
		baseUrl,
		planKey,
		reader,
	});
	const { refused, results, allCounts, failure } = await makeAll(run, steps, reader);
	const told = await toldAll({ run, steps, results, refused, reader });
	const at = failure && told.places[failure.item];
	return {
		results: told.results,
		items: told.items,
		counts: () => sum(allCounts),
		failure: failure && at !== undefined ? { ...failure, item: at } : undefined,
	};
};
