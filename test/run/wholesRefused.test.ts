import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { sandbox, setUp } from '../support/setUp';
import type { RemoveAll, SetExactly } from '../support/wholes';
import { everyRemoveAll, everySet, providerOf, removeAlls, runWhole, sentBy, sets } from '../support/wholes';
import { json } from '../support/workflow';

// What isn't begun, because what it would go by can't be read or isn't what was asked for: word for word, and nothing is sent.

setUp();

const headers = { 'content-type': 'application/json' };
const answer = (kind: RemoveAll | SetExactly, path: string | RegExp, body: unknown, status = 200) =>
	providerOf(kind).fault({ method: 'GET', path, status, headers, body: JSON.stringify(body), times: 50 });

const expectUnsent = async (kind: RemoveAll | SetExactly, item: IDataObject, message: string, description?: string) => {
	const { error } = await runWhole(kind, [item], { options: { maxRetries: 0 } });
	expect(error?.message).toBe(message);
	// What says itself that nothing was sent isn't counted once more.
	const count = description?.startsWith('Nothing') ? '' : ' In this run, no changes had been made when it stopped.';
	if (description !== undefined) expect(error?.description).toBe(`${description}${count}`);
	expect(sentBy(kind)).toEqual([]);
};

const names: Record<string, string> = {
	delos: "Delos doesn't allow this with the credential",
	clientDirectory: "The credential has no rights for the client 'aa7cf840-9ca9-46a3-9778-9015d6580d50'",
	guardhouse: "Guardhouse doesn't let this client use the System API",
	cloudFoundry: "Cloud Foundry doesn't allow this with the credential",
};

const ofUser: Record<string, RegExp> = {
	delos: /\/v2\/user\/user_abc123def/,
	clientDirectory: /\/users\/[\w-]+$/,
	guardhouse: /\/users\/101/,
	'cloudFoundry v2': /\/v2\/users\/uaa-id-128\/organizations/,
	'cloudFoundry v3': /\/v3\/roles/,
};

it.each(everyRemoveAll)('all access at %s, where the user can not be read', async (name, kind) => {
	kind.fill(2);
	providerOf(kind).fault({ method: 'GET', path: ofUser[name], status: 403, body: 'No', times: 50 });
	const { error } = await runWhole(kind, [kind.user], { options: { maxRetries: 0 } });
	expect(error?.message).toBe(names[kind.node]);
	expect(sentBy(kind)).toEqual([]);
});

const groupPaths: Record<string, readonly RegExp[]> = {
	delos: [/\/v2\/user\?/],
	clientDirectory: [/\/departments\/[\w-]+$/, /\/users\?/],
	guardhouse: [/\/roles\/2$/, /\/users\?/],
	'cloudFoundry v2': [/\/v2\/organizations\/[\w-]+$/, /\/users\?/],
	'cloudFoundry v3': [/\/v3\/organizations\/[\w-]+$/, /\/v3\/roles\?/],
};

describe.each(everySet)('a list at %s', (name, kind) => {
	it.each(groupPaths[name])('is not begun where %s can not be read', async (path) => {
		kind.fill(4, 3);
		providerOf(kind).fault({ method: 'GET', path, status: 403, body: 'No', times: 50 });
		const { error } = await runWhole(kind, [{ ...kind.group, userIds: [kind.id(1), kind.id(3)] }], {
			options: { maxRetries: 0, maxRemovalPercent: 100 },
		});
		expect(error?.message).toBe(names[kind.node]);
		expect(sentBy(kind)).toEqual([]);
	});
});

describe('Delos', () => {
	const kind = sets.delos;
	const item = { ...kind.group, userIds: ['user_0001'] };
	const users = /\/v2\/user\?/;
	const clients = /\/v2\/customer/;
	const concluded = 'Nothing was sent, because who is to be removed is concluded from that list.';

	it.each([[[{ uuid: 'user_0000' }, { name: 'Ada' }]], [[{ uuid: 7 }]], [[{ uuid: null, userId: undefined }]]])(
		'gave a list of users without IDs: %j',
		async (items) => {
			kind.fill(4, 3);
			answer(kind, users, { items });
			const message = "Delos gave a list of the client's users that has one without an ID";
			await expectUnsent(kind, item, message, concluded);
		},
	);

	it.each([
		[true, 'user user_0003 has no access, but is in it', [0, 1, 2, 3]],
		[false, 'user user_0002 has access, but is missing from it', [0, 1]],
	])('gave a list of users that is not right (%s)', async (_, what, listed) => {
		kind.fill(4, 3);
		providerOf(kind).fault({
			...{ method: 'GET', path: /user\?.*page=0/, status: 200, headers, times: 9 },
			body: JSON.stringify({ items: listed.map((place) => ({ uuid: kind.id(place) })) }),
		});
		await expectUnsent(
			kind,
			{ ...kind.group, userIds: ['user_0000', 'user_0001', 'user_0002', 'user_0003'] },
			`The list of the client's users isn't right: ${what}`,
			`${concluded} Run it again.`,
		);
	});

	it.each([
		['is none', []],
		['is another', [{ cuid: 'cust_other' }]],
	])('gave no users of a client that %s', async (_, items) => {
		kind.fill(4, 0);
		answer(kind, users, { items: [] });
		providerOf(kind).fault({
			...{ method: 'GET', path: /customer.*page=0/, status: 200, headers, times: 9 },
			body: JSON.stringify({ items }),
		});
		const { error } = await runWhole(kind, [item]);
		expect(error?.message).toBe("The client 'cust_789xyz' doesn't exist at Delos");
		expect(sentBy(kind)).toEqual([]);
	});

	it('gave no users, and does not tell of the client', async () => {
		kind.fill(4, 0);
		answer(kind, users, { items: [] });
		providerOf(kind).fault({ method: 'GET', path: clients, status: 403, body: 'No', times: 50 });
		await expectUnsent(kind, item, names.delos);
	});

	it('gave no users of a client among others', async () => {
		kind.fill(4, 0);
		const { error } = await runWhole(kind, [item]);
		expect(error).toBeUndefined();
		expect(kind.have()).toEqual(['user_0001']);
	});

	it.each([
		[[true, false], 'owner and standard user', '/relate-client/cust_a'],
		[[false, true], 'owner and standard user', '/relate-client/cust_a'],
		[[true], 'owner', '/relate-client/cust_a'],
		[[false], 'standard user', '/relate-client/cust_a'],
	])('has accesses of the kinds %j', async (kinds, as, path) => {
		const all = removeAlls.delos;
		sandbox.delos.state.users[0].clients = kinds.map((isOwner) => ({ customerId: 'cust_a', isOwner }));
		providerOf(all).fault({ method: 'DELETE', status: 400, headers, body: '{"error":"Client is locked"}' });
		const { error } = await runWhole(all, [all.user]);
		expect(error?.description).toContain(`Not removed: client cust_a (${as}) (`);
		expect(sentBy(all)[0].url).toContain(path);
	});

	it.each([
		[{ uuid: 'user_abc123def' }],
		[{ uuid: 'user_abc123def', clients: null }],
		[{ uuid: 'user_abc123def', clients: [null] }],
		[{ uuid: 'user_abc123def', clients: [{ customerId: 7, isOwner: true }] }],
		[{ uuid: 'user_abc123def', clients: [{ customerId: 'a', isOwner: 'yes' }] }],
		[{ uuid: 'user_abc123def', clients: [{ customerId: 'a', isOwner: true }, { customerId: 'b' }] }],
	])('told of a user nothing to go by: %j', async (user) => {
		const all = removeAlls.delos;
		answer(all, ofUser.delos, { item: user });
		const { error } = await runWhole(all, [all.user]);
		expect(error?.message).toMatch(/^Delos answered 200 with other JSON/);
		expect(sentBy(all)).toEqual([]);
	});
});

describe('the client directory', () => {
	const kind = sets.clientDirectory;
	const own = kind.group.departmentId as string;
	const user = (place: number, ...departments: readonly unknown[]) => ({
		...{ id: kind.id(place), username: `user-${place}@example.com` },
		departments: departments.map((id) => (typeof id === 'string' ? { id } : id)),
	});
	const list = (users: readonly object[]) => {
		kind.fill(4, 2);
		answer(kind, /users\?/, { data: users, total_count: users.length, next_cursor: null });
	};
	const item = { ...kind.group, userIds: [kind.id(0), kind.id(1)] };
	const concluded = 'Nothing was sent, because who is to be removed is concluded from that list. Run it again.';
	const not = "The client directory gave a list that isn't that of the department's members: ";

	it.each([
		['in another department', user(1, 'elsewhere')],
		['in none', user(1)],
		['in what is no department', user(1, null, 7)],
	])('gave a list with somebody %s', async (_, stranger) => {
		list([user(0, own), stranger]);
		await expectUnsent(kind, item, `${not}user ${kind.id(1)} is in it, and is no member`, concluded);
	});

	it('gave a list with somebody too few', async () => {
		list([user(0, own)]);
		await expectUnsent(kind, item, `${not}the department has 2, the list 1`, concluded);
	});

	it('gave a list that tells of other departments too, or of none', async () => {
		list([user(0, 'elsewhere', own), { id: kind.id(1) }]);
		const { outputs, error } = await runWhole(kind, [item]);
		expect(error).toBeUndefined();
		expect(json(outputs[0])).toMatchObject([
			{
				outcome: 'unchanged',
				kept: [{ userId: kind.id(0), username: 'user-0@example.com' }, { userId: kind.id(1) }],
			},
		]);
		expect((json(outputs[0])[0].kept as object[])[1]).toEqual({ userId: kind.id(1) });
	});

	it.each([
		['named', 'Sales', 'Sales'],
		['without a name', null, 'd-1'],
	])('has a department %s', async (_, name, called) => {
		const all = removeAlls.clientDirectory;
		answer(all, ofUser.clientDirectory, { id: all.user.userId, departments: [{ id: 'd-1', name }] });
		providerOf(all).fault({ method: 'POST', status: 403, body: 'No', times: 2 });
		const { error } = await runWhole(all, [all.user]);
		expect(error?.description).toContain(`Not removed: department ${called} (`);
	});
});

it.each<readonly [keyof typeof removeAlls, IDataObject]>([
	['guardhouse', { id: 102, roles: [] }],
	['guardhouse', { id: 102, roles: [{ id: 1 }] }],
	['clientDirectory', { id: 'somebody', departments: [] }],
	['clientDirectory', { id: 'somebody', departments: [{ id: 'd-1' }] }],
])('a user of %s whose answer is about another: %j', async (name, body) => {
	const all = removeAlls[name];
	answer(all, ofUser[name], body);
	await expectUnsent(
		all,
		all.user,
		"The answer is about another user, or spells the user's ID otherwise",
		`Asked for was ${String(all.user.userId)}, and the answer has ${String(body.id)}. Where that is the same user, use its spelling.`,
	);
});

describe('Guardhouse', () => {
	const kind = sets.guardhouse;
	const item = { ...kind.group, userIds: ['1', '2'] };
	const user = (id: unknown, roles: unknown) => ({ id, email: 'ada@example.com', roles });

	it.each<readonly [string, object]>([
		['no roles', { id: 1 }],
		['roles that are none', user(1, [null])],
		['a role without an ID', user(1, [{ id: 2 }, { name: 'admin' }])],
		['a role with a name for an ID', user(1, [{ id: 'admin' }])],
		['no ID', user(undefined, [{ id: 2 }])],
		['a name for an ID', user('ada', [{ id: 2 }])],
	])('gave a list with a user of %s', async (_, stranger) => {
		kind.fill(4, 2);
		answer(kind, /users\?/, { total: 2, users: [user(2, [{ id: 2 }]), stranger] });
		await expectUnsent(
			kind,
			item,
			"Guardhouse gave a list of users that doesn't tell the roles of each",
			'Nothing was sent, because who has the role is concluded from that list.',
		);
	});

	it('has users with IDs as texts, and without an address', async () => {
		kind.fill(4, 2);
		answer(kind, /users\?/, {
			total: 2,
			users: [user('1', [{ id: '2' }]), { id: 2, email: null, roles: [{ id: 2 }] }],
		});
		const { outputs, error } = await runWhole(kind, [item]);
		expect(error).toBeUndefined();
		expect(json(outputs[0])[0].kept).toEqual([{ userId: 1, userEmail: 'ada@example.com' }, { userId: 2 }]);
	});

	it.each([[{ id: 101 }], [{ id: 101, roles: [{}] }], [[]]])('told of a user nothing to go by: %j', async (body) => {
		const all = removeAlls.guardhouse;
		answer(all, ofUser.guardhouse, body);
		const { error } = await runWhole(all, [all.user]);
		expect(error?.message).toMatch(/^Guardhouse answered 200 with other JSON/);
		expect(sentBy(all)).toEqual([]);
	});
});

describe('Cloud Foundry', () => {
	const organization = sets['cloudFoundry v3'].group.organizationGuid as string;
	const role = (type: string, guid: string, of = organization) => ({
		guid: uuidOf(`${type} ${guid}`),
		type,
		relationships: { user: { data: { guid } }, organization: { data: { guid: of } } },
	});
	const kind = sets['cloudFoundry v3'];
	const member = (place: number) => role('organization_user', kind.id(place));
	const page = (...resources: readonly object[]) => ({
		pagination: { total_results: resources.length, next: null },
		resources,
	});

	it.each<readonly [string, readonly object[]]>([
		['another role', [member(0), role('organization_manager', kind.id(1))]],
		['another role first', [role('organization_manager', kind.id(1)), member(0)]],
		['another organization', [member(0), role('organization_user', kind.id(1), uuidOf('elsewhere'))]],
	])('gave a list with %s', async (_, roles) => {
		kind.fill(4, 3);
		answer(kind, /\/v3\/roles\?/, page(...roles));
		await expectUnsent(
			kind,
			{ ...kind.group, userIds: [kind.id(0), kind.id(1)] },
			"Cloud Foundry gave a list that isn't that of the organization's members",
			'Nothing was sent, because who is to be removed is concluded from that list.',
		);
	});

	it.each<readonly [string, object]>([
		['without a GUID', { ...member(1), guid: '' }],
		['with a GUID that is none', { ...member(1), guid: 'a/b' }],
		['without a type', { ...member(1), type: undefined }],
		['without a user', { ...member(1), relationships: { organization: { data: { guid: organization } } } }],
		['without a place', { ...member(1), relationships: { user: { data: { guid: kind.id(1) } } } }],
		[
			'of a user without a GUID',
			{ ...member(1), relationships: { user: { data: null }, organization: { data: { guid: organization } } } },
		],
	])('gave a list with a role %s', async (_, odd) => {
		kind.fill(4, 3);
		answer(kind, /\/v3\/roles\?/, page(member(0), odd));
		const { error } = await runWhole(kind, [{ ...kind.group, userIds: [kind.id(0), kind.id(1)] }]);
		expect(error?.message).toMatch(/^Cloud Foundry answered 200 with other JSON/);
		expect(sentBy(kind)).toEqual([]);
	});
});

describe('what is there and has no ID that could be sent', () => {
	const lookUp = 'Nothing was sent for it. Look it up at the provider, and change it there.';

	it('is a client of a user', async () => {
		sandbox.delos.state.users[0].clients = [
			{ customerId: 'cust_1', isOwner: true },
			{ customerId: 'cust/2', isOwner: false },
		];
		await expectUnsent(
			removeAlls.delos,
			removeAlls.delos.user,
			"What is there can't be changed: 'Client' of client cust/2 (standard user) is 'cust/2', which holds one of / \\ ? #",
			lookUp,
		);
	});

	it('is a user of a department', async () => {
		const kind = sets.clientDirectory;
		kind.fill(4, 2);
		const departments = [{ id: kind.group.departmentId }];
		const users = [kind.id(0), 'a b'].map((id) => ({ id, username: 'ada', departments }));
		answer(kind, /users\?/, { data: users, total_count: 2, next_cursor: null });
		await expectUnsent(
			kind,
			{ ...kind.group, userIds: [kind.id(0)] },
			"What is there can't be changed: 'Users' of user a b (ada) is 'a b', which holds white space",
			lookUp,
		);
	});
});

it('nobody in words is nobody, where that is said to be meant', async () => {
	const kind = sets.guardhouse;
	kind.fill(4, 2);
	const { error, outputs } = await runWhole(kind, [{ ...kind.group, userIds: '[]' }], {
		parameters: { userIdsAre: 'email' },
		options: { allowEmpty: true, maxRemovalPercent: 100 },
	});
	expect(error).toBeUndefined();
	expect(json(outputs[0])).toMatchObject([{ added: [], kept: [], removed: [{ userId: 1 }, { userId: 2 }] }]);
	expect(kind.have()).toEqual([]);
});

describe('what was accepted and can not be seen', () => {
	const kind = removeAlls.guardhouse;
	const pretend = () => providerOf(kind).fault({ method: 'DELETE', path: /roles\/1$/, ...kind.accepted(), times: 9 });

	it('is reported, and its event is open', async () => {
		kind.fill(2);
		pretend();
		const options = { verify: true, auditEvent: true, partialFailure: 'report', concurrency: 1 };
		const { outputs } = await runWhole(kind, [kind.user], { options });
		const [result] = json(outputs[0]);
		const why = "The change was accepted, but can't be seen";
		expect(result).toMatchObject({
			success: false,
			outcome: 'applied',
			changed: true,
			verified: false,
			removed: [{ roleId: 2, roleName: 'Role 2' }],
			failed: [{ roleId: 1, roleName: 'Role 1', error: why }],
			remaining: [{ roleId: 1, roleName: 'Role 1' }],
			undo: [{ resource: 'user', operation: 'assignRole', userId: 101, roleId: 2 }],
		});
		const [open, made] = result.audit as IDataObject[];
		expect(open).toMatchObject({
			status_id: 0,
			status: 'Unknown',
			status_detail: why,
			unmapped: { changed: null, verified: false },
		});
		expect(made).toMatchObject({ status_id: 1, status: 'Success', unmapped: { changed: true, verified: true } });
		expect(made).not.toHaveProperty('status_detail');
	});

	it('ends a run that stops', async () => {
		kind.fill(2);
		pretend();
		const { error } = await runWhole(kind, [kind.user], { options: { concurrency: 1, auditEvent: true } });
		expect(error?.message).toBe("1 of 2 changes wasn't made");
		expect(error?.description).toContain(
			"Not removed: role 1 (Role 1) (The change was accepted, but can't be seen). But removed: role 2 (Role 2).",
		);
	});
});
