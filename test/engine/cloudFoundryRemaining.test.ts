import { elsewhere, giveRole, home, runUsers, user, wire } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const person = () => sandbox.cloudFoundry.state.users[4].guid;
const remainingOf = async (apiVersion?: string) => {
	const item = { userGuid: person(), organizationGuid: home };
	const ran = await runUsers('removeOrganization', [item], { apiVersion, options: { reportRemaining: true } });
	expect(ran.error).toBeUndefined();
	return ran.outputs[0][0].json.remaining as Record<string, unknown>;
};

// v2 takes the membership of a space supporter, whose role stays, and has no list that shows it (PROVIDERS 5.7 no. 7,
// app/models/runtime/organization.rb:128-130); v3 refuses such a removal, so the role is given with the answer to it.
const supporterStays = () => {
	giveRole('space_supporter', person(), space);
	return [{ role: 'supporter', spaceGuid: space, spaceName: 'web' }];
};

it('tells of space supporters where v3 is there, though v2 made the change', async () => {
	const spaces = supporterStays();
	expect((await remainingOf()).spaces).toEqual(spaces);
	expect(wire().filter((line) => line.startsWith('DELETE'))).toEqual([
		`DELETE /v2/users/${person()}/organizations/${home}`,
	]);
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

it('is not known where the account may not see the user', async () => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	const empty =
		'{"pagination":{"total_results":0,"total_pages":1,"next":null},"resources":[],"included":{"spaces":[]}}';
	const headers = { 'content-type': 'application/json' };
	sandbox.cloudFoundry.fault({ path: /include=space/, status: 200, headers, body: empty });
	sandbox.cloudFoundry.fault({ path: `/v3/users/${person()}`, status: 404, headers, body: '{"errors":[]}' });
	expect(await remainingOf('v3')).toBeNull();
});

it.each([1, 2, 10, 100])('a change is made, planned and verified where the platform refuses more than %d results', async (maxTotalResults) => {
	Object.assign(sandbox.cloudFoundry.state, { maxTotalResults, jobPolls: 0 });
	const items = [{ userGuid: user, organizationGuid: home }];
	for (const operation of ['removeOrganization', 'addOrganization']) {
		const planned = await runUsers(operation, items, { apiVersion: 'v3', options: { dryRun: true } });
		expect(planned.outputs[0]?.[0].json).toMatchObject({ outcome: 'planned', changed: true });
		const ran = await runUsers(operation, items, { apiVersion: 'v3', options: { verify: true } });
		expect(ran.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', changed: true, verified: true });
	}
});

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
