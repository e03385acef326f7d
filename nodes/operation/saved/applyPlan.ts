import { isRefused } from '../panel';
import type {
	Change,
	Held,
	Option,
	Precondition,
	Refused,
	RecordedSteps,
	Step,
	Surroundings,
	Values,
	SetOperation,
	RecordedSet,
} from '../model';
import { accessLevelIn, calledAs, formChoice, named, refuse, subjectsOf } from '../model';
import type { Changes } from './fromRecord';
import { namedIn, stepsOf, valuesIn } from './fromRecord';
import { openPlan } from './openPlan';
import type { Plan } from './plan';
import { accessLevelDigest, plansIn } from './plan';
import { recordList } from './records';
import { canonical } from './seal';
import { currentDigest } from './setPlan';

/** What plans may be about. */
export interface Operations {
	readonly changes: Changes;
	readonly sets: Readonly<Record<string, Readonly<Record<string, SetOperation>>>>;
}

const parameter = recordList(
	{
		displayName: 'Plan',
		description:
			"The field 'plan' of the result of a dry run, of any operation of this node: a text that begins with 'plan'. Or a list of these, as an array or as text. All plans of a run are checked before the first change.",
	},
	{
		field: 'plan',
		whyNull: 'The state that it would go by could not be read: look at the note of that result, and leave it out here',
		remedy: "Map the field 'plan' of a dry run's result, which is a text that begins with 'plan', or a list of these",
		textsIn: plansIn,
	},
);

/** What a plan goes by: each of its users has of the access what the dry run read. */
const preconditionOf = (change: Change, values: Values, before: string): Precondition => {
	const { state, subject } = change;
	const digests = before.split('.');
	const planned = new Map(subjectsOf(change, values).map((one, index) => [canonical(one), digests[index]]));
	const broken = (held: Held, one: Values): Refused | undefined => {
		const digest = planned.get(canonical(one));
		const now = accessLevelIn(state, held, one);
		if (accessLevelDigest(one, now) === digest) return undefined;
		const accessLevels = state.accessLevels(one);
		const was = accessLevels.find((_, index) => accessLevelDigest(one, index) === digest)?.was ?? 'had something else';
		const user = `user ${String(one[subject.property.name])}`;
		return refuse(
			`Planned when ${user} ${was}; now ${user} ${accessLevels[now].is}`,
			'Nothing of this plan was sent. Make a new plan by a dry run, and have that one approved.',
		);
	};
	return { blocksAll: true, because: "it couldn't be compared with the plan", broken };
};

/** Whatever is said of what the request is made of beside the parameters. */
const givenIn = (
	operation: Change | SetOperation,
	{ parameters }: Plan,
	others: readonly Option[],
): Refused | Pick<RecordedSet, 'values' | 'options'> => {
	const read = valuesIn(operation, { what: 'plan', data: parameters, others });
	if (isRefused(read)) return read;
	const names = new Set(others.map(({ property }) => property.name));
	const [values, options] = [true, false].map((isValue) =>
		Object.fromEntries(Object.entries(read).filter(([name]) => names.has(name) !== isValue)),
	);
	return { values, options };
};

/** What all there is was when a plan was made, or nothing of it is sent. */
const movedFrom =
	({ before }: Plan): RecordedSet['broken'] =>
	(current) =>
		currentDigest(current) === before
			? undefined
			: refuse(
					`What is there isn't what it was when this was planned: now it is ${current.length === 0 ? 'nothing' : named(current.map(calledAs))}`,
					'Nothing of this plan was sent. Make a new plan by a dry run, and have that one approved.',
				);

const stepOf = (
	{ changes, sets }: Operations,
	text: string,
	surroundings: Surroundings,
	asked: Values,
): Step | RecordedSet | Refused => {
	const plan = openPlan(text, surroundings, asked);
	if ('message' in plan) return plan;
	const { resource, operation: name, before, words } = plan;
	const set = namedIn(sets, resource, name);
	if (set) {
		const given = givenIn(set, plan, set.shapedBy);
		if ('message' in given) return given;
		const options = { ...given.options, ...words };
		return { resource, name, operation: set, ...given, options, broken: movedFrom(plan) };
	}
	const change = namedIn(changes, resource, name);
	if (!change) return refuse(`This node has no operation '${name}'`, 'Make a new plan by a dry run.');
	const form = formChoice(change);
	const given = givenIn(change, plan, form ? [form] : []);
	if ('message' in given) return given;
	const options = { ...given.options, ...words };
	return { resource, name, change, ...given, options, precondition: preconditionOf(change, given.values, before) };
};

/** Plans of dry runs, made true just as they were approved, or not at all. */
export const applyPlan = (
	operations: Operations,
	common: Pick<RecordedSteps, 'options' | 'subject'>,
): RecordedSteps => ({
	name: 'Apply Plan',
	action: 'Apply plan of changes',
	description: 'Make the changes of dry runs, exactly as they were planned; refused where what they go by has moved',
	takes: [parameter],
	...common,
	isInOrder: false,
	steps: stepsOf('plan', (record, surroundings, asked) => stepOf(operations, record, surroundings, asked)),
});
