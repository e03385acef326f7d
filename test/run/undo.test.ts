import type { IDataObject } from 'n8n-workflow';

import {
	accesses,
	bytes,
	changeKinds,
	endingKinds,
	changesSent,
	failedAs,
	isChange,
	kindNames,
	member,
	modes,
	oneForEach,
	pretend,
	providerFor,
	results,
	run,
} from '../support/changes';
import { told } from '../support/cloudFoundry';
import { users } from '../support/guardhouse';
import { ada, bob, client, department, fillDepartment, membersLeft } from '../support/members';
import type { How } from '../support/plans';
import { apply, undo, wire } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { links } from '../support/workflow';

setUp();

const bound = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const members = { clientId: client, departmentId: department, userIds: [ada, bob] };

const done = async (change: (typeof changeKinds)[string], items = [change.changing]): Promise<IDataObject[]> => {
	const { error, outputs } = await run(change, items, { verify: true });
	expect(error).toBeUndefined();
	providerFor(change).requests.splice(0);
	return results(outputs);
};

describe.each(oneForEach)('undoing %s', (name) => {
	const change = changeKinds[name];
	const { node } = change;

	it.each<[string, (result: IDataObject) => readonly [IDataObject, IDataObject?]]>([
		['as the panel has it at first', (result) => [result, {}]],
		['mapped automatically', (result) => [result, { mappingMode: 'autoMapInputData' }]],
		['as a list', (result) => [{ list: [result.undo] }, { undo: '={{ $json.list }}' }]],
		['as a whole result', (result) => [result, { undo: '={{ $json }}' }]],
		['as items', (result) => [result, { undo: '={{ $input.all() }}' }]],
		['as JSON text', (result) => [{}, { undo: JSON.stringify(result.undo) }]],
	])('restores what was, taken %s', async (_, given) => {
		const before = accesses(change);
		const [result] = await done(change);
		expect(accesses(change)).not.toEqual(before);
		const [item, parameters] = given(result);
		const { error, outputs } = await undo(node, [item], { parameters, options: { verify: true } });
		expect(error).toBeUndefined();
		expect(accesses(change)).toEqual(before);
		const { operation } = result.undo as IDataObject;
		expect(links(outputs[0])).toEqual([0]);
		expect(results(outputs)).toMatchObject([
			{ success: true, operation, outcome: 'applied', changed: true, verified: true },
		]);
	});
});

describe.each(kindNames)('undoing %s', (name) => {
	const change = changeKinds[name];
	const { node } = change;

	/** Refused with these words, and nothing is sent, whether the node stops or goes on. */
	const expectRefusal = async (item: object, message: RegExp, parameters?: IDataObject) => {
		const before = bytes(change);
		for (const onError of modes) {
			const { error, outputs } = await undo(node, [item], { onError, parameters });
			const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0]?.[0].json;
			if (error) expect(error.message).toMatch(message);
			else expect(failed.error).toMatch(new RegExp(message.source.replace(/\$$/, '\\. .*\\.$')));
			if (error) expect(String(error.description).length).toBeGreaterThan(20);
		}
		expect(changesSent(change)).toEqual([]);
		expect(bytes(change)).toBe(before);
	};

	it('sends the bytes of the inverse itself, and can itself be undone', async () => {
		const [result] = await done(change);
		const after = accesses(change);
		const [back] = results((await undo(node, [result])).outputs);
		const [sent] = wire(change);
		// Unblock has no inverse: Block needs to know who blocks.
		if (name === 'guardhouse block') return void expect(back).toMatchObject({ operation: 'unblock', undo: null });
		const planned = results((await undo(node, [back], { options: { dryRun: true } })).outputs);
		expect(planned).toMatchObject([
			{ outcome: 'planned', changed: false, wouldChange: true, plan: expect.stringMatching(/^plan1_/) },
		]);
		expect(changesSent(change)).toHaveLength(1);
		expect(wire(change)).toEqual([sent]);
		const { error } = await undo(node, [back]);
		expect(error).toBeUndefined();
		expect(accesses(change)).toEqual(after);
	});

	it('as a dry run gives a plan of it, which can be applied', async () => {
		const before = accesses(change);
		const [result] = await done(change);
		const planned = results((await undo(node, [result], { options: { dryRun: true } })).outputs);
		expect(changesSent(change)).toEqual([]);
		expect((await apply(node, planned)).error).toBeUndefined();
		expect(accesses(change)).toEqual(before);
	});

	it('says where there was nothing left to undo', async () => {
		const [result] = await done(change);
		await undo(node, [result]);
		const after = accesses(change);
		const grants = !endingKinds.includes(name);
		const note = `There was nothing left to undo: the access was ${grants ? 'gone' : 'there again'} already.`;
		const ways: Array<How['options']> = [
			{},
			{ verify: true },
			{ reportRemaining: true },
			{ verify: true, reportRemaining: true },
		];
		for (const options of ways) {
			const { outputs } = await undo(node, [result], { options });
			const [again] = results(outputs);
			expect(again).toMatchObject({ success: true, outcome: 'unchanged', changed: false, undo: null });
			expect(again.note).toContain(note);
		}
		expect(accesses(change)).toEqual(after);
		const strict = await undo(node, [result], { options: { ifUnchanged: 'fail' } });
		expect(strict.error?.message).toMatch(/already as asked/);
	});

	it('twice in one run changes it once', async () => {
		const before = accesses(change);
		const [result] = await done(change);
		const { error, outputs } = await undo(node, [result, { undo: [result.undo, result.undo] }]);
		expect(error).toBeUndefined();
		expect(links(outputs[0])).toEqual([0, 1, 1]);
		expect(results(outputs).filter(({ changed }) => changed === true)).toHaveLength(1);
		expect(accesses(change)).toEqual(before);
	});

	it('with Verify fails where it can not be seen, and where nothing can be read sends nothing', async () => {
		const [result] = await done(change);
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no' });
		const unread = await undo(node, [result]);
		expect(unread.error?.description).toMatch(
			/^Nothing was changed, because it couldn't be read what the access is now\. /,
		);
		expect(changesSent(change)).toEqual([]);
		if (name !== 'guardhouse unassignRole') return;
		pretend(change);
		expect(told(await undo(node, [result], { options: { verify: true } }))).toMatch(/can't be seen/);
	});

	it('is kept by Max Changes and Protected Users', async () => {
		const [result] = await done(change);
		const count = 'userIds' in change.changing ? 2 : 1;
		const twice = { undo: [result.undo, result.undo] };
		const { status } = await undo(node, [twice], { options: { maxChanges: count, dryRun: true } });
		expect(status).toBe('success');
		const protectedUsers = String(change.changing.userId ?? change.changing.userGuid ?? bob);
		const { error } = await undo(node, [result], { options: { protectedUsers } });
		expect(error?.message).toMatch(/protected user/);
		expect(changesSent(change)).toEqual([]);
	});

	it.each<[string, unknown, RegExp]>([
		['null', null, /^'Undo' is null$/],
		['missing', undefined, /^'Undo' is empty$/],
		['text', 'back', /^'Undo' is text that is no JSON$/],
		['a number', 7, /^'Undo' holds 7$/],
		['an empty list', [], /^'Undo' is an empty list$/],
		['a list with null', [null], /^'Undo' is null$/],
		['an empty object', {}, /^'Undo' holds something that isn't an undo$/],
		['a read', { resource: 'user', operation: 'get' }, /^The undo is one of another node: .* has no operation 'get'$/],
		['no operation', { resource: 'user', operation: 'toString' }, /^The undo is one of another node: /],
		['of no resource', { resource: 'constructor', operation: 'name' }, /^The undo is one of another node: /],
	])('of what is %s is refused', async (_, data, message) => {
		await expectRefusal({ undo: data }, message);
		expect(providerFor(change).requests).toEqual([]);
	});

	it('of another node, or with parameters that it does not have, is refused', async () => {
		const [result] = await done(change);
		const back = result.undo as IDataObject;
		const [first] = Object.keys(back).filter((field) => !['resource', 'operation', 'baseUrl'].includes(field));
		const { [first]: _first, ...less } = back;
		await expectRefusal(
			{ undo: { ...back, comment: 'x' } },
			/^The undo can't be used\. It holds what .* doesn't have: comment$/,
		);
		await expectRefusal({ undo: { ...back, bodyFormat: 'flat' } }, /doesn't have: bodyFormat$/);
		await expectRefusal({ undo: less }, /^The undo can't be used\. Its '.*' is empty$/);
		await expectRefusal({ undo: { ...back, [first]: '../x' } }, /^The undo can't be used\. Its '.*' /);
		await expectRefusal({ undo: { ...back, [first]: null } }, /^The undo can't be used\. Its '.*' is empty$/);
		await expectRefusal({ undo: [back, { ...back, comment: 'x' }] }, /^The undo can't be used\. /);
		expect(providerFor(change).requests).toEqual([]);
		const other = changeKinds[node === 'guardhouse' ? 'delos bindClient' : 'guardhouse assignRole'];
		const { error } = await undo(other.node, [result]);
		expect(error?.message).toMatch(/^The undo is one of another node: (Guardhouse|Delos) has no operation '\w+'$/);
		expect(providerFor(other).requests).toEqual([]);
	});
});

describe('an undo at Delos', () => {
	const unbind = changeKinds['delos unbindClient'];
	const bind = changeKinds['delos bindClient'];
	const relate = (index: number, ...kinds: boolean[]) => {
		const user = sandbox.delos.state.users[index];
		user.clients = user.clients.filter(({ customerId }) => customerId !== 'cust_789xyz');
		for (const isOwner of kinds) user.clients.push({ customerId: 'cust_789xyz', isOwner });
	};

	it.each(modes)('sends nothing where the access is of another kind by now (%s)', async (onError) => {
		for (const [change, index, kind, user, is] of [
			[unbind, 0, false, 'user_abc123def', 'a standard user'],
			[bind, 1, true, 'user_456ghi', 'an owner'],
		] as const) {
			const [result] = await done(change);
			relate(index, kind);
			const before = bytes(change);
			const message = `Somebody changed the access meanwhile: user ${user} is ${is} of client cust_789xyz`;
			const { error, outputs } = await undo('delos', [result], { onError });
			if (error) expect(error.message).toBe(message);
			else expect(outputs[onError === 'continueErrorOutput' ? 1 : 0][0].json.error).toEqual(failedAs(message));
			expect(changesSent(change)).toEqual([]);
			expect(bytes(change)).toBe(before);
		}
	});

	it('takes back only what was granted, where both are there by now', async () => {
		sandbox.delos.state.coexist = true;
		const [result] = await done(bind);
		relate(1, false, true);
		const { outputs } = await undo('delos', [result]);
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true }]);
		expect(wire(bind).map(({ url }) => url)).toEqual([
			'/v2/user/user_456ghi/relate-client/cust_789xyz?relation.isOwner=false',
		]);
		expect(sandbox.delos.state.users[1].clients).toContainEqual({ customerId: 'cust_789xyz', isOwner: true });
	});

	it('goes by the Body Format of its own node', async () => {
		const [result] = await done(unbind);
		await undo('delos', [result], { options: { bodyFormat: 'flat' } });
		expect(wire(unbind).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ customerId: 'cust_789xyz', isOwner: true },
		]);
	});

	it('that would remove the last owner is refused by Keep Last Owner', async () => {
		const [result] = await done(bind, [{ ...bind.changing, isOwner: true }]);
		relate(0);
		const { error } = await undo('delos', [result], { options: { keepLastOwner: true } });
		expect(error?.message).toBe('This run would remove the last owner of a client');
		expect(changesSent(bind)).toEqual([]);
	});

	it.each(modes)(
		'that would remove the last owners one after the other is refused by Keep Last Owner (%s)',
		async (onError) => {
			relate(0, true);
			relate(1, true);
			const back = { resource: 'user', clientId: 'cust_789xyz' };
			const unbindOf = (userId: string) => ({ ...back, operation: 'unbindClient', userId, ownership: 'owner' });
			const items = [
				unbindOf('user_abc123def'),
				{ ...back, operation: 'bindClient', userId: 'user_456ghi', isOwner: true },
				unbindOf('user_456ghi'),
			].map((one) => ({ undo: one }));
			await undo('delos', items, { options: { keepLastOwner: true }, onError });
			expect(changesSent(unbind)).toEqual([]);
		},
	);
});

describe('undos of members', () => {
	const change = changeKinds['clientDirectory removeMembers'];
	const ids = Array.from({ length: 6 }, (_, index) => `${ada.slice(0, -1)}${index}`);

	it('share requests', async () => {
		fillDepartment(ids);
		const items = [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)].map((userIds) => ({ ...change.changing, userIds }));
		const made = await done(change, items);
		expect(membersLeft()).toBe(0);
		const { outputs } = await undo('clientDirectory', made, { options: { verify: true, batchSize: 5 } });
		expect(wire(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ user_ids: ids.slice(0, 5) },
			{ user_ids: ids.slice(5) },
		]);
		expect(links(outputs[0])).toEqual([0, 1, 2]);
		expect(membersLeft()).toBe(6);
	});

	it('in both directions keep to their order', async () => {
		fillDepartment(ids);
		const of = (operation: string, userIds: string[]) => ({
			resource: 'department',
			operation,
			clientId: client,
			departmentId: department,
			userIds,
		});
		const list = [
			of('removeMembers', [ids[0], ids[1]]),
			of('addMembers', [ids[1], ids[2]]),
			of('removeMembers', [ids[2]]),
			of('removeMembers', [ids[3]]),
			of('addMembers', [ids[3]]),
		];
		const { outputs } = await undo('clientDirectory', [{ undo: list.slice(0, 3) }, { undo: list.slice(3) }], {
			options: { verify: true },
		});
		expect(links(outputs[0])).toEqual([0, 0, 0, 1, 1]);
		expect(results(outputs).map(({ operation, userIds }) => [operation, userIds])).toEqual(
			list.map(({ operation, userIds }) => [operation, userIds]),
		);
		const left = sandbox.clientDirectory.state.users.filter((user) => user.department_ids.length > 0);
		expect(left.map(({ id }) => id)).toEqual([ids[1], ids[3], ids[4], ids[5]]);
	});

	it('some of whom have the access again say of whom there was nothing left to undo', async () => {
		const [result] = await done(change);
		await undo('clientDirectory', [{ undo: { ...(result.undo as object), userIds: [bob] } }]);
		const note = 'There was nothing left to undo: the access was there again already.';
		const { outputs } = await undo('clientDirectory', [result]);
		expect(results(outputs)).toMatchObject([{ outcome: 'applied', changed: true, note: `${bob}: ${note}` }]);
		expect(results(outputs)[0].undo).toMatchObject({ userIds: [ada] });
		await undo('clientDirectory', [{ undo: results(outputs)[0].undo }]);
		const each = await undo('clientDirectory', [result], { options: { output: 'members' } });
		expect(results(each.outputs).map((one) => one.note)).toEqual([undefined, note]);
	});

	it('one of whom is gone from the provider are told one by one, and the others are taken back', async () => {
		const [result] = await done(change);
		const { state } = sandbox.clientDirectory;
		state.users = state.users.filter(({ id }) => id !== bob);
		const { outputs } = await undo('clientDirectory', [result], { options: { partialFailure: 'report' } });
		expect(results(outputs)).toMatchObject([{ success: false, succeeded: [ada], failed: [{ id: bob }] }]);
		expect((await undo('clientDirectory', [result])).status).toBe('error');
	});
});

describe('a run of undos', () => {
	const change = changeKinds['guardhouse unassignRole'];

	it.each(modes)(
		'with one that is no good sends nothing of it, and nothing at all if it stops (%s)',
		async (onError) => {
			const made = await done(
				change,
				users(4).map((one) => ({ ...one, instantLogout: false })),
			);
			const items = [made[0], { undo: [made[1].undo, { ...(made[2].undo as object), roleId: 0 }] }, made[3]];
			const { error, outputs } = await undo('guardhouse', items, { onError });
			const back = sandbox.guardhouse.state.users.filter(({ roleIds }) => roleIds.length > 0).map(({ id }) => id);
			if (onError === 'stopWorkflow') {
				expect(error?.message).toBe("The undo can't be used. Its 'Role' is '0' (item 1)");
				expect(back).toEqual([]);
				return;
			}
			expect(outputs.flatMap(links).sort()).toEqual([0, 1, 2]);
			expect(back).toEqual([1, 4]);
		},
	);

	it('that stops at the first of two changes of an access leaves the second', async () => {
		const both = [
			{ resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1, instantLogout: false },
			{ resource: 'user', operation: 'assignRole', userId: 101, roleId: 1 },
		];
		sandbox.guardhouse.fault({ method: 'DELETE', status: 403, body: 'no' });
		const { error } = await undo('guardhouse', [{ undo: both }]);
		expect(error?.httpCode).toBe('403');
		expect(error?.description).toMatch(/Nothing was (changed|sent)|no changes had been made when it stopped\.$/);
		expect(changesSent(change).map(({ method }) => method)).toEqual(['DELETE']);
	});
});

describe('a dry run of undos in both directions', () => {
	const inTurn = [
		[
			'delos',
			{ resource: 'user', operation: 'unbindClient', ...bound, ownership: 'owner' },
			{ resource: 'user', operation: 'bindClient', ...bound, isOwner: false },
		],
		[
			'clientDirectory',
			{ resource: 'department', operation: 'removeMembers', ...members },
			{ resource: 'department', operation: 'addMembers', ...members },
		],
		[
			'guardhouse',
			{ resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1, instantLogout: false },
			{ resource: 'user', operation: 'assignRole', userId: 101, roleId: 1 },
		],
		...['v2', 'v3'].map(
			(apiVersion) =>
				[
					'cloudFoundry',
					{ resource: 'user', operation: 'removeOrganization', ...member, apiVersion },
					{ resource: 'user', operation: 'addOrganization', ...member, apiVersion },
				] as const,
		),
	] as const;

	it.each(inTurn)('at %s does not guess what the first would leave behind', async (node, ...undos) => {
		const options = { dryRun: true };
		for (const items of [[{ undo: undos }], undos.map((one) => ({ undo: one }))]) {
			const { error, outputs } = await undo(node, items, { options });
			expect(error).toBeUndefined();
			expect(results(outputs)).toMatchObject([
				{ outcome: 'planned', changed: false, wouldChange: true, plan: expect.stringMatching(/^plan1_/) },
				{
					outcome: 'planned',
					changed: false,
					wouldChange: null,
					undo: null,
					plan: null,
					note: 'There is no plan that could be applied: it would be made after another change of the same access.',
				},
			]);
		}
		expect(sandbox[node].requests.filter(isChange)).toEqual([]);
		const { outputs } = await undo(node, [{ undo: undos }], { options: { verify: true } });
		expect(results(outputs).map(({ changed }) => changed)).toEqual([true, true]);
	});
});

describe('where the second change of an access is of another kind than was left by the first', () => {
	const change = changeKinds['delos unbindClient'];
	const back = (userId: string, ownership: string, isOwner: boolean) => [
		{ undo: { resource: 'user', operation: 'unbindClient', userId, clientId: 'cust_789xyz', ownership } },
		{ undo: { resource: 'user', operation: 'bindClient', userId, clientId: 'cust_789xyz', isOwner } },
	];

	it.each(modes)('what goes with it is not sent any more if the node stops (%s)', async (onError) => {
		const { state } = sandbox.delos;
		state.coexist = true;
		for (const user of state.users.slice(0, 2)) user.clients = [{ customerId: 'cust_789xyz', isOwner: true }];
		state.users[0].clients.push({ customerId: 'cust_789xyz', isOwner: false });
		const items = [...back('user_456ghi', 'owner', false), ...back('user_abc123def', 'owner', true)];
		const { error, outputs } = await undo('delos', items, { onError, options: { concurrency: 1 } });
		const binds = changesSent(change).filter(({ method }) => method === 'PUT');
		const message =
			'Somebody changed the access meanwhile: user user_abc123def is a standard user of client cust_789xyz';
		if (onError === 'stopWorkflow') {
			expect(error?.message).toBe(`${message} (item 3)`);
			expect(error?.description).toMatch(/2 changes had been made when it stopped\.$/);
			expect(binds).toEqual([]);
		} else {
			const failed = outputs.flat().filter(({ json }) => 'error' in json);
			expect(failed.map(({ json }) => json.error)).toEqual([failedAs(message)]);
			expect(links(failed)).toEqual([3]);
			expect(binds).toHaveLength(1);
		}
	});
});
