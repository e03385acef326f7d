import type { IDataObject } from 'n8n-workflow';

import { isRefused } from '../panel';
import type { Change, Held, Precondition, Refused, RecordedSteps, Step, Surroundings, Values } from '../model';
import { accessLevelIn, isObject, refuse, shortened } from '../model';
import type { Changes } from './fromRecord';
import { namedIn, stepsOf, valuesIn } from './fromRecord';
import { parsed, recordList } from './records';
import { brokenSeal } from './seal';

const undo = recordList(
	{
		displayName: 'Undo',
		description:
			"The field 'undo' of the result of a change of this node, or a list of these, in the order in which they are to be made",
	},
	{
		field: 'undo',
		whyNull:
			"Nothing was changed there, or it isn't known exactly how to take it back: leave such results out, such as by a Filter",
		remedy: "Map the field 'undo' of a result by an expression",
	},
);

/** Somebody may have made another access of it meanwhile, which isn't what is to be undone. */
const preconditionOf = ({ state, subject }: Change): Precondition => {
	const broken = (held: Held, values: Values): Refused | undefined => {
		const now = accessLevelIn(state, held, values);
		// What could be taken back itself is what the change is meant for.
		if (now === 0 || state.has(held, values) === true || state.undo(held, values)) return undefined;
		const user = `user ${String(values[subject.property.name])}`;
		return refuse(
			`Somebody changed the access meanwhile: ${user} ${state.accessLevels(values)[now].is}`,
			'Nothing was sent, because that is not what is to be undone. Look at the access there, and change it as it should be.',
		);
	};
	return { blocksAll: false, because: "it couldn't be read what the access is now", broken };
};

const again = 'Pass it on as it came out of the result that it belongs to';

/** What keeps an undo from being made here: it is for one provider at one address, and nobody is to have edited it. */
const foreign = (data: IDataObject, { baseUrl, planKey }: Surroundings): Refused | undefined => {
	const { seal, ...rest } = data;
	if (typeof data.baseUrl !== 'string')
		return refuse("'Undo' holds one that doesn't say which base URL it is for", `${again}.`);
	if (data.baseUrl !== baseUrl)
		return refuse(
			'The undo is for another base URL',
			`It takes back a change at ${shortened(data.baseUrl)}, and the credential of this node has ${baseUrl}. Choose the credential that the change was made with.`,
		);
	// A table gives null for what a row lacks.
	const isBare = seal === undefined || seal === null;
	const broken = planKey === '' && isBare ? undefined : brokenSeal(seal, rest, planKey);
	return broken === undefined
		? undefined
		: refuse(`The undo ${broken}`, `Nothing was changed. ${again}, by a credential with the same Plan Key.`);
};

const stepOf = (changes: Changes, data: unknown, surroundings: Surroundings): Step | Refused => {
	if (!isObject(data) || typeof data.operation !== 'string' || typeof data.resource !== 'string')
		return refuse("'Undo' holds something that isn't an undo", "Map the field 'undo' of a result, or a list of these.");
	const { resource, operation, baseUrl: _url, seal: _seal, ...parameters } = data;
	const change = namedIn(changes, resource, operation);
	if (!change)
		return refuse(
			`The undo is one of another node: ${surroundings.provider} has no operation '${shortened(operation)}'`,
			'Send it to the node whose result it comes from.',
		);
	const refused = foreign(data, surroundings);
	if (refused) return refused;
	const values = valuesIn(change, { what: 'undo', data: parameters });
	if (isRefused(values)) return values;
	return {
		resource,
		name: operation,
		change,
		values,
		precondition: preconditionOf(change),
		unchanged: `There was nothing left to undo: the access was ${change.state.grants ? 'there again' : 'gone'} already.`,
	};
};

/** Takes back what results of this node say that they changed. */
export const undoing = (changes: Changes, common: Pick<RecordedSteps, 'options' | 'subject'>): RecordedSteps => ({
	name: 'Undo',
	action: 'Undo changes',
	description: 'Take back what results of this node changed; an access that somebody else has changed since stays',
	takes: [undo],
	...common,
	isInOrder: true,
	steps: stepsOf('undo', (record, surroundings) => stepOf(changes, parsed(record), surroundings)),
});
