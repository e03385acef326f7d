import type { IDataObject } from 'n8n-workflow';

import type { Change, Page, Placed, Read, Single, Value, Values } from '../../model';
import { isForms } from '../../model';

export interface Request {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly url: string;
	readonly body?: IDataObject;
}

// A URL parser would encode the apostrophe of a query by itself; encoded here, what is built is what is sent.
const encoded = (value: Value) => encodeURIComponent(String(value)).replace(/'/g, '%27');

const wireValue = (placed: Placed, name: string, values: Values): Value | undefined => {
	const { property, wire } = placed[name];
	const value = values[property.name];
	return wire && value !== undefined ? wire(value) : value;
};

/** A dotted name of a body stands for nested objects, as on the pages. */
const nested = (placed: Placed, values: Values): IDataObject => {
	const body: IDataObject = {};
	for (const name of Object.keys(placed)) {
		const value = wireValue(placed, name, values);
		if (value === undefined) continue;
		const keys = name.split('.');
		const last = keys.pop() as string;
		let level = body;
		for (const key of keys) level = (level[key] ??= {}) as IDataObject;
		level[last] = value as IDataObject[string];
	}
	return body;
};

const queryOf = (placed: Placed, values: Values, page: Page): string => {
	const pairs = [
		...Object.keys(placed).map((name) => [name, wireValue(placed, name, values)] as const),
		...Object.entries(page),
	];
	const sent = pairs.flatMap(([name, value]) => (value === undefined ? [] : `${encoded(name)}=${encoded(value)}`));
	return sent.length > 0 ? `?${sent.join('&')}` : '';
};

/** The address of a request; throws where a URL parser would read it differently. */
const urlOf = ({ name, route, path }: Single, values: Values, baseUrl: string, query: string): string => {
	const [, template] = route.split(' ');
	const segments = template.replace(/\{([^}]+)\}/g, (_, slot: string) =>
		encoded(wireValue(path, slot, values) as Value),
	);
	const url = baseUrl + segments + query;
	if (new URL(url).href !== url) throw new RangeError(`${name} can't be addressed with these values`);
	return url;
};

/** What goes over the wire for a read, or for a page of one. */
export const readRequest = (read: Read, values: Values, baseUrl: string, page: Page = {}): Request => {
	const query = queryOf({ ...read.query, ...read.filters }, values, { ...read.always, ...page });
	return { method: 'GET', url: urlOf(read, values, baseUrl, query) };
};

/** What goes over the wire for a change; an option may choose the form of its body. */
export const changeRequest = (change: Change, values: Values, options: Values, baseUrl: string): Request => {
	const [method] = change.route.split(' ') as [Request['method']];
	const url = urlOf(change, values, baseUrl, queryOf(change.query ?? {}, values, {}));
	const { body, always } = change;
	if (body === undefined) return { method, url };
	const placed = isForms(body) ? body.forms[options[body.by.property.name] as string] : body;
	return { method, url, body: { ...always, ...nested(placed, values) } };
};
