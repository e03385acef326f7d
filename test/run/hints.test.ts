import type { IDataObject } from 'n8n-workflow';

import { changeKinds, kindNames, run } from '../support/changes';
import { unassign, users } from '../support/guardhouse';
import { ada, bob, nobody, removeMembers } from '../support/members';
import { apply, plansOf, undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import { credentialsOf } from '../support/removal';
import type { Ran } from '../support/workflow';
import { runNode } from '../support/workflow';

setUp();

/** What n8n shows above the output. */
const hintsOf = ({ raw }: Pick<Ran, 'raw'>) => raw.data.resultData.runData.Node[0].hints ?? [];
const linesOf = (ran: Pick<Ran, 'raw'>) => hintsOf(ran).map(({ message }) => message);

const hint = (message: string, type = 'info') => ({ message, type, location: 'outputPane' });

describe('the hint of a dry run', () => {
	it('says how many would change', async () => {
		const items = users(20);
		for (const user of sandbox.guardhouse.state.users.slice(14)) user.roleIds = [];
		expect(hintsOf(await unassign(items, { dryRun: true }))).toEqual([
			hint('Nothing was changed: 14 of 20 would change'),
		]);
	});

	it.each(kindNames)('of %s is one line', async (name) => {
		const change = changeKinds[name];
		const ran = await run(change, [change.changing, change.idle], { dryRun: true });
		expect(linesOf(ran)).toEqual(['Nothing was changed: 1 of 2 would change']);
	});

	it('says of how many it is not known', async () => {
		const items = users(3);
		sandbox.guardhouse.fault({ path: '/users/2', status: 403, body: 'no' });
		const ran = await unassign(items, { dryRun: true }, 'continueRegularOutput');
		expect(linesOf(ran)).toEqual(["Nothing was changed: 2 of 3 would change; of 1 it isn't known"]);
	});

	it('leaves out the items that failed', async () => {
		const ran = await unassign([...users(2), { userId: 0 }], { dryRun: true }, 'continueErrorOutput');
		expect(linesOf(ran)).toEqual(['Nothing was changed: 2 of 2 would change']);
	});

	it('is not said of items that were changed', async () => {
		const items = users(3).map((item, index) => ({ ...item, dry: index < 2 }));
		const ran = await unassign(items, { dryRun: '={{ $json.dry }}', verify: true });
		expect(linesOf(ran)).toEqual(['Of 3 results, 2 are of a dry run: 2 of 2 would change']);
	});

	it('counts members where they are the output', async () => {
		const ran = await removeMembers([{ userIds: [ada, bob] }], { dryRun: true, output: 'members' });
		expect(linesOf(ran)).toEqual(['Nothing was changed: 2 of 2 would change']);
	});

	it('is there for Apply Plan and Undo', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(change);
		const options = { dryRun: true };
		expect(linesOf(await apply('guardhouse', [{ plan }], { options }))).toEqual([
			'Nothing was changed: 1 of 1 would change',
		]);
		const back = { resource: 'user', operation: 'assignRole', userId: 101, roleId: 1 };
		expect(linesOf(await undo('guardhouse', [{ undo: back }], { options }))).toEqual([
			'Nothing was changed: 0 of 1 would change',
		]);
	});
});

describe('the hint of members that failed', () => {
	it('says how many results report some', async () => {
		const items = [{ userIds: [ada, nobody] }, { userIds: [bob] }, { userIds: [nobody] }];
		const ran = await removeMembers(items, { partialFailure: 'report' });
		const [failed, ...others] = hintsOf(ran);
		expect(failed).toEqual(hint("2 of 3 results report what wasn't changed: see 'failed'", 'warning'));
		expect(others).toHaveLength(1);
	});

	it('is in the singular for one', async () => {
		const items = [{ userIds: [ada] }, { userIds: [nobody] }];
		const [line] = linesOf(await removeMembers(items, { partialFailure: 'report' }));
		expect(line).toBe("1 of 2 results reports what wasn't changed: see 'failed'");
	});

	it('is not there where they are an item that failed', async () => {
		const ran = await removeMembers([{ userIds: [nobody] }], {}, 'continueErrorOutput');
		expect(hintsOf(ran)).toEqual([]);
	});
});

describe('the hint of changes that nothing proves', () => {
	it('says how many there are, and what would', async () => {
		expect(hintsOf(await unassign(users(3), {}))).toEqual([
			hint("3 of 3 changes were accepted, which proves nothing yet: 'Verify' reads them back"),
		]);
		expect(linesOf(await unassign(users(1), {}))).toEqual([
			"1 of 1 changes was accepted, which proves nothing yet: 'Verify' reads them back",
		]);
	});

	it('is not there where what was so before was read', async () => {
		const ran = await unassign(users(2), { ifUnchanged: 'fail' });
		expect(ran.outputs[0].map(({ json }) => json.changed)).toEqual([true, true]);
		expect(hintsOf(ran)).toEqual([]);
	});

	it.each(kindNames)('is not there for %s with Verify', async (name) => {
		const change = changeKinds[name];
		const ran = await run(change, [change.changing, change.idle], { verify: true });
		expect(ran.status).toBe('success');
		expect(hintsOf(ran)).toEqual([]);
	});
});

it.each([
	['delos', { resource: 'user', operation: 'get', userId: 'user_456ghi' }],
	['delos', { resource: 'client', operation: 'getAll' }],
	['guardhouse', { resource: 'user', operation: 'getAll' }],
	['guardhouse', { resource: 'user', operation: 'get', userId: 101 }],
])('a read at %s has no hint', async (node, parameters: IDataObject) => {
	const ran = await runNode(engine, node, parameters, { credentials: credentialsOf(`${node}Api`) });
	expect(ran.outputs[0].length).toBeGreaterThan(0);
	expect(hintsOf(ran)).toEqual([]);
});

it('a run that fails has none', async () => {
	sandbox.guardhouse.fault({ method: 'DELETE', status: 403, body: 'no' });
	const ran = await unassign(users(2), {});
	expect(ran.status).toBe('error');
	expect(hintsOf(ran)).toEqual([]);
});
