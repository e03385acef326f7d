import type { IDataObject } from 'n8n-workflow';

import type { Held, Read, State } from '../operation/model';
import { asMember, holds, isObject, somebodyElse, accessLevelsTowards } from '../operation/model';
import { get } from './operations/get';
import { departmentId } from './parameters';
import { unknownMember } from './refusals';

const isDepartment = (entry: unknown): boolean => isObject(entry) && typeof entry.id === 'string';

/** Get User; without `departments` it tells nothing. */
export const memberships: Read = {
	...get,
	gives: {
		items: (json) =>
			isObject(json) && Array.isArray(json.departments) && json.departments.every(isDepartment) ? [json] : undefined,
	},
	refusals: unknownMember,
};

export const departmentsOf = ([user]: Held) => user.departments as IDataObject[];

const stateOf = (grants: boolean, inverse: string): State => ({
	of: memberships,
	grants,
	has: (held, values) =>
		somebodyElse(held[0].id, values.userId) ??
		holds(
			departmentsOf(held).map(({ id }) => id),
			departmentId,
			values,
		),
	accessLevels: accessLevelsTowards(({ departmentId: id }) => `department ${String(id)}`, asMember),
	audited: ({ clientId, departmentId: department }, names) => ({
		group: { uid: String(department), name: names.departmentId, type: 'department', domain: String(clientId) },
	}),
	words: { as: 'membership', noun: 'department', of: 'departmentId', lead: '' },
	names: (held, { departmentId: department }) => ({
		userId: held[0]?.username,
		departmentId: departmentsOf(held).find(({ id }) => id === department)?.name,
	}),
	undo: (_, { clientId, departmentId: department, userIds }) =>
		({ resource: 'department', operation: inverse, clientId, departmentId: department, userIds }) as IDataObject,
	remaining: async (held) => departmentsOf(held),
});

export const added = stateOf(true, 'removeMembers');
export const removed = stateOf(false, 'addMembers');
