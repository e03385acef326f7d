import { isRefused } from '../panel';
import type { Change, Compound, Held, Premise, Refused, Step, Surroundings, Values } from '../words';
import { formChoice, refuse } from '../words';
import type { Changes } from './fromData';
import { changeIn, stepsOf, valuesIn } from './fromData';
import type { Plan } from './plan';
import { standingDigest, standingIn } from './plan';
import { planRefused } from './readPlan';
import { recordList } from './records';
import { canonical } from './seal';
import { subjectsOf } from './subjects';

const plan = recordList(
	{
		displayName: 'Plan',
		name: 'plan',
		description:
			"The field 'plan' of the result of a dry run, of any operation of this node, or a list of such plans. All plans of a run are checked before the first change.",
	},
	'The state that it would go by could not be read: look at the note of that result, and leave it out here',
);

/** What a plan goes by: each of its users has of the access what the dry run read. */
const premiseOf = (change: Change, values: Values, before: string): Premise => {
	const { state, subject } = change;
	const digests = before.split('.');
	const planned = new Map(subjectsOf(change, values).map((one, index) => [canonical(one), digests[index]]));
	const broken = (held: Held, one: Values): Refused | undefined => {
		const digest = planned.get(canonical(one));
		const now = standingIn(state, held, one);
		if (standingDigest(one, now) === digest) return undefined;
		const standings = state.standings(one);
		const was = standings.find((_, index) => standingDigest(one, index) === digest)?.was ?? 'had something else';
		const user = `user ${String(one[subject.property.name])}`;
		return refuse(
			`Planned when ${user} ${was}; now ${user} ${standings[now].is}`,
			'Nothing of this plan was sent. Make a new plan by a dry run, and have that one approved.',
		);
	};
	return { isWhole: true, because: "it couldn't be compared with the plan", broken };
};

const stepOf = (changes: Changes, data: unknown, surroundings: Surroundings): Step | Refused => {
	const refused = planRefused(data, surroundings);
	if (refused) return refused;
	const { resource, operation, parameters, before } = data as Plan;
	const change = changeIn(changes, resource, operation);
	if (!change) return refuse(`This node has no operation '${operation}'`, 'Make a new plan by a dry run.');
	const form = formChoice(change);
	const read = valuesIn(change, { what: 'plan', data: parameters, others: form && [form] });
	if (isRefused(read)) return read;
	const isForm = ([name]: readonly [string, unknown]) => name === form?.property.name;
	const values = Object.fromEntries(Object.entries(read).filter((entry) => !isForm(entry)));
	const options = Object.fromEntries(Object.entries(read).filter(isForm));
	return { resource, name: operation, change, values, options, premise: premiseOf(change, values, before) };
};

/** Plans of dry runs, made true just as they were approved, or not at all. */
export const applyPlan = (changes: Changes, common: Pick<Compound, 'options' | 'subject'>): Compound => ({
	name: 'Apply Plan',
	action: 'Apply plan of changes',
	description: 'Make the changes of dry runs, exactly as they were planned; refused where what they go by has moved',
	takes: [plan],
	...common,
	isInOrder: false,
	steps: stepsOf('plan', (record, surroundings) => stepOf(changes, record, surroundings)),
});
