import type { ItemRequest } from '../../panel';
import { isRefused } from '../../panel';
import { paced } from '../../wire';
import type { Change, Compound, RecordedSet, Refused, Step, Surroundings } from '../../model';
import { isCompound, isSetOperation, orRefused, refuse } from '../../model';
import { canonical } from '../../saved';
import { isStrict, unchangedAlready } from '../state';
import type { DesiredState, Diff, PlannedStep, Reconciled, Run, StepRequest } from '../types';
import type { Due } from './desired';
import { desiredOf, desiredStatesOf, groupOf } from './desired';
import { reconcile } from './reconcile';
import { stagesIn } from './stages';

interface Own {
	readonly items: readonly number[];
	readonly asked: ItemRequest;
	readonly step: Step;
}

/** Options of each step of a set: the set decides on failure and verification. */
const forced = { partialFailure: 'report', ifUnchanged: 'succeed', verify: false };

/** A step with those options of the item that its change has. */
const requestFor = (
	{ change, values, options, precondition, unchanged, seen }: Step,
	asked: ItemRequest,
): StepRequest => {
	const own = change.options.map(({ property }): [string, unknown] => [property.name, asked.options[property.name]]);
	const given = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as ItemRequest['options'];
	return { values, options: { ...given, ...options }, lookedUp: asked.lookedUp, precondition, unchanged, seen };
};

/** A step whose turn comes after others in a dry run: its starting state can't be read yet. */
const inTurn = (request: StepRequest, stage: number): StepRequest => {
	const { precondition: _, ...rest } = request;
	return stage > 0 && request.options.dryRun === true ? { ...rest, waits: true } : request;
};

const inEachOthersWay = refuse(
	'Another plan of this run is about the same access',
	'Both were made of the same state, and applying one of them moves it for the other. Leave one of the two out.',
);

const stepOrSet = (step: Step | RecordedSet, item: number, asked: ItemRequest): Own | DesiredState => {
	if (!('operation' in step)) return { items: [item], asked, step };
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
		else for (const step of steps) given.push(stepOrSet(step, item, read as ItemRequest));
	}
	return given;
};

/** What each desired state comes to. Where the node stops on errors, the first that can't be told ends it. */
const diffsOf = async (given: ReadonlyArray<Due | Own>, run: Run<Compound>, { reader }: Surroundings) => {
	const all = given.filter((one): one is DesiredState => 'operation' in one);
	const diffs = new Map<Due | Own, Diff | Refused>();
	const isOver = !run.continueOnFail && given.some((one) => 'refused' in one);
	await paced(isOver ? [] : all, reader.atOnce, async (desired) => {
		const diff = await reconcile(desired, reader);
		const isIdle = 'steps' in diff && diff.steps.length === 0 && isStrict(desired.asked);
		diffs.set(desired, isIdle ? unchangedAlready : diff);
		return run.continueOnFail || (!isIdle && 'steps' in diff);
	});
	return diffs;
};

const notRead: Refused = { ...refuse("What is there wasn't read any more", 'Run it again.'), follows: true };

/** Places what a run asks for, one after the other: steps in stages, and plans that are in each other's way not at all. */
const placing = ({ operation }: Run<Compound>, diffs: ReadonlyMap<Due | Own, Diff | Refused>) => {
	const isRecorded = !isSetOperation(operation);
	const isInOrder = isRecorded && operation.isInOrder;
	const { placeOf, stageOf, keeps } = stagesIn(isInOrder);
	const groups = new Map<string, { readonly wish: string; readonly desired: Reconciled }>();
	const placeStep = ({ items, step, asked }: Own): PlannedStep => {
		const { stage, isAgain } = placeOf(step);
		const request = isAgain && !isInOrder ? inEachOthersWay : inTurn(requestFor(step, asked), stage);
		return { items, step, stage, request, isReadInTurn: isInOrder && stage > 0 };
	};
	const placeSet = (desired: DesiredState): PlannedStep[] => {
		const { items, asked, isReported, ...said } = desired;
		const group = groupOf(desired.operation, asked.values, desired);
		const wish = canonical([said.resource, said.name, asked]);
		const same = groups.get(group);
		if (isRecorded && same) return [same.wish === wish ? { items, stage: 0, desired: same.desired } : refusedOf(items)];
		const diff = diffs.get(desired) ?? notRead;
		if ('message' in diff) return [{ items, request: { ...diff, invalid: true }, stage: 0 }];
		const reconciled: Reconciled = { ...desired, diff };
		groups.set(group, { wish, desired: reconciled });
		if (isRecorded && diff.kept.filter(keeps).length > 0) return [refusedOf(items)];
		if (diff.steps.length === 0) return [{ items, stage: 0, desired: reconciled }];
		const own = { ...asked, options: { ...asked.options, ...forced } };
		return diff.steps.map((step): PlannedStep => {
			const { stage, isAgain } = placeOf(step, step.stage);
			const request = isAgain && isRecorded ? inEachOthersWay : { ...requestFor(step, own), isListed: isReported };
			return { items, step, stage, request, desired: reconciled };
		});
	};
	/** Plans that want just the same go together: with the later of them. */
	const together = (planned: PlannedStep): PlannedStep =>
		isInOrder || planned.desired || !planned.step ? planned : { ...planned, stage: stageOf(planned.step) };
	return { placeStep, placeSet, together };
};

const refusedOf = (items: readonly number[]): PlannedStep => ({ items, request: inEachOthersWay, stage: 0 });

/** Each item's change as one step. */
const plainSteps = ({ resource, name, operation: change, asked }: Run): PlannedStep[] =>
	asked.map((request, item) => ({
		items: [item],
		request,
		step: isRefused(request) ? undefined : { resource, name, change, values: request.values },
		stage: 0,
	}));

const isOfCompound = (run: Run<Change | Compound>): run is Run<Compound> => isCompound(run.operation);

/** All that a run is to do, in its order, and what of it can't be used. */
export const stepsOf = async (run: Run<Change | Compound>, surroundings: Surroundings): Promise<PlannedStep[]> => {
	if (!isOfCompound(run)) return plainSteps(run as Run);
	const given = await givenBy(run, surroundings);
	const { placeStep, placeSet, together } = placing(run, await diffsOf(given, run, surroundings));
	const planned = given.flatMap((one): PlannedStep | PlannedStep[] => {
		if ('refused' in one) return { items: one.items, request: one.refused, stage: 0 };
		return 'step' in one ? placeStep(one) : placeSet(one);
	});
	return planned.map(together);
};
