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
