import type { IDataObject } from 'n8n-workflow';

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
	const all = new Map<string, IDataObject & { readonly [name: string]: unknown }>();
	for (const inverse of inverses) {
		const key = canonical({ ...inverse, [list]: null });
		const held = (all.get(key)?.[list] ?? []) as unknown[];
		all.set(key, { ...inverse, [list]: [...held, ...(inverse[list] as unknown[])] } as IDataObject);
	}
	return [...all.values()].map((inverse) => addressed(connection, inverse));
};
