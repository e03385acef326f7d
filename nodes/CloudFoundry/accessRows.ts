import type { IDataObject } from 'n8n-workflow';

import type { Given } from '../operation/model';
import { isObject, objectsIn } from '../operation/model';
import { guidOf, organizationOf, spaceOf, textIn, userOf, v3Roles } from './reads';

const orNull = (value: string | undefined): string | null => value ?? null;

const nameIn = (object: unknown, key = 'name'): string | null =>
	isObject(object) ? orNull(textIn(object, key)) : null;

const beside = { user: userOf, organization: organizationOf, space: spaceOf } as const;

/**
 * Roles of v3, each with the user and the place that `include` adds to their list beside them. What isn't there is read by itself:
 * Korifi adds none at all (payloads/role.go), and nobody the organization of a space.
 */
export const v3RolesNamed: Given = {
	...v3Roles,
	items: (json) => {
		const found = v3Roles.items(json);
		if (!found || !isObject(json)) return undefined;
		const { included = {} } = json;
		if (!isObject(included)) return undefined;
		const maps = Object.keys(beside).map((name) => {
			const objects = included[`${name}s`] === undefined ? [] : objectsIn(included[`${name}s`]);
			return [name, objects && new Map(objects.map((one) => [one.guid as unknown, one]))] as const;
		});
		if (maps.some(([, objects]) => objects === undefined)) return undefined;
		return found.map((role): IDataObject => {
			const own = maps.map(([name, objects]) => [name, objects?.get(beside[name as keyof typeof beside](role))]);
			return { ...role, ...(Object.fromEntries(own) as IDataObject) };
		});
	},
};

/** The organization that a role is in, or the space of a role; unknown until the space is. */
export const organizationAround = (role: IDataObject): string | undefined => {
	const guid = spaceOf(role) === undefined ? organizationOf(role) : isObject(role.space) && organizationOf(role.space);
	return typeof guid === 'string' ? guid : undefined;
};

/** A role of v3 with what is known of its user and its place. */
export const rowOfV3 = (role: IDataObject): IDataObject => ({
	username: nameIn(role.user, 'username'),
	role: role.type,
	organizationName: nameIn(role.organization),
	spaceName: nameIn(role.space),
	origin: nameIn(role.user, 'origin'),
	userGuid: userOf(role) as string,
	organizationGuid: orNull(organizationAround(role)),
	spaceGuid: (spaceOf(role) as string | undefined) ?? null,
});

/** Where v2 has roles: an organization, and a space of it. */
export interface V2Place {
	readonly organizationGuid: string;
	readonly organizationName: string | null;
	readonly space?: IDataObject;
}

/** v2 doesn't tell from which identity provider a user is. */
export const rowOfV2 = (user: IDataObject, role: string, place: V2Place): IDataObject => ({
	username: nameIn(user, 'username'),
	role,
	organizationName: place.organizationName,
	spaceName: nameIn(place.space),
	origin: null,
	userGuid: guidOf(user) as string,
	organizationGuid: place.organizationGuid,
	spaceGuid: place.space ? (guidOf(place.space) as string) : null,
});
