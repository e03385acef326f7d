import { kindNames } from './faults';
import type { Report } from './report';

const ratio = (counts: ReadonlyMap<string, number>, part: readonly string[], all: readonly string[]): number => {
	const sum = (names: readonly string[]) => names.reduce((so, name) => so + (counts.get(name) ?? 0), 0);
	return sum(part) / sum(all);
};

/** Whether most items succeeded: to know nothing is never wrong, and no use. */
const isUseful = ({ counts }: Report): boolean => {
	const of = new Map(counts);
	const stopped = of.get('in runs that stopped') ?? 0;
	const through = ['applied', 'unchanged', 'planned'].reduce((sum, name) => sum + (of.get(name) ?? 0), 0);
	return through >= 0.6 * ((of.get('items') ?? 0) - stopped);
};

const good = ['made', 'kept', 'planned'];
const all = [...good, 'not', 'refused', 'unsent', 'unknown', 'accepted'];
const accesses = (says: readonly string[]) => says.flatMap((one) => [`set, access ${one}`, `all, access ${one}`]);

const areSetsUseful = ({ ofSets }: Report): boolean => ratio(new Map(ofSets), accesses(good), accesses(all)) >= 0.6;

/** What a soak of sets has to have seen. */
const toBeMet = [
	'set: applied',
	'set: in part',
	'set: error',
	'all: applied',
	'apply: result',
	'apply: refused as stale',
	'apply: refused as edited',
	'undo: just as it was',
	'undo: refused as edited',
];

/** What a long soak of all providers ought to have met, and didn't. */
export const weaknesses = (reports: readonly Report[], isLong: boolean, isLongOfSets: boolean): string[] => {
	const isMet = (kind: string) => reports.some(({ met }) => met.some(([name]) => name === kind));
	const isOfSets = (what: string) => reports.some(({ ofSets }) => ofSets.some(([name]) => name === what));
	return [
		...kindNames.filter((kind) => isLong && !isMet(kind)).map((kind) => `Never met: ${kind}`),
		...toBeMet.filter((what) => isLongOfSets && !isOfSets(what)).map((what) => `Never met: ${what}`),
		...reports.filter((one) => isLong && !isUseful(one)).map((one) => `Too few items succeeded: ${one.provider}`),
		...reports
			.filter((one) => isLongOfSets && !areSetsUseful(one))
			.map((one) => `Too few accesses of sets became as asked: ${one.provider}`),
	];
};
