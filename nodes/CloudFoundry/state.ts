import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Operation, Reader } from '../operation/operation';
import type { Values } from '../operation/parameter';
import type { Refused } from '../operation/refusal';
import type { State } from '../operation/state';
import { guidOf, organizationOf, spaceOf } from './reads';
import { organizationsOfUser, rolesOfUser, spacesOfOrganization, v2Lists, v2SpaceLists } from './roles';
import { isV3 } from './versions';

const organizationIn = (held: IDataObject): unknown => organizationOf(held) ?? guidOf(held);

const objects = async (reader: Reader, operation: Operation, values: Values): Promise<readonly IDataObject[]> => {
	const read: readonly IDataObject[] | Refused = await reader.read(operation, values);
	if ('message' in read) throw Object.assign(new Error(read.message), { description: read.description });
	return read;
};

interface SpaceRole {
	readonly role: string;
	readonly spaceGuid: unknown;
	readonly spaceName: unknown;
}

/** The roles that a user has in spaces of an organization. */
export const spaceRoles = async (values: Values, reader: Reader): Promise<SpaceRole[]> => {
	if ((await isV3(values, reader)) === true) {
		const spaces = await objects(reader, spacesOfOrganization, values);
		const names = new Map(spaces.map((space) => [guidOf(space), space.name]));
		const roles = await objects(reader, rolesOfUser, values);
		return roles
			.filter((role) => names.has(spaceOf(role)))
			.map((role) => ({
				role: String(role.type).replace(/^space_/, ''),
				spaceGuid: spaceOf(role),
				spaceName: names.get(spaceOf(role)),
			}));
	}
	const found: SpaceRole[] = [];
	for (const [role, list] of Object.entries(v2SpaceLists))
		for (const { metadata, entity } of await objects(reader, list, values))
			if (isObject(entity) && isObject(metadata) && entity.organization_guid === values.organizationGuid)
				found.push({ role, spaceGuid: metadata.guid, spaceName: entity.name });
	return found;
};

const guids = async (reader: Reader, list: Operation, values: Values) =>
	(await objects(reader, list, values)).map(guidOf);

const v3Kinds = {
	organizations: 'organization_user',
	managedOrganizations: 'organization_manager',
	billingManagedOrganizations: 'organization_billing_manager',
	auditedOrganizations: 'organization_auditor',
} as const;

/** The organizations of a user by kind of access, and the user's roles in spaces of the organization of the change. */
const remaining: State['remaining'] = async (_, values, reader) => {
	const spaces = (await spaceRoles(values, reader)) as unknown as IDataObject[];
	if ((await isV3(values, reader)) === true) {
		const roles = await objects(reader, rolesOfUser, values);
		const kinds = Object.entries(v3Kinds).map(([kind, type]) => [
			kind,
			roles.filter((role) => role.type === type).map(organizationOf),
		]);
		return { ...Object.fromEntries(kinds), spaces } as IDataObject;
	}
	const left: Record<string, unknown> = {};
	for (const [kind, list] of Object.entries(v2Lists)) left[kind] = await guids(reader, list, values);
	return { ...left, spaces } as IDataObject;
};

const stateOf = (grants: boolean, inverse: string): State => ({
	of: organizationsOfUser,
	grants,
	has: (held, { organizationGuid }) => held.some((one) => organizationIn(one) === organizationGuid),
	undo: (_, { userGuid, organizationGuid, apiVersion }) => ({
		resource: 'user',
		operation: inverse,
		userGuid,
		organizationGuid,
		apiVersion,
	}),
	remaining,
});

export const added = stateOf(true, 'removeOrganization');
export const removed = stateOf(false, 'addOrganization');
