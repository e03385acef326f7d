import type { IDataObject } from 'n8n-workflow';

import { changeKinds, run } from '../support/changes';
import { unassign, users } from '../support/guardhouse';
import { ada } from '../support/members';
import { sandbox, setUp } from '../support/setUp';
import { removeAlls, runWhole, sentBy, sets } from '../support/wholes';
import type { RemoveAll, SetExactly } from '../support/wholes';
import { json } from '../support/workflow';

// IDs in answers are read as strictly as those that people give: what can't be read makes the list unreadable.

setUp();

const asJson = { 'content-type': 'application/json' };
const given = (node: SetExactly['node'], path: RegExp, body: unknown) =>
	sandbox[node].fault({ method: 'GET', path, status: 200, headers: asJson, times: 99, body: JSON.stringify(body) });

/** The list of Guardhouse's users, who have the role 2 unless their entry says otherwise. */
const givenUsers = (...entries: ReadonlyArray<{ readonly id: unknown; readonly roles?: readonly never[] }>) =>
	given('guardhouse', /\/users\?/, {
		total: entries.length,
		users: entries.map((entry) => ({ email: 'x@example.com', roles: [{ id: 2 }], ...entry })),
	});

const odd: readonly unknown[] = [
	undefined,
	null,
	'',
	' ',
	{},
	{ toString: 1 },
	['1'],
	true,
	'1e2',
	'1.5',
	1e21,
	-1,
	0,
	'a b',
	'a/b',
	'..',
];

describe.each(odd.map((id) => [JSON.stringify(id) ?? 'none', id] as const))('an ID that is %s', (_, id) => {
	const expectRefused = async (kind: SetExactly | RemoveAll, item: IDataObject, options: IDataObject = {}) => {
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const ran = await runWhole(kind, [item], { options: { maxRetries: 0, ...options }, onError });
			const [result] = json(ran.outputs[0]);
			expect(ran.error?.message ?? result.error).toMatch(
				/other JSON|list of users that|isn't that of|has one without an ID|can't be changed: /,
			);
			expect(JSON.stringify(result ?? '')).not.toMatch(/"undefined"|\[object/);
		}
		expect(sentBy(kind)).toEqual([]);
	};

	it('of a role of a user at Guardhouse takes no other role away', async () => {
		const people = users(1, [1]);
		given('guardhouse', /\/users\/\d+$/, {
			id: 1,
			email: 'x@example.com',
			roles: [
				{ id: 1, name: 'A' },
				{ id, name: 'B' },
			],
		});
		const kind = removeAlls.guardhouse;
		await expectRefused(kind, { userId: 1 });
		const ran = await unassign(people, { verify: true, maxRetries: 0 });
		expect(ran.error?.description).toMatch(/^Nothing was changed, because the change couldn't be verified\. /);
	});

	it.each([{}, { mode: 'addOnly' }, { mode: 'removeOnly' }])(
		'of a user at Guardhouse ends a Set (%j)',
		async (options) => {
			const kind = sets.guardhouse;
			kind.fill(2, 1);
			givenUsers({ id: 1 }, { id });
			await expectRefused(kind, { ...kind.group, userIds: [1, 2] }, { maxRemovalPercent: 100, ...options });
		},
	);

	// Text of any form is an ID of the directory and of Delos.
	if (typeof id === 'string' && /^1/.test(id)) return;

	it.each([{}, { mode: 'addOnly' }])('of a member of the directory ends a Set (%j)', async (options) => {
		const kind = sets.clientDirectory;
		kind.fill(3, 1);
		const { departmentId } = kind.group;
		const departments = [{ id: departmentId, name: 'Engineering' }];
		given('clientDirectory', /\/users\?/, {
			...{
				data: [
					{ id: kind.id(0), username: 'a', departments },
					{ id, username: 'b', departments },
				],
			},
			...{ total_count: 2, next_cursor: null },
		});
		await expectRefused(kind, { ...kind.group, userIds: [kind.id(0), kind.id(1)] }, options);
	});

	it('of a department of a user ends Remove All', async () => {
		const kind = removeAlls.clientDirectory;
		const departments = [{ id, name: 'Engineering' }];
		given('clientDirectory', /\/users\/[^/]+$/, { id: kind.user.userId, username: 'a', departments });
		await expectRefused(kind, kind.user);
	});

	it.each([{}, { mode: 'addOnly' }])('of a user of a client at Delos ends a Set (%j)', async (options) => {
		const kind = sets.delos;
		kind.fill(3, 1);
		given('delos', /\/user\?.*page=0/, { items: [{ uuid: kind.id(0) }, { uuid: id, username: 'b' }] });
		await expectRefused(kind, { ...kind.group, userIds: [kind.id(0), kind.id(1)] }, options);
	});

	it('of a client of a user ends Remove All at Delos', async () => {
		const kind = removeAlls.delos;
		given('delos', /\/user\/[^/]+$/, {
			item: { uuid: kind.user.userId, clients: [{ customerId: id, isOwner: false }] },
		});
		await expectRefused(kind, kind.user);
	});

	it.each(['v2', 'v3'] as const)('of a user of an organization ends a Set (%s)', async (version) => {
		const kind = sets[`cloudFoundry ${version}`];
		kind.fill(3, 1);
		const { organizationGuid } = kind.group;
		const role = {
			...{ guid: 'role-1', type: 'organization_user' },
			relationships: { user: { data: { guid: id } }, organization: { data: { guid: organizationGuid } } },
		};
		given('cloudFoundry', /\/organizations\/[^/]+\/users|\/v3\/roles/, {
			...(version === 'v2'
				? { total_results: 1, total_pages: 1, next_url: null, resources: [{ metadata: { guid: id }, entity: {} }] }
				: { pagination: { total_results: 1, total_pages: 1, next: null }, resources: [role] }),
		});
		await expectRefused(kind, { ...kind.group, userIds: [kind.id(0)] });
	});
});

describe.each(['', ' ', '..', 'a b', 'undefined', '-', 'a/b'])('an access whose ID is %j', (id) => {
	const held = {
		'delos unbindClient': { item: { uuid: 'user_abc123def', clients: [{ customerId: id, isOwner: false }] } },
		'clientDirectory removeMembers': { id: ada, departments: [{ id }] },
	};
	const names = Object.keys(held) as Array<keyof typeof held>;
	const asked = (name: keyof typeof held) => ({
		...changeKinds[name].changing,
		...(name === 'clientDirectory removeMembers' && { userIds: [ada] }),
	});
	const odd = (name: keyof typeof held, skip: number) =>
		sandbox[changeKinds[name].node].fault({
			...{ method: 'GET', path: /\/users?\/[^/?]+$/, skip, times: 99, status: 200, headers: asJson },
			body: JSON.stringify(held[name]),
		});

	it.each(names)('read back is no proof that another one has gone (%s)', async (name) => {
		odd(name, 1);
		const { error } = await run(changeKinds[name], [asked(name)], { verify: true, maxRetries: 0 });
		expect(`${error?.message} ${error?.description}`).toMatch(
			/The answer has a '(Client|Department)' that .+, so the accepted change couldn't be read back/,
		);
	});

	it.each(names)('leaves open what a dry run would change (%s)', async (name) => {
		odd(name, 0);
		const { outputs } = await run(changeKinds[name], [asked(name)], { dryRun: true });
		expect(json(outputs[0])[0]).toMatchObject({ changed: false, wouldChange: null, plan: null });
	});
});

describe('an access that is listed twice', () => {
	it('is removed once, and told once', async () => {
		const kind = removeAlls.guardhouse;
		users(1, [1, 3]);
		const roles = [
			{ id: 1, name: 'A' },
			{ id: 3, name: 'B' },
			{ id: 1, name: 'A' },
			{ id: '1', name: 'A' },
		];
		given('guardhouse', /\/users\/\d+$/, { id: 1, email: 'x@example.com', roles });
		const { outputs } = await runWhole(kind, [{ userId: 1 }], { options: { dryRun: true } });
		expect(json(outputs[0])[0]).toMatchObject({ toRemove: [{ roleId: 1 }, { roleId: 3 }] });
		await runWhole(kind, [{ userId: 1 }], { options: { maxRetries: 0 } });
		expect(sentBy(kind).map(({ url }) => url)).toEqual(['/api/v1/users/1/roles/1', '/api/v1/users/1/roles/3']);
	});

	it('remains once', async () => {
		const people = users(1, [1]);
		const roles = [
			{ id: 3, name: 'B' },
			{ id: 3, name: 'B' },
		];
		given('guardhouse', /\/users\/\d+$/, { id: 1, email: 'x@example.com', roles });
		const { outputs } = await unassign(people, { reportRemaining: true });
		expect(json(outputs[0])[0].remaining).toEqual([{ id: 3, name: 'B' }]);
	});

	it('counts once against Max Changes', async () => {
		const kind = removeAlls.delos;
		const clients = Array.from({ length: 3 }, () => ({ customerId: 'cust_789xyz', isOwner: false }));
		given('delos', /\/user\/[^/]+$/, { item: { uuid: kind.user.userId, clients } });
		const { outputs } = await runWhole(kind, [kind.user], { options: { dryRun: true, maxChanges: 1 } });
		expect(json(outputs[0])[0]).toMatchObject({ toRemove: [{ clientId: 'cust_789xyz' }] });
	});
});

it('a user whose ID comes as a number and as text is one, and the list lacks another', async () => {
	const kind = sets.guardhouse;
	kind.fill(2, 1);
	givenUsers({ id: 1 }, { id: '1', roles: [] });
	const { error } = await runWhole(kind, [{ ...kind.group, userIds: [1] }]);
	expect(error?.message).toBe("Guardhouse gave a list that isn't complete");
});

describe('a Set at Guardhouse of somebody who is not in the complete list of users', () => {
	const kind = sets.guardhouse;
	const item = () => ({ ...kind.group, userIds: [kind.id(0), '99999', '99998'] });

	it.each([{ dryRun: true }, {}, { mode: 'addOnly' }, { partialFailure: 'report' }])(
		'is refused (%j)',
		async (options) => {
			kind.fill(3, 1);
			const { error } = await runWhole(kind, [item()], { options });
			expect(error?.message).toBe("Guardhouse has no user '99999', '99998'");
			expect(error?.description).toMatch(
				/^Nothing was sent for this role\. Check 'Users': the complete list of users doesn't have those IDs\./,
			);
			expect(sentBy(kind)).toEqual([]);
		},
	);

	it('is not where nobody is added', async () => {
		kind.fill(3, 2);
		const { outputs } = await runWhole(kind, [item()], { options: { mode: 'removeOnly', maxRemovalPercent: 100 } });
		expect(json(outputs[0])[0]).toMatchObject({ success: true, removed: [{ userId: 2 }] });
	});
});
