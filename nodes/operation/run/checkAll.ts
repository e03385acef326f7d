import { isRefused } from '../panel';
import type { Change, Compound, Reader, Refused } from '../words';
import { withoutRepeats } from '../words';
import type { Checked } from './checks';
import { guarded, isOwn, checkedUsers } from './checks';
import type { Group } from './groups';
import { groupsOf } from './groups';
import { tooMany } from './guards';
import { orRefused } from './orRefused';
import type { Run, StepRequest } from './run';
import type { PlannedStep } from './steps';
import { subjectsOf } from './subjects';

const subjectsIn = ({ run: { operation, asked } }: Group) =>
	withoutRepeats((asked as readonly StepRequest[]).flatMap(({ values }) => subjectsOf(operation, values)));

/** The guards that every change has count all of them together. */
const guardedAll = async (
	run: Run<Compound>,
	groups: readonly Group[],
	reader: Reader,
): Promise<Refused | undefined> => {
	const all = groups.reduce((sum, group) => sum + subjectsIn(group).length, 0);
	const broken = tooMany(all, run.settings.maxChanges as number);
	if (broken) return { ...broken, invalid: true, isOfRun: true };
	// What is made in several stages may be too much only together.
	const whole = new Map<Change, Group[]>();
	for (const group of groups) {
		const same = whole.get(group.run.operation);
		if (same) same.push(group);
		else whole.set(group.run.operation, [group]);
	}
	for (const [operation, same] of whole) {
		const asked = same.flatMap(({ run: own }) => own.asked);
		const refused = await guarded({ ...run, operation, asked }, reader);
		if (refused) return refused;
	}
	return undefined;
};

/** Why items aren't begun: one part of them can't be used, or isn't as it was. The others of their parts stay too. */
const refusedItems = (steps: readonly PlannedStep[]): Map<number, Refused> => {
	const refused = new Map<number, Refused>();
	for (const { items, wanted } of steps)
		if (wanted && isRefused(wanted) && !refused.has(items[0])) refused.set(items[0], wanted);
	return refused;
};

/** Checks all that can be checked before anything is changed; what others move before their turn is read then. */
export const checkedAll = async (run: Run<Compound>, steps: readonly PlannedStep[], reader: Reader) => {
	const refused = refusedItems(steps);
	const groups = groupsOf(run, steps, refused);
	const known = new Map<Group, Checked>();
	const isOver = () => !run.continueOnFail && refused.size > 0;
	const broken = isOver() ? undefined : await orRefused(async () => await guardedAll(run, groups, reader));
	if (broken) for (const { items } of steps) refused.set(items[0], refused.get(items[0]) ?? broken);
	const isSettled = ({ stage, places }: Group) => stage === 0 || places.every((place) => steps[place].desired);
	for (const group of broken ? [] : groups.filter(isSettled)) {
		if (isOver()) break;
		const checked = await checkedUsers(group.run, reader);
		known.set(group, checked);
		for (const [index, wanted] of checked.asked.entries()) {
			const { items, desired } = steps[group.places[index]];
			const isItsOwn = desired?.isReported && isRefused(wanted) && isOwn(wanted);
			if (isRefused(wanted) && !isItsOwn) refused.set(items[0], refused.get(items[0]) ?? wanted);
		}
	}
	return { refused, known, groups: isOver() ? [] : groups };
};
