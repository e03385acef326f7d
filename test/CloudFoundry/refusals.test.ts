import { asJson, home, runUsers, user } from '../support/cloudFoundry';
import { undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';

// What is made of the refusals of Cloud Controller: the codes of errors/v2.yml, word for word.

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const byUsername =
	"To find somebody by username, set 'User' to By Username (with Map Automatically, name the field username).";
const noUser = [`The user '${user}' doesn't exist`, `Check 'User'. ${byUsername}`];
const noOrganization = [`The organization '${home}' doesn't exist`, "Check 'Organization'."];
const inSpaces = [
	`The user '${user}' still has roles in spaces of the organization '${home}'`,
	"End them first, with 'Remove Space Role', or everything that the user has with 'Remove All Roles'.",
];
const noSpace = [
	`The space '${space}' can't be found`,
	"Check 'Space'. It doesn't exist, or the account of the credential may not see it: that takes the scope 'cloud_controller.read' with a role in it or as manager of its organization, or 'cloud_controller.admin_read_only'.",
];
const noMember = [
	`The user '${user}' is no member of the organization of the space '${space}', which comes before any role in it`,
	"Add the user to the organization first, with 'Add Organization'.",
];

const v2Body = (code: string, words: string) => JSON.stringify({ code: 1, error_code: code, description: words });
const v3Body = (code: string, words: string) => JSON.stringify({ errors: [{ code: 1, title: code, detail: words }] });

const refuse = (method: string, status: number, body: string, headers: Record<string, string> = asJson) =>
	sandbox.cloudFoundry.fault({ method, status, headers, body, times: 9 });

const said = ({ error }: Awaited<ReturnType<typeof runUsers>>) => [
	error?.message,
	// How it goes on is told by other tests.
	error?.description?.replace(/ (In the way: .*|Cloud Foundry answered.*)$/s, ''),
];

const removed = async (apiVersion: string) =>
	said(
		await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
			apiVersion,
			options: { maxRetries: 0 },
		}),
	);

it.each<readonly [number, string, string, readonly string[]]>([
	[404, 'CF-OrganizationNotFound', 'The organization could not be found', noOrganization],
	[404, 'CF-UserNotFound', 'The user could not be found', noUser],
	[400, 'CF-InvalidRelation', 'Could not find VCAP::CloudController::User with guid: x', noUser],
	[400, 'CF-InvalidRelation', 'Could not find VCAP::CloudController::Organization with guid: x', noOrganization],
	[
		400,
		'CF-InvalidRelation',
		'Something else',
		[
			`The user '${user}' or the organization '${home}' doesn't exist, or the user still has a role in it`,
			`Check 'User' and 'Organization'; end the user's roles in the organization first. ${byUsername}`,
		],
	],
	[400, 'CF-AssociationNotEmpty', 'Please delete the spaces associations', inSpaces],
	[
		403,
		'CF-OrgSuspended',
		'The organization is suspended',
		[
			`The organization '${home}' is suspended`,
			'Have an administrator make it active again, or use a credential of an administrator.',
		],
	],
	[
		400,
		'CF-ResourceBeingDeleted',
		'The resource is being deleted',
		[
			`The organization '${home}' is being deleted`,
			'Its memberships go with it. Until then, an administrator alone can change them.',
		],
	],
	[
		403,
		'CF-LastManagerInOrg',
		'Cannot remove last Org Manager in org',
		[`The user '${user}' is the last manager of the organization '${home}'`, 'Make somebody else a manager first.'],
	],
	[
		403,
		'CF-LastBillingManagerInOrg',
		'Cannot remove last Billing Manager in org',
		[
			`The user '${user}' is the last billing manager of the organization '${home}'`,
			'Make somebody else a billing manager first.',
		],
	],
	[
		403,
		'CF-LastUserInOrg',
		'Cannot remove last User in org',
		[
			`The user '${user}' is the last one of the organization '${home}'`,
			'Add somebody else first, or act as an administrator.',
		],
	],
	[
		403,
		'CF-NotAuthorized',
		'You are not authorized to perform the requested action',
		[
			"The account of the credential has no rights for this: it takes 'cloud_controller.write' as manager of the organization, or 'cloud_controller.admin'",
			'Have the account given that, or use another credential. Where the organization is suspended, only the second helps.',
		],
	],
	[
		403,
		'CF-InsufficientScope',
		'Your token lacks the necessary scopes',
		[
			"The credential's token has no scope for this: it takes 'cloud_controller.write' or 'cloud_controller.admin'",
			"To read, 'cloud_controller.read' is enough. Have the account given the scope, or use another credential.",
		],
	],
])('by v2, %d %s (%s)', async (status, code, words, told) => {
	refuse('DELETE', status, v2Body(code, words));
	expect(await removed('v2')).toEqual(told);
});

it.each<readonly [number, string, string, readonly string[]]>([
	[422, 'CF-UnprocessableEntity', 'Cannot delete organization_user role while user has roles in spaces', inSpaces],
	[
		422,
		'CF-UnprocessableEntity',
		'Invalid organization. Ensure it exists',
		[
			`The organization '${home}' can't be found`,
			"Check 'Organization'. It doesn't exist, or the account of the credential may not see it: that takes the scope 'cloud_controller.read' with a role in it, or 'cloud_controller.admin_read_only'.",
		],
	],
	[
		404,
		'CF-NotFound',
		'Unknown request',
		[
			"This Cloud Foundry doesn't offer what is needed of API v3",
			"Set 'API Version' to V2, which is mostly for administrators. It may be too old, or offer a part of API v3 alone, as Korifi does.",
		],
	],
])('by v3, %d %s (%s)', async (status, code, words, told) => {
	refuse('DELETE', status, v3Body(code, words));
	expect(await removed('v3')).toEqual(told);
});

it.each<readonly [string, string]>([
	['V2 endpoints disabled', 'text/plain'],
	[v2Body('CF-NotFound', 'Unknown request'), 'application/json'],
])('by a v2 that is switched off: %s', async (body, type) => {
	sandbox.cloudFoundry.fault({ path: '/v2/', status: 404, body, headers: { 'content-type': type }, times: 9 });
	expect(await removed('v2')).toEqual(['This Cloud Foundry has API v2 switched off', "Set 'API Version' to V3."]);
});

it.each<readonly [string, readonly string[]]>([
	[
		'removeOrganization',
		[
			"The account of the credential has no rights for this: it takes 'cloud_controller.write' as manager of the organization, or 'cloud_controller.admin'",
			'Have the account given that, or use another credential. Where the organization is suspended, only the second helps.',
		],
	],
	[
		'get',
		[
			'The account of the credential has no rights for this',
			"To read, it needs 'cloud_controller.read'. To change, it needs 'cloud_controller.write' as manager of the organization, or 'cloud_controller.admin'.",
		],
	],
])('by v3, 403 CF-NotAuthorized (%s)', async (operation, told) => {
	const body = v3Body('CF-NotAuthorized', 'You are not authorized to perform the requested action');
	refuse(operation === 'get' ? 'GET' : 'DELETE', 403, body);
	const item = { userGuid: user, ...(operation !== 'get' && { organizationGuid: home }) };
	expect(said(await runUsers(operation, [item], { apiVersion: 'v3' }))).toEqual(told);
});

it('by a v2 that adds for administrators alone', async () => {
	refuse('PUT', 403, v2Body('CF-NotAuthorized', 'You are not authorized to perform the requested action'));
	const elsewhere = sandbox.cloudFoundry.state.organizations[2].guid;
	const item = { userGuid: user, organizationGuid: elsewhere };
	expect(said(await runUsers('addOrganization', [item], { apiVersion: 'v2' }))).toEqual([
		'API v2 of Cloud Foundry allows this to administrators alone',
		"Set 'API Version' to V3, which managers of the organization may use. By v2, it needs the scope 'cloud_controller.admin'; to read users, 'cloud_controller.admin_read_only' is enough.",
	]);
});

describe('of single roles', () => {
	const change = async (operation: string, apiVersion: string, place: object, role: string) =>
		said(
			await undo(
				'cloudFoundry',
				[{ undo: { resource: 'user', operation, userGuid: user, ...place, role, apiVersion } }],
				{
					options: { maxRetries: 0 },
				},
			),
		);

	it.each<readonly [number, string, string, readonly string[]]>([
		[
			404,
			'CF-SpaceNotFound',
			'The app space could not be found',
			[`The space '${space}' doesn't exist`, "Check 'Space'."],
		],
		[400, 'CF-InvalidRelation', 'Could not find VCAP::CloudController::Space with guid: x', noSpace],
		[400, 'CF-InvalidRelation', 'Invalid relation: 1cc9d243', noMember],
		[400, 'CF-InvalidRelation', 'Cannot add role, user does not belong to Organization', noMember],
	])('by v2, %d %s (%s)', async (status, code, words, told) => {
		refuse('PUT', status, v2Body(code, words));
		expect(await change('addSpaceRole', 'v2', { spaceGuid: space }, 'space_developer')).toEqual(told);
	});

	it.each<readonly [number, string, string, readonly string[]]>([
		[422, 'CF-UnprocessableEntity', 'Invalid space. Ensure that the space exists and you have access to it.', noSpace],
		[
			422,
			'CF-UnprocessableEntity',
			'Users cannot be assigned roles in a space if they do not have a role in it',
			noMember,
		],
	])('by v3, %d %s (%s)', async (status, code, words, told) => {
		refuse('POST', status, v3Body(code, words));
		expect(await change('addSpaceRole', 'v3', { spaceGuid: space }, 'space_developer')).toEqual(told);
	});

	it('of the last manager, on old platforms', async () => {
		refuse('DELETE', 400, v2Body('CF-InvalidRequest', 'The request is invalid'));
		sandbox.cloudFoundry.state.roles.push({
			...sandbox.cloudFoundry.state.roles[0],
			...{ guid: 'r', type: 'organization_manager', user_guid: user, organization_guid: home, space_guid: null },
		});
		expect(await change('removeOrganizationRole', 'v2', { organizationGuid: home }, 'organization_manager')).toEqual([
			'Cloud Foundry keeps the last manager of an organization',
			'Make somebody else a manager first.',
		]);
	});
});

describe('what passes', () => {
	it.each<readonly [number, string, readonly string[]]>([
		[
			503,
			v2Body('CF-UaaUnavailable', 'The UAA service is currently unavailable'),
			["Cloud Foundry can't reach its UAA", 'Try again later.'],
		],
		[503, v2Body('CF-ServiceUnavailable', 'no'), ["Cloud Foundry's API isn't available", 'Try again later.']],
		[
			503,
			'API down for maintenance. Please try again later.',
			["Cloud Foundry's API is down for maintenance", 'Try again when that is over.'],
		],
	])('is tried again, and told of in the end: %d %s', async (status, body, told) => {
		const item = { userGuid: user, organizationGuid: home };
		const headers = body.startsWith('{') ? asJson : { 'content-type': 'text/plain' };
		sandbox.cloudFoundry.fault({ method: 'DELETE', status, body, headers, times: 1 });
		expect((await runUsers('removeOrganization', [item], { apiVersion: 'v2' })).error).toBeUndefined();
		refuse('DELETE', status, body, headers);
		expect(await removed('v2')).toEqual(told);
	});
});
