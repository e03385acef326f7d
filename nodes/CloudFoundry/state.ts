import type { IDataObject } from 'n8n-workflow';

import type { Held, Refused, State, Values } from '../operation/model';
import { asMember, holds, isObject, accessLevelsTowards } from '../operation/model';
import { everyRole, organizationRoles } from './everyRole';
import { unseen, unseenToGive } from './existence';
import { get } from './operations/get';
import { organizationGuid } from './parameters';
import { guidOf, isOfRole, nameAmong } from './reads';
import { membershipIn, memberships } from './roles';
import { inSpaces, objects } from './spaceRoles';
import { isV3 } from './versions';

/** The organizations of a user by kind of access, and the user's roles in spaces, wherever those are. */
export const remaining: State['remaining'] = async (_, values, reader) => {
	const roles = await everyRole(values, reader);
	const kinds = Object.entries(organizationRoles).map(([kind, type]) => {
		const own = roles.filter((role) => role.type === type);
		return [kind, own.map(({ organizationGuid: guid }) => guid)];
	});
	const left = { ...Object.fromEntries(kinds), spaces: inSpaces(roles) };
	const isAll = (await isV3(values, reader)) === true;
	return (isAll ? left : { ...left, notRead: ['space_supporter'] }) as IDataObject;
};

/** Organizations of v2, or roles of v3. */
const has = (held: Held, values: Values): boolean | Refused => {
	if (!held.some(isOfRole)) return holds(held.map(guidOf), organizationGuid, values);
	const found = membershipIn(held, values);
	return 'message' in found ? found : found.role !== undefined;
};

const stateOf = (grants: boolean, inverse: string): State => ({
	of: memberships,
	grants,
	has,
	accessLevels: accessLevelsTowards(({ organizationGuid: guid }) => `organization ${String(guid)}`, asMember),
	unseen: grants ? unseenToGive : unseen,
	audited: ({ organizationGuid: guid }, names) => ({
		privileges: ['organization_user'],
		resources: [{ uid: String(guid), name: names.organizationGuid, type: 'organization' }],
	}),
	words: { as: 'membership', noun: 'organization', of: 'organizationGuid' },
	names: (held, { organizationGuid: guid }) => ({ organizationGuid: nameAmong(held, guid) }),
	undo: (_, { userGuid, organizationGuid: organization, apiVersion }) => ({
		resource: 'user',
		operation: inverse,
		userGuid,
		organizationGuid: organization,
		apiVersion,
	}),
	remaining,
});

/** v3 has no username, v2 no field of it. */
const note: State['note'] = async (values, reader) => {
	const [user] = await objects(reader, get, values);
	const { username } = isObject(user.entity) ? user.entity : user;
	return typeof username === 'string' && username !== ''
		? undefined
		: 'This user has no username: it is a UAA client, or unknown to UAA.';
};

export const added: State = { ...stateOf(true, 'removeOrganization'), note };
export const removed: State = stateOf(false, 'addOrganization');
