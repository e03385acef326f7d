import type { SetOperation } from '../operation';
import type { Values } from '../parameter';
import { folded } from '../text';

/** The parameters that say what a set operation is about. */
export const groupNames = ({ takes, list }: SetOperation) =>
	takes
		.filter(({ property, isOfAccess }) => property.required || isOfAccess)
		.map(({ property }) => property)
		.filter(({ name }) => name !== list?.of.property.name);

/** What a set operation is about; where its ID is only spelled otherwise, that is the same. */
export const groupOf = (set: SetOperation, values: Values, resource: string): string =>
	folded(JSON.stringify([resource, set.list !== undefined, groupNames(set).map(({ name }) => values[name])]));
