import type { Move, Reader } from '../words';
import type { Group } from './groups';
import type { Results } from './run';
import type { Aimed, Slot } from './steps';
import { confirmed, fateOf, lookedAgain } from './wholeFates';

/** What a run has come to so far. */
interface SoFar {
	readonly slots: readonly Slot[];
	readonly results: readonly Results[];
	readonly lacking: ReadonlySet<Aimed>;
}

/**
 * The tasks of which somebody is to be removed now, although not everybody whom they added is there: providers accept what makes
 * no difference, and what can't be read proves nothing.
 */
export const lackingNow = async (
	{ run, places }: Group,
	{ slots, results, lacking }: SoFar,
	reader: Reader,
): Promise<readonly Aimed[]> => {
	if (run.operation.state.grants) return [];
	const unseen: Aimed[] = [];
	for (const task of new Set(places.map((place) => slots[place].task))) {
		if (!task || lacking.has(task) || task.asked.options.dryRun === true) continue;
		const added = slots.flatMap(({ step, task: own }, place) =>
			own === task && step?.change.state.grants ? [fateOf(step as Move, results[place])] : [],
		);
		if (added.length === 0) continue;
		const there = await lookedAgain(task, added, reader);
		if ('message' in there || confirmed(added, there).some(({ is }) => is === 'failed')) unseen.push(task);
	}
	return unseen;
};
