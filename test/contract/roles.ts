import type { Transcript } from './transcript';
import { verbatim } from './transcript';

const read = '2026-11-29';
const headers = {
	'content-type': 'application/json; charset=utf-8',
	'x-vcap-request-id': '2ef93edf-0135-4540-687d-86e5df3597cb::b5b5dcec-1bed-4747-b4ae-ec6aa44f3351',
};
const requestId = /2ef93edf-0135-4540-687d-86e5df3597cb::b5b5dcec-1bed-4747-b4ae-ec6aa44f3351/;
const ok = (status: number, body: object) => ({ status, headers, body: JSON.stringify(body) });
const signedIn = { authorization: 'Bearer sandbox-token' };

const userGuid = '4467eb10-a5dd-4c46-904f-d5a1c86f05a2';
const places = {
	organization: '784b4cd0-4771-4e4d-9052-a07e178bae56',
	space: '02c0cc92-6ecc-44b1-b7b2-096ca19ee143',
} as const;
const roleGuid = 'f75d6ade-a9f7-421d-80bf-47bf896fa2a9';

// https://v3-apidocs.cloudfoundry.org/#valid-role-types, and the lists of https://apidocs.cloudfoundry.org/215/users/
const all = [
	['organization', 'organization_manager', 'managed_organizations'],
	['organization', 'organization_billing_manager', 'billing_managed_organizations'],
	['organization', 'organization_auditor', 'audited_organizations'],
	['space', 'space_developer', 'spaces'],
	['space', 'space_manager', 'managed_spaces'],
	['space', 'space_auditor', 'audited_spaces'],
	['space', 'space_supporter', undefined],
] as const;
type Place = (typeof all)[number][0];

const named = { organization: 'Organization', space: 'Space' } as const;
const v3User = {
	guid: userGuid,
	username: 'person1@example.com',
	presentation_name: 'person1@example.com',
	origin: 'uaa',
};
const v2User = { metadata: { guid: userGuid, url: `/v2/users/${userGuid}` }, entity: { admin: false, active: true } };

const parametersOf = (place: Place, role: string, apiVersion: string) => ({
	userGuid,
	[`${place}Guid`]: places[place],
	role,
	apiVersion,
});

const undoOf = (operation: string, parameters: object) => ({
	...{ resource: 'user', operation, baseUrl: expect.any(String) as string },
	...parameters,
});

const given = (place: Place, type: string) => ({
	...{ guid: roleGuid, created_at: '2024-03-28T12:10:30Z', updated_at: '2024-03-28T12:10:30Z', type },
	relationships: {
		user: { data: { guid: userGuid } },
		organization: { data: place === 'organization' ? { guid: places.organization } : null },
		space: { data: place === 'space' ? { guid: places.space } : null },
	},
	links: { self: { href: `https://api.example.org/v3/roles/${roleGuid}` } },
});

const adding = (place: Place, role: string) =>
	({
		read,
		node: 'cloudFoundry',
		resource: 'user',
		operation: `add${named[place]}Role`,
		page: 'https://v3-apidocs.cloudfoundry.org/#create-a-role',
		parameters: parametersOf(place, role, 'v3'),
		// A user that doesn't exist would be created (docs/v3/source/includes/resources/roles/_create.md.erb).
		before: [[`/v3/users/${userGuid}`, ok(200, v3User)]],
		request: {
			...{ method: 'POST', url: '/v3/roles', headers: { ...signedIn, 'content-type': 'application/json' } },
			body: `{"type":"${role}","relationships":{"user":{"data":{"guid":"${userGuid}"}},"${place}":{"data":{"guid":"${places[place]}"}}}}`,
		},
	}) as const;

const result = (operation: string, parameters: object) => ({ success: true, operation, ...parameters });

const byV3 = all.flatMap(([place, role]): Transcript[] => {
	const add = adding(place, role);
	const { parameters, operation } = add;
	const remove = `remove${named[place]}Role`;
	const { apiVersion: _version, ...own } = parameters;
	const exists = {
		errors: [
			{
				detail: `User 'person1@example.com' already has '${role}' role in ${place} 'PerformanceTeamBLR'.`,
				...{ title: 'CF-UnprocessableEntity', code: 10008 },
			},
		],
	};
	const listed = {
		pagination: { total_results: 1, total_pages: 1, next: null, previous: null },
		resources: [given(place, role)],
	};
	const list = `/v3/roles?user_guids=${userGuid}&${place}_guids=${places[place]}&types=${role}&page=1&per_page=1`;
	const job = { guid: '1d7f9bed-becd-42fe-8fa4-cb6443f20ec9', operation: 'role.delete', state: 'COMPLETE', errors: [] };
	return [
		{
			...add,
			title: `v3: ${role}, 201 with the role`,
			answer: ok(201, given(place, role)),
			result: {
				...result(operation, parameters),
				...{ outcome: 'applied', changed: true, response: given(place, role), undo: undoOf(remove, parameters) },
			},
		},
		{
			...add,
			title: `v3: ${role}, 422, the role exists already`,
			answer: ok(422, exists),
			result: {
				...result(operation, parameters),
				...{ outcome: 'unchanged', changed: false, response: exists, undo: null },
			},
		},
		{
			...add,
			...{ title: `v3: ${role} ends by a job`, operation: remove },
			page: 'https://v3-apidocs.cloudfoundry.org/#delete-a-role',
			before: [[list, ok(200, listed)]],
			request: { method: 'DELETE', url: `/v3/roles/${roleGuid}`, headers: signedIn },
			answer: {
				status: 202,
				headers: { 'content-type': 'text/html', location: `https://api.example.org/v3/jobs/${job.guid}` },
				body: '',
			},
			reads: [[`/v3/jobs/${job.guid}`, ok(200, job)]],
			result: {
				...result(remove, { ...own, apiVersion: 'v3' }),
				...{ outcome: 'applied', changed: true, response: null, undo: undoOf(operation, parameters) },
			},
		},
	];
});

const byV2 = all.flatMap(([place, role, list]): Transcript[] => {
	if (list === undefined) return [];
	const [add, remove] = [`add${named[place]}Role`, `remove${named[place]}Role`];
	const parameters = parametersOf(place, role, 'v2');
	const url = `/v2/users/${userGuid}/${list}/${places[place]}`;
	const shared = { read, node: 'cloudFoundry', resource: 'user', parameters } as const;
	const page = `https://apidocs.cloudfoundry.org/215/users/`;
	const found = { metadata: { guid: places[place] }, entity: { name: 'web' } };
	return [
		{
			...{ ...shared, page, operation: add, title: `v2: ${role}, 201 with the user` },
			before: [
				[`/v2/users/${userGuid}`, ok(200, v2User)],
				[`/v2/${place}s/${places[place]}`, ok(200, found)],
			],
			request: { method: 'PUT', url, headers: signedIn },
			answer: ok(201, v2User),
			result: { ...result(add, parameters), outcome: 'applied', changed: null, response: v2User, undo: null },
		},
		...([ok(201, v2User), { status: 204, headers, body: '' }] as const).map(
			(answer): Transcript => ({
				...{ ...shared, page, operation: remove, title: `v2: ${role} ends, ${answer.status}` },
				...{ request: { method: 'DELETE', url, headers: signedIn }, answer },
				result: {
					...result(remove, parameters),
					...{ outcome: 'applied', changed: null, response: answer.status === 201 ? v2User : null, undo: null },
				},
			}),
		),
	];
});

// Recorded of a live platform, but for people.
const outside = "Users cannot be assigned roles in a space if they do not have a role in that space's organization.";

const refused: readonly Transcript[] = (
	[
		['space', 'space_manager', outside, /no member of the organization of the space/, [/'Add Organization'/]],
		[
			'space',
			'space_developer',
			'Invalid space. Ensure that the space exists and you have access to it.',
			/space .* can't be found/,
			[/'Space'/],
		],
		[
			'organization',
			'organization_auditor',
			'Invalid organization. Ensure that the organization exists and you have access to it.',
			/organization .* can't be found/,
			[/'Organization'/],
		],
	] as const
).map(([place, role, detail, error, says]) => ({
	...adding(place, role),
	title: `v3: 422 ${detail}`,
	answer: ok(422, { errors: [{ detail, title: 'CF-UnprocessableEntity', code: 10008 }] }),
	refusal: { error, message: [verbatim(detail), /422/, requestId, ...says], httpCode: '422' },
}));

export const roles: readonly Transcript[] = [...byV3, ...byV2, ...refused];
