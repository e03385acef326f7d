import type { Asked } from '../panel';
import { readable } from '../panel';
import type { Compound, Refused, Step, Surroundings } from '../words';
import { refuse } from '../words';
import { orRefused } from './orRefused';
import type { Run, Wanted } from './run';
import { canonical } from './seal';
import { subjectsOf } from './subjects';
import { accessesOf } from './turns';

/** What one result of a run is for: a step of an item, or an item that has none. */
export interface Slot {
	readonly item: number;
	readonly wanted: Wanted | Refused;
	readonly step?: Step;
	/** Steps of a later wave wait for those before: they change the same access in another way. */
	readonly wave: number;
}

/** A step with those options of the item that its change has. */
const wantedFor = ({ change, values, options, premise, unchanged }: Step, asked: Asked, wave: number): Wanted => {
	const own = change.options.map(({ property }): [string, unknown] => [property.name, asked.options[property.name]]);
	const given = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as Asked['options'];
	const wanted = { values, options: { ...given, ...options }, unchanged };
	return wave > 0 && asked.options.dryRun === true ? { ...wanted, waits: true } : { ...wanted, premise };
};

/** Tells the wave of each step, in the order of the run. */
const wavesIn = () => {
	const last = new Map<string, { readonly wish: string; readonly wave: number }>();
	return ({ change, resource, name, values }: Step): number => {
		const accessOf = accessesOf(change);
		const met = subjectsOf(change, values).map((one) => ({
			access: accessOf(one),
			wish: canonical([resource, name, one]),
		}));
		const waves = met.map(({ access, wish }) => {
			const before = last.get(access);
			if (!before) return 0;
			return before.wish === wish ? before.wave : before.wave + 1;
		});
		const wave = Math.max(...waves);
		for (const { access, wish } of met) last.set(access, { wish, wave });
		return wave;
	};
};

const inEachOthersWay = refuse(
	'Another plan of this run is about the same access',
	'Both were made of the same state, and applying one of them moves it for the other. Leave one of the two out.',
);

/** All that a run is to do, in its order, and what of it can't be used. */
export const entriesOf = async ({ operation, asked }: Run<Compound>, surroundings: Surroundings): Promise<Slot[]> => {
	const waveOf = wavesIn();
	const entries: Slot[] = [];
	const read = new Map(readable(asked));
	for (const [item, given] of asked.entries()) {
		const own = read.get(item);
		const steps = own
			? await orRefused(async () => await operation.steps(own.values, surroundings))
			: (given as Refused);
		if (!own || 'message' in steps) {
			entries.push({ item, wanted: { ...(steps as Refused), invalid: true }, wave: 0 });
			continue;
		}
		for (const step of steps) {
			const wave = waveOf(step);
			const isInTheWay = wave > 0 && !operation.isInOrder;
			entries.push({ item, step, wave, wanted: isInTheWay ? inEachOthersWay : wantedFor(step, own, wave) });
		}
	}
	return entries;
};
