import type { IDataObject } from 'n8n-workflow';

import type { CloudFoundryRole } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { asJson, elsewhere, giveRole, home, memberRole, results, user, wire } from '../support/cloudFoundry';
import { expectRows, opaque, rowFor, runAccesses, signedIn } from '../support/cloudFoundryAccesses';
import { whenAsked } from '../support/meanwhile';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const web = '9decf038-91ca-4605-b796-f7f629e0886b';
const state = () => sandbox.cloudFoundry.state;
const versions = ['v2', 'v3'] as const;
const isPage =
	(page: number) =>
	({ url }: { url: string }) =>
		url.startsWith('/v3/roles') && url.includes(`&page=${page}&`);

/** Every kind of role, in two organizations and their spaces. */
const everyKind = () => {
	const somebody = state().users[4].guid;
	for (const place of [home, elsewhere]) {
		if (!memberRole(somebody, place)) giveRole('organization_user', somebody, place);
		giveRole('organization_manager', somebody, place);
		giveRole('organization_billing_manager', somebody, place);
		giveRole('organization_auditor', somebody, place);
	}
	for (const space of [web, uuidOf('space partner-portal web'), uuidOf('space acme-production jobs')])
		for (const type of ['space_developer', 'space_manager', 'space_auditor', 'space_supporter'] as const)
			if (space !== web || type !== 'space_developer') giveRole(type, somebody, space);
	return somebody;
};

const rolesThat = (isIt: (role: CloudFoundryRole) => boolean, isV2 = false) =>
	state()
		.roles.filter((role) => isIt(role) && !(isV2 && role.type === 'space_supporter'))
		.map((role) => rowFor(state(), role, isV2));

const spacesIn = (organization: string) =>
	state()
		.spaces.filter(({ organization_guid }) => organization_guid === organization)
		.map(({ guid }) => guid);

const isInOrganization = (organization: string) => (role: CloudFoundryRole) =>
	role.organization_guid === organization || spacesIn(organization).includes(String(role.space_guid));

/** So many members of two organizations, and developers of a space, and nobody else. */
const crowd = (count: number) => {
	const { users } = state();
	state().roles = [];
	for (let index = 0; index < count; index++) {
		const guid = uuidOf(`crowd ${index >> 1}`);
		if (index % 2 === 0) users.push({ ...users[1], guid, username: `crowd-${index}@example.com` });
		giveRole(index % 2 === 0 ? 'organization_user' : 'space_developer', guid, index % 2 === 0 ? home : web);
	}
};

describe.each(versions)('by %s', (apiVersion) => {
	const isV2 = apiVersion === 'v2';

	it('everybody: every role there is', async () => {
		everyKind();
		const { rows, error } = await runAccesses({ apiVersion });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(() => true, isV2),
		);
	});

	it('one user: every role of the user', async () => {
		const userGuid = everyKind();
		const { rows } = await runAccesses({ apiVersion, of: 'user', userGuid });
		expect(rows.length).toBeGreaterThan(15);
		expectRows(
			rows,
			rolesThat(({ user_guid }) => user_guid === userGuid, isV2),
		);
	});

	it('one organization: the roles in it and in its spaces', async () => {
		everyKind();
		const { rows } = await runAccesses({ apiVersion, of: 'organization', organizationGuid: elsewhere });
		expectRows(rows, rolesThat(isInOrganization(elsewhere), isV2));
	});

	it('one space: the roles in it alone', async () => {
		everyKind();
		const { rows } = await runAccesses({ apiVersion, of: 'space', spaceGuid: web });
		expectRows(
			rows,
			rolesThat(({ space_guid }) => space_guid === web, isV2),
		);
	});

	it.each([0, 1, 450])('%d accesses', async (count) => {
		crowd(count);
		const { rows, error } = await runAccesses({ apiVersion });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(() => true, isV2),
		);
	});

	it('a user without any role has no access', async () => {
		state().roles = [];
		const { rows, status } = await runAccesses({ apiVersion, of: 'user', userGuid: user });
		expect([status, rows]).toEqual(['success', []]);
	});

	it.each([
		['user', 'userGuid', 'User'],
		['organization', 'organizationGuid', 'Organization'],
		['space', 'spaceGuid', 'Space'],
	])('a %s that does not exist is an error by its label', async (of, name, label) => {
		const { rows, told } = await runAccesses({ apiVersion, of, [name]: uuidOf('nobody and nowhere') });
		expect(rows).toEqual([]);
		expect(told).toContain(`'${label}'`);
		expect(told).toContain(uuidOf('nobody and nowhere'));
	});
});

describe('many of them', () => {
	it('5,000 accesses over many pages', async () => {
		crowd(5000);
		const before = Date.now();
		const { rows, error } = await runAccesses({ apiVersion: 'v3' });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(() => true),
		);
		expect(Date.now() - before).toBeLessThan(20_000);
	}, 60_000);

	it('a limit ends it early', async () => {
		crowd(1000);
		const { rows } = await runAccesses({ apiVersion: 'v3', returnAll: false, limit: 3 });
		expect(rows).toEqual(rolesThat(() => true).slice(0, 3));
		expect(wire().filter((line) => line.startsWith('GET /v3/roles'))).toHaveLength(1);
	});

	it('by v2 a limit of more than the first organization has reads on', async () => {
		everyKind();
		const { rows } = await runAccesses({ apiVersion: 'v2', returnAll: false, limit: 12 });
		expect(rows).toHaveLength(12);
	});
});

describe('while somebody changes it', () => {
	const drop = (index: number) => void state().roles.splice(index, 1);

	it.each([
		['a row goes', () => drop(0)],
		['one goes and another comes', () => (drop(0), giveRole('organization_auditor', user, home))],
		['one comes', () => void giveRole('organization_auditor', user, home)],
	])('%s between two pages: what is there in the end is told', async (_, act) => {
		crowd(450);
		whenAsked(sandbox.cloudFoundry, isPage(2), act);
		const { rows, error } = await runAccesses({ apiVersion: 'v3' });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(() => true),
		);
	});

	it.each([
		['a row goes', () => drop(0)],
		['one goes and another comes', () => (drop(0), giveRole('organization_user', state().users[2].guid, home))],
	])('by v2: %s between two pages', async (_, act) => {
		crowd(450);
		const asked = ({ url }: { url: string }) => /organizations\/[^/]+\/users\?page=2/.test(url);
		whenAsked(sandbox.cloudFoundry, asked, act as () => void);
		const { rows, error } = await runAccesses({ apiVersion: 'v2' });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(() => true, true),
		);
	});

	it('what never stops changing is refused', async () => {
		crowd(450);
		for (let nth = 1; nth <= 9; nth++) whenAsked(sandbox.cloudFoundry, isPage(2), () => drop(0), nth);
		const { rows, told } = await runAccesses({ apiVersion: 'v3' });
		expect(rows).toEqual([]);
		expect(told).toMatch(/isn't complete|changed while it was read/);
		expect(told).toContain('It was read 4 times.');
	});
});

describe('a list that says nothing for sure', () => {
	const role = (guid: string, relationships: object = {}) => ({
		...{ guid, type: 'organization_user' },
		relationships: { user: { data: { guid: user } }, organization: { data: { guid: home } }, ...relationships },
	});
	const some = [role('r-1'), role('r-2')];
	const next = { href: 'https://api.example.com/v3/roles?page=2' };
	it.each([
		['cut off', { pagination: { total_results: 9, next: null }, resources: some }, "isn't complete"],
		['repeated', { pagination: { total_results: 9, next }, resources: some }, "isn't complete"],
		['null', { pagination: { total_results: 0, next: null }, resources: null }, 'answered'],
		['of nobody', { pagination: { total_results: 1, next: null }, resources: [role('r', { user: null })] }, 'answered'],
		[
			'that names odd users',
			{ pagination: { total_results: 2, next: null }, resources: some, included: { users: 5 } },
			'answered',
		],
		['without a count or an end', { resources: some }, "isn't complete"],
	])('%s gives no row', async (_, body, said) => {
		sandbox.cloudFoundry.fault({
			path: '/v3/roles',
			times: 999,
			status: 200,
			headers: asJson,
			body: JSON.stringify(body),
		});
		const { rows, told } = await runAccesses({ apiVersion: 'v3' });
		expect(rows).toEqual([]);
		expect(told).toContain(said);
	});

	it('reordered gives no row', async () => {
		crowd(450);
		for (let nth = 1; nth <= 9; nth++) whenAsked(sandbox.cloudFoundry, isPage(1), () => state().roles.reverse(), nth);
		const { rows, told } = await runAccesses({ apiVersion: 'v3' });
		expect(rows).toEqual([]);
		expect(told).toContain('changed while it was read');
	});

	it.each([
		['user', { userGuid: user }],
		['organization', { organizationGuid: elsewhere }],
		['space', { spaceGuid: web }],
	])('of others than the %s that was asked for gives no row', async (of, asked) => {
		const strange = { user: { data: { guid: 'u-9' } }, organization: { data: { guid: home } } };
		const body = { pagination: { total_results: 1, next: null }, resources: [role('r-1', strange)] };
		sandbox.cloudFoundry.fault({
			path: /^\/v3\/roles/,
			times: 9,
			status: 200,
			headers: asJson,
			body: JSON.stringify(body),
		});
		const { rows, told } = await runAccesses({ apiVersion: 'v3', of, ...asked });
		expect(rows).toEqual([]);
		expect(told).toContain("gave a role that wasn't asked for");
	});
});

describe('what the account sees', () => {
	/** Makes the token that of this user alone. */
	const actAs = (actor: string) => Object.assign(state(), { scope: 'write', actor });
	const somebody = () => state().users[5].guid;

	it.each(['admin', 'admin_read_only', 'global_auditor'] as const)('%s sees everything', async (scope) => {
		everyKind();
		state().scope = scope;
		const everybody = await runAccesses({ apiVersion: 'v3' });
		expectRows(
			everybody.rows,
			rolesThat(() => true),
		);
		const one = await runAccesses({ apiVersion: 'v3', of: 'user', userGuid: user });
		expectRows(
			one.rows,
			rolesThat(({ user_guid }) => user_guid === user),
		);
	});

	it.each(versions)('a manager of the organization: that organization (%s)', async (apiVersion) => {
		everyKind();
		giveRole('organization_manager', somebody(), elsewhere);
		actAs(somebody());
		const own = await runAccesses({ apiVersion, of: 'organization', organizationGuid: elsewhere });
		expectRows(own.rows, rolesThat(isInOrganization(elsewhere), apiVersion === 'v2'));
		const all = await runAccesses({ apiVersion });
		expect(all.rows).toEqual([]);
		expect(all.told).toBe(
			"The account of the credential may see a part only of all accesses\nWhat it doesn't see, the list leaves out without a word. Use a credential with the scope 'cloud_controller.admin', 'cloud_controller.admin_read_only' or 'cloud_controller.global_auditor'. Or set 'Whose Access' to One Organization, as a manager of it, or to One Space, as one who has a role in it.",
		);
	});

	it.each(versions)('an auditor of the organization: not its spaces (%s)', async (apiVersion) => {
		everyKind();
		giveRole('organization_auditor', somebody(), elsewhere);
		actAs(somebody());
		const { rows, told } = await runAccesses({ apiVersion, of: 'organization', organizationGuid: elsewhere });
		expect(rows).toEqual([]);
		expect(told).toContain(`may see a part only of the roles in spaces of the organization ${elsewhere}`);
		expect(told).toContain('a manager of the organization');
	});

	it.each(versions)('one with a role in the space: that space (%s)', async (apiVersion) => {
		everyKind();
		if (!memberRole(somebody(), home)) giveRole('organization_user', somebody(), home);
		giveRole('space_auditor', somebody(), web);
		actAs(somebody());
		const { rows, error } = await runAccesses({ apiVersion, of: 'space', spaceGuid: web });
		expect(error?.message).toBeUndefined();
		expectRows(
			rows,
			rolesThat(({ space_guid }) => space_guid === web, apiVersion === 'v2'),
		);
	});

	it.each(versions)('not a space that is out of sight (%s)', async (apiVersion) => {
		actAs(somebody());
		const { rows, told } = await runAccesses({ apiVersion, of: 'space', spaceGuid: web });
		expect(rows).toEqual([]);
		expect(told).toMatch(/^The (account of the credential may not see the )?space '.*'( can't be found)?$/m);
	});

	it.each(versions)('the account itself: its own accesses (%s)', async (apiVersion) => {
		const userGuid = everyKind();
		actAs(userGuid);
		const { rows } = await runAccesses({ apiVersion, of: 'user', userGuid });
		expectRows(
			rows,
			rolesThat(({ user_guid }) => user_guid === userGuid, apiVersion === 'v2'),
		);
	});

	it.each(versions)('not those of others (%s)', async (apiVersion) => {
		giveRole('organization_manager', somebody(), home);
		actAs(somebody());
		const { rows, told } = await runAccesses({ apiVersion, of: 'user', userGuid: user });
		expect(rows).toEqual([]);
		expect(told).toContain(`may see a part only of the accesses of the user ${user}`);
	});

	it('a token that says nothing of itself does for a space that shows a role, and for nothing else', async () => {
		const space = await runAccesses({ of: 'space', spaceGuid: web }, opaque());
		expectRows(
			space.rows,
			rolesThat(({ space_guid }) => space_guid === web),
		);
		for (const asked of [{}, { of: 'organization', organizationGuid: home }, { of: 'user', userGuid: user }]) {
			const { rows, told } = await runAccesses(asked, opaque());
			expect(rows).toEqual([]);
			expect(told).toContain("The credential's token doesn't say whether its account sees");
		}
		state().roles = [];
		const none = await runAccesses({ of: 'space', spaceGuid: web }, opaque());
		expect(none.told).toContain('It shows none. Use a credential that has one.');
	});
});

describe('a row, mapped automatically,', () => {
	const end = async (operation: string, rows: readonly IDataObject[], apiVersion: string) => {
		const ran = await runNode(
			engine,
			'cloudFoundry',
			{ resource: 'user', operation, mappingMode: 'autoMapInputData', apiVersion },
			{ items: rows, credentials: { cloudFoundryApi: signedIn() } },
		);
		expect(ran.error?.message).toBeUndefined();
		return results(ran);
	};

	it.each(versions)('ends its access (%s)', async (apiVersion) => {
		const userGuid = everyKind();
		const isV2 = apiVersion === 'v2';
		const left = rolesThat(({ user_guid, type }) => user_guid !== userGuid || (isV2 && type === 'space_supporter'));
		const { rows } = await runAccesses({ apiVersion, of: 'user', userGuid });
		const spaces = rows.filter(({ spaceGuid }) => spaceGuid !== null);
		const [members, managers] = [true, false].map((isMember) =>
			rows.filter(({ spaceGuid, role }) => spaceGuid === null && (role === 'organization_user') === isMember),
		);
		expect([spaces.length, members.length, managers.length].every((count) => count > 1)).toBe(true);
		const ended = [
			...(await end('removeSpaceRole', spaces, apiVersion)),
			...(await end('removeOrganizationRole', managers, apiVersion)),
			...(await end('removeOrganization', members, apiVersion)),
		];
		expect(ended.map(({ success, outcome }) => [success, outcome])).toEqual(rows.map(() => [true, 'applied']));
		expectRows(
			rolesThat(() => true),
			left,
		);
	});
});
