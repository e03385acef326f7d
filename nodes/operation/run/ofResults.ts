import type { Change, Compound, Operation, Option } from '../words';
import { formChoice, isChange } from '../words';
import { applyPlan } from './applyPlan';
import type { Changes } from './fromData';
import { undoing } from './undo';

type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const changesIn = (operations: Operations): Changes =>
	Object.fromEntries(
		Object.entries(operations).map(([resource, all]) => [
			resource,
			Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Change] => isChange(entry[1]))),
		]),
	);

/** What makes something of the results of these operations. */
export const ofResults = (operations: Operations): Record<'apply' | 'undo', Compound> => {
	const changes = changesIn(operations);
	const all = Object.values(changes).flatMap((inResource) => Object.values(inResource));
	const options: readonly Option[] = [...new Set(all.flatMap((change) => change.options))];
	// A plan says itself which form its request has.
	const forms = new Set(all.map(formChoice));
	const [{ subject }] = all;
	return {
		apply: applyPlan(changes, { subject, options: options.filter((option) => !forms.has(option)) }),
		undo: undoing(changes, { subject, options }),
	};
};
