import { isRefused } from '../panel';
import { readerOf } from '../wire';
import type { Change, Compound, Reader, Refused } from '../words';
import { withoutRepeats } from '../words';
import { carryOut } from './carryOut';
import type { Checked } from './checks';
import { guarded, looked } from './checks';
import { tooMany } from './guards';
import { orRefused } from './orRefused';
import type { Outcome, Results, Run, Tally, Wanted } from './run';
import { hasFailed, nothingMade } from './run';
import type { Slot } from './steps';
import { entriesOf } from './steps';
import { subjectsOf } from './subjects';

/** Steps of one change that can be made together. */
interface Group {
	readonly run: Run;
	readonly wave: number;
	/** Where among the entries they stand. */
	readonly places: readonly number[];
}

const groupsOf = (run: Run<Compound>, entries: readonly Slot[], refused: ReadonlyMap<number, Refused>): Group[] => {
	const places = new Map<string, number[]>();
	for (const [place, { item, step, wave }] of entries.entries()) {
		if (!step || refused.has(item)) continue;
		const key = JSON.stringify([wave, step.resource, step.name]);
		const own = places.get(key);
		if (own) own.push(place);
		else places.set(key, [place]);
	}
	const groups = [...places.values()].map((own): Group => {
		const { step, wave } = entries[own[0]];
		const { resource, name, change } = step as NonNullable<Slot['step']>;
		const asked = own.map((place) => entries[place].wanted);
		return { run: { ...run, resource, name, operation: change, asked }, wave, places: own };
	});
	return groups.sort((a, b) => a.wave - b.wave);
};

const subjectsIn = ({ run: { operation, asked } }: Group) =>
	withoutRepeats((asked as readonly Wanted[]).flatMap(({ values }) => subjectsOf(operation, values)));

/** The guards that every change has count all of them together. */
const guardedAll = async (
	run: Run<Compound>,
	groups: readonly Group[],
	reader: Reader,
): Promise<Refused | undefined> => {
	const all = groups.reduce((sum, group) => sum + subjectsIn(group).length, 0);
	const broken = tooMany(all, run.settings.maxChanges as number);
	if (broken) return { ...broken, invalid: true };
	// What is made in several waves may be too much only together.
	const whole = new Map<Change, Run>();
	for (const { run: own } of groups) {
		const asked = [...(whole.get(own.operation)?.asked ?? []), ...own.asked];
		whole.set(own.operation, { ...own, asked });
	}
	for (const each of whole.values()) {
		const refused = await guarded(each, reader);
		if (refused) return refused;
	}
	return undefined;
};

/** Why items aren't begun: one part of them can't be used, or isn't as it was. The others of their parts stay too. */
const refusedItems = (entries: readonly Slot[]): Map<number, Refused> => {
	const refused = new Map<number, Refused>();
	for (const { item, wanted } of entries) if (isRefused(wanted) && !refused.has(item)) refused.set(item, wanted);
	return refused;
};

/** Checks all that can be checked before anything is changed; what later waves go by is read in their turn. */
const checkedAll = async (run: Run<Compound>, entries: readonly Slot[], reader: Reader) => {
	const refused = refusedItems(entries);
	const groups = groupsOf(run, entries, refused);
	const known = new Map<Group, Checked>();
	const isOver = () => !run.goesOn && refused.size > 0;
	const broken = isOver() ? undefined : await orRefused(async () => await guardedAll(run, groups, reader));
	if (broken) for (const { item } of entries) refused.set(item, refused.get(item) ?? broken);
	for (const group of broken ? [] : groups.filter(({ wave }) => wave === 0)) {
		if (isOver()) break;
		const checked = await looked(group.run, reader);
		known.set(group, checked);
		for (const [index, wanted] of checked.asked.entries()) {
			const { item } = entries[group.places[index]];
			if (isRefused(wanted)) refused.set(item, refused.get(item) ?? wanted);
		}
	}
	return { refused, known, groups: isOver() ? [] : groups };
};

/** One answer for an item that wasn't begun. */
const onceRefused = (entries: readonly Slot[], results: Results[], refused: ReadonlyMap<number, Refused>) => {
	const told = new Set<number>();
	return entries.map(({ item }, place): Results => {
		const why = refused.get(item);
		if (!why) return results[place];
		const isFirst = !told.has(item);
		told.add(item);
		return isFirst ? why : [];
	});
};

const sum = (tallies: ReadonlyArray<Outcome['tally']>): Tally =>
	tallies
		.map((tally) => tally?.() ?? nothingMade)
		.reduce((all, one) => ({ made: all.made + one.made, undecided: all.undecided + one.undecided }), nothingMade);

/** Makes the single changes that the items of a run come to: all are checked first, and those of one change go together. */
export const inSteps = async (run: Run<Compound>): Promise<Outcome> => {
	const { connection, goesOn } = run;
	const { provider, baseUrl, planKey } = connection;
	const reader = readerOf(connection);
	const { node, access } = provider;
	const entries = await entriesOf(run, { node, provider: access.name, baseUrl, planKey, reader });
	const { refused, known, groups } = await checkedAll(run, entries, reader);
	const results: Results[] = entries.map(() => []);
	const tallies: Array<Outcome['tally']> = [];
	let failure: Outcome['failure'];
	for (const group of groups) {
		const now = group.wave === 0 ? reader : reader.fresh();
		const checked = known.get(group) ?? (await looked(group.run, now));
		const asked = checked.asked.map((wanted, index) => refused.get(entries[group.places[index]].item) ?? wanted);
		const outcome = await carryOut(group.run, now, { ...checked, asked });
		for (const [index, result] of outcome.results.entries()) results[group.places[index]] = result;
		tallies.push(outcome.tally);
		const failed = outcome.failure?.item ?? outcome.results.findIndex(hasFailed);
		if (goesOn || failed < 0) continue;
		failure = { item: group.places[failed], refused: outcome.failure?.refused };
		break;
	}
	const items = entries.map(({ item }) => item);
	return { results: onceRefused(entries, results, refused), items, tally: () => sum(tallies), failure };
};
