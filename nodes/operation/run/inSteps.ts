import { isRefused } from '../panel';
import { readerOf } from '../wire';
import type { Compound, Reader, Refused } from '../words';
import { lackingNow } from './added';
import { withEvents } from './audited';
import { carryOut } from './carryOut';
import { checkedAll } from './checkAll';
import type { Checked } from './checks';
import { looked } from './checks';
import type { Group } from './groups';
import type { Outcome, Results, Run, Tally } from './run';
import { hasFailed, nothingMade } from './run';
import type { Aimed, Slot } from './steps';
import { slotsOf } from './steps';
import { toldAll } from './toldAll';
import { heldBack, isUnsent, notBegun } from './wholeFates';

const sum = (tallies: ReadonlyArray<Outcome['tally']>): Tally =>
	tallies
		.map((tally) => tally?.() ?? nothingMade)
		.reduce((all, one) => ({ made: all.made + one.made, undecided: all.undecided + one.undecided }), nothingMade);

/** What is known of the tasks of a run while it goes. */
interface Course {
	/** Those that have failed, of which nobody asked for a report. */
	readonly failed: Set<Aimed>;
	/** Those that couldn't give somebody access, or of which nobody knows whether they did. */
	readonly lacking: Set<Aimed>;
}

/** Why a part isn't begun any more: it would end access while others may lack theirs, or another task has ended the run. */
const whyHeldBack = ({ step, task }: Slot, { failed, lacking }: Course, goesOn: boolean): Refused | undefined => {
	if (!task) return undefined;
	if (lacking.has(task) && step?.change.state.grants === false) return heldBack;
	return failed.size > 0 && !failed.has(task) && !goesOn ? notBegun : undefined;
};

/** Whether a part wasn't made, or nobody knows whether it was. */
const unmadeIn = (results: Results): 'failed' | 'unknown' | undefined => {
	if (isUnsent(results)) return undefined;
	if (hasFailed(results)) return results.undecided ? 'unknown' : 'failed';
	return results.some(({ success }) => success === false) ? 'failed' : undefined;
};

/** Whoever is to be removed from a task that lacks somebody stays: it has failed, whatever is read of it afterwards. */
const noteLacking = (task: Aimed, { failed, lacking }: Course) => {
	lacking.add(task);
	if (!task.isReported && task.aim.parts.some(({ change }) => !change.state.grants)) failed.add(task);
};

const note = ({ step, task }: Slot, results: Results, course: Course) => {
	const unmade = task && unmadeIn(results);
	if (!unmade) return;
	if (step?.change.state.grants) noteLacking(task, course);
	if (unmade === 'failed' && !task.isReported) course.failed.add(task);
};

/** What can't be sent of a whole doesn't keep its other parts from being sent. */
const carryOutOpen = async (run: Run, reader: Reader, checked: Checked): Promise<Outcome> => {
	const open = checked.asked.flatMap((wanted, index) => (!isRefused(wanted) && wanted.whole ? [index] : []));
	if (open.length === 0 || open.length === checked.asked.length) return await carryOut(run, reader, checked);
	const asked = open.map((index) => checked.asked[index]);
	const outcome = await carryOut({ ...run, asked }, reader, { ...checked, asked, left: new Map() });
	const results = checked.asked.map((wanted): Results => (isRefused(wanted) ? wanted : []));
	for (const [place, index] of open.entries()) results[index] = outcome.results[place];
	return { ...outcome, results };
};

/** The changes of a run, group after group. */
const makeAll = async (run: Run<Compound>, slots: readonly Slot[], reader: Reader) => {
	const { refused, known, groups } = await checkedAll(run, slots, reader);
	const results: Results[] = slots.map(() => []);
	const tallies: Array<Outcome['tally']> = [];
	const course: Course = { failed: new Set(), lacking: new Set() };
	const whyNot = (place: number): Refused | undefined =>
		refused.get(slots[place].items[0]) ?? whyHeldBack(slots[place], course, run.goesOn);
	const make = async (group: Group) => {
		const now = group.wave === 0 ? reader : reader.fresh();
		for (const task of await lackingNow(group, { slots, results, ...course }, now)) noteLacking(task, course);
		const open = (wanted: Run['asked'][number], index: number) => whyNot(group.places[index]) ?? wanted;
		const own = { ...group.run, asked: group.run.asked.map(open) };
		const checked = known.get(group) ?? (await looked(own, now));
		const outcome = await carryOutOpen(own, now, { ...checked, asked: checked.asked.map(open) });
		for (const [index, result] of withEvents(group.run, outcome.results, isUnsent).entries()) {
			const place = group.places[index];
			results[place] = result;
			note(slots[place], result, course);
		}
		tallies.push(outcome.tally);
		const isFlat = (result: Results, index: number) => hasFailed(result) && !slots[group.places[index]].task;
		const index = outcome.failure?.item ?? outcome.results.findIndex(isFlat);
		return index < 0 ? undefined : { item: group.places[index], refused: outcome.failure?.refused };
	};
	for (const group of groups) {
		const failure = await make(group);
		if (failure && !run.goesOn) return { refused, results, tallies, failure };
	}
	return { refused, results, tallies };
};

/** Makes the single changes that the items of a run come to: all are checked first, and those of one change go together. */
export const inSteps = async (run: Run<Compound>): Promise<Outcome> => {
	const { provider, baseUrl, planKey } = run.connection;
	const reader = readerOf(run.connection);
	const slots = await slotsOf(run, {
		node: provider.node,
		provider: provider.access.name,
		baseUrl,
		planKey,
		reader,
	});
	const { refused, results, tallies, failure } = await makeAll(run, slots, reader);
	const told = await toldAll({ run, slots, results, refused, reader });
	const at = failure && told.places[failure.item];
	return {
		results: told.results,
		items: told.items,
		tally: () => sum(tallies),
		failure: failure && at !== undefined ? { ...failure, item: at } : undefined,
	};
};
