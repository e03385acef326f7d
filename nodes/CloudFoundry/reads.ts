import type { IDataObject } from 'n8n-workflow';

import type { Given, Paging } from '../operation/model';
import { asId, countIn, isObject, isUnreadable, objectsIn } from '../operation/model';

type Check = (object: IDataObject) => boolean;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** What is concluded from is read as strictly as what people give. */
const isGuid = (value: unknown): boolean => typeof value === 'string' && !isUnreadable(asId(value));

/** A list holding an entry that lacks what is gone by would be taken for one without it: it is no list. */
const resources =
	(isUsable: Check) =>
	(json: unknown): readonly IDataObject[] | undefined => {
		const found = isObject(json) ? objectsIn(json.resources) : undefined;
		return found?.every(isUsable) ? found : undefined;
	};

const isOfV2: Check = ({ metadata }) => isObject(metadata) && isText(metadata.guid);
const isOfV3: Check = ({ guid }) => isText(guid);

const nextUrlIn = (json: unknown) => (isObject(json) ? json.next_url : undefined);
const paginationIn = (json: unknown) => (isObject(json) && isObject(json.pagination) ? json.pagination : undefined);

/** By page number, so that no address from an answer is ever asked. */
const v2Paging: Paging = {
	most: 100,
	keeps: ['next_url'],
	query: ({ number, size, json }) =>
		number === 0 || typeof nextUrlIn(json) === 'string' ? { page: number + 1, 'results-per-page': size } : undefined,
	total: (json) => countIn(json, 'total_results'),
	identify: ({ metadata }) => (isObject(metadata) ? metadata.guid : undefined),
	isLast: (json) => (nextUrlIn(json) === undefined ? undefined : nextUrlIn(json) === null),
};

/**
 * Moderate pages: platforms may refuse large ones (`cc.renderer.max_total_results`), and the names of users are asked of the
 * UAA in batches of 200.
 */
const v3Paging: Paging = {
	most: 200,
	keeps: ['pagination'],
	query: ({ number, size, json }) =>
		number === 0 || isObject(paginationIn(json)?.next) ? { page: number + 1, per_page: size } : undefined,
	total: (json) => countIn(paginationIn(json), 'total_results'),
	identify: ({ guid }) => guid,
	isLast: (json) => {
		const next = paginationIn(json)?.next;
		return next === undefined ? undefined : next === null;
	},
};

const isHeldByV2: Check = ({ metadata }) => isObject(metadata) && isGuid(metadata.guid);
const isSpaceOfV2: Check = (space) =>
	isHeldByV2(space) && isObject(space.entity) && isGuid(space.entity.organization_guid);

export const v2List: Given = { items: resources(isOfV2), paging: v2Paging };
/** What a user has, or who has something. */
export const v2Held: Given = { ...v2List, items: resources(isHeldByV2) };
export const v2Spaces: Given = { ...v2List, items: resources(isSpaceOfV2) };
export const v3List: Given = { items: resources(isOfV3), paging: v3Paging };

export const v2One: Given = { items: (json) => (isObject(json) && isOfV2(json) ? [json] : undefined) };
export const v3One: Given = { items: (json) => (isObject(json) && isOfV3(json) ? [json] : undefined) };

/** The GUID of an object in either version; objects of v3 have a `metadata` too, with labels. */
export const guidOf = ({ guid, metadata }: IDataObject): unknown =>
	guid ?? (isObject(metadata) ? metadata.guid : undefined);

/** A text of an object; v2 keeps them in `entity`, v3 on top. */
export const textIn = (object: IDataObject, key: string): string | undefined => {
	const value = isObject(object.entity) ? object.entity[key] : object[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The name of a place among what v2 has read of a user: roles of v3 show none. */
export const nameAmong = (held: readonly IDataObject[], guid: unknown): string | undefined => {
	const place = held.find((one) => !isOfRole(one) && guidOf(one) === guid);
	return place && textIn(place, 'name');
};

const relatedGuid = (relationships: unknown, name: string): unknown => {
	const related = isObject(relationships) ? relationships[name] : undefined;
	return isObject(related) && isObject(related.data) ? related.data.guid : undefined;
};

/** Roles of v3 stand where v2 has users or places. */
export const isOfRole: Check = ({ relationships }) => relationships !== undefined;

/** What a role of v3 is for. */
export const organizationOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'organization');
export const userOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'user');
export const spaceOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'space');

/** A role goes into a path by its GUID, and says whose it is and where. */
const isRole: Check = (role) =>
	isGuid(role.guid) &&
	typeof role.type === 'string' &&
	isGuid(userOf(role)) &&
	(isGuid(organizationOf(role)) || isGuid(spaceOf(role)));

const roles = resources(isRole);

/** A list of which one role is expected at most. */
export const v3LookUp: Given = {
	items: roles,
	paging: { ...v3Paging, most: 1, query: ({ number }) => (number === 0 ? { page: 1, per_page: 1 } : undefined) },
};

export const v3Roles: Given = { ...v3List, items: roles };

const places = {
	organization: { guidIn: organizationOf, isUsable: isOfV3 },
	space: { guidIn: spaceOf, isUsable: (space: IDataObject) => isOfV3(space) && isGuid(organizationOf(space)) },
};

/**
 * Roles of v3, each with the place that `include` adds to their list beside them; one without its place tells nothing. Korifi adds
 * none at all (payloads/role.go): then a place is its GUID alone.
 */
export const v3RolesWith = (place: keyof typeof places): Given => ({
	...v3List,
	items: (json) => {
		const { guidIn, isUsable } = places[place];
		const found = roles(json);
		if (!found || !isObject(json)) return undefined;
		const isLeftOut = json.included === undefined;
		const included = isObject(json.included) ? objectsIn(json.included[`${place}s`]) : undefined;
		if (!isLeftOut && !included?.every(isUsable)) return undefined;
		const byGuid = new Map(included?.map((one) => [one.guid, one]));
		const placed = found.map((role): IDataObject => {
			const guid = guidIn(role) as string | undefined;
			return guid === undefined ? role : { ...role, [place]: isLeftOut ? { guid } : byGuid.get(guid) };
		});
		return placed.every((role) => !(place in role) || role[place]) ? placed : undefined;
	},
});

/** Spaces of v3, each of which says whose it is. */
export const v3Spaces: Given = { ...v3List, items: resources(places.space.isUsable) };
