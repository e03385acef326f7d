import type { Compound, SetStep, Reader, Refused } from '../words';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Results, Run } from './run';
import type { Reconciled, PlannedStep } from './steps';
import { unbegun, withEventsOf } from './wholeEvents';
import type { StepFate } from './wholeFates';
import { confirmed, fateOf, lookedAgain } from './wholeFates';
import { wholeResult } from './wholeResult';

interface Made {
	readonly run: Run<Compound>;
	readonly steps: readonly PlannedStep[];
	readonly results: readonly Results[];
	readonly refused: ReadonlyMap<number, Refused>;
	readonly reader: Reader;
}

/** What became of the parts of each desired state that was begun. */
const fatesIn = ({ steps, results, refused }: Made): Map<Reconciled, StepFate[]> => {
	const fates = new Map<Reconciled, StepFate[]>();
	for (const [place, { items, desired, step }] of steps.entries()) {
		if (!desired || refused.has(items[0])) continue;
		const own = fates.get(desired) ?? [];
		fates.set(desired, own);
		if (step) own.push(fateOf(step as SetStep, results[place]));
	}
	return fates;
};

/** The results of desired states, by what was read once all was made. */
const endedIn = async (made: Made): Promise<ReadonlyMap<Reconciled, Results>> => {
	const { run } = made;
	const reader = made.reader.fresh();
	const told = new Map<Reconciled, Results>();
	const fates = fatesIn(made);
	const isOver = () => run.connection.isOver();
	const hasEnded =
		!run.continueOnFail &&
		[...fates].some(
			([desired, own]) => !desired.isReported && own.some(({ is, isOpen }) => is === 'failed' && !isOpen),
		);
	await paced([...fates], reader.atOnce, async ([desired, own]) => {
		const isBegun = own.length === 0 || own.some(({ is }) => is !== 'unsent');
		// Another item has ended the run, and says why.
		if (!isBegun && !run.continueOnFail) return true;
		const isSent = own.length > 0 && isBegun && desired.asked.options.dryRun !== true;
		const after = isSent && !hasEnded && !isOver() ? await lookedAgain(desired, own, reader) : undefined;
		const seen = after && !('message' in after) ? confirmed(own, after) : own;
		const { whole, asked } = desired;
		const hidden = await orRefused(async () => await whole.hidden?.(asked.values, reader));
		const ended = { desired, fates: seen, after, note: typeof hidden === 'string' ? hidden : undefined };
		told.set(desired, withEventsOf(run, ended, wholeResult(run, ended)));
		return true;
	});
	return told;
};

/** The results of a run in its order: of each step, and of each desired state one. */
export const toldAll = async (made: Made) => {
	const { run, steps, results, refused } = made;
	const ended = await endedIn(made);
	const told: Results[] = [];
	const items: Array<readonly number[]> = [];
	const places: number[] = [];
	const met = new Set<unknown>();
	for (const [place, { items: own, desired }] of steps.entries()) {
		const why = refused.get(own[0]);
		const once = why ? own[0] : desired;
		if (once !== undefined && met.has(once)) continue;
		if (once !== undefined) met.add(once);
		places[place] = told.length;
		items.push(own);
		told.push(why ? unbegun(run, steps, own[0], why) : desired ? (ended.get(desired) ?? []) : results[place]);
	}
	return { results: told, items, places };
};
