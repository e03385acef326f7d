import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../../../sandbox';
import type { Asked, UserId } from '../../ground';
import { cloudFoundry } from '../../grounds/cloudFoundry';
import {
	inOrganizations,
	isInSpace,
	member,
	placeOf,
	roleChange,
	roleOf,
	rolesInSpace,
	standingOf,
	typeAndGuid,
	withRole,
} from '../../grounds/roles';
import type { LayOutSets, Move } from '../ground';

const askedIn = ({ fields }: Pick<Move, 'fields'>): Asked => {
	const { userGuid, organizationGuid, spaceGuid, role = member } = fields;
	const place = placeOf(String(role), String(spaceGuid ?? organizationGuid));
	return { users: [String(userGuid)], place, fields };
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
	const places = homes.flatMap(({ guid }, index) => [
		guid,
		...inOrganizations.map((type) => placeOf(type, guid)),
		...rolesInSpace(apiVersion).map((type) => placeOf(type, spaces[index].guid)),
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
	const fieldsOf = (userGuid: UserId, place: string): IDataObject => ({ ...withRole(userGuid, place), apiVersion });
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
			...(['Organization', 'Space'] as const).flatMap((kind) => [
				roleChange(kind, true, apiVersion),
				roleChange(kind, false, apiVersion),
			]),
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
		standing: () => standingOf(state.roles),
		put,
	};
};
