import type { IDataObject } from 'n8n-workflow';

import { groupedBy } from '../model';
import type { Connection } from '../wire';
import { canonical, sealOf } from './seal';

/** The inverse of a change as a result holds it: for this provider alone, and sealed where the team has a key for that. */
export const addressed = (
	{ baseUrl, planKey }: Pick<Connection, 'baseUrl' | 'planKey'>,
	{ resource, operation, ...parameters }: IDataObject,
): IDataObject => {
	const data = { resource, operation, baseUrl, ...parameters };
	return planKey === '' ? data : { ...data, seal: sealOf(data, planKey) };
};

/** Several of them, those as one that are the same but for the list of this name. */
export const addressedAll = (
	connection: Pick<Connection, 'baseUrl' | 'planKey'>,
	inverses: readonly IDataObject[],
	list: string | undefined,
): IDataObject[] => {
	if (list === undefined) return inverses.map((inverse) => addressed(connection, inverse));
	const all = groupedBy(inverses, (inverse) => canonical({ ...inverse, [list]: null }));
	return [...all.values()].map((same) =>
		addressed(connection, { ...same[0], [list]: same.flatMap((inverse) => inverse[list] as string[]) }),
	);
};
