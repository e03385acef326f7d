import type { IDataObject } from 'n8n-workflow';

import type { Given, Paging } from '../operation/words';
import { countIn, isObject, isUnreadable, objectsIn } from '../operation/words';
import { roleGuid } from './parameters';

type Check = (object: IDataObject) => boolean;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

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

const isSpaceOfV2: Check = (space) => isOfV2(space) && isObject(space.entity) && isText(space.entity.organization_guid);

export const v2List: Given = { items: resources(isOfV2), paging: v2Paging };
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
	isText(role.guid) &&
	!isUnreadable(roleGuid.read(role.guid)) &&
	isText(role.type) &&
	isText(userOf(role)) &&
	(isText(organizationOf(role)) || isText(spaceOf(role)));

const roles = resources(isRole);

/** A list of which one role is expected at most. */
export const v3LookUp: Given = {
	items: roles,
	paging: { ...v3Paging, most: 1, query: ({ number }) => (number === 0 ? { page: 1, per_page: 1 } : undefined) },
};

export const v3Roles: Given = { ...v3List, items: roles };

const places = {
	organization: { guidIn: organizationOf, isUsable: isOfV3 },
	space: { guidIn: spaceOf, isUsable: (space: IDataObject) => isOfV3(space) && isText(organizationOf(space)) },
};

/** Roles of v3, each with the place that `include` adds to their list beside them; one without its place tells nothing. */
export const v3RolesWith = (place: keyof typeof places): Given => ({
	...v3List,
	items: (json) => {
		const { guidIn, isUsable } = places[place];
		const found = roles(json);
		const included = isObject(json) && isObject(json.included) ? objectsIn(json.included[`${place}s`]) : undefined;
		if (!found || !included?.every(isUsable)) return undefined;
		const byGuid = new Map(included.map((one) => [one.guid, one]));
		const placed = found.map((role): IDataObject => {
			const guid = guidIn(role);
			return guid === undefined ? role : { ...role, [place]: byGuid.get(guid as string) };
		});
		return placed.every((role) => !(place in role) || role[place]) ? placed : undefined;
	},
});
