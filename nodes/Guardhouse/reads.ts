import { isObject, objectsIn } from '../operation/answer';
import type { Reads } from '../operation/operation';

const arrayIn =
	(name: string): Reads['items'] =>
	(json) =>
		isObject(json) ? objectsIn(json[name]) : undefined;

export const oneUser: Reads = { items: (json) => (isObject(json) && json.id !== undefined ? [json] : undefined) };

/** `{total, users}`; how large a page may be isn't documented, so what was received is counted, not what was asked for. */
export const users: Reads = {
	items: arrayIn('users'),
	paging: {
		most: 100,
		keeps: ['total'],
		query: ({ number, size, received, last, answer }) => {
			const total = isObject(answer?.json) ? Number(answer.json.total) : Infinity;
			return number > 0 && (last === 0 || received >= total) ? undefined : { offset: received, pageSize: size };
		},
	},
};

/** `{items}`, all of them in one answer. */
export const roles: Reads = {
	items: arrayIn('items'),
	paging: { most: 1, query: ({ number }) => (number === 0 ? {} : undefined) },
};
