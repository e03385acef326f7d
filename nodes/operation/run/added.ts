import type { Move, Reader } from '../words';
import type { Group } from './groups';
import { paced } from './pacing';
import type { Results } from './run';
import type { Aimed, Slot } from './steps';
import type { MoveFate } from './wholeFates';
import { confirmed, fateOf, lookedAgain } from './wholeFates';

/** What a run has come to so far. */
interface SoFar {
	readonly slots: readonly Slot[];
	readonly results: readonly Results[];
	readonly lacking: ReadonlySet<Aimed>;
}

/** What became of whom each task adds. */
const addedBy = ({ slots, results }: SoFar): ReadonlyMap<Aimed, readonly MoveFate[]> => {
	const added = new Map<Aimed, MoveFate[]>();
	for (const [place, { step, task }] of slots.entries()) {
		if (!task || !step?.change.state.grants) continue;
		const own = added.get(task) ?? [];
		own.push(fateOf(step as Move, results[place]));
		added.set(task, own);
	}
	return added;
};

/**
 * The tasks of which somebody is to be removed now, although not everybody whom they added is there: providers accept what makes
 * no difference, and what can't be read proves nothing.
 */
export const lackingNow = async ({ run, places }: Group, soFar: SoFar, reader: Reader): Promise<readonly Aimed[]> => {
	if (run.operation.state.grants) return [];
	const added = addedBy(soFar);
	const tasks = [...new Set(places.map((place) => soFar.slots[place].task))].filter(
		(task): task is Aimed =>
			task !== undefined && added.has(task) && !soFar.lacking.has(task) && task.asked.options.dryRun !== true,
	);
	const unseen: Aimed[] = [];
	await paced(tasks, reader.atOnce, async (task) => {
		const own = added.get(task) ?? [];
		const there = await lookedAgain(task, own, reader);
		if ('message' in there || confirmed(own, there).some(({ is }) => is === 'failed')) unseen.push(task);
		return true;
	});
	return unseen;
};
