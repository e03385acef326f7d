import type { IDataObject } from 'n8n-workflow';

import { isObject, objectsIn } from '../operation/answer';
import type { Paging, Reads } from '../operation/operation';

const resources = (json: unknown) => (isObject(json) ? objectsIn(json.resources) : undefined);

/** By page number, so that no address from an answer is ever asked. */
const v2Paging: Paging = {
	most: 100,
	keeps: ['next_url'],
	query: ({ number, size, answer }) => {
		const { next_url: next } = isObject(answer?.json) ? answer.json : {};
		return number === 0 || typeof next === 'string' ? { page: number + 1, 'results-per-page': size } : undefined;
	},
};

const v3Paging: Paging = {
	most: 5000,
	keeps: ['pagination'],
	query: ({ number, size, answer }) => {
		const { pagination } = isObject(answer?.json) ? answer.json : {};
		const more = isObject(pagination) && isObject(pagination.next);
		return number === 0 || more ? { page: number + 1, per_page: size } : undefined;
	},
};

export const v2List: Reads = { items: resources, paging: v2Paging };
export const v3List: Reads = { items: resources, paging: v3Paging };

export const v2One: Reads = { items: (json) => (isObject(json) && isObject(json.metadata) ? [json] : undefined) };
export const v3One: Reads = { items: (json) => (isObject(json) && typeof json.guid === 'string' ? [json] : undefined) };

/** The GUID of an object in either version; objects of v3 have a `metadata` too, with labels. */
export const guidOf = ({ guid, metadata }: IDataObject): unknown =>
	guid ?? (isObject(metadata) ? metadata.guid : undefined);

/** What a role of v3 is for. */
export const organizationOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'organization');
export const userOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'user');
export const spaceOf = ({ relationships }: IDataObject): unknown => relatedGuid(relationships, 'space');

const relatedGuid = (relationships: unknown, name: string): unknown => {
	const related = isObject(relationships) ? relationships[name] : undefined;
	return isObject(related) && isObject(related.data) ? related.data.guid : undefined;
};

/** What `include=organization` adds to a list of roles. */
export const includedOrganizations = (json: unknown): readonly IDataObject[] | undefined =>
	isObject(json) && isObject(json.included) ? objectsIn(json.included.organizations) : undefined;
