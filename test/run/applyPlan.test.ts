import type { IDataObject } from 'n8n-workflow';

import { cancelWhen } from '../support/cancel';
import {
	accesses,
	bytes,
	changeKinds,
	changesSent,
	failedAs,
	kindNames,
	modes,
	oneForEach,
	pretend,
	providerFor,
	removalKinds,
	results,
	run,
} from '../support/changes';
import { told } from '../support/cloudFoundry';
import { users } from '../support/guardhouse';
import { ada, bob, fillDepartment, membersLeft } from '../support/members';
import { apply, edited, insideOf, planned, plansOf, restore, wire } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { links } from '../support/workflow';

setUp();

const dozens = (text: string, between: string) => text.match(/.{1,76}/g)?.join(between);

describe.each(oneForEach)('applying a plan of %s', (name) => {
	const change = changeKinds[name];
	const { node } = change;

	it.each<[string, (result: IDataObject) => readonly [IDataObject, IDataObject?]]>([
		['as the panel has it at first', (result) => [result, {}]],
		['mapped automatically', (result) => [result, { mappingMode: 'autoMapInputData' }]],
		['as a list', ({ plan }) => [{ list: [plan] }, { plan: '={{ $json.list }}' }]],
		['as a whole result', (result) => [result, { plan: '={{ $json }}' }]],
		['as whole results', (result) => [{ list: [result] }, { plan: '={{ $json.list }}' }]],
		['as items', (result) => [result, { plan: '={{ $input.all() }}' }]],
		['as the items of a node before', (result) => [result, { plan: "={{ $('Start').all() }}" }]],
		['as an item', (result) => [result, { plan: '={{ $input.item }}' }]],
		['as JSON text', ({ plan }) => [{}, { plan: JSON.stringify(plan) }]],
		['as JSON text of a list', ({ plan }) => [{ text: JSON.stringify([plan]) }, { plan: '={{ $json.text }}' }]],
		['as JSON text of a result', (result) => [{ text: JSON.stringify(result) }, { plan: '={{ $json.text }}' }]],
		['as text that is typed', ({ plan }) => [{}, { plan }]],
		['in a list of lists of results', (result) => [{ list: [[result]] }, { plan: '={{ $json.list }}' }]],
		['with white space around', ({ plan }) => [{ plan: ` \n${String(plan)}\r\n\t` }]],
		['with what a chat adds', ({ plan }) => [{ plan: `\u200b\ufeff\`${String(plan)}\`\u2060` }]],
		['in quotes', ({ plan }) => [{ plan: `'${String(plan)}'` }]],
		['in typographic quotes', ({ plan }) => [{ plan: `“${String(plan)}”` }]],
		['with lines broken by a mail', ({ plan }) => [{ plan: dozens(String(plan), '\r\n') }]],
		['with lines broken and indented', ({ plan }) => [{ plan: dozens(String(plan), '\n  ') }]],
		['with lines broken in JSON text', ({ plan }) => [{ plan: dozens(JSON.stringify([plan]), '\n') }]],
	])('takes it %s', async (_, given) => {
		const [item, parameters] = given((await planned(change))[0]);
		const { error, outputs } = await apply(node, [item], { parameters });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ success: true, operation: change.operation, outcome: 'applied' }]);
		expect(changesSent(change).length).toBeGreaterThan(0);
	});
});

describe.each(kindNames)('applying the plan of %s', (name) => {
	const change = changeKinds[name];
	const { node } = change;

	it('sends the bytes of the operation itself, and its results are those of that', async () => {
		const items = [change.changing, change.idle];
		const options = { concurrency: 1, verify: true, ...(removalKinds.includes(name) && { reportRemaining: true }) };
		const before = providerFor(change).snapshot();
		const itself = await run(change, items, options);
		const [sent, left] = [wire(change), accesses(change)];
		restore(change, before);
		const plans = await plansOf(change, items);
		const applied = await apply(
			node,
			plans.map((plan) => ({ plan })),
			{ options },
		);
		expect(applied.error).toBeUndefined();
		expect(wire(change)).toEqual(sent);
		expect(accesses(change)).toEqual(left);
		expect(results(applied.outputs)).toEqual(results(itself.outputs));
		expect(links(applied.outputs[0])).toEqual([0, 1]);
		expect(results(applied.outputs)).toMatchObject([
			{ operation: change.operation, outcome: 'applied', changed: true, verified: true, undo: expect.any(Object) },
			{ operation: change.operation, outcome: 'unchanged', changed: false, undo: null },
		]);
		if ('reportRemaining' in options) expect(results(applied.outputs)[0]).toHaveProperty('remaining');
	});

	it('a second time, in another run, is refused, and changes nothing', async () => {
		const [plan] = await plansOf(change);
		await apply(node, [{ plan }]);
		const [after, sent] = [bytes(change), changesSent(change).length];
		const again = await apply(node, [{ plan }]);
		expect(again.status).toBe('error');
		expect(again.error?.message).toMatch(/^Planned when user .*; now user /);
		expect(changesSent(change)).toHaveLength(sent);
		expect(bytes(change)).toBe(after);
	});

	it('twice in one run changes it once', async () => {
		const [plan] = await plansOf(change);
		const before = providerFor(change).snapshot();
		await apply(node, [{ plan }]);
		const after = accesses(change);
		restore(change, before);
		const { error, outputs } = await apply(node, [{ plan }, { plan }], { options: { verify: true } });
		expect(error).toBeUndefined();
		expect(links(outputs[0])).toEqual([0, 1]);
		expect(results(outputs).filter(({ changed }) => changed === true)).toHaveLength(1);
		expect(results(outputs).filter((result) => result.undo !== null)).toHaveLength(1);
		expect(accesses(change)).toEqual(after);
	});

	it('of what is so already changes nothing, and says so', async () => {
		const plans = await plansOf(change, [change.idle]);
		const before = accesses(change);
		const { outputs } = await apply(node, [{ plan: plans[0] }]);
		expect(results(outputs)).toMatchObject([{ outcome: 'unchanged', changed: false, undo: null }]);
		expect(accesses(change)).toEqual(before);
		const strict = await apply(node, [{ plan: plans[0] }], { options: { ifUnchanged: 'fail' } });
		expect(strict.error?.message).toMatch(/already as asked/);
	});

	it('as a dry run changes nothing, and plans it anew', async () => {
		const [plan] = await plansOf(change);
		const before = bytes(change);
		const { outputs } = await apply(node, [{ plan }], { options: { dryRun: true, planValidFor: 2 } });
		expect(changesSent(change)).toEqual([]);
		expect(bytes(change)).toBe(before);
		const { parameters, before: digest, node: of, operation } = insideOf(plan);
		const [result] = results(outputs);
		expect(result).toMatchObject({ outcome: 'planned', changed: false, wouldChange: true });
		expect(insideOf(result.plan)).toMatchObject({ parameters, before: digest, node: of, operation });
	});

	it('sends nothing where the state can not be read any more', async () => {
		const [plan] = await plansOf(change);
		for (const onError of modes) {
			providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 1 });
			const { error, outputs } = await apply(node, [{ plan }], { onError });
			const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0]?.[0].json.error;
			expect(error?.description ?? failed).toMatch(
				/^(.*\. )?Nothing was changed, because it couldn't be compared with the plan\. /,
			);
			expect(changesSent(change)).toEqual([]);
		}
	});

	it('sends nothing where another of five is no good, if it stops', async () => {
		const [plan] = await plansOf(change);
		const before = bytes(change);
		const items = [plan, plan, edited({ ...insideOf(plan), changed: null }), plan, plan].map((one) => ({ plan: one }));
		const { error } = await apply(node, items);
		expect(error?.message).toBe('The plan was cut off or changed after it was made (item 2)');
		expect(error?.description).toMatch(/^Nothing .*was sent|^Nothing was changed/);
		expect(providerFor(change).requests).toEqual([]);
		expect(bytes(change)).toBe(before);
	});

	it('goes on without the one of five that is no good, if it goes on', async () => {
		const [plan] = await plansOf(change);
		const items = [plan, plan, edited({ ...insideOf(plan), changed: null }), plan, plan].map((one) => ({ plan: one }));
		const { outputs } = await apply(node, items, { onError: 'continueErrorOutput' });
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[0, 1, 3, 4], [2]]);
		expect(results(outputs, 1)).toMatchObject([
			{ error: failedAs('The plan was cut off or changed after it was made') },
		]);
		expect(changesSent(change).length).toBeGreaterThan(0);
	});

	it('sends nothing of an item of which one plan is no good', async () => {
		const [plan] = await plansOf(change);
		const bad = plan.slice(0, -1);
		const items = [{ plan: [plan, bad] }, { plan: [bad, plan] }];
		const { outputs } = await apply(node, items, { onError: 'continueRegularOutput' });
		expect(links(outputs[0])).toEqual([0, 1]);
		expect(results(outputs).map((result) => Object.keys(result))).toEqual([['error'], ['error']]);
		expect(changesSent(change)).toEqual([]);
	});

	it.each(modes)('is kept by Max Changes and Protected Users (%s)', async (onError) => {
		const [plan, idle] = await plansOf(change, [change.changing, change.idle]);
		const count = 'userIds' in change.changing ? 3 : 2;
		const user = String(change.changing.userId ?? change.changing.userGuid ?? ada);
		const refusing = [
			[{ maxChanges: count - 1 }, `This run would make ${count} changes, and 'Max Changes' allows ${count - 1}`],
			[{ protectedUsers: user }, 'This run would change the access of a protected user'],
		] as const;
		for (const [options, message] of refusing) {
			const { error, outputs } = await apply(node, [{ plan: [plan] }, { plan: idle }], { options, onError });
			if (onError === 'stopWorkflow') expect(error?.message).toContain(message);
			else
				expect(results(outputs.slice(-1)).map((failed) => failed.error)).toEqual([
					failedAs(message),
					failedAs(message),
				]);
			expect(changesSent(change)).toEqual([]);
		}
		const { status } = await apply(node, [{ plan }, { plan: idle }], { options: { maxChanges: count } });
		expect(status).toBe('success');
	});
});

describe('plans of several operations', () => {
	it('go in one run, in any order, each with its own result', async () => {
		const [unassign, assign] = ['guardhouse unassignRole', 'guardhouse assignRole'].map((name) => changeKinds[name]);
		const plans = [
			...(await plansOf(assign, [assign.changing])),
			...(await plansOf(unassign, [unassign.changing, { userId: 102, roleId: 3, instantLogout: false }])),
			...(await plansOf(assign, [{ userId: 102, roleId: 4 }])),
		];
		const before = providerFor(assign).snapshot();
		const ends: unknown[] = [];
		for (const order of [
			[0, 1, 2, 3],
			[3, 2, 1, 0],
			[1, 3, 0, 2],
		]) {
			restore(assign, before);
			const items = order.map((index) => ({ plan: plans[index] }));
			const { outputs } = await apply('guardhouse', items, { options: { verify: true } });
			expect(links(outputs[0])).toEqual([0, 1, 2, 3]);
			expect(results(outputs)).toMatchObject(
				order.map((index) => ({
					operation: insideOf(plans[index]).operation,
					userId: (insideOf(plans[index]).parameters as IDataObject).userId,
					roleId: (insideOf(plans[index]).parameters as IDataObject).roleId,
					changed: true,
					verified: true,
				})),
			);
			ends.push(accesses(assign));
		}
		expect(sandbox.guardhouse.state.users.slice(0, 2).map(({ roleIds }) => [...roleIds].sort())).toEqual([
			[2, 3],
			[1, 4],
		]);
		expect(ends[1]).toEqual(ends[0]);
		expect(ends[2]).toEqual(ends[0]);
	});

	it('that are one list keep to their item', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const items = users(4).map((one) => ({ ...one, instantLogout: false }));
		const plans = await plansOf(change, items);
		const { outputs } = await apply('guardhouse', [{ plan: plans.slice(0, 3) }, { plan: plans[3] }]);
		expect(links(outputs[0])).toEqual([0, 0, 0, 1]);
		expect(results(outputs).map(({ userId }) => userId)).toEqual([1, 2, 3, 4]);
	});

	it('about one access that want different things are refused', async () => {
		const change = changeKinds['delos bindClient'];
		const plans = await plansOf(change, [change.changing, { ...change.changing, isOwner: true }]);
		const items = plans.map((plan) => ({ plan }));
		const { error } = await apply('delos', items);
		expect(error?.message).toBe('Another plan of this run is about the same access (item 1)');
		expect(changesSent(change)).toEqual([]);
		const together = await apply('delos', [{ plan: plans }], { onError: 'continueErrorOutput' });
		expect(together.outputs.map((items) => items.length)).toEqual([0, 1]);
		expect(changesSent(change)).toEqual([]);
	});

	it('of an item that is refused count for nothing', async () => {
		const change = changeKinds['delos bindClient'];
		const other = { ...change.changing, clientId: 'cust_alpine' };
		const [plan, opposite, more] = await plansOf(change, [
			change.changing,
			{ ...change.changing, isOwner: true },
			other,
		]);
		const options = { maxChanges: 1 };
		const items = [{ plan }, { plan: [more, opposite] }];
		const { outputs } = await apply('delos', items, { options, onError: 'continueErrorOutput' });
		expect(outputs.map(links)).toEqual([[0], [1]]);
		expect(wire(change)).toHaveLength(1);
	});

	it('about one membership, one of which is to end it, are refused', async () => {
		const [remove, add] = ['clientDirectory removeMembers', 'clientDirectory addMembers'].map(
			(name) => changeKinds[name],
		);
		const plans = [
			...(await plansOf(remove)),
			...(await plansOf(add, [{ ...remove.changing, userIds: [bob.toUpperCase(), bob] }])),
		];
		expect(plans[1]).toBeNull();
		const adding = (await plansOf(add, [{ ...remove.changing, userIds: [bob] }]))[0];
		const { error } = await apply('clientDirectory', [{ plan: adding }, { plan: plans[0] }]);
		expect(error?.message).toMatch(/^Another plan of this run is about the same access/);
		expect(changesSent(remove)).toEqual([]);
	});
});

describe('plans of members', () => {
	const change = changeKinds['clientDirectory removeMembers'];

	it('share requests, and a member of two plans is sent once', async () => {
		const ids = Array.from({ length: 6 }, (_, index) => `${ada.slice(0, -1)}${index}`);
		fillDepartment(ids);
		const items = [ids.slice(0, 3), ids.slice(2, 5), [ids[5]]].map((userIds) => ({ ...change.changing, userIds }));
		const plans = await plansOf(change, items);
		const { outputs } = await apply(
			'clientDirectory',
			plans.map((plan) => ({ plan })),
			{ options: { batchSize: 4, verify: true } },
		);
		expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ user_ids: ids.slice(0, 4) },
			{ user_ids: ids.slice(4) },
		]);
		expect(links(outputs[0])).toEqual([0, 1, 2]);
		expect(results(outputs)).toMatchObject([
			{ userIds: ids.slice(0, 3), changed: true, undo: { userIds: ids.slice(0, 3) } },
			{ userIds: ids.slice(2, 5), changed: true },
			{ userIds: [ids[5]], changed: true, undo: { userIds: [ids[5]] } },
		]);
		expect(membersLeft()).toBe(0);
	});

	it('one for each, made by Output Members, are one request', async () => {
		const results = await planned(change, undefined, { options: { output: 'members' } });
		const { outputs } = await apply('clientDirectory', results, { options: { output: 'members' } });
		expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [ada, bob] }]);
		expect(outputs[0].map(({ json }) => json.userId)).toEqual([ada, bob]);
	});

	it('of which one has moved are not sent, not even where members are only reported', async () => {
		const [plan] = await plansOf(change);
		const { state } = sandbox.clientDirectory;
		const gone = state.users.findIndex(({ id }) => id === bob);
		state.users[gone].department_ids = [];
		const options = { partialFailure: 'report' };
		const moved = await apply('clientDirectory', [{ plan }], { options });
		expect(moved.error?.message).toMatch(new RegExp(`^Planned when user ${bob} was a member`));
		state.users.splice(gone, 1);
		const unknown = await apply('clientDirectory', [{ plan }], { options });
		expect(unknown.error?.message).toBe(`The user '${bob}' doesn't exist`);
		expect(unknown.error?.description).toMatch(/couldn't be compared with the plan/);
		expect(changesSent(change)).toEqual([]);
	});

	it('that fail are told as by the operation itself', async () => {
		const [plan] = await plansOf(change);
		const body = JSON.stringify({ succeeded: [ada], failed: [{ id: bob, error: 'User is locked' }] });
		const headers = { 'content-type': 'application/json' };
		sandbox.clientDirectory.fault({ method: 'POST', status: 200, headers, body, times: 2 });
		const { outputs } = await apply('clientDirectory', [{ plan }], { options: { partialFailure: 'report' } });
		expect(results(outputs)).toMatchObject([
			{ success: false, succeeded: [ada], failed: [{ id: bob, error: 'User is locked' }] },
		]);
		expect((await apply('clientDirectory', [{ plan }])).error?.message).toBe('1 of 2 members was not removed');
	});
});

describe('a plan of Bind Client', () => {
	const change = changeKinds['delos bindClient'];

	it.each([
		['flat', { customerId: 'cust_789xyz', isOwner: false }],
		['nested', { relation: { cuid: 'cust_789xyz', isOwner: false } }],
	])('keeps the %s body, whatever the panel says', async (bodyFormat, body) => {
		const [plan] = await plansOf(change, undefined, { options: { bodyFormat } });
		expect(insideOf(plan).parameters).toMatchObject({ bodyFormat });
		const other = bodyFormat === 'flat' ? 'nested' : 'flat';
		await apply('delos', [{ plan }], { options: { bodyFormat: other } });
		expect(changesSent(change).map(({ body: sent }) => JSON.parse(sent) as unknown)).toEqual([body]);
	});
});

describe('Keep Last Owner', () => {
	const change = changeKinds['delos unbindClient'];

	it.each(modes)('counts all plans of a run (%s)', async (onError) => {
		const { state } = sandbox.delos;
		const owners = state.users.slice(0, 2).map((user) => {
			user.clients = [{ customerId: 'cust_789xyz', isOwner: true }];
			return user.uuid;
		});
		const items = owners.map((userId) => ({ ...change.changing, userId }));
		const plans = (await plansOf(change, items)).map((plan) => ({ plan }));
		const options = { keepLastOwner: true };
		const { error, outputs } = await apply('delos', plans, { options, onError });
		const failed = results(outputs.slice(-1)).map(({ error: why }) => why);
		const why = 'This run would remove the last owner of a client';
		if (onError === 'stopWorkflow') expect(error?.message).toContain(why);
		else expect(failed).toEqual([failedAs(why), failedAs(why)]);
		expect(changesSent(change)).toEqual([]);
		const [one] = results((await apply('delos', [plans[0]], { options })).outputs);
		expect(one).toMatchObject({ outcome: 'applied' });
	});
});

describe('a run of plans', () => {
	const change = changeKinds['guardhouse unassignRole'];
	const twenty = async () => {
		const items = users(20).map((one) => ({ ...one, instantLogout: false }));
		return (await plansOf(change, items)).map((plan) => ({ plan }));
	};

	it('with Verify fails where the provider accepts a change that can not be seen', async () => {
		const [plan] = await plansOf(change);
		pretend(change);
		const { error } = await apply('guardhouse', [{ plan }], { options: { verify: true } });
		expect(told({ error })).toMatch(/can't be seen/);
		expect(changesSent(change)).toHaveLength(1);
	});

	it('that stops at a refusal says how many changes were made', async () => {
		const plans = await twenty();
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/8/', status: 403, body: 'no' });
		const { error } = await apply('guardhouse', plans, { options: { concurrency: 1 } });
		expect(error?.message).toMatch(/\(item 7\)$/);
		expect(error?.description).toMatch(/In this run, 7 changes had been made when it stopped\.$/);
		expect(changesSent(change)).toHaveLength(8);
	});

	it('that goes on loses none', async () => {
		const plans = await twenty();
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/8/', status: 403, body: 'no' });
		const { outputs } = await apply('guardhouse', plans, { onError: 'continueErrorOutput' });
		expect([outputs[0].length, links(outputs[1])]).toEqual([19, [7]]);
	});

	it('that is cancelled starts no more requests', async () => {
		const plans = await twenty();
		sandbox.guardhouse.latency = 50;
		const { signal } = cancelWhen(() => changesSent(change).length === 3);
		const { status } = await apply('guardhouse', plans, { options: { concurrency: 1 }, signal });
		expect(status).toBe('canceled');
		const sent = changesSent(change).length;
		expect(sent).toBeLessThan(6);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(changesSent(change)).toHaveLength(sent);
	});

	it('that is cancelled while it compares changes nothing', async () => {
		const plans = await twenty();
		sandbox.guardhouse.latency = 50;
		const { signal } = cancelWhen(() => sandbox.guardhouse.requests.length === 3);
		const { status } = await apply('guardhouse', plans, { options: { concurrency: 1 }, signal });
		expect(status).toBe('canceled');
		expect(changesSent(change)).toEqual([]);
	});

	it('reads all of them before the first change', async () => {
		const plans = await twenty();
		await apply('guardhouse', plans, { options: { concurrency: 5 } });
		const methods = sandbox.guardhouse.requests.map(({ method }) => method);
		expect(methods).toEqual([...Array<string>(20).fill('GET'), ...Array<string>(20).fill('DELETE')]);
	});

	it('of which the last one has moved changes nothing', async () => {
		const plans = await twenty();
		sandbox.guardhouse.state.users[19].roleIds = [];
		const { error } = await apply('guardhouse', plans);
		expect(error?.message).toBe("Planned when user 20 had role 1; now user 20 doesn't have role 1 (item 19)");
		expect(changesSent(change)).toEqual([]);
	});
});
