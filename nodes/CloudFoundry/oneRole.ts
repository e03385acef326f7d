import type { IDataObject } from 'n8n-workflow';

import type { AccessWords, Change, Held, Parameter, Read, Refused, State, Values } from '../operation/model';
import { holds, read, accessLevelsTowards } from '../operation/model';
import { unseen, unseenInSpace, unseenToGive, unseenToGiveInSpace } from './existence';
import { apiVersion, inV3List, organizationGuid, spaceGuid } from './parameters';
import { guidOf, isOfRole, nameAmong, organizationOf, spaceOf, v3LookUp } from './reads';
import { calledRole, organizationRole, spaceRole } from './roleParameters';
import { noSupporters } from './roleRefusals';
import { byUser, list, roleIn, v2Lists, v2SpaceLists } from './roles';
import { remaining } from './state';
import { inVariants } from './variants';

/** Where roles are, beside the membership in an organization. */
export interface Place {
	readonly name: 'organization' | 'space';
	readonly guid: Parameter;
	readonly role: Parameter;
	readonly of: (role: IDataObject) => unknown;
	/** v2 has a list of its own for each of them. */
	readonly v2Lists: Readonly<Record<string, Read>>;
	readonly unseen: State['unseen'];
	readonly unseenToGive: State['unseen'];
}

export const inOrganization: Place = {
	name: 'organization',
	guid: organizationGuid,
	role: organizationRole,
	of: organizationOf,
	v2Lists: {
		organization_manager: v2Lists.managedOrganizations,
		organization_billing_manager: v2Lists.billingManagedOrganizations,
		organization_auditor: v2Lists.auditedOrganizations,
	},
	unseen,
	unseenToGive,
};

export const inSpace: Place = {
	name: 'space',
	guid: spaceGuid,
	role: spaceRole,
	of: spaceOf,
	v2Lists: {
		space_developer: v2SpaceLists.developer,
		space_manager: v2SpaceLists.manager,
		space_auditor: v2SpaceLists.auditor,
	},
	unseen: unseenInSpace,
	unseenToGive: unseenToGiveInSpace,
};

const v3RoleAt = ({ name, guid, role }: Place): Read =>
	read({
		...list,
		route: 'GET /v3/roles',
		path: {},
		query: { ...byUser, [`${name}_guids`]: inV3List(guid), types: role },
		gives: v3LookUp,
	});

const wantedAt = ({ guid, of }: Place, { role }: Values) => ({ type: role, place: guid, placeOf: of });

/** By v3 a role has to be found before it can be ended. */
export const findRoleAt = (place: Place): Change['prepare'] => {
	const one = v3RoleAt(place);
	return async (values, reader) => {
		const roles = await reader.read(one, values);
		if ('message' in roles) return roles;
		const found = roleIn(roles, values, wantedAt(place, values));
		if ('message' in found) return found;
		if (found.role) return { ...values, roleGuid: String(found.role.guid) };
		return (await place.unseen?.(values, reader, false)) ?? 'unchanged';
	};
};

const roleAt: AccessWords['part'] = (thing, { role }) => `${calledRole(role)} in ${thing}`;

const wordsAt = ({ name, guid }: Place): AccessWords => ({
	as: 'held',
	noun: name,
	of: guid.property.name,
	before: 'the role',
	part: roleAt,
	group: roleAt,
});

/** What tells of one role of a user. */
export const stateAt = (place: Place, grants: boolean, inverse: string): State => ({
	of: inVariants(
		{ ...v2Lists.organizations, chooses: [apiVersion] },
		(values) => place.v2Lists[String(values.role)] ?? noSupporters(values),
		v3RoleAt(place),
	),
	grants,
	has: (held: Held, values: Values): boolean | Refused => {
		if (!held.some(isOfRole)) return holds(held.map(guidOf), place.guid, values);
		const found = roleIn(held, values, wantedAt(place, values));
		return 'message' in found ? found : found.role !== undefined;
	},
	accessLevels: accessLevelsTowards(
		(values) => `role ${String(values.role)} in ${place.name} ${String(values[place.guid.property.name])}`,
		[
			{ is: "doesn't have", was: "didn't have" },
			{ is: 'has', was: 'had' },
		],
	),
	unseen: grants ? place.unseenToGive : place.unseen,
	audited: (values, names) => {
		const { name } = place.guid.property;
		return {
			privileges: [String(values.role)],
			resources: [{ uid: String(values[name]), name: names[name], type: place.name }],
		};
	},
	words: wordsAt(place),
	names: (held, values) => {
		const { name } = place.guid.property;
		return { [name]: nameAmong(held, values[name]) };
	},
	undo: (_, values) => ({ resource: 'user', operation: inverse, ...values }) as IDataObject,
	remaining,
});
