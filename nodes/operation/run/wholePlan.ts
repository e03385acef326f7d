import type { IDataObject } from 'n8n-workflow';

import type { SetStep, Values } from '../words';
import { sealed } from './plan';
import type { Run } from './run';
import { canonical, digestOf } from './seal';
import type { Reconciled } from './steps';

/** All that is there, in whatever order it was read. */
export const currentDigest = (there: readonly SetStep[]): string =>
	digestOf(there.map(({ key, values }) => canonical([key, values])).sort());

/** The plan of a dry run of a whole: to be applied while what is there is just that. */
export const wholePlan = (
	{ connection }: Pick<Run, 'connection'>,
	desired: Reconciled,
): { readonly plan: IDataObject } => {
	const { resource, name, whole, asked, diff } = desired;
	const shape: Values = Object.fromEntries(
		whole.shapedBy.map(({ property }) => [property.name, asked.options[property.name]]),
	);
	const plan = {
		resource,
		operation: name,
		parameters: { ...asked.values, ...shape },
		before: currentDigest(diff.there),
		changed: diff.parts.length > 0,
	};
	return { plan: sealed(connection, plan, asked.options) };
};
