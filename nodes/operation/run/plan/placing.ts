import type { Refused, Step } from '../../model';
import { groupOf, refuse } from '../../model';
import type { ItemRequest } from '../../panel';
import { agreement, canonical } from '../../saved';
import type { DesiredState, Diff, PlannedStep, Reconciled, StepRequest } from '../types';
import { stagesInOrder } from './stages';

/** A step that an item holds by itself. */
export interface Own {
	readonly items: readonly number[];
	readonly asked: ItemRequest;
	readonly step: Step;
}

/** What each desired state comes to, as far as that was read. */
export type Diffs = ReadonlyMap<DesiredState, Diff | Refused>;

/** Options of each step of a set: the set decides on failure and verification. */
const forced = { partialFailure: 'report', ifUnchanged: 'succeed', verify: false };

/** A step with those options of the item that its change has. */
const requestFor = (
	{ change, values, options, precondition, unchanged, seen }: Step,
	asked: ItemRequest,
): StepRequest => {
	const own = change.options.map(({ property }): [string, unknown] => [property.name, asked.options[property.name]]);
	const given = Object.fromEntries(own.filter(([, value]) => value !== undefined)) as ItemRequest['options'];
	return {
		values,
		options: { ...given, ...options },
		lookedUp: asked.lookedUp,
		picked: asked.picked,
		precondition,
		unchanged,
		seen,
	};
};

const notRead: Refused = { ...refuse("What is there wasn't read any more", 'Run it again.'), follows: true };

/** The steps that make up a difference. */
const stepsFor = (desired: DesiredState, diff: Diff): PlannedStep[] => {
	const { items, asked, isReported } = desired;
	const reconciled: Reconciled = { ...desired, diff };
	if (diff.steps.length === 0) return [{ items, stage: 0, desired: reconciled }];
	const own = { ...asked, options: { ...asked.options, ...forced } };
	return diff.steps.map((step): PlannedStep => {
		const request = { ...requestFor(step, own), isListed: isReported };
		return { items, step, stage: step.stage, request, desired: reconciled };
	});
};

/** The steps of a desired state. */
export const setSteps = (desired: DesiredState, diffs: Diffs): PlannedStep[] => {
	const diff = diffs.get(desired) ?? notRead;
	if (!('message' in diff)) return stepsFor(desired, diff);
	return [{ items: desired.items, request: { ...diff, invalid: true }, stage: 0 }];
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

const refusedOf = (items: readonly number[]): PlannedStep => ({ items, request: inEachOthersWay, stage: 0 });

/** Places undos one after the other, in stages. */
export const placingInOrder = () => {
	const stageOf = stagesInOrder();
	return ({ items, step, asked }: Own): PlannedStep => {
		const stage = stageOf(step);
		const request = inTurn(requestFor(step, asked), stage);
		return { items, step, stage, request, isReadInTurn: stage > 0 };
	};
};

/** What a set is to bring about, whoever asks for it and on whose word. */
const wishOf = ({ asked, resource, name, operation }: DesiredState): string =>
	canonical([resource, name, asked.values, operation.shapedBy.map(({ property }) => asked.options[property.name])]);

/** Places plans: those that want the same go together, and what is in the way of another isn't made. */
export const placingPlans = (diffs: Diffs) => {
	const { admitsStep, admitsSet, stageOf } = agreement();
	const wishes = new Map<string, string>();
	const placeStep = ({ items, step, asked }: Own): PlannedStep =>
		admitsStep(step) ? { items, step, stage: 0, request: requestFor(step, asked) } : refusedOf(items);
	const placeSet = (desired: DesiredState): PlannedStep[] => {
		const { items, asked, resource } = desired;
		const group = groupOf(desired.operation, asked.values, resource);
		const wish = wishOf(desired);
		if ((wishes.get(group) ?? wish) !== wish) return [refusedOf(items)];
		const steps = setSteps(desired, diffs);
		const [{ desired: reconciled }] = steps;
		if (!reconciled) return steps;
		wishes.set(group, wish);
		return admitsSet(reconciled) ? steps : [refusedOf(items)];
	};
	/** With the last of those that want just the same. */
	const together = (planned: PlannedStep): PlannedStep =>
		planned.desired || !planned.step ? planned : { ...planned, stage: stageOf(planned.step) };
	return { placeStep, placeSet, together };
};
