import type { Change, Operation, Option, RecordedSteps } from '../model';
import { formChoice, isChange, isSetOperation } from '../model';
import { approvedBy, justification } from '../panel';
import { applyPlan } from './applyPlan';
import type { Changes } from './fromRecord';
import { undoing } from './undo';

type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const thoseIn = <Kind extends Operation>(operations: Operations, isKind: (operation: Operation) => operation is Kind) =>
	Object.fromEntries(
		Object.entries(operations).map(([resource, all]) => [
			resource,
			Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Kind] => isKind(entry[1]))),
		]),
	);

/** The options of a change by its record, which names everybody by ID. */
const optionsOf = ({ options, byWord }: Change) => options.filter((option) => option !== byWord?.beside);

/**
 * What makes something of the results of these operations. `inner` are changes that aren't operations of their own: parts of
 * others, which results tell how to take back.
 */
export const changeOperations = (
	operations: Operations,
	inner: Changes = {},
): Record<'apply' | 'undo', RecordedSteps> => {
	const changes = thoseIn<Change>(operations, isChange);
	const sets = thoseIn(operations, isSetOperation);
	const known = Object.fromEntries(
		Object.entries(changes).map(([resource, all]) => [resource, { ...all, ...inner[resource] }]),
	);
	const all = Object.values(known).flatMap((inResource) => Object.values(inResource));
	const options: readonly Option[] = [...new Set(all.flatMap(optionsOf))];
	const inSets = Object.values(sets).flatMap((inResource) => Object.values(inResource));
	// A plan says itself which form its request has, and on whose word it was made; who approves it comes later.
	const said = justification.filter((option) => option !== approvedBy);
	const planned = new Set([...all.map(formChoice), ...inSets.flatMap(({ shapedBy }) => shapedBy), ...said]);
	const ofPlans = new Set([...options, ...inSets.flatMap((set) => set.options)]);
	const [{ subject }] = all;
	return {
		apply: applyPlan(
			{ changes: known, sets },
			{ subject, options: [...ofPlans].filter((option) => !planned.has(option)) },
		),
		undo: undoing(known, { subject, options }),
	};
};
