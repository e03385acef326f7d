import { uuidOf } from '../../sandbox';
import { elsewhere, giveRole, home, memberRole, user } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const nowhere = uuidOf('a place that is nowhere');
const roles = () => sandbox.cloudFoundry.state.roles;
const heldBy = (who: string) =>
	roles()
		.filter(({ user_guid }) => user_guid === who)
		.map(({ type, organization_guid, space_guid }) => `${type} ${organization_guid ?? space_guid}`);
const actAs = (actor: string) => Object.assign(sandbox.cloudFoundry.state, { scope: 'write', actor });
const suspend = () => {
	sandbox.cloudFoundry.state.organizations[0].status = 'suspended';
};

const send = async (method: string, path: string, body?: object) => {
	const headers = { authorization: 'bearer sandbox-token', 'content-type': 'application/json' };
	const answer = await fetch(sandbox.cloudFoundry.url + path, { method, headers, body: body && JSON.stringify(body) });
	const text = await answer.text();
	return { status: answer.status, text, json: text === '' ? undefined : JSON.parse(text) };
};
const refusalOf = async (method: string, path: string) => {
	const { status, json } = await send(method, path);
	return { status, code: json?.error_code, says: json?.description };
};

/** The lists of docs/v2/users, each with the role that it is to v3. */
const lists = [
	['managed_organizations', 'organization_manager', home],
	['billing_managed_organizations', 'organization_billing_manager', home],
	['audited_organizations', 'organization_auditor', home],
	['spaces', 'space_developer', space],
	['managed_spaces', 'space_manager', space],
	['audited_spaces', 'space_auditor', space],
] as const;

// docs/v2/users/associate_…_with_the_user.html and remove_…_from_the_user.html of the Cloud Controller at 3bbba906.
describe.each(lists)('/v2/users/…/%s', (list, type, place) => {
	const path = `/v2/users/${user}/${list}/${place}`;

	it('gives the role once, with 201 and the user', async () => {
		for (let times = 0; times < 2; times++) {
			const { status, json } = await send('PUT', path);
			expect([status, json.metadata.guid]).toEqual([201, user]);
		}
		expect(heldBy(user).filter((role) => role === `${type} ${place}`)).toHaveLength(1);
	});

	it('ends the role, and nothing else, with an empty 204, also where it is none', async () => {
		const before = heldBy(user);
		giveRole(type, user, place);
		for (let times = 0; times < 2; times++) {
			const { status, text } = await send('DELETE', path);
			expect([status, text]).toEqual([204, '']);
		}
		expect(heldBy(user)).toEqual(before);
	});

	it('answered both with 201 and the user in the days of the page', async () => {
		sandbox.cloudFoundry.state.era = '2015';
		giveRole('organization_manager', uuidOf('another manager'), home);
		for (const method of ['PUT', 'DELETE']) {
			const { status, json } = await send(method, path);
			expect([status, json.metadata.guid]).toEqual([201, user]);
		}
	});

	it('names the place that does not exist on the way out, and breaks on the way in', async () => {
		const inSpace = type.startsWith('space_');
		const [code, what] = inSpace
			? ['CF-SpaceNotFound', 'The app space']
			: ['CF-OrganizationNotFound', 'The organization'];
		const away = `/v2/users/${user}/${list}/${nowhere}`;
		expect(await refusalOf('DELETE', away)).toEqual({
			status: 404,
			code: code,
			says: `${what} could not be found: ${nowhere}`,
		});
		expect(await refusalOf('PUT', away)).toMatchObject({ status: 500, code: 'UnknownError' });
	});

	it('names the user that does not exist on the way out, and breaks on the way in', async () => {
		const path = `/v2/users/nobody/${list}/${place}`;
		const unknown = 'Could not find VCAP::CloudController::User with guid: nobody';
		expect(await refusalOf('DELETE', path)).toEqual({ status: 400, code: 'CF-InvalidRelation', says: unknown });
		expect(await refusalOf('PUT', path)).toMatchObject({ status: 500, code: 'UnknownError' });
	});

	// app/access/organization_access.rb, space_access.rb and user_access.rb.
	it('is closed to a token that reads, and to somebody without a role there', async () => {
		sandbox.cloudFoundry.state.scope = 'read';
		for (const method of ['PUT', 'DELETE'])
			expect(await refusalOf(method, path)).toMatchObject({ status: 403, code: 'CF-InsufficientScope' });
		actAs(uuidOf('somebody'));
		for (const method of ['PUT', 'DELETE'])
			expect(await refusalOf(method, path)).toMatchObject({ status: 403, code: 'CF-NotAuthorized' });
	});

	it('lets managers of the organization end roles, and administrators alone give them', async () => {
		const manager = uuidOf('a manager');
		giveRole('organization_manager', manager, home);
		giveRole('organization_billing_manager', uuidOf('another billing manager'), home);
		giveRole(type, user, place);
		actAs(manager);
		expect((await send('DELETE', path)).status).toBe(204);
		expect(await refusalOf('PUT', path)).toMatchObject({ status: 403, code: 'CF-NotAuthorized' });
		suspend();
		expect(await refusalOf('DELETE', path)).toMatchObject({ status: 403, code: 'CF-NotAuthorized' });
	});
});

describe('the Cloud Controller in miniature, of single roles by v2', () => {
	it.each([
		['managed_organizations', 'organization_manager', 'CF-LastManagerInOrg', 'Cannot remove last Org Manager in org'],
		[
			'billing_managed_organizations',
			'organization_billing_manager',
			'CF-LastBillingManagerInOrg',
			'Cannot remove last Billing Manager in org',
		],
	] as const)('keeps the last of %s from all but administrators', async (list, type, code, text) => {
		sandbox.cloudFoundry.state.roles = roles().filter((role) => role.type !== type);
		giveRole(type, user, home);
		const path = `/v2/users/${user}/${list}/${home}`;
		actAs(user);
		expect(await refusalOf('DELETE', path)).toEqual({ status: 403, code: code, says: text });
		sandbox.cloudFoundry.state.scope = 'admin';
		expect((await send('DELETE', path)).status).toBe(204);
	});

	it('lets people leave a space of a suspended organization, but not the organization', async () => {
		giveRole('space_auditor', user, space);
		giveRole('organization_auditor', user, home);
		suspend();
		actAs(user);
		expect((await send('DELETE', `/v2/users/${user}/audited_spaces/${space}`)).status).toBe(204);
		expect((await send('DELETE', `/v2/users/${user}/audited_organizations/${home}`)).status).toBe(403);
	});

	it('lets managers of a space end the roles in it', async () => {
		const manager = uuidOf('a space manager');
		giveRole('space_manager', manager, space);
		giveRole('space_developer', user, space);
		actAs(manager);
		expect((await send('DELETE', `/v2/users/${user}/spaces/${space}`)).status).toBe(204);
		expect((await send('DELETE', `/v2/users/${user}/audited_organizations/${home}`)).status).toBe(403);
	});

	it('asks for no membership on the way of the user', async () => {
		sandbox.cloudFoundry.state.roles = [];
		for (const [list, , place] of lists)
			expect((await send('PUT', `/v2/users/${user}/${list}/${place}`)).status).toBe(201);
		expect(heldBy(user)).toHaveLength(6);
	});

	it('has no route for supporters of a space', async () => {
		for (const method of ['PUT', 'DELETE'])
			expect(await refusalOf(method, `/v2/users/${user}/supported_spaces/${space}`)).toMatchObject({
				status: 404,
				code: 'CF-NotFound',
			});
	});
});

// app/models/runtime/user.rb and model_controller.rb#do_related at 2efdb557, of August 2015.
describe('the Cloud Controller of 2015 in miniature, of single roles', () => {
	beforeEach(() => {
		sandbox.cloudFoundry.state.era = '2015';
	});

	it('looks for the user first, then for the place', async () => {
		expect(await refusalOf('DELETE', `/v2/users/nobody/managed_spaces/${nowhere}`)).toMatchObject({
			status: 404,
			code: 'CF-UserNotFound',
		});
		const says = expect.stringContaining(`::Space with guid: ${nowhere}`);
		for (const method of ['PUT', 'DELETE'])
			expect(await refusalOf(method, `/v2/users/${user}/managed_spaces/${nowhere}`)).toEqual({
				status: 400,
				code: 'CF-InvalidRelation',
				says,
			});
	});

	it('is for administrators alone, whosever roles they are', async () => {
		giveRole('organization_auditor', user, home);
		actAs(user);
		const path = `/v2/users/${user}/audited_organizations/${home}`;
		for (const method of ['PUT', 'DELETE'])
			expect(await refusalOf(method, path)).toMatchObject({ status: 403, code: 'CF-NotAuthorized' });
	});

	it('keeps the last manager, of administrators too', async () => {
		sandbox.cloudFoundry.state.roles = roles().filter(({ type }) => type !== 'organization_manager');
		const path = `/v2/users/${user}/managed_organizations/${home}`;
		expect((await send('DELETE', path)).status).toBe(201);
		giveRole('organization_manager', user, home);
		expect(await refusalOf('DELETE', path)).toEqual({
			status: 400,
			code: 'CF-InvalidRequest',
			says: 'The request is invalid',
		});
	});

	it('gives roles in an organization to its members, those in its spaces to anybody', async () => {
		expect(memberRole(user, elsewhere)).toBeUndefined();
		const path = `/v2/users/${user}/audited_organizations/${elsewhere}`;
		expect(await refusalOf('PUT', path)).toEqual({
			status: 400,
			code: 'CF-InvalidRelation',
			says: `Invalid relation: ${elsewhere}`,
		});
		sandbox.cloudFoundry.state.roles = [];
		expect((await send('PUT', `/v2/users/${user}/spaces/${space}`)).status).toBe(201);
	});
});

// app/actions/role_create.rb, role_delete.rb and app/controllers/v3/roles_controller.rb.
describe('/v3/roles', () => {
	const create = async (type: string, who: string, place: string) => {
		const kind = type.startsWith('space_') ? 'space' : 'organization';
		const relationships = { user: { data: { guid: who } }, [kind]: { data: { guid: place } } };
		const { status, json } = await send('POST', '/v3/roles', { type, relationships });
		return [status, json.errors?.[0].detail ?? json.type];
	};
	const remove = async (guid: string) => (await send('DELETE', `/v3/roles/${guid}`)).status;

	it.each([...lists.map(([, type, place]) => [type, place] as const), ['space_supporter', space] as const])(
		'gives and ends a role that is %s, the last of its kind too',
		async (type, place) => {
			const { state } = sandbox.cloudFoundry;
			state.jobPolls = 0;
			state.roles = [];
			giveRole('organization_user', user, home);
			expect(await create(type, user, place)).toEqual([201, type]);
			expect(heldBy(user)).toEqual([`organization_user ${home}`, `${type} ${place}`]);
			expect(await create(type, user, place)).toEqual([422, expect.stringMatching(/ already has '.+' role in /)]);
			expect(await remove(roles()[1].guid)).toBe(202);
			expect(heldBy(user)).toEqual([`organization_user ${home}`]);
		},
	);

	it('gives roles in a space to members of its organization, whatever else they are there', async () => {
		sandbox.cloudFoundry.state.roles = [];
		giveRole('organization_manager', user, home);
		giveRole('space_developer', user, space);
		const text = "Users cannot be assigned roles in a space if they do not have a role in that space's organization.";
		for (const type of ['space_developer', 'space_auditor'])
			expect(await create(type, user, space)).toEqual([422, text]);
	});

	it('lets managers of a space give the roles in it, and no others', async () => {
		const manager = uuidOf('a space manager');
		giveRole('organization_user', manager, home);
		giveRole('space_manager', manager, space);
		actAs(manager);
		expect(await create('space_supporter', user, space)).toEqual([201, 'space_supporter']);
		expect((await create('organization_auditor', user, home))[0]).toBe(403);
	});
});
