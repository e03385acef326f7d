import type { Asked } from '../panel';
import { isRefused } from '../panel';
import type { Compound, Move, Refused, Step, Surroundings, WholeStep } from '../words';
import { isWhole, refuse } from '../words';
import type { Aim } from './aims';
import { aimOf } from './aims';
import { isStrict, unchangedAlready } from './ifUnchanged';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Run, Wanted } from './run';
import type { Due, Task } from './tasks';
import { groupOf, taskOf, tasksOf } from './tasks';
import { wavesIn } from './waves';

/** What a run is to do for an item, or a whole for several: a step, or nothing. */
export interface Slot {
	/** The first is the one that messages are about. */
	readonly items: readonly number[];
	/** Absent where nothing has to be done. */
	readonly wanted?: Wanted | Refused;
	readonly step?: Step | Move;
	/** Steps of a later wave wait for those before. */
	readonly wave: number;
	readonly task?: Aimed;
}

export interface Aimed extends Task {
	readonly aim: Aim;
}

interface Own {
	readonly items: readonly number[];
	readonly asked: Asked;
	readonly step: Step;
}

/** What a part's own result is for: the whole has the say. */
const asPart = { partialFailure: 'report', output: 'summary', ifUnchanged: 'succeed', verify: false };

/** A step with those options of the item that its change has. */
const wantedFor = ({ change, values, options, premise, unchanged, seen }: Step, asked: Asked): Wanted => {
	const own = change.options.map(({ property }): [string, unknown] => [property.name, asked.options[property.name]]);
	const given = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as Asked['options'];
	return { values, options: { ...given, ...options }, lookedUp: asked.lookedUp, premise, unchanged, seen };
};

/** A step, whose turn comes after others in a dry run: what those would leave behind can't be read. */
const inTurn = (wanted: Wanted, wave: number): Wanted => {
	const { premise: _, ...rest } = wanted;
	return wave > 0 && wanted.options.dryRun === true ? { ...rest, waits: true } : wanted;
};

const inEachOthersWay = refuse(
	'Another plan of this run is about the same access',
	'Both were made of the same state, and applying one of them moves it for the other. Leave one of the two out.',
);

const stepOrTask = (step: Step | WholeStep, item: number, asked: Asked): Own | Task => {
	if (!('whole' in step)) return { items: [item], asked, step };
	const { values, options } = step;
	return taskOf({ ...step, items: [item], asked: { values, options: { ...asked.options, ...options } } });
};

/** What the items of a run ask for, in their order. */
const givenBy = async (run: Run<Compound>, surroundings: Surroundings): Promise<Array<Due | Own>> => {
	const { operation, asked } = run;
	if (isWhole(operation)) return tasksOf({ ...run, operation });
	const given: Array<Due | Own> = [];
	for (const [item, read] of asked.entries()) {
		const steps = isRefused(read)
			? read
			: await orRefused(async () => await operation.steps(read.values, surroundings));
		if ('message' in steps) given.push({ items: [item], refused: { ...steps, invalid: true } });
		else for (const step of steps) given.push(stepOrTask(step, item, read as Asked));
	}
	return given;
};

/** What each task comes to. Where the node stops on errors, the first that can't be told ends it. */
const aimsOf = async (given: ReadonlyArray<Due | Own>, run: Run<Compound>, { reader }: Surroundings) => {
	const tasks = given.filter((one): one is Task => 'whole' in one);
	const aims = new Map<Due | Own, Aim | Refused>();
	const isOver = !run.goesOn && given.some((one) => 'refused' in one);
	await paced(isOver ? [] : tasks, reader.atOnce, async (task) => {
		const aim = await aimOf(task, reader);
		const isIdle = 'parts' in aim && aim.parts.length === 0 && isStrict(task.asked);
		aims.set(task, isIdle ? unchangedAlready : aim);
		return run.goesOn || (!isIdle && 'parts' in aim);
	});
	return aims;
};

const notRead: Refused = { ...refuse("What is there wasn't read any more", 'Run it again.'), follows: true };

/** All that a run is to do, in its order, and what of it can't be used. */
export const slotsOf = async (run: Run<Compound>, surroundings: Surroundings): Promise<Slot[]> => {
	const { operation } = run;
	const isInOrder = !isWhole(operation) && operation.isInOrder;
	const placeOf = wavesIn(isInOrder);
	const given = await givenBy(run, surroundings);
	const groups = new Set<string>();
	const aims = await aimsOf(given, run, surroundings);
	return given.flatMap((one): Slot | Slot[] => {
		const { items } = one;
		if ('refused' in one) return { items, wanted: one.refused, wave: 0 };
		if ('step' in one) {
			const { wave, isAgain } = placeOf(one.step);
			const wanted = isAgain && !isInOrder ? inEachOthersWay : inTurn(wantedFor(one.step, one.asked), wave);
			return { items, step: one.step, wave, wanted };
		}
		const group = groupOf(one.whole, one.asked.values, one);
		if (!isWhole(operation) && groups.has(group)) return { items, wanted: inEachOthersWay, wave: 0 };
		groups.add(group);
		const aim = aims.get(one) ?? notRead;
		if ('message' in aim) return { items, wanted: { ...aim, invalid: true }, wave: 0 };
		const task: Aimed = { ...one, aim };
		if (aim.parts.length === 0) return { items, wave: 0, task };
		return aim.parts.map((step): Slot => {
			const { wave, isAgain } = placeOf(step, step.stage);
			const own = { ...one.asked, options: { ...one.asked.options, ...asPart } };
			const isInTheWay = isAgain && !isWhole(operation);
			const wanted = isInTheWay ? inEachOthersWay : { ...wantedFor(step, own), whole: task };
			return { items, step, wave, wanted, task };
		});
	});
};
