import type { IDataObject } from 'n8n-workflow';

import { wayIn } from '../support/access';
import { credentialOf, type Node } from '../support/changes';
import { elsewhere, giveRole, home, memberRole, user } from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, locator, runNode } from '../support/workflow';

setUp();

const web = '9decf038-91ca-4605-b796-f7f629e0886b';
const run = async (node: Node, parameters: IDataObject, items: IDataObject[] = [{}], way?: string) => {
	const type = credentialOf[node];
	const ran = await runNode(engine, node, parameters, { items, credentials: { [type]: wayIn(sandbox, type, way) } });
	return {
		results: json(ran.outputs[0]),
		hints: ran.raw.data.resultData.runData.Node[0].hints ?? [],
		told: `${ran.error?.message} ${ran.error?.description}`,
	};
};
const writes = (node: 'cloudFoundry' | 'guardhouse') =>
	sandbox[node].requests.filter(({ method, url }) => method !== 'GET' && !url.includes('/oauth/'));

it.each([
	['filters', { roleId: 1 }, "'Filters' holds 'roleId', which no operation of this node has"],
	['filters', { nobody: 1 }, "'Filters' holds 'nobody', which no operation of this node has"],
	['filters', 'roleId', "'Filters' is the text 'roleId', where an object is meant"],
])('Access with %s %j lists nobody', async (name, given, why) => {
	const { results, told } = await run('guardhouse', {
		...{ resource: 'access', operation: 'getAll', of: 'everybody', returnAll: true },
		[name]: given,
	});
	expect([results, told]).toEqual([[], expect.stringContaining(why)]);
});

describe.each(['removeOrganization', 'addOrganization'])('%s, mapped automatically', (operation) => {
	const asked = { resource: 'user', operation, mappingMode: 'autoMapInputData', options: { dryRun: true } };
	const row = { userGuid: user, organizationGuid: home };

	it.each([
		'organization_manager',
		'organization_billing_manager',
		'organization_auditor',
		'space_developer',
		'space_manager',
	])('a row of who is %s is about another access', async (role) => {
		const { told } = await run('cloudFoundry', asked, [{ ...row, role }]);
		expect(told).toMatch(
			new RegExp(`^The input item's 'role' is '${role}', which '(Add|Remove) Organization' isn't about`),
		);
		expect(sandbox.cloudFoundry.requests).toEqual([]);
	});

	it.each(['organization_user', 'Developer', '', null, { name: 'x' }])('role %j says nothing else', async (role) => {
		const { results } = await run('cloudFoundry', asked, [{ ...row, role }]);
		expect(results).toEqual([expect.objectContaining({ outcome: 'planned' })]);
	});
});

it('an Origin beside an ID is refused, and taken beside a username', async () => {
	const asked = { resource: 'user', operation: 'addOrganization', organizationGuid: locator(elsewhere) };
	const options = { origin: 'ldap', dryRun: true };
	const { told } = await run('cloudFoundry', { ...asked, userGuid: locator(user), options });
	expect(told).toContain("'Origin' is filled in, and 'User' is given by its ID");
	expect(sandbox.cloudFoundry.requests).toEqual([]);
	const word = { __rl: true, mode: 'username', value: 'john.smith@example.com' };
	const named = await run('cloudFoundry', { ...asked, userGuid: word, options: { ...options, origin: 'uaa' } });
	expect(named.results).toEqual([expect.objectContaining({ outcome: 'planned' })]);
});

describe('a dry run of Add Space Role', () => {
	const outsider = () => {
		const { state } = sandbox.cloudFoundry;
		const { guid } = state.users[4];
		state.roles = state.roles.filter(({ user_guid }) => user_guid !== guid);
		return guid;
	};
	const plan = async (userGuid: string, dryRun = true) =>
		await run(
			'cloudFoundry',
			{
				...{ resource: 'user', operation: 'addSpaceRole', userGuid: locator(userGuid), role: 'space_auditor' },
				...{ spaceGuid: locator(web), options: { dryRun } },
			},
			[{}],
			'client credentials',
		);

	it('says what the run would be refused for', async () => {
		const guid = outsider();
		const [planned, made] = [await plan(guid), await plan(guid, false)];
		const why = `The user '${guid}' is no member of the organization of the space '${web}'`;
		expect([planned.told, made.told]).toEqual([expect.stringContaining(why), expect.stringContaining(why)]);
		expect(planned.results).toEqual([]);
	});

	it.each(['organization_user', 'organization_auditor'] as const)('plans it for who is %s', async (type) => {
		const guid = outsider();
		if (!memberRole(guid, home)) giveRole(type, guid, home);
		expect((await plan(guid)).results).toEqual([expect.objectContaining({ wouldChange: true })]);
	});

	it('says nothing where the account does not see who has a role there', async () => {
		const guid = outsider();
		sandbox.cloudFoundry.state.scope = 'global_auditor';
		sandbox.cloudFoundry.fault({ method: 'GET', path: /organization_guids=/, times: 9, status: 403, body: '{}' });
		expect((await plan(guid)).results).toEqual([expect.objectContaining({ wouldChange: true })]);
	});
});

describe('the line above the output', () => {
	it('of who would be blocked, or become something, counts changes', async () => {
		const block = { resource: 'user', operation: 'block', userId: locator(102), blockedByUserId: locator(101) };
		const blocked = await run('guardhouse', { ...block, options: { dryRun: true } });
		expect(blocked.hints).toEqual([
			{ message: 'Nothing was changed. 1 person: would change 1', type: 'info', location: 'outputPane' },
		]);
		const [{ uuid, clients }] = sandbox.delos.state.users;
		const [{ customerId, isOwner }] = clients;
		const own = {
			resource: 'user',
			operation: 'changeOwnership',
			userId: locator(uuid),
			clientId: locator(customerId),
		};
		const { hints } = await run('delos', { ...own, isOwner: !isOwner, options: { dryRun: true } });
		expect(hints).toEqual([
			{ message: 'Nothing was changed. 1 person: would change 1', type: 'info', location: 'outputPane' },
		]);
	});

	it('of an unblocked user promises no undo', async () => {
		const person = sandbox.guardhouse.state.users.find(({ id }) => id === 102);
		Object.assign(person ?? {}, { isSuspended: true });
		const { hints, results } = await run('guardhouse', {
			resource: 'user',
			operation: 'unblock',
			userId: locator(102),
		});
		expect([results, hints]).toEqual([[expect.objectContaining({ success: true })], []]);
		expect(writes('guardhouse')).toHaveLength(1);
	});
});

describe('a summary', () => {
	const own = async (options: IDataObject) => {
		const [{ uuid, clients }] = sandbox.delos.state.users;
		const [{ customerId, isOwner }] = clients;
		const clientId = {
			...{ __rl: true, mode: 'list', value: customerId },
			cachedResultName: `${customerId} (${isOwner ? 'owner' : 'standard user'})`,
		};
		const asked = { resource: 'user', operation: 'changeOwnership', userId: locator(uuid), clientId, options };
		return { customerId, isOwner, of: async (becomes: boolean) => await run('delos', { ...asked, isOwner: becomes }) };
	};

	it('calls a client by its ID where the list has no name for it', async () => {
		const { customerId, isOwner, of } = await own({ dryRun: true });
		const [{ summary }] = (await of(!isOwner)).results;
		expect(summary).toMatch(new RegExp(`would become (an owner|a standard user) of client ${customerId}$`));
	});

	it('advises no other mode for what is there', async () => {
		const { isOwner, of } = await own({ dryRun: true });
		const [{ summary }] = (await of(isOwner)).results;
		expect(summary).toMatch(/: nothing would change$/);
	});
});
