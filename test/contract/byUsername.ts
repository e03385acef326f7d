import type { Transcript } from './transcript';
import { verbatim } from './transcript';

// Grants to people whom the account doesn't see: by username, and by the identity provider where that is given
// (app/controllers/v3/roles_controller.rb and docs/v3/source/includes/resources/roles/_create.md.erb of cloud_controller_ng at
// 3bbba906; forms of answers as recorded of a live platform, with other people).

const requestId = '0c8a3f5e-2b7d-4d19-9a64-7e51c2d0b8f3::4f1d6a27-93c8-4e0b-8d55-1b9e7a60c2d4';
const headers = { 'content-type': 'application/json; charset=utf-8', 'x-vcap-request-id': requestId };
const ok = (status: number, body: object) => ({ status, headers, body: JSON.stringify(body) });
const errors = (detail: string, code = 10008, title = 'CF-UnprocessableEntity') => ({
	errors: [{ detail, title, code }],
});

const [username, origin] = ['lee.park@example.com', 'corp.ids'];
const userGuid = '5d0e8c1b-6f3a-4c92-b7e4-20a9d8f6135c';
const places = {
	organization: '8b2f6e40-1d7c-4a35-9e08-c6f1a3b57d92',
	space: 'e1c94a76-50b3-4f8d-a2d7-7f6308be1c49',
} as const;

const grants = [
	['organization', 'organization_user', 'addOrganization', 'removeOrganization'],
	['organization', 'organization_manager', 'addOrganizationRole', 'removeOrganizationRole'],
	['organization', 'organization_billing_manager', 'addOrganizationRole', 'removeOrganizationRole'],
	['organization', 'organization_auditor', 'addOrganizationRole', 'removeOrganizationRole'],
	['space', 'space_developer', 'addSpaceRole', 'removeSpaceRole'],
	['space', 'space_supporter', 'addSpaceRole', 'removeSpaceRole'],
] as const;
type Grant = (typeof grants)[number];

const isMembership = (role: string) => role === 'organization_user';

/** What the platform lists of people called so whom the account may see: nobody. */
const nobodySeen = (by?: string): readonly [string, ReturnType<typeof ok>] => {
	const path = `/v3/users?usernames=${encodeURIComponent(username)}${by ? `&origins=${by}` : ''}`;
	const body = {
		pagination: { total_results: 0, total_pages: 1, next: null, previous: null },
		resources: [],
	};
	return [`${path}&page=1&per_page=200`, ok(200, body)];
};

const granting = ([place, role, operation]: Grant, by?: string) =>
	({
		page: 'https://v3-apidocs.cloudfoundry.org/#create-a-role',
		read: '2026-11-29',
		node: 'cloudFoundry',
		resource: 'user',
		operation,
		parameters: {
			username,
			[`${place}Guid`]: places[place],
			...(!isMembership(role) && { role }),
			apiVersion: 'v3',
		},
		...(by && { options: { origin: by } }),
		before: [nobodySeen(by)],
		request: {
			method: 'POST',
			url: '/v3/roles',
			headers: { authorization: 'Bearer sandbox-token', 'content-type': 'application/json' },
			body:
				`{"type":"${role}","relationships":{"user":{"data":{"username":"${username}"${by ? `,"origin":"${by}"` : ''}}},` +
				`"${place}":{"data":{"guid":"${places[place]}"}}}}`,
		},
	}) as const;

const roleOf = ([place, type]: Grant) => ({
	guid: 'c7a15f02-8e4d-49b6-b3d1-64f0e9a27c58',
	...{ created_at: '2025-05-14T07:41:09Z', updated_at: '2025-05-14T07:41:09Z', type },
	relationships: {
		user: { data: { guid: userGuid } },
		organization: { data: place === 'organization' ? { guid: places.organization } : null },
		space: { data: place === 'space' ? { guid: places.space } : null },
	},
	links: {
		self: { href: 'https://api.example.org/v3/roles/c7a15f02-8e4d-49b6-b3d1-64f0e9a27c58' },
		user: { href: `https://api.example.org/v3/users/${userGuid}` },
	},
});

const told = (grant: Grant, guid: string | null) => {
	const [place, role, operation] = grant;
	return {
		...{ success: true, operation, userGuid: guid, [`${place}Guid`]: places[place] },
		...(!isMembership(role) && { role }),
		...{ apiVersion: 'v3', lookedUp: { userGuid: username } },
	};
};

/** A 201 tells who that is, and that the role is new. */
const given = grants.flatMap((grant): Transcript[] =>
	[undefined, origin].map((by): Transcript => {
		const [place, role, , inverse] = grant;
		const undo = {
			...{ resource: 'user', operation: inverse, baseUrl: expect.any(String) as string, userGuid },
			...{ [`${place}Guid`]: places[place], ...(!isMembership(role) && { role }), apiVersion: 'v3' },
		};
		return {
			...{ ...granting(grant, by), title: `${role} by username${by ? ' and origin' : ''}, 201 with the role` },
			answer: ok(201, roleOf(grant)),
			result: { ...told(grant, userGuid), outcome: 'applied', changed: true, response: roleOf(grant), undo },
		};
	}),
);

/** Whom it is about isn't in the refusal, so the result names nobody but by the word. */
const existing = grants.map((grant): Transcript => {
	const [place, role] = grant;
	const exists = errors(`User '${username}' already has '${role}' role in ${place} 'billing'.`);
	return {
		...{ ...granting(grant, origin), title: `${role} by username, 422, the role exists already` },
		answer: ok(422, exists),
		result: { ...told(grant, null), outcome: 'unchanged', changed: false, response: exists, undo: null },
	};
});

const [member, manager, , , developer] = grants;
const word = verbatim(`'${username}'`);
const nobody = /^'User' can't be found by username: no user has 'lee\.park@example\.com'/;
const nobodyThere = /^'User' can't be found by username: no user of that origin has 'lee\.park@example\.com'/;
const several = /^'User' can't be found by username: several users have 'lee\.park@example\.com'/;

const refusedAs = (
	title: string,
	grant: Grant,
	by: string | undefined,
	[detail, error, says]: readonly [detail: string, error: RegExp, says: readonly RegExp[]],
): Transcript => ({
	...{ ...granting(grant, by), title: `${grant[1]} by username, 422, ${title}` },
	answer: ok(422, errors(detail)),
	refusal: { error, message: [verbatim(detail), /422/, verbatim(requestId), ...says], httpCode: '422' },
});

const nothing = /Nothing was changed/;
const refused = [member, manager].flatMap((grant): Transcript[] => [
	refusedAs('no such user', grant, undefined, [
		`No user exists with the username '${username}'.`,
		nobody,
		[nothing, /spelling/],
	]),
	refusedAs('no such user of that origin', grant, origin, [
		`No user exists with the username '${username}' and origin '${origin}'.`,
		nobodyThere,
		[nothing, /'Origin'/],
	]),
	refusedAs('several have that name', grant, undefined, [
		`Ambiguous user. User with username '${username}' exists in the following origins: uaa, ${origin}. Specify an origin to disambiguate.`,
		several,
		[nothing, /'Origin'/],
	]),
	refusedAs('no such organization', grant, origin, [
		'Invalid organization. Ensure that the organization exists and you have access to it.',
		/organization .* can't be found/,
		[/'Organization'/],
	]),
]);

const others: readonly Transcript[] = [
	// An unknown name has the same answer as somebody who isn't in the organization yet.
	refusedAs("not in the space's organization, or nobody", developer, undefined, [
		"Users cannot be assigned roles in a space if they do not have a role in that space's organization.",
		/no member of the organization of the space/,
		[/'Add Organization'/, /nobody may have it/],
	]),
	refusedAs('no such space', developer, origin, [
		'Invalid space. Ensure that the space exists and you have access to it.',
		/space .* can't be found/,
		[/'Space'/],
	]),
	{
		...{ ...granting(member), title: 'by username, 403, no rights' },
		answer: ok(403, errors('You are not authorized to perform the requested action', 10003, 'CF-NotAuthorized')),
		refusal: { error: /rights|allow|permi/i, message: [/403/, verbatim(requestId)], httpCode: '403' },
	},
	{
		...{ ...granting(member, origin), title: 'by username, 429, the UAA has its limit' },
		options: { origin, maxRetries: 0 },
		answer: {
			...ok(429, errors('The UAA is currently rate limited. Please try again later', 20008, 'CF-UaaRateLimited')),
			headers: { ...headers, 'retry-after': '13' },
		},
		refusal: { error: /busy|limit|too many/i, message: [/429/, verbatim(requestId)], httpCode: '429' },
	},
	{
		...{ ...granting(manager), title: 'by username, already so, which is to fail' },
		options: { ifUnchanged: 'fail' },
		answer: ok(422, errors(`User '${username}' already has 'organization_manager' role in organization 'billing'.`)),
		refusal: { error: new RegExp(`${word.source}.*already`), message: [/422/], httpCode: '422' },
	},
];

export const byUsername: readonly Transcript[] = [...given, ...existing, ...refused, ...others];
