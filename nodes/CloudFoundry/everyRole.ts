import type { Reader, Values } from '../operation/model';
import { get } from './operations/get';
import { guidOf } from './reads';
import { v2Lists } from './roles';
import type { Role } from './spaceRoles';
import { byV2Spaces, byV3, objects, rolesInV3 } from './spaceRoles';

/** What a user may be in an organization: as v2 calls its lists, and as v3 calls the roles. */
export const organizationRoles = {
	organizations: 'organization_user',
	managedOrganizations: 'organization_manager',
	billingManagedOrganizations: 'organization_billing_manager',
	auditedOrganizations: 'organization_auditor',
} as const;

const byV2 = async (values: Values, reader: Reader): Promise<Role[]> => {
	const roles: Role[] = [];
	for (const kind of Object.keys(organizationRoles) as Array<keyof typeof organizationRoles>)
		for (const seen of await objects(reader, v2Lists[kind], values))
			roles.push({ type: organizationRoles[kind], organizationGuid: String(guidOf(seen)), seen });
	return [...roles, ...(await byV2Spaces(values, reader))];
};

/**
 * Every access of a user: by v3 all roles that the account may see, else what the lists of v2 show, which is all but space
 * supporters. Throws where it can't be read. `had`: some was seen before.
 */
export const everyRole = async (values: Values, reader: Reader, had = false): Promise<readonly Role[]> => {
	const roles = await rolesInV3(values, reader);
	if (!roles) return await byV2(values, reader);
	// None at all is also what an account sees that may not see the user.
	if (roles.length === 0 && !had) await objects(reader, get, values);
	return byV3(roles);
};
