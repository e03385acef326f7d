import type { Change, Compound, Refused } from '../../model';
import type { Group, PlannedStep, Run, StepRequest } from '../types';

type Step = NonNullable<PlannedStep['step']>;

/** The steps of a run that can be made together, stage after stage. */
export const groupsOf = (
	run: Run<Change | Compound>,
	planned: readonly PlannedStep[],
	refused: ReadonlyMap<number, Refused>,
): Group[] => {
	const groups = new Map<string, PlannedStep[]>();
	for (const one of planned) {
		const { items, step, stage } = one;
		if (!step || refused.has(items[0])) continue;
		const key = `${stage} ${step.resource} ${step.name}`;
		const own = groups.get(key);
		if (own) own.push(one);
		else groups.set(key, [one]);
	}
	const all = [...groups.values()].map((steps): Group => {
		const [{ step, stage }] = steps;
		const { resource, name, change } = step as Step;
		const asked = steps.map(({ request }) => request as StepRequest | Refused);
		return { run: { ...run, resource, name, operation: change, asked }, stage, steps };
	});
	return all.sort((a, b) => a.stage - b.stage);
};
