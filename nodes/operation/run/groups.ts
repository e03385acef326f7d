import type { Compound, Refused, Step } from '../words';
import type { Run, StepRequest } from './run';
import type { PlannedStep } from './steps';

/** Steps of one change that can be made together. */
export interface Group {
	readonly run: Run;
	readonly stage: number;
	/** Where among the steps they stand. */
	readonly places: readonly number[];
}

/** What is to be made of the steps of a run, stage after stage. */
export const groupsOf = (
	run: Run<Compound>,
	steps: readonly PlannedStep[],
	refused: ReadonlyMap<number, Refused>,
): Group[] => {
	const places = new Map<string, number[]>();
	for (const [place, { items, step, stage, desired }] of steps.entries()) {
		if (!step || refused.has(items[0])) continue;
		const key = JSON.stringify([stage, step.resource, step.name, desired !== undefined]);
		const own = places.get(key);
		if (own) own.push(place);
		else places.set(key, [place]);
	}
	const groups = [...places.values()].map((own): Group => {
		const { step, stage } = steps[own[0]];
		const { resource, name, change } = step as Step;
		const asked = own.map((place) => steps[place].wanted as StepRequest | Refused);
		return { run: { ...run, resource, name, operation: change, asked }, stage, places: own };
	});
	return groups.sort((a, b) => a.stage - b.stage);
};
