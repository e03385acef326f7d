import type { Transcript } from './transcript';
import { undecided, verbatim } from './transcript';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain; charset=utf-8' };
const html = { 'content-type': 'text/html' };
const read = '2026-11-20';
const ok = (status: number, body: object, headers: Record<string, string> = json) => ({
	status,
	headers,
	body: JSON.stringify(body),
});

const [first, notHex, unknown] = [
	'a1d97031-04e2-4907-a249-093f7436207b',
	'b2e08142-15f3-5018-b350-104g8547318c',
	'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
const where = {
	clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
	departmentId: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890',
};

const adding = (userIds: readonly string[], body: string) =>
	({
		page: 'https://api-docs.amm-scalepad.com/departments/members-add',
		read,
		node: 'clientDirectory',
		resource: 'department',
		operation: 'addMembers',
		parameters: { ...where, userIds },
		request: {
			method: 'POST',
			url: '/v2/clients/aa7cf840-9ca9-46a3-9778-9015d6580d50/departments/d1a2b3c4-e5f6-7890-abcd-ef1234567890/members',
			headers: { authorization: 'Bearer sandbox-token', ...json },
			body,
		},
	}) as const;
const several = adding(
	[first, notHex],
	'{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b","b2e08142-15f3-5018-b350-104g8547318c"]}',
);
const single = adding([first], '{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b"]}');
const partly = adding(
	[first, unknown],
	'{"user_ids":["a1d97031-04e2-4907-a249-093f7436207b","ffffffff-ffff-ffff-ffff-ffffffffffff"]}',
);
const both = { succeeded: [first, notHex], failed: [] };
const alone = { succeeded: [first], failed: [] };
const partial = { succeeded: [first], failed: [{ id: unknown, error: 'User not found' }] };
const added = { success: true, operation: 'addMembers', outcome: 'applied', changed: null, ...where, undo: null };

const members: readonly Transcript[] = [
	{
		...several,
		title: 'all succeeded',
		answer: ok(200, both),
		result: { ...added, userIds: [first, notHex], ...both, unknown: [], response: both },
	},
	...['a single user', 'a member already'].map((title) => ({
		...single,
		title,
		answer: ok(200, alone),
		result: { ...added, userIds: [first], ...alone, unknown: [], response: alone },
	})),
	{
		...partly,
		title: 'partial success',
		answer: ok(200, partial),
		refusal: { error: /fail|1 of 2|not all|member|user/i, message: [verbatim(unknown), /User not found/] },
	},
	{
		...partly,
		title: 'partial success, reported',
		options: { partialFailure: 'report' },
		answer: ok(200, partial),
		result: { ...added, success: false, userIds: [first, unknown], ...partial, unknown: [], response: partial },
	},
	...(
		[
			[400, 'invalid_request', 'user_ids[0] is not a valid UUID', /invalid|refuse|request|accept/i, [/'Users'/]],
			[
				401,
				'unauthorized',
				'Authentication required (no session)',
				/authenti|authori[sz]|token|credential|sign/i,
				[/token/i],
			],
			[403, 'forbidden', 'Insufficient permissions for this client.', /permi|allow|forbid|rights/i, [/'Client ID'/]],
			[404, 'not_found', 'Not found: department or client', /department|client/i, [/'Department'/, /'Client ID'/]],
		] as const
	).flatMap(([status, code, message, error, says]): Transcript[] => [
		{
			...single,
			title: `${status} ${code}`,
			answer: ok(status, { error: { code, message, details: {} } }),
			refusal: { error, message: [verbatim(message), new RegExp(`${status}`), ...says], httpCode: `${status}` },
		},
		{
			...single,
			title: `${status} ${code}, without a body`,
			answer: { status },
			refusal: { error, message: [new RegExp(`${status}`), ...says], httpCode: `${status}` },
		},
	]),
	...(
		[
			['201', ok(201, alone)],
			['204', { status: 204 }],
			['an answer without the lists', ok(200, {})],
			['an error with status 200', ok(200, { error: { code: 'not_found', message: 'No such department' } })],
			['HTML with status 200', { status: 200, headers: html, body: '<html>Hello</html>' }],
		] as const
	).map(([title, answer]) => ({
		...single,
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
];

const assigning = (userId: unknown = 101, roleId: unknown = 1) =>
	({
		page: 'https://guardhouse.cloud/docs/api/endpoints/users/assign-user-to-role',
		read,
		node: 'guardhouse',
		resource: 'user',
		operation: 'assignRole',
		parameters: { userId, roleId },
		request: {
			method: 'POST',
			url: '/api/v1/users/101/roles/1',
			headers: { authorization: 'Bearer sandbox-token' },
		},
	}) as const;
const assigned = {
	success: true,
	operation: 'assignRole',
	outcome: 'applied',
	changed: null,
	userId: 101,
	roleId: 1,
	response: null,
	undo: null,
};

const roles: readonly Transcript[] = [
	{ ...assigning(), title: '204, or the role was there already', answer: { status: 204 }, result: assigned },
	{ ...assigning('101', '1'), title: '204 for IDs that are text', answer: { status: 204 }, result: assigned },
	...(
		[
			['401 without a body', { status: 401 }, /token|credential|authori[sz]|authenti|sign/i, [/token|credential/i]],
			[
				'401 as text',
				{ status: 401, headers: text, body: 'The token is expired' },
				/token|credential|authori[sz]|authenti|sign/i,
				[/The token is expired/],
			],
			['403 without a body', { status: 403 }, /permi|allow|access|forbid|let|rights/i, []],
			[
				'403 as text',
				{ status: 403, headers: text, body: 'No access to this endpoint' },
				/permi|allow|access|forbid|let|rights/i,
				[/No access to this endpoint/],
			],
			[
				'404, no user with that ID',
				{ status: 404, headers: text, body: 'User not found' },
				/user/i,
				[/'User'/, /User not found/],
			],
			[
				'404, no role with that ID',
				{ status: 404, headers: text, body: 'Role not found' },
				/role/i,
				[/'Role'/, /Role not found/],
			],
			[
				'404 with an HTML page: says nothing about the user',
				{ status: 404, headers: html, body: '<html><h1>404 Not Found</h1>nginx</html>' },
				/^(?![^]*user[^]*(found|exist))/i,
				[/URL/i, /^(?![^]*(user (was )?not found|user does(n't| not) exist|no (such )?user))/i],
			],
			[
				'404 without a body: says nothing about the user',
				{ status: 404 },
				/^(?![^]*user[^]*(found|exist))/i,
				[/URL/i, /^(?![^]*(user (was )?not found|user does(n't| not) exist|no (such )?user))/i],
			],
		] as const
	).map(
		([title, answer, error, says]): Transcript => ({
			...assigning(),
			title,
			answer,
			refusal: { error, message: [new RegExp(`${answer.status}`), ...says], httpCode: `${answer.status}` },
		}),
	),
	...(
		[
			['200 with JSON', ok(200, { success: true })],
			['200 with an HTML page', { status: 200, headers: html, body: '<html>Sign in</html>' }],
			['200 without a body', { status: 200 }],
			['201', { status: 201 }],
		] as const
	).map(([title, answer]) => ({
		...assigning(),
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
];

const membership = { userGuid: 'uaa-id-128', organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' };
const vcap = {
	'content-type': 'application/json;charset=utf-8',
	'x-vcap-request-id': 'c3cb2f3b-3b79-44ac-b4db-d76b1d126614',
};
const requestId = /c3cb2f3b-3b79-44ac-b4db-d76b1d126614/;
const joining = { read, node: 'cloudFoundry', resource: 'user', operation: 'addOrganization' } as const;

const user = {
	metadata: {
		guid: 'uaa-id-128',
		url: '/v2/users/uaa-id-128',
		created_at: '2015-08-06T00:36:37Z',
		updated_at: null,
	},
	entity: { admin: false, active: false, default_space_guid: null, spaces_url: '/v2/users/uaa-id-128/spaces' },
};
const organization = {
	metadata: {
		guid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		url: '/v2/organizations/1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		created_at: '2015-08-06T00:36:37Z',
		updated_at: null,
	},
	entity: { name: 'acme-production', billing_enabled: false, quota_definition_guid: 'default', status: 'active' },
};
const permission = /permi|allow|authori[sz]|scope|rights/i;
const token = /token|credential|authori[sz]|authenti|sign/i;
const busy = /rate|limit|too many|busy/i;

const v2 = {
	...joining,
	page: 'https://apidocs.cloudfoundry.org/215/users/associate_organization_with_the_user.html',
	parameters: { ...membership, apiVersion: 'v2' },
	// The page is silent: what doesn't exist gets a 500 (cloud_controller_ng, users_controller.rb:164-184, 3bbba906).
	before: [
		['/v2/users/uaa-id-128', ok(200, user, vcap)],
		['/v2/organizations/1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96', ok(200, organization, vcap)],
	],
	request: {
		method: 'PUT',
		url: '/v2/users/uaa-id-128/organizations/1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		headers: { authorization: 'Bearer sandbox-token' },
	},
} as const;
const v2Members: readonly Transcript[] = [
	{
		...v2,
		title: 'v2: 201 with the user, or a member already',
		answer: ok(201, user, vcap),
		result: {
			success: true,
			operation: 'addOrganization',
			outcome: 'applied',
			changed: null,
			...membership,
			apiVersion: 'v2',
			response: user,
			undo: null,
		},
	},
	...(
		[
			[
				404,
				'CF-OrganizationNotFound',
				30003,
				'The organization could not be found: 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
				/organization/i,
				[/'Organization'/],
			],
			[
				400,
				'CF-InvalidRelation',
				1002,
				'Could not find VCAP::CloudController::Organization with guid: 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
				/organization/i,
				[/'Organization'/],
			],
			[
				400,
				'CF-InvalidRelation',
				1002,
				'Could not find VCAP::CloudController::User with guid: uaa-id-128',
				/user/i,
				[/'User'/],
			],
			[404, 'CF-UserNotFound', 20003, 'The user could not be found: uaa-id-128', /user/i, [/'User'/]],
			[403, 'CF-NotAuthorized', 10003, 'You are not authorized to perform the requested action', permission, []],
			[401, 'CF-InvalidAuthToken', 1000, 'Invalid Auth Token', token, [/token|credential/i]],
			[429, 'CF-RateLimitV2APIExceeded', 10018, 'Rate Limit of V2 API Exceeded.', busy, []],
		] as const
	).map(
		([status, error_code, code, description, error, says]): Transcript => ({
			...v2,
			title: `v2: ${status} ${error_code} ${description}`,
			...(status === 429 && { options: { maxRetries: 0 } }),
			...(error_code === 'CF-NotAuthorized' && { reads: ['/'] }),
			answer: ok(status, { description, error_code, code }, vcap),
			refusal: {
				error,
				message: [verbatim(description), new RegExp(`${status}`), requestId, ...says],
				httpCode: `${status}`,
			},
		}),
	),
	{
		...v2,
		title: 'v2: a user that does not exist',
		before: [],
		request: { ...v2.request, method: 'GET', url: '/v2/users/uaa-id-128' },
		answer: ok(
			404,
			{ description: 'The user could not be found: uaa-id-128', error_code: 'CF-UserNotFound', code: 20003 },
			vcap,
		),
		refusal: { error: /user/i, message: [/'User'/, /404/, requestId], httpCode: '404' },
	},
	{
		...v2,
		title: 'v2: an organization that does not exist',
		before: v2.before.slice(0, 1),
		request: { ...v2.request, method: 'GET', url: v2.before[1][0] },
		answer: ok(
			404,
			{
				description: 'The organization could not be found: 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
				error_code: 'CF-OrganizationNotFound',
				code: 30003,
			},
			vcap,
		),
		refusal: { error: /organization/i, message: [/'Organization'/, /404/, requestId], httpCode: '404' },
	},
	{
		...v2,
		title: 'v2: an account that may not read',
		before: [
			['/v2/users/uaa-id-128', ok(403, { description: 'No', error_code: 'CF-NotAuthorized', code: 10003 }, vcap)],
			['/', ok(404, {}, vcap)],
		],
		answer: ok(
			403,
			{
				description: 'You are not authorized to perform the requested action',
				error_code: 'CF-NotAuthorized',
				code: 10003,
			},
			vcap,
		),
		refusal: { error: permission, message: [/403/, requestId], httpCode: '403' },
	},
	{
		...v2,
		title: 'v2: disabled on the platform',
		reads: ['/'],
		before: [],
		request: { ...v2.request, method: 'GET', url: '/v2/users/uaa-id-128' },
		answer: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'V2 endpoints disabled' },
		refusal: {
			error: /^(?![^]*(user|organization)[^]*(not be found|not found|exist))[^]*v2/i,
			message: [/V2 endpoints disabled/, /404/, /v3/i],
			httpCode: '404',
		},
	},
	...(
		[
			['204', { status: 204, headers: vcap }],
			['200 with the user', ok(200, user, vcap)],
			['201 with an HTML page', { status: 201, headers: html, body: '<html>Sign in</html>' }],
			['201 with an error', ok(201, { description: 'Rate Limit Exceeded', error_code: 'CF-X', code: 1 }, vcap)],
			['201 with a v3 error', ok(201, { errors: [{ code: 1, title: 'CF-X', detail: 'No' }] }, vcap)],
		] as const
	).map(([title, answer]) => ({
		...v2,
		title: `v2: ${title}`,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
];

const v3User = {
	guid: 'uaa-id-128',
	created_at: '2015-08-06T00:36:37Z',
	updated_at: '2015-08-06T00:36:37Z',
	username: 'john.smith@example.com',
	presentation_name: 'john.smith@example.com',
	origin: 'uaa',
	metadata: { labels: {}, annotations: {} },
	links: { self: { href: 'https://api.example.org/v3/users/uaa-id-128' } },
};

const v3 = {
	...joining,
	page: 'https://v3-apidocs.cloudfoundry.org/#create-a-role',
	parameters: { ...membership, apiVersion: 'v3' },
	// A user that doesn't exist would be created (docs/v3/source/includes/resources/roles/_create.md.erb).
	before: [['/v3/users/uaa-id-128', ok(200, v3User, vcap)]],
	request: {
		method: 'POST',
		url: '/v3/roles',
		headers: { authorization: 'Bearer sandbox-token', ...json },
		body:
			'{"type":"organization_user","relationships":{"user":{"data":{"guid":"uaa-id-128"}},' +
			'"organization":{"data":{"guid":"1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96"}}}}',
	},
} as const;
const role = {
	guid: '21cbfaeb-5da5-4d8b-b0d5-9f7b1c1e4d3a',
	created_at: '2026-11-20T10:00:00Z',
	updated_at: '2026-11-20T10:00:00Z',
	type: 'organization_user',
	relationships: {
		user: { data: { guid: 'uaa-id-128' } },
		organization: { data: { guid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' } },
		space: { data: null },
	},
	links: { self: { href: 'https://api.example.org/v3/roles/21cbfaeb-5da5-4d8b-b0d5-9f7b1c1e4d3a' } },
};
const errors = (code: number, title: string, detail: string) => ({ errors: [{ code, title, detail }] });
const exists = errors(
	10008,
	'CF-UnprocessableEntity',
	"User 'uaa-id-128' already has 'organization_user' role in organization 'acme-production'.",
);

/** Refused for a reason that is known: nothing is left open. */
const decided = /^(?![^]*isn't known)/;

const v3Members: readonly Transcript[] = [
	{
		...v3,
		title: 'v3: a user that does not exist, or is out of sight',
		before: [],
		request: { method: 'GET', url: '/v3/users/uaa-id-128', headers: { authorization: 'Bearer sandbox-token' } },
		answer: ok(404, errors(10010, 'CF-ResourceNotFound', 'User not found'), vcap),
		refusal: { error: /user/i, message: [/'User'/, /may not see/, /404/, requestId], httpCode: '404' },
	},
	{
		...v3,
		// nginx_maintenance.conf.erb of capi-release, f5c0d2ae
		title: 'v3: down for maintenance',
		options: { maxRetries: 0 },
		answer: { status: 503, headers: { 'content-type': 'text/plain' }, body: 'API down for maintenance' },
		refusal: { error: /maintenance/, message: [decided, /503/], httpCode: '503' },
	},
	{
		...v3,
		title: 'v3: 201 with the role',
		answer: ok(201, role, vcap),
		result: {
			success: true,
			operation: 'addOrganization',
			outcome: 'applied',
			// A role that was there already is refused, so 201 tells that this one is new.
			changed: true,
			...membership,
			apiVersion: 'v3',
			response: role,
			undo: {
				...{ resource: 'user', operation: 'removeOrganization', baseUrl: expect.any(String) as string },
				...{ ...membership, apiVersion: 'v3' },
			},
		},
	},
	{
		...v3,
		title: 'v3: 422, the role exists already',
		answer: ok(422, exists, vcap),
		result: {
			success: true,
			operation: 'addOrganization',
			outcome: 'unchanged',
			changed: false,
			...membership,
			apiVersion: 'v3',
			response: exists,
			undo: null,
		},
	},
	...(
		[
			[403, 10017, 'CF-OrgSuspended', 'The organization is suspended', /suspended/i, [/administrator/i]],
			[422, 10020, 'CF-ResourceBeingDeleted', 'The organization is being deleted', /being deleted/i, []],
			[
				403,
				10007,
				'CF-InsufficientScope',
				'Your token lacks the necessary scopes to access this resource.',
				permission,
				[],
			],
			[503, 20004, 'CF-UaaUnavailable', 'The UAA service is currently unavailable', /UAA/, [decided]],
			[503, 10015, 'CF-ServiceUnavailable', 'Database connection failure', /available/i, [decided]],
			[
				422,
				10008,
				'CF-UnprocessableEntity',
				'Invalid organization. Ensure that the organization exists and you have access to it.',
				/organization/i,
				[/'Organization'/],
			],
			[403, 10003, 'CF-NotAuthorized', 'You are not authorized to perform the requested action', permission, []],
			[401, 1000, 'CF-InvalidAuthToken', 'Invalid Auth Token', token, [/token|credential/i]],
			[429, 20008, 'CF-UaaRateLimited', 'The UAA is currently rate limited.', busy, []],
		] as const
	).map(
		([status, code, title, detail, error, says]): Transcript => ({
			...v3,
			title: `v3: ${status} ${title} ${detail}`,
			...(status >= 429 && { options: { maxRetries: 0 } }),
			answer: ok(status, errors(code, title, detail), vcap),
			refusal: {
				error,
				message: [verbatim(detail), new RegExp(`${status}`), requestId, ...says],
				httpCode: `${status}`,
			},
		}),
	),
	...(
		[
			['200 with the role', ok(200, role, vcap)],
			['204', { status: 204, headers: vcap }],
			['201 with a v2 user', ok(201, user, vcap)],
			['201 with an error', ok(201, exists, vcap)],
			['201 with HTML', { status: 201, headers: html, body: '<html>Sign in</html>' }],
		] as const
	).map(([title, answer]) => ({
		...v3,
		title: `v3: ${title}`,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
];

export const grants: readonly Transcript[] = [...members, ...roles, ...v2Members, ...v3Members];
