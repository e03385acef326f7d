import type { Given, Paging } from '../operation/model';
import { countIn, isObject, objectsIn } from '../operation/model';

const cursorOf = (json: unknown) => (isObject(json) ? json.next_cursor : undefined);

const paging: Paging = {
	most: 500,
	keeps: ['next_cursor'],
	query: ({ number, size, json }) => {
		if (number === 0) return { page_size: size };
		const cursor = cursorOf(json);
		return typeof cursor === 'string' && cursor !== '' ? { page_size: size, cursor } : undefined;
	},
	total: (json) => countIn(json, 'total_count'),
	identify: ({ id }) => id,
	// Cursors: what is deleted meanwhile moves nobody to a page that was read already.
	isSteady: true,
	// The page says null; without the field nobody knows.
	isLast: (json) => (cursorOf(json) === null ? true : cursorOf(json) === undefined ? undefined : false),
};

/** `{data: […], total_count, next_cursor}` */
export const list: Given = {
	items: (json) => (isObject(json) ? objectsIn(json.data) : undefined),
	paging,
};

export const one: Given = {
	items: (json) => (isObject(json) && json.id !== undefined ? [json] : undefined),
};
