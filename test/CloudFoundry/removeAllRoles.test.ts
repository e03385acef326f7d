import { actAsManagerOf, giveRole, home, results, told, user, wire } from '../support/cloudFoundry';
import { undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { removeAlls, runWhole } from '../support/wholes';

setUp();

const space = '9decf038-91ca-4605-b796-f7f629e0886b';
const kind = removeAlls['cloudFoundry v3'];
const removeAll = async (apiVersion?: string, options = {}) =>
	await runWhole(kind, [{ userGuid: user, ...(apiVersion && { apiVersion }) }], { options });
const deletes = () => wire().filter((line) => line.startsWith('DELETE'));

const everything = () => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	sandbox.cloudFoundry.state.roles = [];
	giveRole('organization_user', user, home);
	giveRole('organization_manager', user, home);
	for (const type of ['space_developer', 'space_manager', 'space_auditor', 'space_supporter'] as const)
		giveRole(type, user, space);
};

it('ends supporters in spaces too, and gives back all', async () => {
	everything();
	const before = [...kind.left()].sort();
	const ran = await removeAll();
	expect(ran.error).toBeUndefined();
	expect(kind.left()).toEqual([]);
	expect(deletes()).toHaveLength(6);
	expect(deletes().every((line) => line.startsWith('DELETE /v3/roles/'))).toBe(true);
	await undo('cloudFoundry', results(ran));
	expect([...kind.left()].sort()).toEqual(before);
});

it.each(['v2', 'auto'])('takes by v2 what its lists show, and says what they do not (%s)', async (apiVersion) => {
	everything();
	sandbox.cloudFoundry.state.v3Version = '3.79.0';
	const ran = await removeAll(apiVersion);
	expect(results(ran)).toMatchObject([{ success: true, note: expect.stringContaining('supporter') }]);
	expect(kind.left()).toEqual([`space_supporter ${space}`]);
	await undo('cloudFoundry', results(ran));
	expect(kind.left()).toHaveLength(6);
	expect(wire().filter((line) => line.includes('/v3/'))).toEqual([]);
});

it('names the membership too that a role in a space keeps from ending', async () => {
	everything();
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ errors: [{ code: 10003, title: 'CF-NotAuthorized', detail: 'Not authorized' }] });
	const [role] = sandbox.cloudFoundry.state.roles.filter(({ type }) => type === 'space_auditor');
	sandbox.cloudFoundry.fault({ method: 'DELETE', path: role.guid, status: 403, headers, body, times: 9 });
	const [result] = results(await removeAll('v3', { partialFailure: 'report' }));
	expect(result).toMatchObject({
		success: false,
		failed: [
			{ role: 'space_auditor', spaceGuid: space },
			{ role: 'organization_user', error: expect.stringContaining('still has roles in spaces') },
		],
	});
	expect(kind.left()).toHaveLength(2);
});

it('ends what a manager of the organization sees, whose account sees the user no more afterwards', async () => {
	everything();
	actAsManagerOf(home);
	const [result] = results(await removeAll('v3'));
	expect(result).toMatchObject({ success: true, remaining: [] });
	expect(kind.left()).toEqual([]);
});

it('concludes nothing from a list that is empty because the user is out of sight', async () => {
	everything();
	actAsManagerOf();
	const ran = await removeAll('v3');
	expect(told(ran)).toContain("can't be found");
	expect(kind.left()).toHaveLength(6);
});

/** https://apidocs.cloudfoundry.org/280/users/remove_managed_space_from_the_user.html and its siblings, read 2026-11-26. */
const v2Paths = [
	`spaces/${space}`,
	`managed_spaces/${space}`,
	`audited_spaces/${space}`,
	`managed_organizations/${home}`,
	`billing_managed_organizations/${home}`,
	`audited_organizations/${home}`,
	`organizations/${home}`,
];

it.each(['today', '2015'] as const)('sends by v2 what its pages show (%s)', async (era) => {
	everything();
	const { state } = sandbox.cloudFoundry;
	state.era = era;
	state.roles = state.roles.filter(({ type }) => type !== 'space_supporter');
	giveRole('organization_billing_manager', user, home);
	giveRole('organization_auditor', user, home);
	// Old platforms keep the last manager of an organization.
	const [, somebody] = state.users;
	for (const type of ['organization_user', 'organization_manager', 'organization_billing_manager'] as const)
		giveRole(type, somebody.guid, home);
	const changes = (method: string) =>
		wire()
			.filter((line) => line.startsWith(method))
			.map((line) => line.replace(`${method} /v2/users/${user}/`, ''));
	const ran = await removeAll('v2', { concurrency: 1 });
	expect(ran.error).toBeUndefined();
	const sent = changes('DELETE');
	expect([...sent].sort()).toEqual([...v2Paths].sort());
	expect(sent.slice(0, 3).every((path) => path.includes('spaces/'))).toBe(true);
	expect(sent.at(-1)).toBe(v2Paths.at(-1));

	await undo('cloudFoundry', results(ran), { options: { concurrency: 1 } });
	const back = changes('PUT');
	expect([...back].sort()).toEqual([...v2Paths].sort());
	expect(back[0]).toBe(v2Paths.at(-1));
	expect(back.slice(-3).every((path) => path.includes('spaces/'))).toBe(true);
});
