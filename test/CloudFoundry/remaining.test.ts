import { actAsManagerOf, asJson, elsewhere, giveRole, home, runUsers, told, user, wire } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const spaceIn = (organization: string) =>
	sandbox.cloudFoundry.state.spaces.filter(({ organization_guid }) => organization_guid === organization)[0];
const person = () => sandbox.cloudFoundry.state.users[4].guid;
const remainingOf = async (apiVersion?: string) => {
	const item = { userGuid: person(), organizationGuid: home };
	const ran = await runUsers('removeOrganization', [item], { apiVersion, options: { reportRemaining: true } });
	expect(ran.error).toBeUndefined();
	return ran.outputs[0][0].json.remaining as Record<string, unknown>;
};

// v2 takes the membership of a space supporter, whose role stays, and has no list that shows it
// (app/models/runtime/organization.rb:128-130); v3 refuses such a removal in the organization itself.
const supporterStays = () => giveRole('space_supporter', person(), space);

it('tells of space supporters by v3', async () => {
	const there = spaceIn(elsewhere);
	giveRole('space_supporter', person(), there.guid);
	const { spaces, notRead } = await remainingOf();
	expect(spaces).toEqual([
		{ role: 'supporter', organizationGuid: elsewhere, spaceGuid: there.guid, spaceName: there.name },
	]);
	expect(notRead).toBeUndefined();
	expect(wire().filter((line) => line.includes('/v2/'))).toEqual([]);
});

it('says what was not read where only v2 may be asked', async () => {
	supporterStays();
	expect(await remainingOf('v2')).toMatchObject({ spaces: [], notRead: ['space_supporter'] });
	expect(wire().filter((line) => line.includes('/v3/'))).toEqual([]);
});

it('claims no more than was read on a platform without v3', async () => {
	supporterStays();
	const body = JSON.stringify({ links: { cloud_controller_v2: { href: `${sandbox.cloudFoundry.url}/v2` } } });
	sandbox.cloudFoundry.fault({ path: /^\/$/, status: 200, headers: { 'content-type': 'application/json' }, body });
	expect(await remainingOf()).toMatchObject({ spaces: [], notRead: ['space_supporter'] });
});

it('is one list with its spaces by v3, in moderate pages', async () => {
	giveRole('organization_auditor', person(), elsewhere);
	sandbox.cloudFoundry.state.jobPolls = 0;
	const remaining = await remainingOf('v3');
	expect(remaining).toMatchObject({ auditedOrganizations: [elsewhere], spaces: [] });
	expect(remaining).not.toHaveProperty('notRead');
	const lists = wire().filter((line) => line.includes('include=space'));
	expect(lists).toHaveLength(1);
	expect(wire().filter((line) => line.includes('/v3/spaces'))).toEqual([]);
	for (const line of wire()) {
		const size = Number(/per_page=(\d+)/.exec(line)?.[1] ?? 1);
		expect(size).toBeLessThanOrEqual(line.includes('organization_guids') ? 1 : 200);
	}
});

it.each(['v2', 'v3', 'auto'])('lists roles in spaces of every organization (%s)', async (apiVersion) => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	const there = spaceIn(elsewhere);
	giveRole('organization_user', person(), elsewhere);
	giveRole('space_developer', person(), there.guid);
	giveRole('space_manager', person(), there.guid);
	const place = { organizationGuid: elsewhere, spaceGuid: there.guid, spaceName: there.name };
	const { organizations, spaces } = await remainingOf(apiVersion);
	expect(organizations).toContain(elsewhere);
	expect(spaces).toEqual([
		{ role: 'developer', ...place },
		{ role: 'manager', ...place },
	]);
});

it.each(['v2', 'v3', 'auto'])(
	'names as in the way only what is in spaces of the organization (%s)',
	async (apiVersion) => {
		giveRole('space_auditor', person(), spaceIn(elsewhere).guid);
		giveRole('space_manager', person(), space);
		const ran = await runUsers('removeOrganization', [{ userGuid: person(), organizationGuid: home }], { apiVersion });
		expect(told(ran)).toContain('In the way: manager in web.');
		expect(told(ran)).not.toMatch(/auditor/);
	},
);

it.each([{}, { entity: {} }, { entity: { name: 'web', organization_guid: '' } }])(
	'is not known where a space does not say whose it is (%j)',
	async (rest) => {
		const resources = [{ metadata: { guid: space }, ...rest }];
		const body = JSON.stringify({ total_results: 1, total_pages: 1, next_url: null, resources });
		sandbox.cloudFoundry.fault({ path: `/v2/users/${person()}/spaces`, status: 200, headers: asJson, body });
		expect(await remainingOf('v2')).toBeNull();
	},
);

// Platforms have had v3 for longer than /v3/roles, which is complete from 3.80 on.
describe('where v3 has no roles', () => {
	beforeEach(() => {
		sandbox.cloudFoundry.state.v3Version = '3.79.0';
	});
	afterEach(() => expect(wire().filter((line) => line.includes('/v3/'))).toEqual([]));

	it('is told by the lists of v2, as far as they go', async () => {
		giveRole('organization_auditor', person(), elsewhere);
		expect(await remainingOf()).toMatchObject({
			auditedOrganizations: [elsewhere],
			spaces: [],
			notRead: ['space_supporter'],
		});
	});

	it('is told what is in the way by the lists of v2', async () => {
		giveRole('space_manager', person(), space);
		const ran = await runUsers('removeOrganization', [{ userGuid: person(), organizationGuid: home }]);
		expect(told(ran)).toContain('In the way: manager in web.');
	});

	it('is not known where v2 is closed to the account as well', async () => {
		actAsManagerOf(home, elsewhere);
		expect(await remainingOf()).toBeNull();
	});
});

it('is not known where the account may not see the user', async () => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	const empty =
		'{"pagination":{"total_results":0,"total_pages":1,"next":null},"resources":[],"included":{"spaces":[]}}';
	const headers = { 'content-type': 'application/json' };
	sandbox.cloudFoundry.fault({ path: /include=space/, status: 200, headers, body: empty });
	sandbox.cloudFoundry.fault({ path: `/v3/users/${person()}`, status: 404, headers, body: '{"errors":[]}' });
	expect(await remainingOf('v3')).toBeNull();
});

it.each([1, 2, 10, 100])(
	'a change is made, planned and verified where the platform refuses more than %d results',
	async (maxTotalResults) => {
		Object.assign(sandbox.cloudFoundry.state, { maxTotalResults, jobPolls: 0 });
		const items = [{ userGuid: user, organizationGuid: home }];
		for (const operation of ['removeOrganization', 'addOrganization']) {
			const planned = await runUsers(operation, items, { apiVersion: 'v3', options: { dryRun: true } });
			expect(planned.outputs[0]?.[0].json).toMatchObject({ outcome: 'planned', changed: false, wouldChange: true });
			const ran = await runUsers(operation, items, { apiVersion: 'v3', options: { verify: true } });
			expect(ran.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', changed: true, verified: true });
		}
	},
);

it.each(['a;b', 'a:b', 'a,b', 'a|b', 'a@b', 'a+b', 'a%2Cb', "o'hara"])(
	'the GUID %j is looked up, and nobody else loses anything',
	async (guid) => {
		const { state } = sandbox.cloudFoundry;
		state.jobPolls = 0;
		state.users.push({ ...state.users[1], guid });
		giveRole('organization_user', guid, home);
		const others = state.roles.filter(({ user_guid }) => user_guid !== guid);
		for (const apiVersion of ['v3', 'v2']) {
			const options = { verify: true };
			const item = { userGuid: guid, organizationGuid: home };
			const removed = await runUsers('removeOrganization', [item], { apiVersion, options });
			expect(removed.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', changed: true, verified: true });
			expect(state.roles).toEqual(others);
			const added = await runUsers('addOrganization', [item], { apiVersion, options });
			expect(added.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', changed: true, verified: true });
		}
	},
);
