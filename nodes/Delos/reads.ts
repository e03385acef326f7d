import type { IDataObject } from 'n8n-workflow';

import type { Given, Paging } from '../operation/model';
import { countIn, isObject, largest, objectsIn } from '../operation/model';

/** The pages and their samples have two names for the ID of a user, and for that of a client. */
export const userIdIn = ({ uuid, userId }: IDataObject) => uuid ?? userId;
export const clientIdIn = ({ cuid, customerId }: IDataObject) => cuid ?? customerId;

/** What a user is called: the address, where that is shown, else what is often the address. */
export const namesIn = ({ email, username }: IDataObject = {}) => ({ userId: email ?? username });

/** `{item: {…}}` */
export const oneItem: Given = {
	items: (json) => (isObject(json) && isObject(json.item) && json.error === undefined ? [json.item] : undefined),
};

const usualNames = ['items', 'data', 'users', 'customers', 'clients', 'list', 'results', 'content', 'rows'];
const asides = ['errors', 'warnings', 'messages', 'columns', 'links'];

/**
 * The pages don't show the envelope of a list: the array itself, or the one that an object holds. Beside it there may be
 * others, such as of errors or columns: an answer that leaves open which one is meant is none.
 */
const listIn: Given['items'] = (json) => {
	const whole = objectsIn(json);
	if (whole || !isObject(json) || isRefusal(json)) return whole;
	const usual = usualNames.find((name) => Array.isArray(json[name]));
	if (usual !== undefined) return objectsIn(json[usual]);
	const lists = Object.keys(json).filter((name) => Array.isArray(json[name]) && !asides.includes(name));
	return lists.length === 1 ? objectsIn(json[lists[0]]) : undefined;
};

const isRefusal = ({ error, errors }: IDataObject) =>
	(error !== undefined && error !== null && error !== false) || (Array.isArray(errors) && errors.length > 0);

const holders = ['meta', 'page', 'pagination'];
const totalNames = ['total', 'totalCount', 'totalItems', 'totalElements', 'total_count'];

/** No page shows a total either; where an answer has one, it counts, and of several the largest. */
const totalIn: Paging['total'] = (json) => {
	if (!isObject(json)) return undefined;
	const counts = [...holders.map((name) => json[name]), json].flatMap((holder) =>
		totalNames.map((name) => countIn(holder, name)),
	);
	return largest(counts);
};

/** Pages count from 0. The largest page isn't documented, so only an empty page is the last one. */
const paging: Paging = {
	most: 100,
	query: ({ number, size, last }) =>
		number > 0 && last === 0 ? undefined : { 'meta.page': number, 'meta.pageSize': size },
	total: totalIn,
};

export const list: Given = { items: listIn, paging };
