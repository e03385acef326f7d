import type { Compound, Refused, Step } from '../words';
import type { Run, Wanted } from './run';
import type { Slot } from './steps';

/** Steps of one change that can be made together. */
export interface Group {
	readonly run: Run;
	readonly wave: number;
	/** Where among the slots they stand. */
	readonly places: readonly number[];
}

/** What is to be made of the slots of a run, wave after wave. */
export const groupsOf = (
	run: Run<Compound>,
	slots: readonly Slot[],
	refused: ReadonlyMap<number, Refused>,
): Group[] => {
	const places = new Map<string, number[]>();
	for (const [place, { items, step, wave, task }] of slots.entries()) {
		if (!step || refused.has(items[0])) continue;
		const key = JSON.stringify([wave, step.resource, step.name, task !== undefined]);
		const own = places.get(key);
		if (own) own.push(place);
		else places.set(key, [place]);
	}
	const groups = [...places.values()].map((own): Group => {
		const { step, wave } = slots[own[0]];
		const { resource, name, change } = step as Step;
		const asked = own.map((place) => slots[place].wanted as Wanted | Refused);
		return { run: { ...run, resource, name, operation: change, asked }, wave, places: own };
	});
	return groups.sort((a, b) => a.wave - b.wave);
};
