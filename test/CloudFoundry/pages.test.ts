import { uuidOf } from '../../sandbox';
import {
	actAsManagerOf,
	credentials,
	crowd,
	elsewhere,
	giveRole,
	home,
	memberRole,
	runUsers,
	told,
	user,
	wire,
} from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import { packageName, runNode } from '../support/workflow';

// Lists of more than a page, of which Auto finds out only with v2's answer that they have to be read by v3.

setUp();

const organizations = (count: number) => {
	const { state } = sandbox.cloudFoundry;
	const [first] = state.organizations;
	for (let index = 0; index < count; index++)
		state.organizations.push({ ...first, guid: `guid-${index}`, name: `unit-${index}` });
};
const switchedOff = () => Object.assign(sandbox.cloudFoundry.state, { v2Disabled: true, v2Advertised: true });
const list = async (resource: string, more: object) =>
	await runNode(engine, 'cloudFoundry', { resource, operation: 'getAll', ...more }, { credentials: credentials() });
const guidsOf = ({ outputs }: Awaited<ReturnType<typeof list>>) => (outputs[0] ?? []).map(({ json }) => json.guid);

describe.each([
	['users', 'a manager', 'user', () => [crowd(250), actAsManagerOf(home)]],
	['organizations', 'a v2 that is off', 'organization', () => [organizations(250), switchedOff()]],
] as const)('%s with %s', (_, __, resource, arrange) => {
	it('are all listed, each once', async () => {
		arrange();
		const ran = await list(resource, { returnAll: true });
		expect(ran.error).toBeUndefined();
		const guids = guidsOf(ran);
		expect(guids.length).toBeGreaterThan(250);
		expect(new Set(guids).size).toBe(guids.length);
		expect(wire().filter((line) => line.includes('/v2/'))).toHaveLength(1);
	});

	it.each([120, 201])('are listed up to a limit of %d as v3 gives them', async (limit) => {
		arrange();
		const guids = guidsOf(await list(resource, { limit }));
		const all = guidsOf(await list(resource, { returnAll: true, apiVersion: 'v3' }));
		expect(guids).toEqual(all.slice(0, limit));
	});
});

it('what v2 gave before it was switched off is no part of what v3 gives', async () => {
	crowd(250);
	sandbox.cloudFoundry.fault({ path: /\/v2\/users\?page=2/, status: 404, body: 'V2 endpoints disabled', times: 9 });
	const ran = await list('user', { limit: 150 });
	expect(ran.outputs[0].every(({ json }) => !('entity' in json))).toBe(true);
	expect(new Set(guidsOf(ran)).size).toBe(150);
});

it('a user in many organizations is verified', async () => {
	organizations(150);
	switchedOff();
	for (let index = 0; index < 150; index++) giveRole('organization_user', user, `guid-${index}`);
	sandbox.cloudFoundry.state.jobPolls = 0;
	const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
		options: { verify: true },
	});
	expect(ran.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', verified: true });
	expect(memberRole()).toBeUndefined();
});

describe.each([
	['users', () => [crowd(250), actAsManagerOf(home)], 250],
	['organizations', () => [organizations(150), switchedOff()], 150],
] as const)('the list to choose %s from', (method, arrange, least) => {
	it('goes on where it was, page after page', async () => {
		arrange();
		const values: unknown[] = [];
		let token: string | undefined;
		for (let pages = 0; pages === 0 || (token !== undefined && pages < 10); pages++) {
			const node = `${packageName}.cloudFoundry`;
			const asked = { resource: 'user', operation: 'addOrganization', apiVersion: 'auto' };
			const page = await engine.listSearch(node, method, asked, credentials() as never, '', token);
			values.push(...page.results.map(({ value }) => value));
			token = page.paginationToken as string | undefined;
		}
		expect(token).toBeUndefined();
		expect(values.length).toBeGreaterThan(least);
		expect(new Set(values).size).toBe(values.length);
	});
});

it('what v2 was refused is no answer for an item that may go by v3', async () => {
	crowd(1);
	actAsManagerOf(home, elsewhere);
	const userGuid = uuidOf('crowd 0');
	const items = ['v2', 'auto'].map((version) => ({ userGuid, organizationGuid: elsewhere, version }));
	const ran = await runUsers('addOrganization', items, {
		apiVersion: '={{ $json.version }}',
		options: { verify: true },
		onError: 'continueErrorOutput',
	});
	expect(ran.outputs[1].map(({ json }) => json.version)).toEqual(['v2']);
	expect(ran.outputs[0].map(({ json }) => json.verified)).toEqual([true]);
	expect(told(ran)).toBe('undefined undefined');
});

describe('look-ups of several accesses of one user, for which v2 turns out to be closed', () => {
	const a = uuidOf('crowd 0');
	const arrange = (...memberships: readonly string[]) => {
		const { state } = sandbox.cloudFoundry;
		crowd(1);
		state.roles = state.roles.filter(({ user_guid }) => user_guid !== a);
		for (const organization of memberships) giveRole('organization_user', a, organization);
		const me = actAsManagerOf(home, elsewhere);
		state.jobPolls = 0;
		// The account's own lists are open to it by v2.
		return [
			{ userGuid: me, organizationGuid: home },
			{ userGuid: a, organizationGuid: home },
			{ userGuid: a, organizationGuid: elsewhere },
		];
	};

	it.each([{ dryRun: true }, { verify: true }, { ifUnchanged: 'fail' }])(
		'are each its own with %j',
		async (options) => {
			const items = arrange(elsewhere);
			const ran = await runUsers('removeOrganization', items, { options, onError: 'continueErrorOutput' });
			const of = (output: number) =>
				ran.outputs[output].map(({ json }) => json).filter(({ userGuid }) => userGuid === a);
			const changed = of(0).map(({ organizationGuid, changed: made }) => [organizationGuid, made]);
			expect(changed).toContainEqual([elsewhere, true]);
			expect(changed).not.toContainEqual([home, true]);
			expect(memberRole(a, elsewhere) !== undefined).toBe('dryRun' in options);
			for (const { error } of of(1)) expect(error).not.toMatch(/wasn't asked for/);
		},
	);

	it('let a run go through in which the user has both', async () => {
		const items = arrange(home, elsewhere);
		const ran = await runUsers('removeOrganization', items, { options: { verify: true } });
		expect(ran.error).toBeUndefined();
		expect(ran.outputs[0].map(({ json }) => json.verified)).toEqual([true, true, true]);
	});
});

it('a search that the node goes on with by itself keeps to it, page after page', async () => {
	const { users } = sandbox.cloudFoundry.state;
	for (let index = 0; index < 5300; index++)
		users.push({ ...users[1], guid: `guid-${index}`, username: `person${index}@example.com` });
	const node = `${packageName}.cloudFoundry`;
	const asked = { resource: 'user', operation: 'addOrganization', apiVersion: 'v3' };
	const values: unknown[] = [];
	let token: string | undefined;
	for (let pages = 0; pages === 0 || (token && pages < 5); pages++) {
		const page = await engine.listSearch(node, 'users', asked, credentials() as never, 'guid-5', token);
		values.push(...page.results.map(({ value }) => value).filter((value) => value !== ''));
		token = page.paginationToken as string | undefined;
	}
	const expected = Array.from({ length: 5300 }, (_, index) => `guid-${index}`).filter((guid) =>
		guid.includes('guid-5'),
	);
	expect(values).toEqual(expected);
});
