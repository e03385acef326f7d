import type { IDataObject } from 'n8n-workflow';

import { uuidOf, type CloudFoundryRole } from '../../../../sandbox';
import type { Asked, Change, UserId } from '../../ground';
import { cloudFoundry } from '../../grounds/cloudFoundry';
import type { LayOutSets, Move } from '../ground';

const member = 'organization_user';
const inOrganizations = ['organization_manager', 'organization_billing_manager', 'organization_auditor'];
const inSpaces = ['space_developer', 'space_manager', 'space_auditor'];

/** As v2 calls them in a path. */
const v2Lists: Record<string, string> = {
	organization_manager: 'managed_organizations',
	organization_billing_manager: 'billing_managed_organizations',
	organization_auditor: 'audited_organizations',
	space_developer: 'spaces',
	space_manager: 'managed_spaces',
	space_auditor: 'audited_spaces',
};

const isInSpace = (type: string) => type.startsWith('space_');

/** A place is an organization, for its membership, or a role and where it is. */
const placeOf = (type: string, guid: string) => (type === member ? guid : `${type} ${guid}`);
const typeAndGuid = (place: string): [type: string, guid: string] => {
	const [type, guid] = place.split(' ');
	return guid === undefined ? [member, type] : [type, guid];
};

const roleOf = (user: UserId, place: string) => {
	const [type, guid] = typeAndGuid(place);
	return {
		guid: uuidOf(`role ${type} ${user} ${guid}`),
		type: type as CloudFoundryRole['type'],
		user_guid: String(user),
		organization_guid: isInSpace(type) ? null : guid,
		space_guid: isInSpace(type) ? guid : null,
	};
};

const askedIn = ({ fields }: Pick<Move, 'fields'>): Asked => {
	const { userGuid, organizationGuid, spaceGuid, role = member } = fields;
	const place = placeOf(String(role), String(spaceGuid ?? organizationGuid));
	return { users: [String(userGuid)], place, fields };
};

/** Roles beside the membership have changes of their own. */
const roleChange = (kind: 'Organization' | 'Space', grants: boolean): Change => {
	const [operation, inverse] = [grants ? 'add' : 'remove', grants ? 'remove' : 'add'].map(
		(verb) => `${verb}${kind}Role`,
	);
	const v2Line = ({ userGuid, organizationGuid, spaceGuid, role }: IDataObject) =>
		`${grants ? 'PUT' : 'DELETE'} /v2/users/${String(userGuid)}/${v2Lists[String(role)]}/${String(spaceGuid ?? organizationGuid)}`;
	const v3Line = ({ userGuid, organizationGuid, spaceGuid, role }: IDataObject) =>
		`POST /v3/roles ${JSON.stringify({
			type: role,
			relationships: {
				user: { data: { guid: userGuid } },
				[kind.toLowerCase()]: { data: { guid: spaceGuid ?? organizationGuid } },
			},
		})}`;
	return {
		operation,
		fields: () => ({}),
		met: () => [grants ? 'member' : 'none'],
		lines: ({ users: [user], place, fields }) => [
			v2Line(fields),
			grants ? v3Line(fields) : `DELETE /v3/roles/${roleOf(user, place).guid}`,
		],
		undo: ({ fields }) => ({ resource: 'user', operation: inverse, ...fields }),
	};
};

export const cloudFoundrySets: LayOutSets = (sandbox, dice) => {
	const { state } = sandbox.cloudFoundry;
	const [organization] = state.organizations;
	const [space] = state.spaces;
	const organizationsOf = (what: string, count: number) =>
		Array.from({ length: count }, (_, index) => {
			const name = `soak-${what}-${index + 1}`;
			return { ...organization, name, guid: uuidOf(`organization ${name}`) };
		});
	const [groups, homes] = [organizationsOf('team', 8), organizationsOf('home', 3)];
	const spaces = homes.map(({ guid, name }) => ({
		...space,
		name: `${name}-space`,
		guid: uuidOf(`space ${name}`),
		organization_guid: guid,
	}));
	state.organizations.push(...groups, ...homes);
	state.spaces.push(...spaces);
	const ground = cloudFoundry(sandbox, dice);
	const apiVersion = ground.parameters.apiVersion;
	// v2 doesn't tell who supports a space.
	const ofSpaces = apiVersion === 'v3' ? [...inSpaces, 'space_supporter'] : inSpaces;
	const places = homes.flatMap(({ guid }, index) => [
		guid,
		...inOrganizations.map((type) => placeOf(type, guid)),
		...ofSpaces.map((type) => placeOf(type, spaces[index].guid)),
	]);
	const homeOf = (place: string): string => {
		const [, guid] = typeAndGuid(place);
		return spaces.find((one) => one.guid === guid)?.organization_guid ?? guid;
	};
	const put = (user: UserId, place: string, standing: string) => {
		const role = roleOf(user, place);
		state.roles = state.roles.filter(({ guid }) => guid !== role.guid);
		if (standing !== 'none') state.roles.push(role);
	};
	const fieldsOf = (userGuid: UserId, place: string): IDataObject => {
		const [type, guid] = typeAndGuid(place);
		const where = isInSpace(type) ? { spaceGuid: guid } : { organizationGuid: guid };
		return { userGuid, ...where, ...(type !== member && { role: type }), apiVersion };
	};
	const nameOf = (verb: string, place: string) => {
		const [type] = typeAndGuid(place);
		if (type === member) return `${verb}Organization`;
		return isInSpace(type) ? `${verb}SpaceRole` : `${verb}OrganizationRole`;
	};
	const move = (verb: string, user: UserId, place: string): Move => ({
		operation: nameOf(verb, place),
		fields: fieldsOf(user, place),
	});
	const { place: lay } = ground;
	return {
		...ground,
		about: (request) =>
			ground.about(request) ??
			(/organization_guids=|^\/v[23]\/(organizations|spaces)/.test(request.url)
				? `${request.method} ${request.url}`
				: undefined),
		places,
		groups: groups.map(({ guid }) => guid),
		set: { resource: 'organization', operation: 'setUsers' },
		all: { resource: 'user', operation: 'removeAllRoles' },
		groupOf: (organizationGuid) => ({ fields: { organizationGuid, apiVersion }, given: 'member' }),
		fieldsOf: (userGuid) => ({ userGuid, apiVersion }),
		// Whoever has a role in an organization is a member of it.
		completed: (some) => [...new Set([...some.map(homeOf), ...some])],
		every: [
			...ground.changes,
			...(['Organization', 'Space'] as const).flatMap((kind) => [roleChange(kind, true), roleChange(kind, false)]),
		],
		give: (user, place) => move('add', user, place),
		end: (user, place) => move('remove', user, place),
		askedIn,
		entryOf: (by, userGuid, place) => {
			if (by === 'set') return { userGuid };
			const [role, guid] = typeAndGuid(place);
			return { role, organizationGuid: homeOf(place), ...(isInSpace(role) && { spaceGuid: guid }) };
		},
		calledIn: (by, user, place) => {
			if (by === 'set') return `user ${user}`;
			const [type, guid] = typeAndGuid(place);
			return isInSpace(type)
				? `${type} in space ${spaces.find((one) => one.guid === guid)?.name}`
				: `${type} of organization ${guid}`;
		},
		audited: (event) => {
			const [{ uid }] = event.resources as Array<{ uid: string }>;
			return placeOf((event.privileges as string[])[0], uid);
		},
		place: (users) => {
			lay(users.map(([user]) => [user, []]));
			for (const [user, accesses] of users) for (const [where, standing] of accesses) put(user, where, standing);
		},
		standing: () =>
			new Map(
				state.roles.map((role) => {
					const where = placeOf(role.type, String(role.organization_guid ?? role.space_guid));
					return [`${role.user_guid} ${where}`, 'member'] as const;
				}),
			),
		put,
	};
};
