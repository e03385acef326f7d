import type { IDataObject } from 'n8n-workflow';

import type { Received, Reply } from '../support/wire';

/** What a provider's page says about one of its lists, and a server that pages as the page says. Typed by hand. */
export interface List {
	readonly title: string;
	readonly node: 'delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry';
	readonly resource: string;
	readonly operation: string;
	readonly parameters?: IDataObject;
	readonly path: string;
	/** The query of a page without its filters; the size is ours to choose, up to what the page allows. */
	readonly paging: (page: number, size: number) => Record<string, string>;
	readonly size: (query: URLSearchParams) => number;
	readonly start: (query: URLSearchParams) => number;
	readonly maxSize: number;
	/** One of the provider's objects. */
	readonly object: (index: number) => IDataObject;
	readonly body: (window: Window) => unknown;
	/** Our name, the page's name, and values as a user fills them in. */
	readonly filters: ReadonlyArray<readonly [name: string, wire: string, values: readonly string[]]>;
	/** How the page shows the refusal of a request. */
	readonly refusal: (words: string) => string;
}

export interface Window {
	readonly objects: readonly IDataObject[];
	readonly start: number;
	readonly size: number;
	readonly total: number;
	/** Scheme, host and port that the request came to. */
	readonly origin: string;
	readonly url: URL;
}

export const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
export const department = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const iso = '2026-11-20T10:00:00Z';

const number = (query: URLSearchParams, name: string, fallback: number) => Number(query.get(name) ?? fallback);
const awkward = ['a+b & c=d/é?#%41', '5', "o'hara"];

const delos = {
	node: 'delos',
	operation: 'getAll',
	maxSize: Infinity,
	paging: (page: number, size: number) => ({ 'meta.page': `${page}`, 'meta.pageSize': `${size}` }),
	size: (query: URLSearchParams) => number(query, 'meta.pageSize', 20),
	start: (query: URLSearchParams) => number(query, 'meta.page', 0) * number(query, 'meta.pageSize', 20),
	body: ({ objects }: Window): unknown => ({ items: objects }),
	refusal: (words: string) => JSON.stringify({ error: words }),
} as const;

const directory = {
	node: 'clientDirectory',
	operation: 'getAll',
	parameters: { clientId: client },
	maxSize: 500,
	paging: (page: number, size: number): Record<string, string> => ({
		page_size: `${size}`,
		...(page > 0 && { cursor: `after=${page * size}+/é` }),
	}),
	size: (query: URLSearchParams) => number(query, 'page_size', 100),
	start: (query: URLSearchParams) => Number(/^after=(\d+)\+\/é$/.exec(query.get('cursor') ?? 'after=0+/é')?.[1]),
	body: ({ objects, start, size, total }: Window): unknown => ({
		data: objects,
		total_count: total,
		next_cursor: start + size < total ? `after=${start + size}+/é` : null,
	}),
	refusal: (words: string) => JSON.stringify({ error: { code: 'forbidden', message: words, details: {} } }),
} as const;

const nextOf = (url: URL, page: string, start: number, size: number) => {
	const query = new URLSearchParams(url.search);
	query.set(page, `${Math.floor(start / size) + 2}`);
	return `${url.pathname}?${`${query}`.replaceAll('+', '%20')}`;
};

const v2 = {
	node: 'cloudFoundry',
	operation: 'getAll',
	parameters: { apiVersion: 'v2' },
	maxSize: 100,
	paging: (page: number, size: number) => ({ page: `${page + 1}`, 'results-per-page': `${size}` }),
	size: (query: URLSearchParams) => number(query, 'results-per-page', 50),
	start: (query: URLSearchParams) => (number(query, 'page', 1) - 1) * number(query, 'results-per-page', 50),
	body: ({ objects, start, size, total, url }: Window): unknown => ({
		total_results: total,
		total_pages: Math.max(1, Math.ceil(total / size)),
		prev_url: null,
		next_url: start + size < total ? nextOf(url, 'page', start, size) : null,
		resources: objects,
	}),
	refusal: (words: string) => JSON.stringify({ description: words, error_code: 'CF-NotAuthorized', code: 10003 }),
} as const;

const v3 = {
	node: 'cloudFoundry',
	operation: 'getAll',
	parameters: { apiVersion: 'v3' },
	maxSize: 5000,
	paging: (page: number, size: number) => ({ page: `${page + 1}`, per_page: `${size}` }),
	size: (query: URLSearchParams) => number(query, 'per_page', 50),
	start: (query: URLSearchParams) => (number(query, 'page', 1) - 1) * number(query, 'per_page', 50),
	body: ({ objects, start, size, total, url, origin }: Window): unknown => ({
		pagination: {
			total_results: total,
			total_pages: Math.max(1, Math.ceil(total / size)),
			first: { href: `${origin}${url.pathname}?page=1&per_page=${size}` },
			last: { href: `${origin}${url.pathname}?page=${Math.max(1, Math.ceil(total / size))}&per_page=${size}` },
			next: start + size < total ? { href: `${origin}${nextOf(url, 'page', start, size)}` } : null,
			previous: null,
		},
		resources: objects,
	}),
	refusal: (words: string) => JSON.stringify({ errors: [{ code: 10003, title: 'CF-NotAuthorized', detail: words }] }),
} as const;

const v2Object = (kind: string, entity: IDataObject) => (index: number) => ({
	metadata: { guid: `g-${index}`, url: `/v2/${kind}/g-${index}`, created_at: iso, updated_at: null },
	entity,
});
const v3Object = (index: number) => ({
	guid: `g-${index}`,
	created_at: iso,
	username: null,
	name: `n ${index}`,
	metadata: { labels: {}, annotations: {} },
	links: { self: { href: `https://api.example.org/v3/x/g-${index}` } },
});

export const lists: readonly List[] = [
	{
		...delos,
		title: 'Delos users',
		resource: 'user',
		path: '/v2/user',
		object: (index) => ({ id: index, uuid: `user_${index}`, username: `u${index}`, isDeleted: false, comment: '' }),
		filters: [
			['cuid', 'cuid', ['cust_789xyz', 'cust+1&é']],
			['name', 'name', awkward],
			['customerName', 'customerName', awkward],
			['email', 'email', ['a+b@example.com']],
			['phone', 'phone', ['+1 (000) 555&1']],
			['status', 'status', ['ACCEPT']],
			['fromCreateAt', 'fromCreateAt', ['2024-01-15T10:30:00Z']],
			['toCreateAt', 'toCreateAt', ['2024-01-15T10:30:00Z']],
		],
	},
	{
		...delos,
		title: 'Delos clients',
		resource: 'client',
		path: '/v2/customer',
		object: (index) => ({ cuid: `cust_${index}`, puid: 'partner_1', name: `Client ${index}` }),
		filters: [
			['customerId', 'customerId', ['cust_789xyz', 'cust+1&é']],
			['customerName', 'customerName', awkward],
			['fromCreateAt', 'fromCreateAt', ['2024-01-15T10:30:00Z']],
		],
	},
	{
		...directory,
		title: 'directory departments',
		resource: 'department',
		path: `/v2/clients/${client}/departments`,
		object: (index) => ({ id: `d-${index}`, name: `D ${index}`, description: null, member_count: 0 }),
		filters: [
			['q', 'q', awkward],
			['sort_by', 'sort_by', ['name', 'member_count', 'created_at']],
			['sort_order', 'sort_order', ['asc', 'desc']],
		],
	},
	{
		...directory,
		title: 'directory users',
		resource: 'user',
		path: `/v2/clients/${client}/users`,
		object: (index) => ({ id: `u-${index}`, username: `u${index}`, user_key: `k${index}`, departments: [] }),
		filters: [
			['q', 'q', awkward],
			['department_id', 'department_id', [department, 'dept+1&é']],
			['sort_by', 'sort_by', ['username', 'last_activity', 'created_at']],
		],
	},
	{
		node: 'guardhouse',
		title: 'Guardhouse users',
		resource: 'user',
		operation: 'getAll',
		path: '/api/v1/users',
		maxSize: Infinity,
		paging: (page, size) => ({ offset: `${page * size}`, pageSize: `${size}` }),
		size: (query) => number(query, 'pageSize', 20),
		start: (query) => number(query, 'offset', 0),
		object: (index) => ({ id: index + 1, firstName: 'A', email: `a${index}@example.com`, roles: [], lastLogin: null }),
		body: ({ objects, total }) => ({ total, users: objects }),
		filters: [['email', 'email', ['a+b@example.com', '@exämple', ...awkward]]],
		refusal: (words) => words,
	},
	{
		...v2,
		title: 'Cloud Foundry users, v2',
		resource: 'user',
		path: '/v2/users',
		object: v2Object('users', { admin: false, active: true, default_space_guid: null }),
		filters: [],
	},
	{
		...v2,
		title: 'Cloud Foundry organizations, v2',
		resource: 'organization',
		path: '/v2/organizations',
		object: v2Object('organizations', { name: 'acme', billing_enabled: false, status: 'active' }),
		filters: [],
	},
	{
		...v3,
		title: 'Cloud Foundry users, v3',
		resource: 'user',
		path: '/v3/users',
		object: v3Object,
		filters: [['username', 'usernames', ['a+b@example.com', 'o&h=é?#']]],
	},
	{
		...v3,
		title: 'Cloud Foundry organizations, v3',
		resource: 'organization',
		path: '/v3/organizations',
		object: v3Object,
		filters: [['name', 'names', ['acme production', 'a+b & c=d/é?#']]],
	},
];

/** The one list without pages. */
export const roles = {
	node: 'guardhouse',
	resource: 'role',
	operation: 'getAll',
	path: '/api/v1/roles',
	object: (index: number) => ({ id: index, key: `k${index}`, name: 'N', description: '', permissions: [] }),
} as const;

const reply = (body: unknown): Reply => ({
	status: 200,
	headers: { 'content-type': 'application/json; charset=utf-8' },
	body: JSON.stringify(body),
});

export const urlOf = ({ url, headers }: Received) => new URL(`http://${headers.host}${url}`);

export const windowOf = (list: List, request: Received, all: number, largest = Infinity): Window => {
	const url = urlOf(request);
	const size = Math.min(list.size(url.searchParams), largest);
	const start = list.start(url.searchParams);
	const shown = Math.max(0, Math.min(size, all - start));
	const objects = Array.from({ length: shown }, (_, index) => list.object(start + index));
	return { objects, start, size, total: all, origin: url.origin, url };
};

/** Answers like the provider: one of its pages, of so many objects or, with a function, of as many as the size asks for. */
export const serving =
	(list: List, all: number | ((size: number) => number), body = list.body) =>
	(request: Received): Reply => {
		const size = list.size(urlOf(request).searchParams);
		return reply(body(windowOf(list, request, typeof all === 'number' ? all : all(size))));
	};

export const answering = (body: unknown) => (): Reply => reply(body);

/** Every parameter of a query has one value, which strict and form decoding read alike. */
export const queryOf = (request: Received): Record<string, string> => {
	const pairs = urlOf(request).search.slice(1).split('&').filter(Boolean);
	const query = Object.fromEntries(pairs.map((pair) => pair.split('=', 2).map(decodeURIComponent)));
	expect([...urlOf(request).searchParams]).toEqual(pairs.map((pair) => pair.split('=', 2).map(decodeURIComponent)));
	expect(Object.keys(query)).toHaveLength(pairs.length);
	return query;
};

export interface One {
	readonly title: string;
	readonly node: List['node'];
	readonly parameters: IDataObject;
	readonly path: string;
	readonly answer: IDataObject;
	readonly item: IDataObject;
	/** Bodies of a 404, and what it has to say. */
	readonly missing: ReadonlyArray<readonly [body: string, says: readonly RegExp[]]>;
}

const delosUser = {
	id: 1001,
	uuid: 'user_abc123def',
	username: 'john.smith',
	isDeleted: false,
	clients: [{ customerId: 'cust_789xyz', isOwner: true }],
};
const directoryUser = {
	id: 'a1d97031-04e2-4907-a249-093f7436207b',
	username: 'john.smith@example.com',
	user_key: 'john',
	last_activity: { at: null, desktop_at: null, web_at: null },
	departments: [{ id: department, name: 'Engineering', description: null }],
};
const guardhouseUser = {
	id: 101,
	email: 'john.smith@example.com',
	firstName: 'John',
	lastName: 'Smith',
	status: 3,
	avatarUrl: null,
	roles: [{ id: 1, name: 'Administrator' }],
	systemPermissions: [],
};
const v2User = v2Object('users', { admin: false, active: true, default_space_guid: null })(128);
const v3User = v3Object(128);

export const ones: readonly One[] = [
	{
		title: 'Delos user',
		node: 'delos',
		parameters: { userId: 'user_abc123def' },
		path: '/v2/user/user_abc123def',
		answer: { item: delosUser },
		item: delosUser,
		missing: [['{"error":"User not found: user_abc123def"}', [/'User'/, /User not found: user_abc123def/]]],
	},
	{
		title: 'directory user',
		node: 'clientDirectory',
		parameters: { clientId: client, userId: directoryUser.id },
		path: `/v2/clients/${client}/users/${directoryUser.id}`,
		answer: directoryUser,
		item: directoryUser,
		missing: [
			['{"error":{"code":"not_found","message":"User not found","details":{}}}', [/'User'/, /User not found/]],
			['{"error":{"code":"not_found","message":"Client not found","details":{}}}', [/'Client ID'/, /Client not found/]],
		],
	},
	{
		title: 'Guardhouse user',
		node: 'guardhouse',
		parameters: { userId: 101 },
		path: '/api/v1/users/101',
		answer: guardhouseUser,
		item: guardhouseUser,
		missing: [
			['User not found', [/'User'/, /User not found/]],
			['<html><h1>404 Not Found</h1>nginx</html>', [/URL/i, /^(?![^]*user (was )?not found)/i]],
		],
	},
	{
		title: 'Cloud Foundry user, v2',
		node: 'cloudFoundry',
		parameters: { userGuid: 'uaa-id-128', apiVersion: 'v2' },
		path: '/v2/users/uaa-id-128',
		answer: v2User,
		item: v2User,
		missing: [
			[
				'{"description":"The user could not be found: uaa-id-128","error_code":"CF-UserNotFound","code":20003}',
				[/'User'/, /could not be found: uaa-id-128/],
			],
			['V2 endpoints disabled', [/V2 endpoints disabled/, /v3/i, /^(?![^]*user[^]*(not be found|not found|exist))/i]],
			['<html>404 Not Found</html>', [/^(?![^]*user[^]*(not be found|not found|exist))/i]],
		],
	},
	{
		title: 'Cloud Foundry user, v3',
		node: 'cloudFoundry',
		parameters: { userGuid: 'uaa-id-128', apiVersion: 'v3' },
		path: '/v3/users/uaa-id-128',
		answer: v3User,
		item: v3User,
		missing: [
			[
				'{"errors":[{"code":10010,"title":"CF-ResourceNotFound","detail":"User not found"}]}',
				[/'User'/, /User not found/],
			],
		],
	},
];
