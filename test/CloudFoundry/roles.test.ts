import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { asJson, changesOnWire, giveRole, home, results, told, user, wire } from '../support/cloudFoundry';
import { undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const inOrganization = { organizationGuid: home };
const inSpace = { spaceGuid: space };

/** Single roles, as the undo of Remove All Roles names them. */
const change = async (operation: string, parameters: IDataObject) =>
	await undo('cloudFoundry', [{ undo: { resource: 'user', operation, userGuid: user, ...parameters } }]);

const roles = [
	['organization_manager', inOrganization, 'managed_organizations'],
	['organization_billing_manager', inOrganization, 'billing_managed_organizations'],
	['organization_auditor', inOrganization, 'audited_organizations'],
	['space_developer', inSpace, 'spaces'],
	['space_manager', inSpace, 'managed_spaces'],
	['space_auditor', inSpace, 'audited_spaces'],
	['space_supporter', inSpace, undefined],
] as const;
const namesOf = (role: string) => {
	const kind = role.startsWith('space_') ? 'Space' : 'Organization';
	return { add: `add${kind}Role`, remove: `remove${kind}Role` };
};
const placeOf = (parameters: object) => String(Object.values(parameters)[0]);
const heldBy = (role: string) =>
	sandbox.cloudFoundry.state.roles.filter(({ type, user_guid }) => type === role && user_guid === user);

// docs/v2/users/associate_…_with_the_user.html and remove_…_from_the_user.html of the Cloud Controller.
describe.each(roles.filter(([, , list]) => list !== undefined))('by v2, %s', (role, place, list) => {
	const names = namesOf(role);
	const path = `/v2/users/${user}/${list}/${placeOf(place)}`;
	const parameters = { ...place, role, apiVersion: 'v2' };

	it.each(['today', '2015'] as const)(
		'is given and ended by its own route, and each undoes the other (%s)',
		async (era) => {
			sandbox.cloudFoundry.state.era = era;
			giveRole('organization_manager', uuidOf('another manager'), home);
			const added = results(await change(names.add, parameters));
			const own = { resource: 'user', userGuid: user, ...parameters };
			expect(added).toMatchObject([
				{ success: true, operation: names.add, outcome: 'applied', undo: { ...own, operation: names.remove } },
			]);
			expect(heldBy(role)).toHaveLength(1);
			const removed = results(await undo('cloudFoundry', added));
			expect(removed).toMatchObject([
				{ success: true, operation: names.remove, outcome: 'applied', undo: { ...own, operation: names.add } },
			]);
			expect(heldBy(role)).toEqual([]);
			expect(changesOnWire()).toEqual([`PUT ${path}`, `DELETE ${path}`]);
			expect(sandbox.cloudFoundry.requests.map(({ body }) => body).join('')).toBe('');
		},
	);
});

// docs/v3/source/includes/resources/roles/_create.md.erb and _delete.md.erb.
describe.each(roles)('by v3, %s', (role, place) => {
	const names = namesOf(role);
	const parameters = { ...place, role, apiVersion: 'v3' };
	const kind = role.startsWith('space_') ? 'space' : 'organization';

	it('is given by its type and ended by its GUID, and each undoes the other', async () => {
		const added = results(await change(names.add, parameters));
		expect(added).toMatchObject([{ success: true, operation: names.add, outcome: 'applied', changed: true }]);
		const [{ guid }] = heldBy(role);
		const removed = results(await undo('cloudFoundry', added));
		expect(removed).toMatchObject([{ success: true, operation: names.remove, outcome: 'applied', changed: true }]);
		expect(removed[0].undo).toEqual({
			...{ resource: 'user', operation: names.add, baseUrl: sandbox.cloudFoundry.url },
			...{ userGuid: user, ...parameters },
		});
		expect(heldBy(role)).toEqual([]);
		expect(changesOnWire()).toEqual(['POST /v3/roles', `DELETE /v3/roles/${guid}`]);
		const [post] = sandbox.cloudFoundry.requests.filter(({ method }) => method === 'POST');
		expect(JSON.parse(post.body)).toEqual({
			type: role,
			relationships: { user: { data: { guid: user } }, [kind]: { data: { guid: placeOf(place) } } },
		});
	});

	it('that is there, or is none, is left as it is', async () => {
		giveRole(role, user, placeOf(place));
		const note = expect.stringContaining('nothing left to undo');
		const unchanged = { success: true, outcome: 'unchanged', changed: false, note };
		expect(results(await change(names.add, parameters))).toMatchObject([unchanged]);
		expect(heldBy(role)).toHaveLength(1);
		sandbox.cloudFoundry.state.roles = sandbox.cloudFoundry.state.roles.filter(({ type }) => type !== role);
		expect(results(await change(names.remove, parameters))).toMatchObject([unchanged]);
		expect(changesOnWire().filter((line) => line.startsWith('DELETE'))).toEqual([]);
	});

	it('of somebody else, or somewhere else, stays', async () => {
		const [other] = sandbox.cloudFoundry.state.users.slice(-1);
		const elsewhere = kind === 'space' ? sandbox.cloudFoundry.state.spaces : sandbox.cloudFoundry.state.organizations;
		giveRole(role, user, placeOf(place));
		const stay = [giveRole(role, other.guid, placeOf(place)), giveRole(role, user, elsewhere[3].guid)];
		expect((await change(names.remove, parameters)).error).toBeUndefined();
		for (const one of stay) expect(sandbox.cloudFoundry.state.roles).toContainEqual(one);
		expect(heldBy(role)).toEqual([stay[1]]);
	});
});

describe('supporters of spaces', () => {
	const parameters = { ...inSpace, role: 'space_supporter' };

	it('go by v3 where both versions are there', async () => {
		expect((await change('addSpaceRole', { ...parameters, apiVersion: 'auto' })).error).toBeUndefined();
		expect(changesOnWire()).toEqual(['POST /v3/roles']);
	});

	it.each(['addSpaceRole', 'removeSpaceRole'])('are refused by v2 before anything is sent (%s)', async (operation) => {
		sandbox.cloudFoundry.state.v3Version = '3.79.0';
		for (const apiVersion of ['v2', 'auto']) {
			const ran = await change(operation, { ...parameters, apiVersion });
			expect(told(ran)).toMatch(/API v2 of Cloud Foundry has no space supporters.+Change the role there/);
			// Where the platform's v3 has no roles, it is no help.
			expect(/'API Version' to V3/.test(told(ran))).toBe(apiVersion === 'v2');
		}
		expect(wire()).toEqual(['GET /']);
	});
});

it.each([
	['addSpaceRole', { ...inSpace, role: 'organization_manager' }],
	['removeSpaceRole', { ...inSpace, role: 'organization_user' }],
	['addOrganizationRole', { ...inOrganization, role: 'space_developer' }],
	['removeOrganizationRole', { ...inOrganization, role: 'organization_user' }],
])('a role that is none of its place is refused before anything is sent (%s, %j)', async (operation, parameters) => {
	const ran = await change(operation, { ...parameters, apiVersion: 'v3' });
	expect(told(ran)).toContain("'Role'");
	expect(wire()).toEqual([]);
});

describe('refusals', () => {
	const refuse = (method: string, status: number, body: object) =>
		sandbox.cloudFoundry.fault({ method, status, headers: asJson, body: JSON.stringify(body) });
	const developer = { ...inSpace, role: 'space_developer' };
	const manager = { ...inOrganization, role: 'organization_manager' };

	it('of a role in a space, for want of a membership', async () => {
		sandbox.cloudFoundry.state.roles = [];
		const ran = await change('addSpaceRole', { ...developer, apiVersion: 'v3' });
		expect(told(ran)).toMatch(/no member of the organization.+'Add Organization'/);
		expect(told(ran)).toContain('Users cannot be assigned roles in a space');
	});

	it.each([`Invalid relation: ${home}`, `Cannot add role, user does not belong to Organization with guid ${home}`])(
		'of a role in an organization, for want of a membership (%s)',
		async (description) => {
			refuse('PUT', 400, { code: 1002, error_code: 'CF-InvalidRelation', description });
			const ran = await change('addOrganizationRole', { ...manager, apiVersion: 'v2' });
			expect(told(ran)).toMatch(/no member of the organization.+'Add Organization'/);
			expect(told(ran)).not.toContain('still has a role');
		},
	);

	it('of the last manager, by the platforms of the page', async () => {
		const { state } = sandbox.cloudFoundry;
		state.era = '2015';
		state.roles = state.roles.filter(({ type }) => type !== 'organization_manager');
		giveRole('organization_manager', user, home);
		const ran = await change('removeOrganizationRole', { ...manager, apiVersion: 'v2' });
		expect(told(ran)).toMatch(/keeps the last manager.+somebody else a manager first/);
		expect(heldBy('organization_manager')).toHaveLength(1);
	});

	it.each([
		['organization_manager', 'last manager'],
		['organization_billing_manager', 'last billing manager'],
	] as const)('of the last %s, of all but administrators', async (role, words) => {
		const { state } = sandbox.cloudFoundry;
		state.roles = state.roles.filter(({ type }) => type !== role);
		giveRole(role, user, home);
		Object.assign(state, { scope: 'write', actor: user });
		const ran = await change('removeOrganizationRole', { ...inOrganization, role, apiVersion: 'v2' });
		expect(told(ran)).toContain(words);
		expect(heldBy(role)).toHaveLength(1);
	});

	it.each([
		[
			'v2',
			'PUT',
			'addSpaceRole',
			400,
			{
				code: 1002,
				error_code: 'CF-InvalidRelation',
				description: `Could not find VCAP::CloudController::Space with guid: ${space}`,
			},
		],
		[
			'v2',
			'DELETE',
			'removeSpaceRole',
			404,
			{ code: 40004, error_code: 'CF-SpaceNotFound', description: `The app space could not be found: ${space}` },
		],
		[
			'v3',
			'POST',
			'addSpaceRole',
			422,
			{
				errors: [
					{
						code: 10008,
						title: 'CF-UnprocessableEntity',
						detail: 'Invalid space. Ensure that the space exists and you have access to it.',
					},
				],
			},
		],
	])('of a space that has gone meanwhile (%s %s)', async (apiVersion, method, operation, status, body) => {
		if (operation === 'removeSpaceRole') giveRole('space_developer', user, space);
		refuse(method, status, body);
		expect(told(await change(operation, { ...developer, apiVersion }))).toMatch(
			new RegExp(`The space '${space}' (doesn't exist|can't be found)`),
		);
	});
});
