import type { ItemRequest } from '../../panel';
import { isRefused } from '../../panel';
import { paced } from '../../wire';
import type { Change, Compound, RecordedSet, Refused, Step, Surroundings } from '../../model';
import { isCompound, isSetOperation, orRefused } from '../../model';
import { isStrict, unchangedAlready } from '../state';
import type { DesiredState, Diff, PlannedStep, Run } from '../types';
import type { Due } from './desired';
import { desiredOf, desiredStatesOf } from './desired';
import type { Own } from './placing';
import { placingInOrder, placingPlans, setSteps } from './placing';
import { reconcile } from './reconcile';

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
		const steps = isRefused(read) ? read : await orRefused(async () => await operation.steps(read, surroundings));
		if ('message' in steps) given.push({ items: [item], refused: { ...steps, invalid: true } });
		else for (const step of steps) given.push(stepOrSet(step, item, read as ItemRequest));
	}
	const broken = given.flatMap((one) => ('refused' in one && one.refused.isOfRun ? [one.refused] : []));
	return broken.length === 0 ? given : asked.map((_, item) => ({ items: [item], refused: broken[0] }));
};

/** What each desired state comes to. Where the node stops on errors, the first that can't be told ends it. */
const diffsOf = async (given: ReadonlyArray<Due | Own>, run: Run<Compound>, { reader }: Surroundings) => {
	const all = given.filter((one): one is DesiredState => 'operation' in one);
	const diffs = new Map<DesiredState, Diff | Refused>();
	const isOver = !run.continueOnFail && given.some((one) => 'refused' in one);
	await paced(isOver ? [] : all, reader.atOnce, async (desired) => {
		const diff = await reconcile(desired, reader);
		const isIdle = 'steps' in diff && diff.steps.length === 0 && isStrict(desired.asked);
		diffs.set(desired, isIdle ? unchangedAlready : diff);
		return run.continueOnFail || (!isIdle && 'steps' in diff);
	});
	return diffs;
};

/** Each item's change as one step. */
const plainSteps = ({ resource, name, operation: change, asked }: Run): PlannedStep[] =>
	asked.map((request, item) => ({
		items: [item],
		request,
		step: isRefused(request) ? undefined : { resource, name, change, values: request.values },
		stage: 0,
	}));

const isOfCompound = (run: Run<Change | Compound>): run is Run<Compound> => isCompound(run.operation);

/** What each of those that can be used comes to. */
const placed = (given: ReadonlyArray<Due | Own>, place: (one: DesiredState | Own) => PlannedStep[]): PlannedStep[] =>
	given.flatMap((one) => ('refused' in one ? [{ items: one.items, request: one.refused, stage: 0 }] : place(one)));

/** All that a run is to do, in its order, and what of it can't be used. */
export const stepsOf = async (run: Run<Change | Compound>, surroundings: Surroundings): Promise<PlannedStep[]> => {
	if (!isOfCompound(run)) return plainSteps(run as Run);
	const { operation } = run;
	const given = await givenBy(run, surroundings);
	const diffs = await diffsOf(given, run, surroundings);
	if (isSetOperation(operation)) return placed(given, (one) => setSteps(one as DesiredState, diffs));
	if (operation.isInOrder) {
		const place = placingInOrder();
		return placed(given, (one) => [place(one as Own)]);
	}
	const { placeStep, placeSet, together } = placingPlans(diffs);
	return placed(given, (one) => ('step' in one ? [placeStep(one)] : placeSet(one))).map(together);
};
