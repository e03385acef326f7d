import type { ItemRequest } from '../panel';
import type { Connection } from '../wire';
import type { RecordedSet, SetStep, Values } from '../model';
import { levelOf } from '../model';
import { planText } from './plan';
import { canonical, digestOf } from './seal';

/** All that is there, with what each has, in whatever order it was read. */
export const currentDigest = (current: readonly SetStep[]): string =>
	digestOf(current.map((step) => canonical([step.key, step.values, levelOf(step) ?? null])).sort());

/** What a set operation comes to. */
interface PlannedSet extends Pick<RecordedSet, 'resource' | 'name' | 'operation'> {
	readonly asked: ItemRequest;
	readonly diff: { readonly current: readonly SetStep[]; readonly steps: readonly SetStep[] };
}

/** The plan of a dry run of a set operation: to be applied while what is there is just that. */
export const setPlan = (connection: Connection, planned: PlannedSet): string => {
	const { resource, name, operation, asked, diff } = planned;
	const shape: Values = Object.fromEntries(
		operation.shapedBy.map(({ property }) => [property.name, asked.options[property.name]]),
	);
	const plan = {
		resource,
		operation: name,
		parameters: { ...asked.values, ...shape },
		before: currentDigest(diff.current),
		changed: diff.steps.length > 0,
	};
	return planText(connection, plan, asked.options);
};
