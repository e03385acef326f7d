import { isRefused } from '../../panel';
import type { Change, Compound, Reader, Refused } from '../../model';
import { groupedBy, orRefused, subjectsOf, withoutRepeats } from '../../model';
import type { Checked, Group, PlannedStep, Run, StepRequest } from '../types';
import { guarded, tooMany } from './guards';
import { checkUsers, isOwn } from './users';

const subjectsIn = ({ run: { operation, asked } }: Group) =>
	withoutRepeats((asked as readonly StepRequest[]).flatMap(({ values }) => subjectsOf(operation, values)));

/** The guards that every change has count all of them together. */
const guardedAll = async (
	run: Run<Change | Compound>,
	groups: readonly Group[],
	reader: Reader,
): Promise<Refused | undefined> => {
	const most = run.settings.maxChanges as number;
	const all = most === 0 ? 0 : groups.reduce((sum, group) => sum + subjectsIn(group).length, 0);
	const broken = tooMany(all, most);
	if (broken) return { ...broken, invalid: true, isOfRun: true };
	// What is made in several stages may be too much only together.
	for (const [operation, same] of groupedBy(groups, (group) => group.run.operation)) {
		const asked = same.flatMap(({ run: own }) => own.asked);
		const refused = await guarded({ ...run, operation, asked }, reader);
		if (refused) return refused;
	}
	return undefined;
};

/** Why items aren't begun: one of their steps can't be used. The others of their steps stay too. */
export const refusedItems = (steps: readonly PlannedStep[]): Map<number, Refused> => {
	const refused = new Map<number, Refused>();
	for (const { items, request } of steps)
		if (request && isRefused(request) && !refused.has(items[0])) refused.set(items[0], request);
	return refused;
};

/**
 * Checks all that can be checked before anything is changed; what others move before their turn is read then. What is refused is
 * noted by its item in `refused`.
 */
export const checkAll = async (
	run: Run<Change | Compound>,
	groups: readonly Group[],
	{ items: all, refused, reader }: { items: Iterable<number>; refused: Map<number, Refused>; reader: Reader },
): Promise<ReadonlyMap<Group, Checked>> => {
	const known = new Map<Group, Checked>();
	const isOver = () => !run.continueOnFail && refused.size > 0;
	const note = (item: number, why: Refused) => refused.has(item) || refused.set(item, why);
	const broken = isOver() ? undefined : await orRefused(async () => await guardedAll(run, groups, reader));
	if (broken) for (const item of all) note(item, broken);
	const isSettled = ({ steps }: Group) => !steps.some(({ isReadInTurn }) => isReadInTurn);
	for (const group of broken ? [] : groups.filter(isSettled)) {
		if (isOver()) break;
		const checked = await checkUsers(group.run, reader);
		known.set(group, checked);
		for (const [place, request] of checked.asked.entries()) {
			const { items, request: planned } = group.steps[place];
			const isListed = planned && !isRefused(planned) && planned.isListed;
			if (isRefused(request) && !(isListed && isOwn(request))) note(items[0], request);
		}
	}
	return known;
};
