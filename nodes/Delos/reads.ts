import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Paging, Reads } from '../operation/operation';

const isObjects = (value: unknown): value is IDataObject[] => Array.isArray(value) && value.every(isObject);

/** `{item: {…}}` */
export const oneItem: Reads = {
	items: (json) => (isObject(json) && isObject(json.item) && json.error === undefined ? [json.item] : undefined),
};

/** The pages don't show the envelope of a list: the array itself, or the one that an object holds. */
const listIn = (json: unknown): readonly IDataObject[] | undefined => {
	if (isObjects(json)) return json;
	return isObject(json) && json.error === undefined ? Object.values(json).find(isObjects) : undefined;
};

/** Pages count from 0. Neither a total nor the largest page is documented, so only an empty page is the last one. */
const paging: Paging = {
	most: 100,
	query: ({ number, size, last }) =>
		number > 0 && last === 0 ? undefined : { 'meta.page': number, 'meta.pageSize': size },
};

export const list: Reads = { items: listIn, paging };
