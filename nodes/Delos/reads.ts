import { isObject, objectsIn } from '../operation/answer';
import type { Paging, Reads } from '../operation/operation';

/** `{item: {…}}` */
export const oneItem: Reads = {
	items: (json) => (isObject(json) && isObject(json.item) && json.error === undefined ? [json.item] : undefined),
};

/** The pages don't show the envelope of a list: the array itself, or the one that an object holds. */
const listIn: Reads['items'] = (json) => {
	const whole = objectsIn(json);
	if (whole || !isObject(json) || json.error !== undefined) return whole;
	return Object.values(json).map(objectsIn).find(Boolean);
};

/** Pages count from 0. Neither a total nor the largest page is documented, so only an empty page is the last one. */
const paging: Paging = {
	most: 100,
	query: ({ number, size, last }) =>
		number > 0 && last === 0 ? undefined : { 'meta.page': number, 'meta.pageSize': size },
};

export const list: Reads = { items: listIn, paging };
