import type { IDataObject } from 'n8n-workflow';

import type { Held, Parameter, Read, State, Value } from '../operation/model';
import { isObject, isUnreadable, somebodyElse, accessLevelsTowards } from '../operation/model';
import { get } from './operations/get';
import { roleId, userId } from './parameters';

/** Whether it has an ID as Guardhouse gives them, read as strictly as one that people give. */
const isFor =
	({ read }: Parameter) =>
	(entry: unknown): boolean =>
		isObject(entry) && !isUnreadable(read(entry.id));

export const isUser = isFor(userId);
const isRole = isFor(roleId);

/** Without `roles` a user tells nothing. */
export const tellsRoles = ({ roles }: IDataObject): boolean => Array.isArray(roles) && roles.every(isRole);

/** Get User: there is no list of a user's roles. */
export const assignments: Read = {
	...get,
	gives: {
		items: (json) => (isObject(json) && tellsRoles(json) ? [json] : undefined),
	},
};

export const rolesOf = ([user]: Held) => user.roles as IDataObject[];

export const hasRole = (held: Held, role: Value): boolean => rolesOf(held).some(({ id }) => Number(id) === role);

const has: State['has'] = (held, values) => somebodyElse(held[0].id, values.userId) ?? hasRole(held, values.roleId);

const accessLevels = accessLevelsTowards(
	({ roleId }) => `role ${String(roleId)}`,
	[
		{ is: "doesn't have", was: "didn't have" },
		{ is: 'has', was: 'had' },
	],
);

const audited: State['audited'] = ({ roleId }, names) => ({
	privileges: [`role ${String(roleId)}`],
	resources: [{ uid: String(roleId), name: names.roleId, type: 'role' }],
});

const words: State['words'] = { as: 'held', noun: 'role', of: 'roleId', lead: 'the role' };

const names: State['names'] = (held, { roleId: role }) => ({
	userId: held[0]?.email,
	roleId: rolesOf(held).find(({ id }) => Number(id) === role)?.name,
});

const shared = { of: assignments, has, accessLevels, audited, words, names };

export const assigned: State = {
	...shared,
	grants: true,
	undo: (_, { userId, roleId }) => ({
		resource: 'user',
		operation: 'unassignRole',
		userId,
		roleId,
		instantLogout: false,
	}),
};

export const unassigned: State = {
	...shared,
	grants: false,
	undo: (_, { userId, roleId }) => ({ resource: 'user', operation: 'assignRole', userId, roleId }),
	remaining: async (held) => rolesOf(held),
};
