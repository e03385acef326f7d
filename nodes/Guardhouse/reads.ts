import type { Given } from '../operation/model';
import { countIn, isObject, objectsIn } from '../operation/model';

const arrayIn =
	(name: string): Given['items'] =>
	(json) =>
		isObject(json) ? objectsIn(json[name]) : undefined;

export const oneRole: Given = { items: (json) => (isObject(json) && json.id !== undefined ? [json] : undefined) };

export const oneUser: Given = { items: (json) => (isObject(json) && json.id !== undefined ? [json] : undefined) };

/**
 * `{total, users}`; how large a page may be isn't documented, so what was received is counted, not what was asked for. A total
 * that is less than what came is none.
 */
export const users: Given = {
	items: arrayIn('users'),
	paging: {
		most: 100,
		keeps: ['total'],
		query: ({ number, size, received, last, json }) => {
			const isDone = last === 0 || received === countIn(json, 'total');
			return number > 0 && isDone ? undefined : { offset: received, pageSize: size };
		},
		total: (json) => countIn(json, 'total'),
		// A number or its text are one ID.
		identify: ({ id }) => (typeof id === 'number' ? String(id) : id),
	},
};

/** `{items}`, all of them in one answer. */
export const roles: Given = {
	items: arrayIn('items'),
	paging: { most: 1, query: ({ number }) => (number === 0 ? {} : undefined) },
};
