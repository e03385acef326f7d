import type { Transcript } from './transcript';
import { undecided, verbatim } from './transcript';

const [first, notHex, unknown] = [
	'a1d97031-04e2-4907-a249-093f7436207b',
	'b2e08142-15f3-5018-b350-104g8547318c',
	'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
const where = {
	clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
	departmentId: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890',
};
const json = { 'content-type': 'application/json' };

const removing = (userIds: readonly string[], body: string) =>
	({
		page: 'https://api-docs.amm-scalepad.com/departments/members-remove',
		read: '2026-11-20',
		node: 'clientDirectory',
		resource: 'department',
		operation: 'removeMembers',
		parameters: { ...where, userIds },
		request: {
			method: 'POST',
			url: '/v2/clients/aa7cf840-9ca9-46a3-9778-9015d6580d50/departments/d1a2b3c4-e5f6-7890-abcd-ef1234567890/members/remove',
			headers: { authorization: 'Bearer sandbox-token', ...json },
			body,
		},
	}) as const;
const several = removing(
	[first, notHex],
	'{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b","b2e08142-15f3-5018-b350-104g8547318c"]}',
);
const single = removing([first], '{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b"]}');
const partly = removing(
	[first, unknown],
	'{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b","ffffffff-ffff-ffff-ffff-ffffffffffff"]}',
);

const gone = { succeeded: [first], failed: [] };
const partial = { succeeded: [first], failed: [{ id: unknown, error: 'User not found' }] };
const ok = (body: object) => ({ status: 200, headers: json, body: JSON.stringify(body) });
const accepted = {
	success: true,
	operation: 'removeMembers',
	outcome: 'applied',
	changed: null,
	...where,
	undo: null,
};

/** The page's meaning of each status. The sibling pages show the body; its messages are ours. */
const errors: ReadonlyArray<{
	status: number;
	title: string;
	code: string;
	message: string;
	error: RegExp;
	says: readonly RegExp[];
	options?: Transcript['options'];
}> = [
	{
		status: 400,
		title: 'invalid request body',
		code: 'invalid_request',
		message: 'user_ids[0] is not a valid UUID',
		error: /invalid|refuse|request|accept|valid/i,
		says: [/'Users'/],
	},
	{
		status: 401,
		title: 'authentication required',
		code: 'unauthorized',
		message: 'Authentication required (no session)',
		error: /authenti|authori[sz]|token|credential|sign/i,
		says: [/credential|token/i],
	},
	{
		status: 403,
		title: 'insufficient permissions for this client',
		code: 'forbidden',
		message: 'Insufficient permissions for this client.',
		error: /permi|allow|forbid|rights/i,
		says: [/permi|allow|'Client ID'/i],
	},
	{
		status: 404,
		title: 'department or client not found',
		code: 'not_found',
		message: 'Not found: department or client',
		error: /department|client/i,
		says: [/'Department'/, /'Client ID'/],
	},
	{
		status: 500,
		title: 'server error',
		code: 'internal_error',
		message: 'Server error [reference 7f3a]',
		error: /server|error|fail|answer|trouble/i,
		says: [undecided],
		options: { maxRetries: 0 },
	},
];

export const clientDirectory: readonly Transcript[] = [
	{
		...several,
		title: 'all succeeded',
		answer: ok({ succeeded: [first, notHex], failed: [] }),
		result: {
			...accepted,
			userIds: [first, notHex],
			succeeded: [first, notHex],
			failed: [],
			unknown: [],
			response: { succeeded: [first, notHex], failed: [] },
		},
	},
	...['a single user', 'not a member'].map((title) => ({
		...single,
		title,
		answer: ok(gone),
		result: { ...accepted, userIds: [first], ...gone, unknown: [], response: gone },
	})),
	{
		...partly,
		title: 'partial success',
		answer: ok(partial),
		refusal: { error: /fail|1 of 2|not all|member|user/i, message: [verbatim(unknown), /User not found/] },
	},
	{
		...partly,
		title: 'partial success, reported',
		options: { partialFailure: 'report' },
		answer: ok(partial),
		result: { ...accepted, success: false, userIds: [first, unknown], ...partial, unknown: [], response: partial },
	},

	...errors.flatMap(({ status, title, code, message, error, says, options }): Transcript[] => [
		{
			...single,
			title: `${status} ${title}`,
			options,
			answer: { status, headers: json, body: JSON.stringify({ error: { code, message, details: {} } }) },
			refusal: { error, message: [verbatim(message), new RegExp(`${status}`), ...says], httpCode: `${status}` },
		},
		{
			...single,
			title: `${status} ${title}, without a body`,
			options,
			answer: { status },
			refusal: { error, message: [new RegExp(`${status}`), ...says], httpCode: `${status}` },
		},
	]),

	...(
		[
			['201', { ...ok(gone), status: 201 }],
			['204', { status: 204 }],
			['nothing with status 200', { status: 200, headers: json }],
			['an answer without the lists', ok({})],
			['an error with status 200', ok({ error: { code: 'not_found', message: 'No such department', details: {} } })],
			['HTML with status 200', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Hello</html>' }],
		] as const
	).map(([title, answer]) => ({
		...single,
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [
				undecided,
				new RegExp(`${answer.status}`),
				...(title.startsWith('an error') ? [/No such department/] : []),
			],
		},
	})),
	{
		...single,
		title: 'a redirect',
		answer: { status: 302, headers: { location: 'https://elsewhere.example/login' } },
		refusal: { error: /elsewhere\.example/, message: [/302/] },
	},
];
