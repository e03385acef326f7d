import type { IDataObject } from 'n8n-workflow';

import type { Reader, Values } from '../operation/words';
import { isObject } from '../operation/words';
import { get } from './operations/get';
import { guidOf, organizationOf, spaceOf } from './reads';
import { v2Lists, v2SpaceLists } from './roles';
import { objects, rolesInV3 } from './spaceRoles';

/** One access of a user. */
export interface Role {
	/** As v3 calls it. */
	readonly type: string;
	readonly organizationGuid: string;
	/** Of a role in a space. */
	readonly space?: { readonly guid: string; readonly name: unknown };
	/** The version that tells of it. */
	readonly apiVersion: 'v2' | 'v3';
	/** What was read, as the state of a change of that role reads it. */
	readonly seen: IDataObject;
}

const byV3 = (roles: readonly IDataObject[]): Role[] =>
	roles.map((seen) => {
		const { type, space } = seen;
		const inside = isObject(space) ? { guid: String(spaceOf(seen)), name: space.name } : undefined;
		const organizationGuid = String(organizationOf(isObject(space) ? space : seen));
		return { type: String(type), organizationGuid, space: inside, apiVersion: 'v3', seen };
	});

const v2Types = {
	organizations: 'organization_user',
	managedOrganizations: 'organization_manager',
	billingManagedOrganizations: 'organization_billing_manager',
	auditedOrganizations: 'organization_auditor',
} as const;

const v2SpaceTypes = { developer: 'space_developer', manager: 'space_manager', auditor: 'space_auditor' } as const;

const keys = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];

const byV2 = async (values: Values, reader: Reader): Promise<Role[]> => {
	const roles: Role[] = [];
	for (const kind of keys(v2Types))
		for (const seen of await objects(reader, v2Lists[kind], values))
			roles.push({ type: v2Types[kind], organizationGuid: String(guidOf(seen)), apiVersion: 'v2', seen });
	for (const kind of keys(v2SpaceTypes))
		for (const seen of await objects(reader, v2SpaceLists[kind], values)) {
			const entity = seen.entity as IDataObject;
			const space = { guid: String(guidOf(seen)), name: entity.name };
			const organizationGuid = String(entity.organization_guid);
			roles.push({ type: v2SpaceTypes[kind], organizationGuid, space, apiVersion: 'v2', seen });
		}
	return roles;
};

/**
 * Every access of a user: by v3 all roles that the account may see, else what the lists of v2 show, which is all but space
 * supporters. Throws where it can't be read. `had`: some was seen before.
 */
export const everyRole = async (values: Values, reader: Reader, had: boolean): Promise<readonly Role[]> => {
	const roles = await rolesInV3(values, reader);
	if (!roles) return await byV2(values, reader);
	// None at all is also what an account sees that may not see the user.
	if (roles.length === 0 && !had) await objects(reader, get, values);
	return byV3(roles);
};
