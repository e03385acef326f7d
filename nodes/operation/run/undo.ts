import { isRefused } from '../panel';
import type { Change, Held, Premise, Refused, Sequence, Step, Surroundings, Values } from '../words';
import { isObject, refuse } from '../words';
import type { Changes } from './fromData';
import { namedIn, stepsOf, valuesIn } from './fromData';
import { standingIn } from './plan';
import { recordList } from './records';

const undo = recordList(
	{
		displayName: 'Undo',
		name: 'undo',
		description:
			"The field 'undo' of the result of a change of this node, or a list of these, in the order in which they are to be made",
	},
	"Nothing was changed there, or it isn't known exactly how to take it back: leave such results out, such as by a Filter",
);

/** Somebody may have made another access of it meanwhile, which isn't what is to be undone. */
const premiseOf = ({ state, subject }: Change): Premise => {
	const broken = (held: Held, values: Values): Refused | undefined => {
		const now = standingIn(state, held, values);
		if (now === 0 || state.has(held, values) === true) return undefined;
		const user = `user ${String(values[subject.property.name])}`;
		return refuse(
			`Somebody changed the access meanwhile: ${user} ${state.standings(values)[now].is}`,
			'Nothing was sent, because that is not what is to be undone. Look at the access there, and change it as it should be.',
		);
	};
	return { isWhole: false, because: "it couldn't be read what the access is now", broken };
};

const stepOf = (changes: Changes, data: unknown, { provider }: Surroundings): Step | Refused => {
	if (!isObject(data) || typeof data.operation !== 'string' || typeof data.resource !== 'string')
		return refuse("'Undo' holds something that isn't an undo", "Map the field 'undo' of a result, or a list of these.");
	const { resource, operation, ...parameters } = data;
	const change = namedIn(changes, resource, operation);
	if (!change)
		return refuse(
			`The undo is one of another node: ${provider} has no operation '${operation}'`,
			'Send it to the node whose result it comes from.',
		);
	const values = valuesIn(change, { what: 'undo', data: parameters });
	if (isRefused(values)) return values;
	return {
		resource,
		name: operation,
		change,
		values,
		premise: premiseOf(change),
		unchanged: `There was nothing left to undo: the access was ${change.state.grants ? 'there again' : 'gone'} already.`,
	};
};

/** Takes back what results of this node say that they changed. */
export const undoing = (changes: Changes, common: Pick<Sequence, 'options' | 'subject'>): Sequence => ({
	name: 'Undo',
	action: 'Undo changes',
	description: 'Take back what results of this node changed; an access that somebody else has changed since stays',
	takes: [undo],
	...common,
	isInOrder: true,
	steps: stepsOf('undo', (record, surroundings) => stepOf(changes, record, surroundings)),
});
