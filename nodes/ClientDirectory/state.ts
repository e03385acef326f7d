import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Operation } from '../operation/operation';
import type { Held, State } from '../operation/state';
import { get } from './operations/get';

/** Get User; without `departments` it tells nothing. */
const memberships: Operation = {
	...get,
	reads: { items: (json) => (isObject(json) && Array.isArray(json.departments) ? [json] : undefined) },
};

const departmentsOf = ([user]: Held) => user.departments as IDataObject[];

const stateOf = (grants: boolean, inverse: string): State => ({
	of: memberships,
	grants,
	has: (held, { departmentId }) => departmentsOf(held).some(({ id }) => id === departmentId),
	undo: (_, { clientId, departmentId, userIds }) =>
		({ resource: 'department', operation: inverse, clientId, departmentId, userIds }) as IDataObject,
	remaining: async (held) => departmentsOf(held),
});

export const added = stateOf(true, 'removeMembers');
export const removed = stateOf(false, 'addMembers');
