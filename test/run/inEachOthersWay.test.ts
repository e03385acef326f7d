import type { IDataObject } from 'n8n-workflow';

import { eventsIn } from '../support/audit';
import { changeKinds, results, run } from '../support/changes';
import { apply } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { removeAlls, runWhole, sentBy, sets } from '../support/wholes';
import { json } from '../support/workflow';

// Plans of one run that want other things of an access than those before them: none of these is made, however often it comes.

setUp();

const kind = sets.guardhouse;
const all = removeAlls.guardhouse;
const dryRun = { dryRun: true };

const planOfOne = async (name: string, item: IDataObject) =>
	results((await run(changeKinds[name], [item], dryRun)).outputs)[0].plan;

const grantTo = async (userId: number) => await planOfOne('guardhouse assignRole', { userId, roleId: 2 });
const endOf = async (userId: number) =>
	await planOfOne('guardhouse unassignRole', { userId, roleId: 2, instantLogout: false });

const endOfAll = async (userId: number) =>
	json((await runWhole(all, [{ userId }], { options: dryRun })).outputs[0])[0].plan;

const listOf = async (...userIds: string[]) => {
	const options = { ...dryRun, maxRemovalPercent: 100 };
	return json((await runWhole(kind, [{ roleId: 2, userIds }], { options })).outputs[0])[0].plan;
};

const applied = async (node: Parameters<typeof apply>[0], plans: readonly unknown[], options: IDataObject = {}) => {
	const how = { onError: 'continueRegularOutput', options: { verify: true, ...options } } as const;
	return await apply(
		node,
		plans.map((plan) => ({ plan })),
		how,
	);
};

/** Which of the plans were refused as being in the way of another. */
const refusedOf = async (node: Parameters<typeof apply>[0], plans: readonly unknown[]): Promise<boolean[]> =>
	json((await applied(node, plans)).outputs[0]).map(({ error }) => /^Another plan of this run/.test(String(error)));

describe('what is in the way of an earlier plan', () => {
	it('is not made the second time either: a grant after an end', async () => {
		kind.fill(4, 3);
		const [end, grant] = [await endOf(2), await grantTo(2)];
		expect(await refusedOf('guardhouse', [end, grant, grant])).toEqual([false, true, true]);
		expect(kind.have()).not.toContain('2');
	});

	it('is not told as done the second time: all roles', async () => {
		kind.fill(4, 3);
		const [grant, end] = [await grantTo(2), await endOfAll(2)];
		expect(await refusedOf('guardhouse', [grant, end, end])).toEqual([false, true, true]);
		expect(kind.have()).toContain('2');
	});

	it('is not told as done the second time: a list', async () => {
		kind.fill(6, 3);
		const [end, list] = [await endOf(2), await listOf('1', '2', '5')];
		expect(await refusedOf('guardhouse', [end, list, list])).toEqual([false, true, true]);
		expect([...kind.have()].sort()).toEqual(['1', '3']);
	});
});

describe.each(['first', 'last'])('a grant that comes %s', (place) => {
	const inPlace = <One>(grant: One, other: One) => (place === 'first' ? [grant, other] : [other, grant]);

	it('is in the way of the plan that takes all from the same user, who has nothing yet', async () => {
		kind.fill(4, 2);
		sandbox.guardhouse.state.users[3].roleIds = [];
		const plans = inPlace(await grantTo(4), await endOfAll(4));
		expect(await refusedOf('guardhouse', plans)).toEqual([false, true]);
	});

	it('is in the way of a list that has not got the user, and nothing to do', async () => {
		kind.fill(4, 2);
		expect(await refusedOf('guardhouse', inPlace(await grantTo(4), await listOf('1', '2')))).toEqual([false, true]);
	});

	it('is in the way of a list that has not got the user, and something to do', async () => {
		kind.fill(6, 2);
		expect(await refusedOf('guardhouse', inPlace(await grantTo(5), await listOf('6')))).toEqual([false, true]);
	});

	it('goes with a list that has the user', async () => {
		kind.fill(6, 2);
		expect(await refusedOf('guardhouse', inPlace(await grantTo(5), await listOf('5', '1')))).toEqual([false, false]);
		expect([...kind.have()].sort()).toEqual(['1', '5']);
	});
});

it('making an owner a standard user is in the way of a list that keeps the owner', async () => {
	const client = { clientId: 'cust_789xyz' };
	sandbox.delos.state.users[0].clients = [{ customerId: client.clientId, isOwner: true }];
	const [{ uuid }] = sandbox.delos.state.users;
	const list = await runWhole(sets.delos, [{ ...client, userIds: [uuid] }], { options: dryRun });
	const demotion = await planOfOne('delos bindClient', { ...client, userId: uuid, isOwner: false });
	expect(await refusedOf('delos', [json(list.outputs[0])[0].plan, demotion])).toEqual([false, true]);
});

it('the plan of a list that comes twice tells its changes once', async () => {
	kind.fill(6, 3);
	const list = await listOf('1', '2', '5');
	sandbox.guardhouse.requests.splice(0);
	const ran = await applied('guardhouse', [list, list], { auditEvent: true });
	const [first, second] = json(ran.outputs[0]);
	expect(first).toMatchObject({ success: true, changed: true });
	expect(first.undo).toHaveLength(2);
	expect(second).toMatchObject({ success: true, changed: null, undo: [], note: expect.stringMatching(/made once/) });
	expect(sentBy(kind)).toHaveLength(2);
	const told = eventsIn(ran).map(({ unmapped }) => (unmapped as IDataObject).changed);
	expect(told.sort()).toEqual([null, null, true, true]);
});
