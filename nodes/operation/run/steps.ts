import type { ItemRequest } from '../panel';
import { isRefused } from '../panel';
import type { Compound, SetStep, Refused, Step, Surroundings, RecordedSet } from '../words';
import { isSetOperation, refuse } from '../words';
import type { Diff } from './reconcile';
import { reconcile } from './reconcile';
import { isStrict, unchangedAlready } from './ifUnchanged';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Run, StepRequest } from './run';
import type { Due, DesiredState } from './desired';
import { groupOf, desiredOf, desiredStatesOf } from './desired';
import { stagesIn } from './stages';

/** What a run is to do for an item, or a whole for several: a step, or nothing. */
export interface PlannedStep {
	/** The first is the one that messages are about. */
	readonly items: readonly number[];
	/** Absent where nothing has to be done. */
	readonly wanted?: StepRequest | Refused;
	readonly step?: Step | SetStep;
	/** Steps of a later stage wait for those before. */
	readonly stage: number;
	readonly desired?: Reconciled;
}

export interface Reconciled extends DesiredState {
	readonly diff: Diff;
}

interface Own {
	readonly items: readonly number[];
	readonly asked: ItemRequest;
	readonly step: Step;
}

/** What a part's own result is for: the whole has the say. */
const asPart = { partialFailure: 'report', output: 'summary', ifUnchanged: 'succeed', verify: false };

/** A step with those options of the item that its change has. */
const wantedFor = (
	{ change, values, options, precondition, unchanged, seen }: Step,
	asked: ItemRequest,
): StepRequest => {
	const own = change.options.map(({ property }): [string, unknown] => [property.name, asked.options[property.name]]);
	const given = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as ItemRequest['options'];
	return { values, options: { ...given, ...options }, lookedUp: asked.lookedUp, precondition, unchanged, seen };
};

/** A step, whose turn comes after others in a dry run: what those would leave behind can't be read. */
const inTurn = (wanted: StepRequest, stage: number): StepRequest => {
	const { precondition: _, ...rest } = wanted;
	return stage > 0 && wanted.options.dryRun === true ? { ...rest, waits: true } : wanted;
};

const inEachOthersWay = refuse(
	'Another plan of this run is about the same access',
	'Both were made of the same state, and applying one of them moves it for the other. Leave one of the two out.',
);

const stepOrTask = (step: Step | RecordedSet, item: number, asked: ItemRequest): Own | DesiredState => {
	if (!('whole' in step)) return { items: [item], asked, step };
	const { values, options } = step;
	return desiredOf({ ...step, items: [item], asked: { values, options: { ...asked.options, ...options } } });
};

/** What the items of a run ask for, in their order. */
const givenBy = async (run: Run<Compound>, surroundings: Surroundings): Promise<Array<Due | Own>> => {
	const { operation, asked } = run;
	if (isSetOperation(operation)) return desiredStatesOf({ ...run, operation });
	const given: Array<Due | Own> = [];
	for (const [item, read] of asked.entries()) {
		const steps = isRefused(read)
			? read
			: await orRefused(async () => await operation.steps(read.values, surroundings));
		if ('message' in steps) given.push({ items: [item], refused: { ...steps, invalid: true } });
		else for (const step of steps) given.push(stepOrTask(step, item, read as ItemRequest));
	}
	return given;
};

/** What each desired state comes to. Where the node stops on errors, the first that can't be told ends it. */
const diffsOf = async (given: ReadonlyArray<Due | Own>, run: Run<Compound>, { reader }: Surroundings) => {
	const desiredStates = given.filter((one): one is DesiredState => 'whole' in one);
	const diffs = new Map<Due | Own, Diff | Refused>();
	const isOver = !run.continueOnFail && given.some((one) => 'refused' in one);
	await paced(isOver ? [] : desiredStates, reader.atOnce, async (desired) => {
		const diff = await reconcile(desired, reader);
		const isIdle = 'parts' in diff && diff.parts.length === 0 && isStrict(desired.asked);
		diffs.set(desired, isIdle ? unchangedAlready : diff);
		return run.continueOnFail || (!isIdle && 'parts' in diff);
	});
	return diffs;
};

const notRead: Refused = { ...refuse("What is there wasn't read any more", 'Run it again.'), follows: true };

/** All that a run is to do, in its order, and what of it can't be used. */
export const plannedSteps = async (run: Run<Compound>, surroundings: Surroundings): Promise<PlannedStep[]> => {
	const { operation } = run;
	const isInOrder = !isSetOperation(operation) && operation.isInOrder;
	const placeOf = stagesIn(isInOrder);
	const given = await givenBy(run, surroundings);
	const groups = new Set<string>();
	const diffs = await diffsOf(given, run, surroundings);
	return given.flatMap((one): PlannedStep | PlannedStep[] => {
		const { items } = one;
		if ('refused' in one) return { items, wanted: one.refused, stage: 0 };
		if ('step' in one) {
			const { stage, isAgain } = placeOf(one.step);
			const wanted = isAgain && !isInOrder ? inEachOthersWay : inTurn(wantedFor(one.step, one.asked), stage);
			return { items, step: one.step, stage, wanted };
		}
		const group = groupOf(one.whole, one.asked.values, one);
		if (!isSetOperation(operation) && groups.has(group)) return { items, wanted: inEachOthersWay, stage: 0 };
		groups.add(group);
		const diff = diffs.get(one) ?? notRead;
		if ('message' in diff) return { items, wanted: { ...diff, invalid: true }, stage: 0 };
		const desired: Reconciled = { ...one, diff };
		if (diff.parts.length === 0) return { items, stage: 0, desired };
		return diff.parts.map((step): PlannedStep => {
			const { stage, isAgain } = placeOf(step, step.stage);
			const own = { ...one.asked, options: { ...one.asked.options, ...asPart } };
			const isInTheWay = isAgain && !isSetOperation(operation);
			const wanted = isInTheWay ? inEachOthersWay : { ...wantedFor(step, own), whole: desired };
			return { items, step, stage, wanted, desired };
		});
	});
};
