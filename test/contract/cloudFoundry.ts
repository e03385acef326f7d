import type { Transcript } from './transcript';
import { undecided, verbatim } from './transcript';

const parameters = {
	userGuid: 'uaa-id-128',
	organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
	apiVersion: 'v2',
};
const base = {
	page: 'https://apidocs.cloudfoundry.org/215/users/remove_organization_from_the_user.html',
	read: '2026-11-20',
	node: 'cloudFoundry',
	resource: 'user',
	operation: 'removeOrganization',
	parameters,
	request: {
		method: 'DELETE',
		url: '/v2/users/uaa-id-128/organizations/1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		headers: { authorization: 'Bearer sandbox-token' },
	},
} as const;

const headers = {
	'content-type': 'application/json;charset=utf-8',
	'x-vcap-request-id': 'c3cb2f3b-3b79-44ac-b4db-d76b1d126614',
	'x-content-type-options': 'nosniff',
};
const requestId = /c3cb2f3b-3b79-44ac-b4db-d76b1d126614/;
const text = { ...headers, 'content-type': 'text/plain' };
const html = { ...headers, 'content-type': 'text/html' };
const page = '<html><head><title>Oops</title></head><body>nginx</body></html>';

const accepted = {
	success: true,
	operation: 'removeOrganization',
	outcome: 'applied',
	changed: null,
	...parameters,
	undo: null,
};

const user = {
	metadata: {
		guid: 'uaa-id-128',
		url: '/v2/users/uaa-id-128',
		created_at: '2015-08-06T00:36:37Z',
		updated_at: null,
	},
	entity: {
		admin: false,
		active: false,
		default_space_guid: '9decf038-91ca-4605-b796-f7f629e0886b',
		default_space_url: '/v2/spaces/9decf038-91ca-4605-b796-f7f629e0886b',
		spaces_url: '/v2/users/uaa-id-128/spaces',
		organizations_url: '/v2/users/uaa-id-128/organizations',
		managed_organizations_url: '/v2/users/uaa-id-128/managed_organizations',
		billing_managed_organizations_url: '/v2/users/uaa-id-128/billing_managed_organizations',
		audited_organizations_url: '/v2/users/uaa-id-128/audited_organizations',
		managed_spaces_url: '/v2/users/uaa-id-128/managed_spaces',
		audited_spaces_url: '/v2/users/uaa-id-128/audited_spaces',
	},
};

/** Says nothing about a user or an organization that would be missing. */
const nobodyMissing = '^(?![^]*(user|organization)[^]*(not be found|not found|exist))';
const token = /token|credential|authori[sz]|authenti|sign/i;
const permission = /permi|allow|authori[sz]|scope|rights/i;
const busy = /rate|limit|too many|busy/i;
const unavailable = /unavailable|server|fail|answer|trouble|error|reach/i;

/** Title, status, `error_code`, `code`, `description`, and what the user has to read: shortly, and besides. */
type Row = readonly [string, number, string, number, string, RegExp, ...(readonly RegExp[])];
const rows: readonly Row[] = [
	[
		'organization missing',
		404,
		'CF-OrganizationNotFound',
		30003,
		'The organization could not be found: 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		/organization/i,
		/'Organization'/,
	],
	[
		'organization missing, in 2015',
		400,
		'CF-InvalidRelation',
		1002,
		'Could not find VCAP::CloudController::Organization with guid: 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		/organization/i,
		/'Organization'/,
	],
	[
		'user missing',
		400,
		'CF-InvalidRelation',
		1002,
		'Could not find VCAP::CloudController::User with guid: uaa-id-128',
		/user/i,
		/'User'/,
	],
	[
		'user missing, in 2015',
		404,
		'CF-UserNotFound',
		20003,
		'The user could not be found: uaa-id-128',
		/user/i,
		/'User'/,
	],
	[
		'user has a role in a space of the organization',
		400,
		'CF-AssociationNotEmpty',
		10006,
		'Please delete the user associations for your spaces in the org.',
		/space/i,
		/space/i,
	],
	// Its text isn't recorded: ours.
	['user is a manager, in 2015', 400, 'CF-InvalidRelation', 1002, 'The relation is invalid', /role|relation/i],
	[
		'not permitted',
		403,
		'CF-NotAuthorized',
		10003,
		'You are not authorized to perform the requested action',
		permission,
	],
	[
		'scope missing',
		403,
		'CF-InsufficientScope',
		10007,
		'Your token lacks the necessary scopes to access this resource.',
		permission,
	],
	['last manager', 403, 'CF-LastManagerInOrg', 30004, 'Cannot remove last Org Manager in org', /last/i],
	[
		'last billing manager',
		403,
		'CF-LastBillingManagerInOrg',
		30005,
		'Cannot remove last Billing Manager in org',
		/last/i,
	],
	['last user', 403, 'CF-LastUserInOrg', 30006, 'Cannot remove last User in org', /last/i],
	['no token', 401, 'CF-NotAuthenticated', 10002, 'Authentication error', token, /token|credential/i],
	['bad or expired token', 401, 'CF-InvalidAuthToken', 1000, 'Invalid Auth Token', token, /token|credential/i],
	['rate limited', 429, 'CF-RateLimitExceeded', 10013, 'Rate Limit Exceeded', busy],
	[
		'rate limited for this address',
		429,
		'CF-IPBasedRateLimitExceeded',
		10014,
		'Rate Limit Exceeded: Unauthenticated requests from this IP address have exceeded the limit. Please log in.',
		busy,
	],
	[
		'rate limited for v2',
		429,
		'CF-RateLimitV2APIExceeded',
		10018,
		'Rate Limit of V2 API Exceeded. Please consider using the V3 API',
		busy,
	],
	['UAA down', 503, 'CF-UaaUnavailable', 20004, 'The UAA service is currently unavailable', unavailable],
	['unknown route', 404, 'CF-NotFound', 10000, 'Unknown request', new RegExp(nobodyMissing, 'i')],
	['other', 500, 'UnknownError', 10001, 'An unknown error occurred.', unavailable, undecided],
];
const limited = '{"description":"Rate Limit Exceeded","error_code":"CF-RateLimitExceeded","code":10013}';

export const cloudFoundry: readonly Transcript[] = [
	{
		...base,
		title: '201 with the user, up to October 2015',
		answer: { status: 201, headers, body: JSON.stringify(user) },
		result: { ...accepted, response: user },
	},
	{
		...base,
		title: '204 without a body, or not a member',
		answer: { status: 204, headers: { 'x-vcap-request-id': headers['x-vcap-request-id'] } },
		result: { ...accepted, response: null },
	},

	...rows.map(
		([title, status, error_code, code, description, error, ...says]): Transcript => ({
			...base,
			title: `${title}: ${status} ${error_code}`,
			...(status >= 429 && { options: { maxRetries: 0 } }),
			...(error_code === 'CF-AssociationNotEmpty' && {
				reads: ['/v2/users/uaa-id-128/spaces?page=1&results-per-page=100'],
			}),
			// Whether v3 helps, the root tells.
			...(error_code === 'CF-NotFound' && { reads: ['/'] }),
			answer: { status, headers, body: JSON.stringify({ description, error_code, code }) },
			refusal: {
				error,
				message: [verbatim(description), new RegExp(`${status}`), requestId, ...says],
				httpCode: `${status}`,
			},
		}),
	),
	{
		...base,
		title: 'rate limited: 429 with JSON that is called text',
		options: { maxRetries: 0 },
		answer: { status: 429, headers: text, body: limited },
		refusal: { error: busy, message: [/Rate Limit Exceeded/, /429/, requestId], httpCode: '429' },
	},
	{
		...base,
		title: 'rate limited until a moment that is far away',
		answer: { status: 429, headers: { ...text, 'retry-after': '4105123200' }, body: limited },
		refusal: { error: busy, message: [/Rate Limit Exceeded/, /429/, requestId, /2100/], httpCode: '429' },
	},
	{
		...base,
		title: 'v2 disabled on the platform: 404 as text',
		reads: ['/'],
		parameters: { ...parameters, apiVersion: 'v2' },
		answer: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'V2 endpoints disabled' },
		refusal: {
			error: new RegExp(`${nobodyMissing}[^]*v2`, 'i'),
			message: [/V2 endpoints disabled/, /404/, new RegExp(nobodyMissing, 'i')],
			httpCode: '404',
		},
	},
	{
		...base,
		title: 'v3-only roles: 403 as HTML',
		answer: { status: 403, headers: html, body: page },
		refusal: { error: permission, message: [/403/, requestId], httpCode: '403' },
	},
	{
		...base,
		title: 'UAA down: 502 as HTML',
		options: { maxRetries: 0 },
		answer: { status: 502, headers: html, body: page },
		refusal: { error: unavailable, message: [undecided, /502/, requestId], httpCode: '502' },
	},
	{
		...base,
		title: '404 as HTML',
		answer: { status: 404, headers: html, body: page },
		refusal: { error: new RegExp(nobodyMissing, 'i'), message: [/404/, requestId], httpCode: '404' },
	},

	...(
		[
			['200 with the user', { status: 200, headers, body: JSON.stringify(user) }],
			['202', { status: 202, headers }],
			['201 with an HTML page', { status: 201, headers: html, body: page }],
			['201 with an error', { status: 201, headers, body: limited }],
		] as const
	).map(([title, answer]) => ({
		...base,
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [undecided, new RegExp(`${answer.status}`)],
		},
	})),
	{
		...base,
		title: 'a redirect',
		answer: { status: 302, headers: { location: 'https://elsewhere.example/login' } },
		refusal: { error: /elsewhere\.example/, message: [/302/] },
	},
];
