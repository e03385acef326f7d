import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, wayIn } from '../support/access';
import { told } from '../support/cloudFoundry';
import { bind, runDelos, stranger } from '../support/delos';
import { client, department, removeMembers } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

/** An operation whose parameters come from the fields of one item. */
const map = async (type: string, operation: string, item: IDataObject, more: IDataObject = {}) => {
	const [node, { resource }] = removals[type];
	const parameters = { resource, operation, mappingMode: 'autoMapInputData', ...more };
	return await runNode(engine, node, parameters as IDataObject, {
		items: [item],
		credentials: { [type]: wayIn(sandbox, type) },
	});
};
const pair = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const drag = 'Drag the one field that holds the value into the parameter';
const unsent = (type: string) => expect(providerOf(sandbox, type).requests).toEqual([]);

describe('a field that is nearly the name looked for', () => {
	it.each([
		['Ownership', 'ownership'],
		['OWNERSHIP', 'ownership'],
		['owner_ship', 'ownership'],
		['ownership.', 'ownership'],
		['relation_isOwner', 'relation.isOwner'],
		['Relation.IsOwner', 'relation.isOwner'],
	])('%s is named, for leaving it out would widen the removal', async (field, name) => {
		const ran = await map('delosApi', 'unbindClient', { ...pair, [field]: 'owner' });
		expect(ran.status).toBe('error');
		expect(told(ran)).toContain("'Ownership'");
		expect(told(ran)).toContain(`'${field}'`);
		expect(told(ran)).toContain(`'${name}'`);
		unsent('delosApi');
	});

	it('is named within an object, too', async () => {
		const ran = await map('delosApi', 'unbindClient', { ...pair, relation: { IsOwner: true } });
		expect(told(ran)).toContain("'relation.IsOwner'");
		unsent('delosApi');
	});

	it.each([
		['guardhouseApi', 'unassignRole', { userId: 101, RoleId: 1 }, "'RoleId'"],
		['delosApi', 'bindClient', { ...pair, IsOwner: true }, "'IsOwner'"],
		['delosApi', 'unbindClient', { UserID: 'user_abc123def', clientId: 'cust_789xyz' }, "'UserID'"],
		['guardhouseApi', 'unassignRole', { userId: 101, roleId: 1, InstantLogout: true }, "'InstantLogout'"],
	])('of %s %s: %j', async (type, operation, item, field) => {
		const ran = await map(type, operation, item);
		expect(told(ran)).toContain(field);
		expect(told(ran)).toMatch(/Rename the field/);
		unsent(type);
	});

	it('is no matter beside the field itself', async () => {
		const { error } = await map('delosApi', 'unbindClient', { ...pair, ownership: 'any', Ownership: 'Any kind' });
		expect(error).toBeUndefined();
		expect(sandbox.delos.requests[0].url).toBe('/v2/user/user_abc123def/relate-client/cust_789xyz');
	});
});

describe('a dotted and a nested field', () => {
	it('that differ are refused', async () => {
		const item = { userId: 'user_abc123def', 'relation.cuid': 'cust_789xyz', relation: { cuid: 'cust_123abc' } };
		const ran = await map('delosApi', 'unbindClient', item);
		expect(told(ran)).toMatch(/'Client'.*twice.*'relation\.cuid'/);
		unsent('delosApi');
	});

	it('that say the same are one', async () => {
		const item = { userId: 'user_abc123def', 'relation.cuid': 'cust_789xyz', relation: { cuid: 'cust_789xyz' } };
		expect((await map('delosApi', 'unbindClient', item)).error).toBeUndefined();
	});
});

it('two names of a parameter that differ are refused', async () => {
	const ran = await map('delosApi', 'unbindClient', { ...pair, uuid: 'user_456ghi' });
	expect(told(ran)).toMatch(/'userId'.*'uuid'/);
	unsent('delosApi');
});

it('results of one member each feed the next node', async () => {
	const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
	const removed = await removeMembers([{ userIds: ids }], { output: 'members' });
	expect(removed.outputs[0].map(({ json }) => json.userId)).toEqual(ids);
	for (const { json } of removed.outputs[0]) {
		const { error, outputs } = await map('clientDirectoryApi', 'addMembers', json);
		expect(error).toBeUndefined();
		expect(outputs[0][0].json).toMatchObject({ succeeded: [json.userId] });
	}
	const { users } = sandbox.clientDirectory.state;
	expect(users.slice(0, 2).map(({ department_ids }) => department_ids.includes(department))).toEqual([true, true]);
});

it('one member and a list that differ are refused', async () => {
	const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
	const item = { clientId: client, departmentId: department, userId: ids[0], userIds: ids };
	const ran = await map('clientDirectoryApi', 'removeMembers', item);
	expect(told(ran)).toContain("'Users'");
	unsent('clientDirectoryApi');
});

it.each([30, 5000])('an item with %d other fields gets a short message', async (count) => {
	const item = Object.fromEntries(Array.from({ length: count }, (_, index) => [`some_field_${index}`, index]));
	const ran = await map('guardhouseApi', 'unassignRole', item);
	expect(told(ran)).toMatch(/'User' is missing/);
	expect(told(ran)).toContain("'some_field_0'");
	expect(told(ran).length).toBeLessThan(2000);
	expect(ran.stored.length).toBeLessThan(count * 40 + 20_000);
	unsent('guardhouseApi');
});

const rename = (name: string) => `Rename the field to '${name}', or remove it from the input item.`;
const lookedFor = "Looked for 'userId', 'uuid', 'userEmail'; the item has ";

describe('what is said of an item that can not be mapped', () => {
	it.each<readonly [IDataObject, string, string]>([
		[
			{ ...pair, Ownership: 'owner' },
			"'Ownership' is looked for as 'ownership', and the input item has 'Ownership'",
			rename('ownership'),
		],
		[
			{ ...pair, relation: { IsOwner: true } },
			"'Ownership' is looked for as 'relation.isOwner', and the input item has 'relation.IsOwner'",
			rename('relation.isOwner'),
		],
		[
			{ userId: 'user_1', 'relation.cuid': 'cust_1', relation: { cuid: 'cust_2' } },
			"'Client' is there twice as 'relation.cuid', dotted and nested",
			'Remove all but one of them from the input item.',
		],
		[
			{ ...pair, uuid: 'user_456ghi' },
			"'User' differs between the fields 'userId', 'uuid'",
			'Remove all but one of them from the input item.',
		],
		[{}, "'User' is missing from the input item", `${lookedFor}no fields.`],
		[{ id: 1, name: 'x' }, "'User' is missing from the input item", `${lookedFor}'id', 'name'.`],
		[
			Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`f${index}`, 1])),
			"'User' is missing from the input item",
			`${lookedFor}${Array.from({ length: 30 }, (_, index) => `'f${index}'`).join(', ')} and 1 more.`,
		],
		[
			{ ...pair, userId: ['a', 'b'] },
			"'User' is a list of 2 ('a', 'b'), where one value is meant",
			`${drag}, or make an item of each entry with a Split Out node before.`,
		],
	])('%j', async (item, message, description) => {
		const { error } = await map('delosApi', 'unbindClient', item);
		expect([error?.message, error?.description]).toEqual([message, description]);
		unsent('delosApi');
	});
});

describe('mapped automatically', () => {
	const automatic = { operation: 'bindClient', mappingMode: 'autoMapInputData' };

	it('two fields that differ are refused by both names', async () => {
		const { error } = await runDelos(automatic, { items: [{ ...stranger, uuid: 'user_abc123def' }] });
		const told = `${error?.message} ${error?.description}`;
		expect(told).toContain("'User'");
		expect(told).toContain("'userId'");
		expect(told).toContain("'uuid'");
		expect(sandbox.delos.requests).toEqual([]);
	});

	it('two fields that say the same are fine', async () => {
		const { status } = await runDelos(automatic, { items: [{ ...stranger, uuid: stranger.userId }] });
		expect(status).toBe('success');
		expect(sandbox.delos.requests.map(({ url }) => url)).toEqual(['/v2/user/user_456ghi/relate-client']);
	});

	it.each([true, false])('an unbind takes back just what a bind gave (owner: %s)', async (isOwner) => {
		const bound = await runDelos({ ...bind, isOwner });
		const items = bound.outputs[0].map((item) => item.json);
		const { status } = await runDelos({ ...automatic, operation: 'unbindClient' }, { items });
		expect(status).toBe('success');
		const [, { url }] = sandbox.delos.requests;
		expect(url).toBe(`/v2/user/user_456ghi/relate-client/cust_789xyz?relation.isOwner=${isOwner}`);
	});
});

describe('field names as files and chats have them', () => {
	const around = ['\uFEFF', ' ', '\u200b', '\u00a0', '\t', '\u2060', '\u202a'];
	const dressed = around.flatMap((sign) => [
		`${sign}userId`,
		`userId${sign}`,
		`user${sign.trim() === '' ? '' : sign}Id`,
	]);

	it.each(dressed.map((name) => [JSON.stringify(name), name]))(
		'%s is the ID: a word beside it has to agree',
		async (_, name) => {
			const ran = await map('guardhouseApi', 'unassignRole', {
				[name]: 101,
				userEmail: 'maria.garcia@example.com',
				roleId: 1,
			});
			expect(told(ran)).toMatch(/'User' isn't what maria\.garcia@example\.com stands for/);
			expect(sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			const right = await map('guardhouseApi', 'unassignRole', { [name]: 101, roleId: 1 });
			expect(right.outputs[0][0].json).toMatchObject({ userId: 101, roleId: 1, success: true });
		},
	);

	it('that are the same without what is invisible have to say the same', async () => {
		const ran = await map('guardhouseApi', 'unassignRole', { '\uFEFFuserId': 101, userId: 102, roleId: 1 });
		expect(told(ran)).toMatch(/'User' is there twice as 'userId'/);
		unsent('guardhouseApi');
	});

	it('are no other spelling of a second name that is looked for', async () => {
		const [{ id }] = sandbox.clientDirectory.state.users;
		const item = { '\uFEFFclientId': client, ' departmentId': department, 'userIds\u200b': [id] };
		const ran = await map('clientDirectoryApi', 'removeMembers', item);
		expect(ran.error).toBeUndefined();
		expect(ran.outputs[0][0].json).toMatchObject({ clientId: client, departmentId: department, succeeded: [id] });
	});

	it('nested ones are read like that, too', async () => {
		const item = { userId: 'user_abc123def', '\uFEFFrelation': { ' cuid': 'cust_789xyz' } };
		const ran = await map('delosApi', 'unbindClient', item);
		expect(ran.error).toBeUndefined();
		expect(sandbox.delos.requests[0].url).toBe('/v2/user/user_abc123def/relate-client/cust_789xyz');
	});

	it.each([
		['guardhouseApi', 'unassignRole', { userId: 101, UserEmail: 'maria.garcia@example.com', roleId: 1 }, 'userEmail'],
		['guardhouseApi', 'unassignRole', { userId: 101, user_email: 'maria.garcia@example.com', roleId: 1 }, 'userEmail'],
		['guardhouseApi', 'unassignRole', { userId: 101, roleId: 1, RoleName: 'Editor' }, 'roleName'],
		['delosApi', 'unbindClient', { ...pair, USEREMAIL: 'maria.garcia@example.com' }, 'userEmail'],
		['delosApi', 'unbindClient', { ...pair, 'Client Name': 'Alpine' }, 'clientName'],
		[
			'clientDirectoryApi',
			'removeMembers',
			{ clientId: client, departmentId: department, userIds: ['x'], UserNames: 'y' },
			'usernames',
		],
		[
			'clientDirectoryApi',
			'removeMembers',
			{ clientId: client, departmentId: department, userIds: ['x'], useridsare: 'id' },
			'userIdsAre',
		],
		['cloudFoundryApi', 'removeOrganization', { userGuid: 'x', organizationGuid: 'y', UserName: 'z' }, 'username'],
	])('a word that is nearly named beside the ID is not ignored (%s %s %j)', async (type, operation, item, name) => {
		const ran = await map(type, operation, item as IDataObject);
		expect(told(ran)).toContain(`is looked for as '${name}', and the input item has '`);
		unsent(type);
	});

	it.each(['', ' ', null, []].map((empty) => [empty]))('one that is empty (%j) says nothing', async (empty) => {
		const ran = await map('guardhouseApi', 'unassignRole', { userId: 101, UserEmail: empty as string, roleId: 1 });
		expect(ran.error).toBeUndefined();
	});
});

describe('objects of other nodes beside the fields', () => {
	const inner = ['id', 'guid', 'uuid', 'name', 'email', 'username'];
	const outer = ['user', 'client', 'customer', 'department', 'role', 'organization', 'ticket', 'assignee'];
	const others = Object.fromEntries(outer.map((name) => [name, Object.fromEntries(inner.map((one) => [one, 'x']))]));

	it.each([
		['guardhouseApi', 'unassignRole', { userId: 101, roleId: 1 }],
		['delosApi', 'unbindClient', pair],
		['clientDirectoryApi', 'removeMembers', { clientId: client, departmentId: department, userIds: ['x'] }],
		['cloudFoundryApi', 'removeOrganization', { userGuid: 'x', organizationGuid: 'y' }],
	])('say nothing (%s)', async (type, operation, item) => {
		const ran = await map(type, operation, { ...others, ...item } as IDataObject);
		expect(told(ran)).not.toContain('is looked for as');
		expect(providerOf(sandbox, type).requests.length).toBeGreaterThan(0);
	});
});

describe('where nothing of a parameter is there', () => {
	it.each([
		[{ user: { id: 101 }, roleId: 1 }, 'user.id'],
		[{ User: { ID: 101 }, roleId: 1 }, 'User.ID'],
		[{ UserID: '', roleId: 1 }, 'UserID'],
	])('a field that is nearly named is told, also within an object or empty: %j', async (item, field) => {
		const ran = await map('guardhouseApi', 'unassignRole', item as IDataObject);
		expect(told(ran)).toContain(`'User' is looked for as 'userId', and the input item has '${field}'`);
		unsent('guardhouseApi');
	});
});

describe('Mapping Mode by an expression', () => {
	it.each([['AutoMapInputData'], ['auto'], [''], [null], [undefined], [1], [['defineBelow']]])(
		'that gives %j is refused, not taken for the fields below',
		async (mode) => {
			const item = { mode, userId: 101, roleId: 1 } as IDataObject;
			const more = { mappingMode: '={{ $json.mode }}', userId: 102, roleId: 1 };
			const ran = await map('guardhouseApi', 'unassignRole', item, more);
			expect(ran.error).toBeDefined();
			unsent('guardhouseApi');
		},
	);
});

describe('an item that says what its list holds', () => {
	const place = { clientId: client, departmentId: department };
	const [john, maria] = ['john.smith@example.com', 'maria.garcia@example.com'];
	const changes = () => sandbox.clientDirectory.requests.filter(({ method }) => method === 'POST');

	it.each(['userIds', 'user_ids'])('has its words looked up (%s)', async (name) => {
		const ran = await map('clientDirectoryApi', 'removeMembers', {
			...place,
			[name]: [john, maria],
			userIdsAre: 'username',
		});
		const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
		expect(ran.outputs[0][0].json).toMatchObject({ userIds: ids, lookedUp: { userIds: [john, maria] } });
		expect(changes().map(({ body }) => body)).toEqual([JSON.stringify({ user_ids: ids })]);
	});

	it('has one word looked up of a field for one', async () => {
		const ran = await map('clientDirectoryApi', 'removeMembers', { ...place, userId: john, userIdsAre: 'username' });
		expect(ran.outputs[0][0].json).toMatchObject({ lookedUp: { userIds: [john] } });
	});

	it.each([['id'], [''], [null]])('means IDs by %j', async (userIdsAre) => {
		const [{ id }] = sandbox.clientDirectory.state.users;
		const ran = await map('clientDirectoryApi', 'removeMembers', { ...place, userIds: [id], userIdsAre });
		expect(ran.outputs[0][0].json).toMatchObject({ userIds: [id] });
		expect(ran.outputs[0][0].json).not.toHaveProperty('lookedUp');
	});

	it.each([['email'], ['ID'], [5], [['username']]])('is refused by %j', async (userIdsAre) => {
		const ran = await map('clientDirectoryApi', 'removeMembers', {
			...place,
			userIds: [john],
			userIdsAre: userIdsAre as string,
		});
		expect(told(ran)).toMatch(/'Users' can't be read: 'Users Are' is .+, which isn't one of its choices/);
		unsent('clientDirectoryApi');
	});

	it('has words in both places that agree, or none', async () => {
		const item = { ...place, userIds: [john], userIdsAre: 'username', usernames: [maria] };
		const ran = await map('clientDirectoryApi', 'removeMembers', item);
		expect(told(ran)).toMatch(/differs between the fields 'userIds', 'usernames'/);
		unsent('clientDirectoryApi');
	});
});
