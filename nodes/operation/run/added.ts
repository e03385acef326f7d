import type { SetStep, Reader } from '../words';
import type { Group } from './groups';
import { paced } from './pacing';
import type { Results } from './run';
import type { Reconciled, PlannedStep } from './steps';
import type { StepFate } from './wholeFates';
import { confirmed, fateOf, lookedAgain } from './wholeFates';

/** What a run has come to so far. */
interface SoFar {
	readonly steps: readonly PlannedStep[];
	readonly results: readonly Results[];
	readonly lacking: ReadonlySet<Reconciled>;
}

/** What became of whom each desired state adds. */
const addedBy = ({ steps, results }: SoFar): ReadonlyMap<Reconciled, readonly StepFate[]> => {
	const added = new Map<Reconciled, StepFate[]>();
	for (const [place, { step, desired }] of steps.entries()) {
		if (!desired || !step?.change.state.grants) continue;
		const own = added.get(desired) ?? [];
		own.push(fateOf(step as SetStep, results[place]));
		added.set(desired, own);
	}
	return added;
};

/**
 * The desired states of which somebody is to be removed now, although not everybody whom they added is there: providers accept what makes
 * no difference, and what can't be read proves nothing.
 */
export const lackingNow = async (
	{ run, places }: Group,
	soFar: SoFar,
	reader: Reader,
): Promise<readonly Reconciled[]> => {
	if (run.operation.state.grants) return [];
	const added = addedBy(soFar);
	const desiredStates = [...new Set(places.map((place) => soFar.steps[place].desired))].filter(
		(desired): desired is Reconciled =>
			desired !== undefined &&
			added.has(desired) &&
			!soFar.lacking.has(desired) &&
			desired.asked.options.dryRun !== true,
	);
	const unseen: Reconciled[] = [];
	await paced(desiredStates, reader.atOnce, async (desired) => {
		const own = added.get(desired) ?? [];
		const there = await lookedAgain(desired, own, reader);
		if ('message' in there || confirmed(own, there).some(({ is }) => is === 'failed')) unseen.push(desired);
		return true;
	});
	return unseen;
};
