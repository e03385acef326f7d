import { uuidOf } from '../../sandbox';
import {
	actAsManagerOf,
	asJson,
	changesOnWire,
	crowd,
	elsewhere,
	giveRole,
	home,
	memberRole,
	results,
	runUsers,
	told,
	user,
	v3List,
	wire,
} from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

// What the Cloud Controller shows to whom, from app/fetchers/role_list_fetcher.rb, roles_controller.rb,
// users_controller.rb and app/access at 3bbba906.

setUp();

const nobody = uuidOf('nobody');
const nowhere = uuidOf('an organization that does not exist');
const [, somebody] = [user, uuidOf('cloud foundry maria.garcia')];

describe('the removal by v3', () => {
	const remove = async (item: object, options = {}) =>
		await runUsers('removeOrganization', [item as never], { apiVersion: 'v3', options });

	it.each([
		['User', { userGuid: nobody, organizationGuid: home }],
		['Organization', { userGuid: user, organizationGuid: nowhere }],
	])('of what does not exist is no "unchanged": it names %s', async (label, item) => {
		const ran = await remove(item);
		expect(ran.status).toBe('error');
		expect(told(ran)).toContain(`'${label}'`);
		expect(told(ran)).toMatch(/may not see/);
		expect(changesOnWire()).toEqual([]);
	});

	it('from an organization that the account may not see is no "unchanged", and nobody loses anything', async () => {
		actAsManagerOf(elsewhere);
		giveRole('organization_user', somebody, elsewhere);
		expect(memberRole(somebody, home)).toBeDefined();
		const ran = await remove({ userGuid: somebody, organizationGuid: home });
		expect(ran.status).toBe('error');
		expect(told(ran)).toContain("'Organization'");
		expect(told(ran)).toMatch(/may not see/);
		expect(memberRole(somebody, home)).toBeDefined();
	});

	it.each([{ verify: true }, { dryRun: true }, { ifUnchanged: 'fail' }])(
		'is not known for nobody with %j',
		async (options) => {
			const ran = await remove({ userGuid: nobody, organizationGuid: home }, options);
			expect(ran.status).toBe('error');
			expect(told(ran)).toContain("'User'");
		},
	);

	it('is verified by a manager who does not see the user any more', async () => {
		actAsManagerOf(home);
		const { guid } = sandbox.cloudFoundry.state.users[2];
		sandbox.cloudFoundry.state.roles = sandbox.cloudFoundry.state.roles.filter(
			({ user_guid, organization_guid }) => user_guid !== guid || organization_guid !== home,
		);
		giveRole('organization_user', guid, home);
		const ran = await remove({ userGuid: guid, organizationGuid: home }, { verify: true });
		expect(results(ran)).toMatchObject([{ outcome: 'applied', changed: true, verified: true }]);
	});

	it('is no "unchanged" when a manager repeats it, where the user is out of sight by then', async () => {
		actAsManagerOf(home);
		const { state } = sandbox.cloudFoundry;
		const { guid } = state.users[2];
		state.roles = state.roles.filter(({ user_guid }) => user_guid !== guid);
		giveRole('organization_user', guid, home);
		state.jobPolls = 0;
		const item = { userGuid: guid, organizationGuid: home };
		expect(results(await remove(item))).toMatchObject([{ outcome: 'applied' }]);
		expect(told(await remove(item))).toMatch(/'User'.*may not see/);
	});

	it('asks for user and organization once in a run of many', async () => {
		const places = sandbox.cloudFoundry.state.organizations.map(({ guid }) => guid).filter((guid) => guid !== home);
		const items = crowd(4).flatMap((item) => places.map((organizationGuid) => ({ ...item, organizationGuid })));
		const ran = await runUsers('removeOrganization', items, { apiVersion: 'v3' });
		expect(results(ran).map(({ outcome }) => outcome)).toEqual(items.map(() => 'unchanged'));
		expect(wire().filter((line) => line.includes('/v3/roles?'))).toHaveLength(items.length);
		expect(wire().filter((line) => line.includes('/v3/users/'))).toHaveLength(4);
		expect(wire().filter((line) => line.includes('/v3/organizations/'))).toHaveLength(places.length);
	});
});

describe('the grant by v3', () => {
	const add = async (item: object, options = {}) =>
		await runUsers('addOrganization', [item as never], { apiVersion: 'v3', options });

	it('of a user that nobody knows posts nothing, and creates nobody', async () => {
		const before = sandbox.cloudFoundry.snapshot();
		const ran = await add({ userGuid: nobody, organizationGuid: home });
		expect(ran.status).toBe('error');
		expect(told(ran)).toContain("'User'");
		expect(changesOnWire()).toEqual([]);
		expect(sandbox.cloudFoundry.snapshot()).toEqual(before);
	});

	it.each(['v3', 'auto'])('of a user whom a manager does not see yet says who does (%s)', async (apiVersion) => {
		actAsManagerOf(home);
		const { state } = sandbox.cloudFoundry;
		const outsider = uuidOf('an outsider');
		state.users.push({ ...state.users[1], guid: outsider });
		const ran = await runUsers('addOrganization', [{ userGuid: outsider, organizationGuid: home }], { apiVersion });
		expect(told(ran)).toMatch(/may not see/);
		expect(told(ran)).toMatch(
			/that takes the scope 'cloud_controller\.read' with a role in an organization of the user/,
		);
		expect(changesOnWire()).toEqual([]);
	});

	it('of a user that can not be read posts nothing either', async () => {
		sandbox.cloudFoundry.fault({ path: '/v3/users/', status: 500, body: 'no', times: 20 });
		const ran = await add({ userGuid: user, organizationGuid: elsewhere }, { maxRetries: 0 });
		expect(ran.status).toBe('error');
		expect(changesOnWire()).toEqual([]);
		expect(told(ran)).toMatch(/no changes had been made when it stopped\.$/);
	});

	it('fails its own item only, where the node goes on', async () => {
		const items = [nobody, user].map((userGuid) => ({ userGuid, organizationGuid: elsewhere }));
		const ran = await runUsers('addOrganization', items, { apiVersion: 'v3', onError: 'continueErrorOutput' });
		expect(results(ran)).toMatchObject([{ outcome: 'applied', userGuid: user }]);
		expect(results(ran, 1)).toMatchObject([{ userGuid: nobody }]);
		expect(sandbox.cloudFoundry.state.users.some(({ guid }) => guid === nobody)).toBe(false);
	});

	it.each(['v2', 'v3'])('says with Verify that a user has no username (%s)', async (apiVersion) => {
		const items = [user, sandbox.cloudFoundry.state.users[4].guid].map((userGuid) => ({
			userGuid,
			organizationGuid: elsewhere,
		}));
		const ran = await runUsers('addOrganization', items, { apiVersion, options: { verify: true } });
		const [client, person] = results(ran);
		expect(client).toMatchObject({ verified: true });
		expect(client.note).toMatch(/UAA client, or unknown to UAA/);
		expect(person).not.toHaveProperty('note');
	});
});

describe('the grant by v2', () => {
	it.each([
		['User', { userGuid: nobody, organizationGuid: home }],
		['Organization', { userGuid: user, organizationGuid: nowhere }],
	])('of what does not exist names %s, where the platform answers 500', async (label, item) => {
		const ran = await runUsers('addOrganization', [item], { apiVersion: 'v2' });
		expect(told(ran)).toContain(`'${label}'`);
		expect(told(ran)).not.toMatch(/isn't known/);
		expect(changesOnWire()).toEqual([]);
	});
});

describe('the removal by v2', () => {
	it.each([{ verify: true }, { ifUnchanged: 'fail' }])(
		'from an unknown organization is no "unchanged" (%j)',
		async (options) => {
			const item = { userGuid: user, organizationGuid: nowhere };
			const ran = await runUsers('removeOrganization', [item], { apiVersion: 'v2', options });
			expect(ran.status).toBe('error');
			expect(told(ran)).toContain("'Organization'");
			expect(changesOnWire()).toEqual([]);
		},
	);
});

describe('somebody who leaves by himself', () => {
	it.each(['auto', 'v2'])(
		'by v2 is seen to have gone, though the organization is out of sight by then (%s)',
		async (apiVersion) => {
			sandbox.cloudFoundry.state.v3Version = '3.79.0';
			const { state } = sandbox.cloudFoundry;
			const { guid } = state.users[4];
			Object.assign(state, { scope: 'write', actor: guid });
			state.roles = state.roles.filter(({ user_guid, type }) => user_guid !== guid || type === 'organization_user');
			if (!memberRole(guid, home)) giveRole('organization_user', guid, home);
			const items = [{ userGuid: guid, organizationGuid: home }];
			const ran = await runUsers('removeOrganization', items, { apiVersion, options: { verify: true } });
			expect(ran.error).toBeUndefined();
			expect(results(ran)).toMatchObject([{ outcome: 'applied', changed: true, verified: true }]);
		},
	);
});

describe('an organization that is', () => {
	const items = () => [{ userGuid: sandbox.cloudFoundry.state.users[4].guid, organizationGuid: home }];
	const state = (status: 'suspended' | 'deleting') => {
		actAsManagerOf(home);
		sandbox.cloudFoundry.state.organizations[0].status = status;
	};

	it.each(['addOrganization', 'removeOrganization'])(
		'suspended keeps a manager from it, and says so (%s)',
		async (name) => {
			state('suspended');
			const ran = await runUsers(name, items(), { apiVersion: 'v3' });
			expect(ran.error?.message).toMatch(/suspended/);
			expect(told(ran)).toMatch(/administrator/);
			expect(told(ran)).not.toMatch(/isn't known/);
		},
	);

	it.each(['addOrganization', 'removeOrganization'])('being deleted says so (%s)', async (name) => {
		state('deleting');
		const ran = await runUsers(name, items(), { apiVersion: 'v3' });
		expect(ran.error?.message).toMatch(/being deleted/);
	});
});

describe('a platform', () => {
	const add = async (options = {}) =>
		await runUsers('addOrganization', [{ userGuid: user, organizationGuid: elsewhere }], { apiVersion: 'v3', options });
	const json503 = { 'content-type': 'application/json' };
	const uaaDown =
		'{"errors":[{"code":20004,"title":"CF-UaaUnavailable","detail":"The UAA service is currently unavailable"}]}';

	it('in maintenance says so, once the tries are over', async () => {
		const headers = { 'content-type': 'text/plain' };
		sandbox.cloudFoundry.fault({ method: 'POST', status: 503, headers, body: 'API down for maintenance', times: 9 });
		const ran = await add({ maxRetries: 1 });
		expect(ran.error?.message).toMatch(/maintenance/);
		expect(told(ran)).not.toMatch(/isn't known/);
		expect(changesOnWire()).toHaveLength(2);
	});

	it('whose UAA is down says so, and not both that it is not known and that nothing was changed', async () => {
		sandbox.cloudFoundry.fault({ method: 'POST', status: 503, headers: json503, body: uaaDown, times: 9 });
		const ran = await add({ maxRetries: 1 });
		expect(ran.error?.message).toMatch(/UAA/);
		expect(told(ran)).not.toMatch(/isn't known/);
	});

	it('whose UAA is down after a change was lost leaves it open, and no more', async () => {
		sandbox.cloudFoundry.fault({ method: 'POST', drop: 'after' });
		sandbox.cloudFoundry.fault({ method: 'POST', status: 503, headers: json503, body: uaaDown, times: 9 });
		const ran = await add({ maxRetries: 1 });
		expect(told(ran)).toMatch(/isn't known whether/);
		expect(told(ran)).not.toMatch(/nothing was (changed|sent)/i);
	});
});

describe('a list that can not be understood', () => {
	const relatedTo = (userGuid: string, organizationGuid: string) => ({
		user: { data: { guid: userGuid } },
		organization: { data: { guid: organizationGuid } },
	});
	const relationships = relatedTo(user, home);
	const role = { guid: 'r1', type: 'organization_user', relationships };
	const remove = async (apiVersion: string, options = {}, organizationGuid = home) =>
		await runUsers('removeOrganization', [{ userGuid: user, organizationGuid }], { apiVersion, options });

	const odd: ReadonlyArray<readonly [string, object]> = [
		['no GUID', { type: role.type, relationships }],
		['null for a GUID', { ...role, guid: null }],
		['an empty GUID', { ...role, guid: '' }],
		['dots for a GUID', { ...role, guid: '..' }],
		['a path for a GUID', { ...role, guid: 'a/../b' }],
		['a number for a GUID', { ...role, guid: 7 }],
		['no type', { guid: 'r1', relationships }],
		['no relationships', { guid: 'r1', type: role.type }],
		['no user', { ...role, relationships: { organization: relationships.organization } }],
		['no place', { ...role, relationships: { user: relationships.user, organization: { data: null } } }],
		['an empty place', { ...role, relationships: relatedTo(user, '') }],
	];

	it.each(odd)('as a role has %s, is no "unchanged", and nothing is deleted', async (_, resource) => {
		sandbox.cloudFoundry.fault({ path: '/v3/roles', method: 'GET', ...v3List(resource) });
		const ran = await remove('v3');
		expect(ran.error?.message).toMatch(/answered 200/);
		expect(changesOnWire()).toEqual([]);
	});

	it.each(odd)('as a role has %s, verifies nothing', async (_, resource) => {
		sandbox.cloudFoundry.fault({ path: '/v3/roles', method: 'GET', times: 9, ...v3List(resource) });
		const ran = await remove('v3', { verify: true });
		expect(ran.error?.description).toMatch(/^Nothing was changed, because the change couldn't be verified/);
		expect(changesOnWire()).toEqual([]);
	});

	it.each(odd)('as a role has %s, leaves it open what remains', async (_, resource) => {
		sandbox.cloudFoundry.state.jobPolls = 0;
		sandbox.cloudFoundry.fault({ path: /include=space/, ...v3List(resource) });
		const ran = await remove('v3', { reportRemaining: true });
		expect(results(ran)).toMatchObject([{ outcome: 'applied', remaining: null }]);
	});

	it.each([{}, { guid: '' }, { guid: null }])(
		'as an organization of v2 has the metadata %j, verifies nothing',
		async (metadata) => {
			const resources = [{ metadata, entity: { name: 'acme' } }];
			const body = JSON.stringify({ total_results: 1, total_pages: 1, next_url: null, resources });
			sandbox.cloudFoundry.fault({
				path: `/v2/users/${user}/organizations`,
				method: 'GET',
				status: 200,
				headers: asJson,
				body,
				times: 9,
			});
			const ran = await remove('v2', { verify: true }, elsewhere);
			expect(ran.error?.description).toMatch(/^Nothing was changed, because the change couldn't be verified/);
			expect(changesOnWire()).toEqual([]);
		},
	);

	it.each([
		['user', { ...role, relationships: relatedTo(somebody, home) }],
		['organization', { ...role, relationships: relatedTo(user, elsewhere) }],
		['kind', { ...role, type: 'organization_manager' }],
	])('as it holds the role of another %s, is told to be one, with and without Verify', async (_, resource) => {
		for (const options of [{}, { verify: true }, { ifUnchanged: 'fail' }]) {
			sandbox.cloudFoundry.fault({ path: '/v3/roles', method: 'GET', ...v3List(resource) });
			const ran = await remove('v3', options);
			expect(ran.error?.message).toMatch(/gave a role that wasn't asked for/);
			expect(changesOnWire()).toEqual([]);
		}
	});

	it.each(['v2', 'v3'])('is one of users without GUIDs too (%s)', async (apiVersion) => {
		const { body, ...how } = v3List({ username: 'a', metadata: {} });
		const both = JSON.stringify({ ...JSON.parse(body), total_results: 1, total_pages: 1, next_url: null });
		sandbox.cloudFoundry.fault({ path: `/${apiVersion}/users`, ...how, body: both });
		const ran = await runUsers('getAll', [{ returnAll: true }], { apiVersion });
		expect(ran.error?.message).toMatch(/answered 200/);
	});
});
