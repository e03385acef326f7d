import type { IDataObject } from 'n8n-workflow';

import type { Reader, Refused, Values } from '../operation/model';
import { read } from '../operation/model';
import { claimsBy, isRefused, isRenewed, needs, ownGuid, saysNothing, seesAll } from './account';
import { organization, space } from './existence';
import { get } from './operations/get';
import { apiVersion, organizationGuid } from './parameters';
import { guidOf, organizationOf, userOf, v2Held, v3LookUp, v3Roles } from './reads';
import { byOrganization, bySpace, byUser, list } from './roles';
import { inVersions } from './variants';
import { isV3, v2Docs } from './versions';

/** By v3 the role that makes the account a manager of an organization, by v2 its managers. */
const management = inVersions(
	read({
		...list,
		docs: v2Docs,
		route: 'GET /v2/organizations/{guid}/managers',
		path: { guid: organizationGuid },
		chooses: [apiVersion],
		gives: v2Held,
	}),
	read({
		...list,
		route: 'GET /v3/roles',
		path: {},
		query: { ...byUser, ...byOrganization },
		always: { types: 'organization_manager' },
		gives: v3LookUp,
	}),
);

const rolesInSpace = read({ ...list, route: 'GET /v3/roles', path: {}, query: bySpace, gives: v3Roles });

const partly = (claims: IDataObject, of: string, helps: string): Refused => ({
	message: saysNothing(claims)
		? `The credential's token doesn't say whether its account sees ${of}`
		: `The account of the credential may see a part only of ${of}`,
	description: `What it doesn't see, the list leaves out without a word. ${helps}`,
});

const everybody = async (claims: IDataObject): Promise<Refused | undefined> =>
	seesAll(claims)
		? undefined
		: partly(
				claims,
				'all accesses',
				`Use ${needs}. Or set 'Whose Access' to One Organization, as a manager of it, or to One Space, as one who has a role in it.`,
			);

const ofUser = async (claims: IDataObject, values: Values, reader: Reader): Promise<Refused | undefined> => {
	const isAll = seesAll(claims);
	if (!isAll && (await ownGuid(claims, reader)) === values.userGuid) return undefined;
	// Korifi has no user by GUID.
	const known = saysNothing(claims) ? undefined : await reader.read(get, values);
	if (known && 'message' in known && (isAll || known.status !== 403)) return known;
	if (isAll) return undefined;
	return partly(claims, `the accesses of the user ${String(values.userGuid)}`, `Use ${needs}, or the user's own.`);
};

const manages = async (values: Values, own: unknown, reader: Reader): Promise<boolean | Refused> => {
	if (typeof own !== 'string' || own === '') return false;
	const found = await reader.read(management, { ...values, userGuid: own });
	if ('message' in found) return found;
	if ((await isV3(values, reader)) !== true) return found.some((user) => guidOf(user) === own);
	return found.some((role) => userOf(role) === own && organizationOf(role) === values.organizationGuid);
};

const ofOrganization = async (claims: IDataObject, values: Values, reader: Reader): Promise<Refused | undefined> => {
	const known = await reader.read(organization, values);
	if ('message' in known) return known;
	if (seesAll(claims)) return undefined;
	const isManager = await manages(values, await ownGuid(claims, reader), reader);
	if (typeof isManager !== 'boolean') return isManager;
	return isManager
		? undefined
		: partly(
				claims,
				`the roles in spaces of the organization ${String(values.organizationGuid)}`,
				`Use the credential of a manager of the organization, or ${needs}. Or set 'Whose Access' to One Space.`,
			);
};

/** Who sees a space sees the roles in it. Korifi may hide them all, and tells nothing about who may see them. */
const ofSpace = async (claims: IDataObject, values: Values, reader: Reader): Promise<Refused | undefined> => {
	const known = await reader.read(space, values);
	if ('message' in known) return known;
	if (!saysNothing(claims) || (await isV3(values, reader)) !== true) return undefined;
	const roles = await reader.read(rolesInSpace, values);
	if ('message' in roles) return roles;
	return roles.length > 0
		? undefined
		: partly(
				claims,
				`the roles in the space ${String(values.spaceGuid)}`,
				'It shows none. Use a credential that has one.',
			);
};

/** What the account sees by what its token says. */
const judged = async (claims: IDataObject, values: Values, reader: Reader): Promise<Refused | undefined> => {
	if (values.of === 'user') return await ofUser(claims, values, reader);
	if (values.of === 'organization') return await ofOrganization(claims, values, reader);
	return values.of === 'space' ? await ofSpace(claims, values, reader) : await everybody(claims);
};

/** Why the account may not see every access that is asked for: what isn't seen proves nothing. */
export const unseenOf = async (values: Values, reader: Reader): Promise<Refused | undefined> => {
	const claims = await claimsBy(reader);
	if (isRefused(claims)) return claims;
	const unseen = await judged(claims, values, reader);
	if (!unseen || !(await isRenewed(claims, values, reader))) return unseen;
	return await judged(reader.claims() ?? {}, values, reader);
};

/** What tells whether all of it is seen. */
export const readsOfSight = [organization, space, get, management];
