import type { Compound, Move, Reader, Refused } from '../words';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Results, Run } from './run';
import type { Aimed, Slot } from './steps';
import { unbegun, withEventsOf } from './wholeEvents';
import type { MoveFate } from './wholeFates';
import { confirmed, fateOf, lookedAgain } from './wholeFates';
import { wholeResult } from './wholeResult';

interface Made {
	readonly run: Run<Compound>;
	readonly slots: readonly Slot[];
	readonly results: readonly Results[];
	readonly refused: ReadonlyMap<number, Refused>;
	readonly reader: Reader;
}

/** What became of the parts of each task that was begun. */
const fatesIn = ({ slots, results, refused }: Made): Map<Aimed, MoveFate[]> => {
	const fates = new Map<Aimed, MoveFate[]>();
	for (const [place, { items, task, step }] of slots.entries()) {
		if (!task || refused.has(items[0])) continue;
		const own = fates.get(task) ?? [];
		fates.set(task, own);
		if (step) own.push(fateOf(step as Move, results[place]));
	}
	return fates;
};

/** The results of the tasks, by what was read once all was made. */
const endedIn = async (made: Made): Promise<ReadonlyMap<Aimed, Results>> => {
	const { run } = made;
	const reader = made.reader.fresh();
	const told = new Map<Aimed, Results>();
	const fates = fatesIn(made);
	const isOver = () => run.connection.isOver();
	const hasEnded =
		!run.goesOn &&
		[...fates].some(([task, own]) => !task.isReported && own.some(({ is, isOpen }) => is === 'failed' && !isOpen));
	await paced([...fates], reader.atOnce, async ([task, own]) => {
		const isBegun = own.length === 0 || own.some(({ is }) => is !== 'unsent');
		// Another item has ended the run, and says why.
		if (!isBegun && !run.goesOn) return true;
		const isSent = own.length > 0 && isBegun && task.asked.options.dryRun !== true;
		const after = isSent && !hasEnded && !isOver() ? await lookedAgain(task, own, reader) : undefined;
		const seen = after && !('message' in after) ? confirmed(own, after) : own;
		const { whole, asked } = task;
		const hidden = await orRefused(async () => await whole.hidden?.(asked.values, reader));
		const ended = { task, fates: seen, after, note: typeof hidden === 'string' ? hidden : undefined };
		told.set(task, withEventsOf(run, ended, wholeResult(run, ended)));
		return true;
	});
	return told;
};

/** The results of a run in its order: of each step, and of each task one. */
export const toldAll = async (made: Made) => {
	const { run, slots, results, refused } = made;
	const ended = await endedIn(made);
	const told: Results[] = [];
	const items: Array<readonly number[]> = [];
	const places: number[] = [];
	const met = new Set<unknown>();
	for (const [place, { items: own, task }] of slots.entries()) {
		const why = refused.get(own[0]);
		const once = why ? own[0] : task;
		if (once !== undefined && met.has(once)) continue;
		if (once !== undefined) met.add(once);
		places[place] = told.length;
		items.push(own);
		told.push(why ? unbegun(run, slots, own[0], why) : task ? (ended.get(task) ?? []) : results[place]);
	}
	return { results: told, items, places };
};
