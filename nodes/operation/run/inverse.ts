import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../wire';
import { sealOf } from './seal';

/** The inverse of a change as a result holds it: for this provider alone, and sealed where the team has a key for that. */
export const addressed = (
	{ baseUrl, planKey }: Pick<Connection, 'baseUrl' | 'planKey'>,
	inverse: IDataObject,
): IDataObject => {
	const { seal: _, resource, operation, ...parameters } = inverse;
	const data = { resource, operation, baseUrl, ...parameters };
	return planKey === '' ? data : { ...data, seal: sealOf(data, planKey) };
};
