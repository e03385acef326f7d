import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { waysIn } from '../support/access';
import {
	accesses,
	bytes,
	changeKinds,
	changesSent,
	credentialOf,
	expressionsFor,
	finance,
	isChange,
	kindNames,
	oneForEach,
	pretend,
	providerFor,
	readBefore,
	readsOf,
	removalKinds,
	results,
	run,
} from '../support/changes';
import { ada, bob, client } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { links, runNode } from '../support/workflow';

setUp();

describe.each(oneForEach)('verifying %s', (name) => {
	const change = changeKinds[name];

	it('fails where the provider accepts the change and it can not be seen, after a few tries', async () => {
		pretend(change);
		const before = bytes(change);
		const { status, error } = await run(change, [change.changing], { verify: true });
		expect(bytes(change)).toBe(before);
		expect(status).toBe('error');
		expect(`${error?.message} ${error?.description}`).toMatch(/accepted/i);
		expect(`${error?.message} ${error?.description}`).toMatch(/can't be seen/i);
		expect(changesSent(change)).toHaveLength(1);
		const [{ url }, ...more] = readsOf(change);
		const tries = more.filter((read) => read.url === url).length;
		expect(tries).toBeGreaterThan(1);
		expect(tries).toBeLessThan(10);
	});
});

describe.each(kindNames)('verifying %s', (name) => {
	const change = changeKinds[name];

	it('says what changed; the undo, fed to the same node, restores what was', async () => {
		const before = accesses(change);
		const { outputs, error } = await run(change, [change.changing, change.idle], { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([
			{ success: true, outcome: 'applied', changed: true, verified: true, undo: { operation: expect.any(String) } },
			{ success: true, outcome: 'unchanged', changed: false, undo: null },
		]);
		expect(accesses(change)).not.toEqual(before);
		const [done] = results(outputs);
		const { resource, operation, ...rest } = done.undo as Record<string, string>;
		const parameters = {
			resource,
			operation,
			...expressionsFor(change.node, Object.keys(rest), { from: '$json.undo' }),
		};
		const credentials = {
			[credentialOf[change.node]]: waysIn(sandbox).find(([t]) => t === credentialOf[change.node])?.[2],
		};
		const undone = await runNode(engine, change.node, parameters as IDataObject, {
			items: [done],
			credentials: credentials as never,
		});
		expect(undone.error).toBeUndefined();
		expect(accesses(change)).toEqual(before);
	});

	it('of what is so already says so, without an undo', async () => {
		const before = accesses(change);
		const { outputs } = await run(change, [change.idle], { verify: true });
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'unchanged', changed: false, undo: null }]);
		expect(accesses(change)).toEqual(before);
	});

	it('sends nothing where the read before is refused', async () => {
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 50 });
		const stopped = await run(change, [change.changing, change.idle], { verify: true });
		expect(stopped.status).toBe('error');
		const options = { onError: 'continueErrorOutput' } as const;
		const { outputs } = await run(change, [change.changing, change.idle], { verify: true }, options);
		expect(outputs[0]).toEqual([]);
		expect(links(outputs[1])).toEqual([0, 1]);
		expect(changesSent(change)).toEqual([]);
	});

	it('fails where the change was accepted and can not be read back', async () => {
		const { path } = await readBefore(change);
		providerFor(change).fault({ method: 'GET', path, status: 403, body: 'no', times: 50, skip: 1 });
		const { outputs } = await run(change, [change.changing], { verify: true }, { onError: 'continueErrorOutput' });
		expect(changesSent(change)).toHaveLength(1);
		expect(outputs[0]).toEqual([]);
		const [failed] = results(outputs, 1);
		expect(failed.error).toMatch(/read/i);
		expect(failed.error).toMatch(/accepted/i);
	});
});

describe('verifying', () => {
	it.each(['delos bindClient', 'guardhouse assignRole', 'cloudFoundry addOrganization v2'])(
		'of %s goes on with the items whose user can be read',
		async (name) => {
			const change = changeKinds[name];
			const other = { 'delos bindClient': 'user_abc123def', 'guardhouse assignRole': 102 }[name] ?? uuidOf('x');
			const key = change.node === 'cloudFoundry' ? 'userGuid' : 'userId';
			const items = [{ ...change.changing, [key]: other }, change.changing];
			providerFor(change).fault({ method: 'GET', path: `/${other}`, status: 403, body: 'no', times: 50 });
			const { outputs } = await run(change, items, { verify: true }, { onError: 'continueErrorOutput' });
			expect([links(outputs[0]), links(outputs[1])]).toEqual([[1], [0]]);
			expect(changesSent(change)).toHaveLength(1);
			expect(changesSent(change)[0].url).toContain(change.user);
		},
	);

	it('of a shared request leaves out the item with a member that can not be read', async () => {
		const change = changeKinds['clientDirectory addMembers'];
		const items = [{ ...change.changing, userIds: [ada] }, change.changing];
		sandbox.clientDirectory.fault({ method: 'GET', path: bob, status: 403, body: 'no', times: 50 });
		const { outputs } = await run(change, items, { verify: true }, { onError: 'continueErrorOutput' });
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[0], [1]]);
		expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [ada] }]);
	});

	it('of members says which of them changed, and takes back only those', async () => {
		const change = changeKinds['clientDirectory removeMembers'];
		const items = [{ ...change.changing, departmentId: finance }];
		const { outputs } = await run(change, items, { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, undo: { userIds: [ada] } }]);
	});

	it.each([
		['bindClient', [], { isOwner: true }, true],
		['unbindClient', [{ customerId: 'cust_789xyz', isOwner: false }], { ownership: 'any' }, false],
		['unbindClient', [{ customerId: 'cust_789xyz', isOwner: true }], { ownership: 'owner' }, false],
		['unbindClient', 'both', { ownership: 'owner' }, true],
		['unbindClient', 'both', { ownership: 'standard' }, true],
	])(
		'of Delos %s, with %j there and %j asked for (both can be: %s), undoes exactly',
		async (name, clients, by, both) => {
			const change = changeKinds[`delos ${name}`];
			const { state } = sandbox.delos;
			state.coexist = both;
			const [user] = state.users;
			const relation = { customerId: 'cust_789xyz', isOwner: true };
			user.clients = typeof clients === 'string' ? [relation, { ...relation, isOwner: false }] : clients;
			const before = accesses(change);
			const { outputs, error } = await run(
				{ ...change, changing: { userId: '', clientId: '', ...by } },
				[{ userId: user.uuid, clientId: 'cust_789xyz', ...by }],
				{ verify: true },
			);
			expect(error).toBeUndefined();
			const [done] = results(outputs);
			expect(done).toMatchObject({ outcome: 'applied', changed: true, verified: true });
			const { resource, operation, ...undo } = done.undo as IDataObject;
			expect(resource).toBe('user');
			await run({ ...change, operation: String(operation), changing: undo }, [undo]);
			expect(accesses(change)).toEqual(before);
		},
	);

	it('of a bind over the other kind has no undo: the pages contradict each other about what became of it', async () => {
		const change = changeKinds['delos bindClient'];
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: false }];
		const asked = { userId: sandbox.delos.state.users[0].uuid, clientId: 'cust_789xyz', isOwner: true };
		const { outputs } = await run({ ...change, changing: asked }, [asked], { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true, undo: null }]);
	});

	it('of a removal of both kinds has no undo: no single operation brings both back', async () => {
		const change = changeKinds['delos unbindClient'];
		sandbox.delos.state.coexist = true;
		sandbox.delos.state.users[0].clients.push({ customerId: 'cust_789xyz', isOwner: false });
		const { outputs } = await run(change, [change.changing], { verify: true });
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true, undo: null }]);
	});

	// Members of several items share one change, which changed something for each of them.
	const alone = kindNames.filter((name) => !name.endsWith('Members'));
	it.each(alone)('of %s: the same change in two items is not two changes', async (name) => {
		const change = changeKinds[name];
		const { outputs } = await run(change, [change.changing, change.changing], { verify: true });
		expect(results(outputs).filter(({ changed }) => changed === true)).toHaveLength(1);
	});

	it.each(kindNames)('of %s: a change that shows only later is waited for', async (name) => {
		const change = changeKinds[name];
		const { path, body } = await readBefore(change);
		const headers = { 'content-type': 'application/json' };
		providerFor(change).fault({ method: 'GET', path, skip: 1, headers, body });
		const changing = change.node === 'clientDirectory' ? { ...change.changing, userIds: [ada] } : change.changing;
		const { outputs, error } = await run(change, [changing], { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, verified: true }]);
	});
});

describe('20 changes of one user', () => {
	const many = Array.from({ length: 20 }, (_, index) => index);

	/** Something to change 20 times; for the removals the user has it all. */
	const seed = (name: string): IDataObject[] => {
		const has = removalKinds.includes(name);
		const { delos, clientDirectory, guardhouse, cloudFoundry } = sandbox;
		const [node] = name.split(' ');
		if (node === 'delos') {
			const [user, other] = delos.state.users;
			return many.map((index) => {
				const cuid = `cust_many_${index}`;
				delos.state.clients.push({ cuid, puid: 'partner_1', name: cuid, createAt: '2024-01-01T00:00:00Z' });
				if (has) user.clients.push({ customerId: cuid, isOwner: false });
				return has
					? { userId: user.uuid, clientId: cuid, ownership: 'any' }
					: { userId: other.uuid, clientId: cuid, isOwner: false };
			});
		}
		if (node === 'clientDirectory')
			return many.map((index) => {
				const id = uuidOf(`department ${index}`);
				clientDirectory.state.departments.push({ ...clientDirectory.state.departments[0], id, name: id });
				if (has) clientDirectory.state.users[0].department_ids.push(id);
				return { clientId: client, departmentId: id, userIds: [ada] };
			});
		if (node === 'guardhouse')
			return many.map((index) => {
				const id = 100 + index;
				guardhouse.state.roles.push({ ...guardhouse.state.roles[0], id, key: `role-${id}` });
				if (has) guardhouse.state.users[0].roleIds.push(id);
				return { userId: 101, roleId: id, ...(has && { instantLogout: false }) };
			});
		return many.map((index) => {
			const guid = uuidOf(`organization ${index}`);
			const { organizations, roles } = cloudFoundry.state;
			organizations.push({ ...organizations[0], guid, name: `organization-${index}` });
			const type = 'organization_user';
			const rest = { organization_guid: guid, space_guid: null };
			if (has) roles.push({ guid: uuidOf(`role ${index}`), type, user_guid: 'uaa-id-128', ...rest });
			return { userGuid: 'uaa-id-128', organizationGuid: guid };
		});
	};

	// A user is blocked once.
	const several = kindNames.filter((name) => name !== 'guardhouse block');

	it.each(several)('of %s are read once before and once after', async (name) => {
		const change = changeKinds[name];
		const items = seed(name);
		const { outputs, error } = await run(change, items, { verify: true, concurrency: 4 });
		expect(error).toBeUndefined();
		expect(results(outputs).map(({ changed, verified }) => [changed, verified])).toEqual(many.map(() => [true, true]));
		const { requests } = providerFor(change);
		const from = requests.findIndex(isChange);
		const to = requests.length - 1 - [...requests].reverse().findIndex(isChange);
		// v3 looks up the role of each organization: that is part of the removal, not of the verification.
		const reads = requests.flatMap(({ method, url }, index) =>
			method === 'GET' && url.includes(change.user) && !url.includes('organization_guids') ? [index] : [],
		);
		const when = [reads.filter((i) => i < from), reads.filter((i) => i > from && i < to), reads.filter((i) => i > to)];
		// Nobody is added who doesn't exist: that is read once, too.
		const existence = change.operation === 'addOrganization' ? 1 : 0;
		// v3 has a role for each access, which is looked up by itself; the removal needs the same look-up.
		const state = change.apiVersion === 'v3' ? 0 : 1;
		expect(when.map(({ length }) => length)).toEqual([existence + state, 0, state]);
		const lookUps = requests.filter(({ url }) => url.includes('organization_guids'));
		expect(lookUps).toHaveLength(change.apiVersion === 'v3' ? 2 * items.length : 0);
	});
});
