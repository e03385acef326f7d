import type { Transcript } from './transcript';
import { undecided } from './transcript';

const unassigning = (instantLogout: boolean, userId: unknown = 101, roleId: unknown = 1) =>
	({
		page: 'https://guardhouse.cloud/docs/api/endpoints/users/unassign-user-from-role',
		read: '2026-11-20',
		node: 'guardhouse',
		resource: 'user',
		operation: 'unassignRole',
		parameters: { userId, roleId, instantLogout },
		request: {
			method: 'DELETE',
			url: '/api/v1/users/101/roles/1',
			headers: { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' },
			body: instantLogout ? '{"instantLogout":true}' : '{"instantLogout":false}',
		},
	}) as const;
const one = unassigning(false);

const text = { 'content-type': 'text/plain; charset=utf-8' };
const html = { 'content-type': 'text/html' };
const accepted = {
	success: true,
	operation: 'unassignRole',
	outcome: 'applied',
	changed: null,
	userId: 101,
	roleId: 1,
	response: null,
	undo: null,
};

export const guardhouse: readonly Transcript[] = [
	{
		...one,
		title: '204, or the role was not assigned',
		answer: { status: 204 },
		result: { ...accepted, instantLogout: false },
	},
	{
		...unassigning(true),
		title: '204 with instant logout',
		answer: { status: 204 },
		result: { ...accepted, instantLogout: true },
	},
	{
		...unassigning(false, '101', '1'),
		title: '204 for IDs that are text',
		answer: { status: 204 },
		result: { ...accepted, instantLogout: false },
	},

	...(
		[
			['401 without a body', { status: 401 }, []],
			['401 as text', { status: 401, headers: text, body: 'The token is expired' }, [/The token is expired/]],
			[
				'401 as JSON',
				{ status: 401, headers: { 'content-type': 'application/json' }, body: '{"error":"invalid_token"}' },
				[/invalid_token/],
			],
		] as const
	).map(([title, answer, words]) => ({
		...one,
		title,
		answer,
		refusal: {
			error: /token|credential|authori[sz]|authenti|sign/i,
			message: [/401/, /token|credential/i, ...words],
			httpCode: '401',
		},
	})),
	...[undefined, 'No access to this endpoint'].map((body) => ({
		...one,
		title: body ? '403 as text' : '403 without a body',
		answer: { status: 403, ...(body && { headers: text, body }) },
		refusal: {
			error: /permi|allow|access|forbid|let|rights/i,
			message: [/403/, ...(body ? [/No access to this endpoint/] : [])],
			httpCode: '403',
		},
	})),
	{
		...one,
		title: '404, no user with that ID',
		answer: { status: 404, headers: text, body: 'User not found' },
		refusal: { error: /user/i, message: [/'User'/, /User not found/, /404/], httpCode: '404' },
	},
	...(
		[
			['404 with an HTML page', { status: 404, headers: html, body: '<html><h1>404 Not Found</h1>nginx</html>' }],
			['404 without a body', { status: 404 }],
		] as const
	).map(([title, answer]) => ({
		...one,
		title: `${title}: says nothing about the user`,
		answer,
		refusal: {
			error: /^(?![^]*user[^]*(found|exist))/i,
			message: [/404/, /URL/i, /^(?![^]*(user (was )?not found|user does(n't| not) exist|no (such )?user))/i],
			httpCode: '404',
		},
	})),

	...(
		[
			['200 with JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"success":true}' }],
			['200 with an HTML page', { status: 200, headers: html, body: '<html>Sign in</html>' }],
			['200 without a body', { status: 200 }],
			['202', { status: 202 }],
		] as const
	).map(([title, answer]) => ({
		...one,
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
	{
		...one,
		title: 'a redirect',
		answer: { status: 302, headers: { location: 'https://elsewhere.example/login' } },
		refusal: { error: /elsewhere\.example/, message: [/302/] },
	},
];

const json = { 'content-type': 'application/json' };
const person = { id: 101, firstName: 'John', lastName: 'Smith', email: 'john.smith@example.com', status: 3 };
/** Its page doesn't show whether the user is blocked; that of the list does. */
const [shown, listed] = ['/api/v1/users/101', '/api/v1/users?email=john.smith%40example.com&offset=0&pageSize=100'];
const found = (isSuspended: boolean) =>
	[
		[shown, { status: 200, headers: json, body: JSON.stringify({ ...person, roles: [], systemPermissions: [] }) }],
		[listed, { status: 200, headers: json, body: JSON.stringify({ total: 1, users: [{ ...person, isSuspended }] }) }],
	] as const;

const blocking = {
	page: 'https://guardhouse.cloud/docs/api/endpoints/users/block-user-by-id',
	read: '2026-11-29',
	node: 'guardhouse',
	resource: 'user',
	operation: 'block',
	parameters: { userId: 101, blockedByUserId: 7 },
	before: found(false),
	request: {
		method: 'PATCH',
		url: '/api/v1/users/101/block',
		headers: { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' },
		body: '{"blockedByUserId":7,"notifyUserViaEmail":false}',
	},
} as const;
const unblocking = {
	...blocking,
	page: 'https://guardhouse.cloud/docs/api/endpoints/users/unblock-user-by-id',
	operation: 'unblock',
	parameters: { userId: 101 },
	before: found(true),
	request: { ...blocking.request, url: '/api/v1/users/101/unblock', body: '{}' },
} as const;
const told = { success: true, outcome: 'applied', changed: null, userId: 101, response: null, undo: null };
const already = { outcome: 'unchanged', changed: false };
// What was read before tells that it changed something.
const blocked = {
	...{ ...told, operation: 'block', changed: true },
	undo: { resource: 'user', operation: 'unblock', baseUrl: expect.any(String) as string, userId: 101 },
};
const noUndo = { note: expect.stringMatching(/^There is no undo/) as string };
const as7 = { blockedByUserId: 7, suspensionReason: '', notifyUserViaEmail: false };
const reason = 'Left the company';

const refusals = [
	['401 without a body', { status: 401 }, /token|credential|authori[sz]|authenti|sign/i, [/token|credential/i]],
	['403 as text', { status: 403, headers: text, body: 'No access' }, /permi|allow|access|let|rights/i, [/No access/]],
	[
		'404, no user with that ID',
		{ status: 404, headers: text, body: 'User not found' },
		/user/i,
		[/'User'/, /User not found/],
	],
	[
		'404 with an HTML page: says nothing about the user',
		{ status: 404, headers: html, body: '<html><h1>404 Not Found</h1>nginx</html>' },
		/^(?![^]*user[^]*(found|exist))/i,
		[/URL/i],
	],
] as const;

export const suspensions: readonly Transcript[] = [
	{
		...blocking,
		title: '204',
		answer: { status: 204 },
		result: { ...blocked, ...as7 },
	},
	{
		...blocking,
		title: '204 with a reason and an email',
		parameters: { userId: 101, blockedByUserId: 7, suspensionReason: reason, notifyUserViaEmail: true },
		request: {
			...blocking.request,
			body: `{"blockedByUserId":7,"suspensionReason":"${reason}","notifyUserViaEmail":true}`,
		},
		answer: { status: 204 },
		result: { ...blocked, blockedByUserId: 7, suspensionReason: reason, notifyUserViaEmail: true },
	},
	{
		...{ ...unblocking, title: '204', answer: { status: 204 } },
		result: { ...told, operation: 'unblock', changed: true, ...noUndo },
	},
	// Neither page says what becomes of a user of whom it is so already, so nothing is sent.
	{
		...{ ...blocking, title: 'who is blocked already', before: found(true), isNotSent: true },
		answer: { status: 204 },
		result: { ...told, ...already, operation: 'block', ...as7 },
	},
	{
		...{ ...unblocking, title: "who isn't blocked", before: found(false), isNotSent: true },
		answer: { status: 204 },
		result: { ...told, ...already, operation: 'unblock' },
	},
	{
		...{ ...blocking, title: 'who is blocked already, which is to fail', before: found(true), isNotSent: true },
		options: { ifUnchanged: 'fail' },
		answer: { status: 204 },
		refusal: { error: /already/i, message: [/'If Unchanged'|nothing/i] },
	},
	// Where it isn't known whether it is so, it is sent all the same: a block that nobody needed does less harm than none.
	{
		...{ ...blocking, title: '204, where the user tells it itself', answer: { status: 204 } },
		before: [[shown, { status: 200, headers: json, body: JSON.stringify({ ...person, isSuspended: false }) }]],
		result: { ...blocked, ...as7 },
	},
	{
		...{ ...blocking, title: '204, where neither the user nor the list tells it', answer: { status: 204 } },
		before: [
			[shown, { status: 200, headers: json, body: JSON.stringify(person) }],
			[listed, { status: 200, headers: json, body: JSON.stringify({ total: 1, users: [person] }) }],
		],
		result: { ...told, operation: 'block', ...as7 },
	},
	{
		...blocking,
		title: '400 as text, an invalid body',
		answer: { status: 400, headers: text, body: 'blockedByUserId is invalid' },
		refusal: {
			error: /refuse|accept|block/i,
			message: [/blockedByUserId is invalid/, /'Blocked By'/, /400/],
			httpCode: '400',
		},
	},
	...[blocking, unblocking].flatMap((change) => [
		...refusals.map(
			([title, answer, error, says]): Transcript => ({
				...change,
				title,
				answer,
				refusal: { error, message: [new RegExp(`${answer.status}`), ...says], httpCode: `${answer.status}` },
			}),
		),
		...['200 without a body', '202'].map((title): Transcript => {
			const status = Number.parseInt(title, 10);
			const refusal = { error: /answer|respon|unexpected/i, message: [undecided, new RegExp(`${status}`)] };
			return { ...change, title, answer: { status }, refusal };
		}),
	]),
];
