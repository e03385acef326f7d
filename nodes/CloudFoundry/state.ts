import type { IDataObject } from 'n8n-workflow';

import type { Held, Reader, Refused, State, Values } from '../operation/words';
import { asMember, holds, isObject, standingsTowards } from '../operation/words';
import { unseen } from './existence';
import { get } from './operations/get';
import { organizationGuid } from './parameters';
import { guidOf, organizationOf } from './reads';
import { membershipIn, memberships, v2Lists } from './roles';
import { inSpaces, inV2Spaces, objects, rolesInV3 } from './spaceRoles';

const v3Kinds = {
	organizations: 'organization_user',
	managedOrganizations: 'organization_manager',
	billingManagedOrganizations: 'organization_billing_manager',
	auditedOrganizations: 'organization_auditor',
} as const;

const remainingInV3 = async (roles: readonly IDataObject[], values: Values, reader: Reader) => {
	// None at all is also what an account sees that may not see the user.
	if (roles.length === 0) await objects(reader, get, values);
	const kinds = Object.entries(v3Kinds).map(([kind, type]) => {
		return [kind, roles.filter((role) => role.type === type).map(organizationOf)];
	});
	return { ...Object.fromEntries(kinds), spaces: inSpaces(roles) } as IDataObject;
};

/** The organizations of a user by kind of access, and the user's roles in spaces, wherever those are. */
const remaining: State['remaining'] = async (_, values, reader) => {
	const roles = await rolesInV3(values, reader);
	if (roles) return await remainingInV3(roles, values, reader);
	const left: Record<string, unknown> = {};
	for (const [kind, list] of Object.entries(v2Lists)) left[kind] = (await objects(reader, list, values)).map(guidOf);
	return { ...left, spaces: await inV2Spaces(values, reader), notRead: ['space_supporter'] } as IDataObject;
};

const isRole = ({ relationships }: IDataObject) => relationships !== undefined;

/** Organizations of v2, or roles of v3. */
const has = (held: Held, values: Values): boolean | Refused => {
	if (!held.some(isRole)) return holds(held.map(guidOf), organizationGuid, values);
	const found = membershipIn(held, values);
	return 'message' in found ? found : found.role !== undefined;
};

const stateOf = (grants: boolean, inverse: string): State => ({
	of: memberships,
	grants,
	has,
	standings: standingsTowards(({ organizationGuid: guid }) => `organization ${String(guid)}`, asMember),
	unseen,
	audited: ({ organizationGuid: guid }, names) => ({
		privileges: ['organization_user'],
		resources: [{ uid: String(guid), name: names.organizationGuid, type: 'organization' }],
	}),
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
