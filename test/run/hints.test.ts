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
			hint('Nothing was changed. 20 people: would remove 14'),
		]);
	});

	it.each(kindNames)('of %s is one line', async (name) => {
		const change = changeKinds[name];
		const ran = await run(change, [change.changing, change.idle], { dryRun: true });
		const verb = /^(bind|add|assign)/.test(change.operation)
			? 'add'
			: change.operation === 'block'
				? 'change'
				: 'remove';
		// The members of one item, or the one whom both items are about; each of those who are blocked is another.
		const people = change.node === 'clientDirectory' || change.operation === 'block' ? '2 people' : '1 person';
		const told = `${people}: would ${verb} ${change.node === 'clientDirectory' ? 2 : 1}`;
		expect(linesOf(ran)).toEqual([`Nothing was changed. ${told}`]);
	});

	it('says of how many it is not known', async () => {
		const items = users(3);
		sandbox.guardhouse.fault({ path: '/users/2', status: 403, body: 'no' });
		const ran = await unassign(items, { dryRun: true }, 'continueRegularOutput');
		expect(linesOf(ran)).toEqual(["Nothing was changed. 3 people: would remove 2; of 1 it isn't known"]);
	});

	it('leaves out the items that failed', async () => {
		const ran = await unassign([...users(2), { userId: 0 }], { dryRun: true }, 'continueErrorOutput');
		expect(linesOf(ran)).toEqual(['Nothing was changed. 2 people: would remove 2']);
	});

	it('is not said of items that were changed', async () => {
		const items = users(3).map((item, index) => ({ ...item, dry: index < 2 }));
		const ran = await unassign(items, { dryRun: '={{ $json.dry }}', verify: true });
		expect(linesOf(ran)).toEqual(['Of 3 results, 2 are of a dry run. 2 people: would remove 2']);
	});

	it('counts members where they are the output', async () => {
		const ran = await removeMembers([{ userIds: [ada, bob] }], { dryRun: true, output: 'members' });
		expect(linesOf(ran)).toEqual(['Nothing was changed. 2 people: would remove 2']);
	});

	it('counts the accesses of one person by themselves, and whoever stays as a person', async () => {
		sandbox.guardhouse.state.users[0].roleIds = [1, 2, 3];
		const all = { resource: 'user', operation: 'unassignAllRoles', userId: 101, options: { dryRun: true } };
		const credentials = credentialsOf('guardhouseApi');
		expect(linesOf(await runNode(engine, 'guardhouse', all, { credentials }))).toEqual([
			'Nothing was changed. 1 person: would remove 3',
		]);
		for (const [place, user] of sandbox.guardhouse.state.users.entries()) user.roleIds = place < 4 ? [2] : [];
		const set = { resource: 'role', operation: 'setUsers', roleId: 2, userIds: '101, 102, 105' };
		const options = { dryRun: true, maxRemovalPercent: 100 };
		expect(linesOf(await runNode(engine, 'guardhouse', { ...set, options }, { credentials }))).toEqual([
			'Nothing was changed. 5 people: would add 1, would remove 2',
		]);
	});

	it('counts an access once that two items ask for', async () => {
		const [item] = users(1);
		expect(linesOf(await unassign([item, item], { dryRun: true }))).toEqual([
			'Nothing was changed. 1 person: would remove 1',
		]);
	});

	it('is there for Apply Plan and Undo', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(change);
		const options = { dryRun: true };
		expect(linesOf(await apply('guardhouse', [{ plan }], { options }))).toEqual([
			'Nothing was changed. 1 person: would remove 1',
		]);
		const back = { resource: 'user', operation: 'assignRole', userId: 101, roleId: 1 };
		expect(linesOf(await undo('guardhouse', [{ undo: back }], { options }))).toEqual([
			'Nothing was changed. 1 person: nothing would change',
		]);
	});
});

describe('the hint of members that failed', () => {
	it('says how many there are, each once', async () => {
		const items = [{ userIds: [ada, nobody] }, { userIds: [bob] }, { userIds: [nobody] }];
		const ran = await removeMembers(items, { partialFailure: 'report' });
		const [failed, ...others] = hintsOf(ran);
		expect(failed).toEqual(hint("1 of 3 accesses wasn't changed: see 'failed'", 'warning'));
		expect(others).toHaveLength(1);
	});

	it('is in the plural for several', async () => {
		const items = [{ userIds: [ada, nobody, 'somebody'] }];
		const [line] = linesOf(await removeMembers(items, { partialFailure: 'report' }));
		expect(line).toBe("2 of 3 accesses weren't changed: see 'failed'");
	});

	it('is not there where they are an item that failed', async () => {
		const ran = await removeMembers([{ userIds: [nobody] }], {}, 'continueErrorOutput');
		expect(hintsOf(ran)).toEqual([]);
	});
});

it('the hint of members of whom nobody knows says how many there are', async () => {
	sandbox.clientDirectory.fault({ method: 'POST', drop: 'after', times: 9 });
	const ran = await removeMembers(
		[{ userIds: [ada, bob] }],
		{ partialFailure: 'report', maxRetries: 0 },
		'continueErrorOutput',
	);
	expect(hintsOf(ran)).toEqual([]);
	sandbox.clientDirectory.heal();
	sandbox.clientDirectory.fault({
		method: 'POST',
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ succeeded: [ada], failed: [] }),
	});
	const [line] = hintsOf(await removeMembers([{ userIds: [ada, bob] }], { partialFailure: 'report' }));
	expect(line).toEqual(hint("It isn't known of 1 of 2 accesses: see 'unknown'", 'warning'));
});

describe('the hint of changes that nothing proves', () => {
	it('says how many there are, and what would', async () => {
		expect(hintsOf(await unassign(users(3), {}))).toEqual([
			hint("Applied, not verified: these can't be undone. Switch on Verify for that"),
		]);
		expect(linesOf(await unassign(users(1), {}))).toEqual([
			"Applied, not verified: this can't be undone. Switch on Verify for that",
		]);
	});

	it('says of how many it is so where others are proven', async () => {
		const items = users(3).map((item, place) => ({ ...item, isVerified: place > 0 }));
		expect(linesOf(await unassign(items, { verify: '={{ $json.isVerified }}' }))).toEqual([
			"1 of 3 accesses: applied, not verified: this can't be undone. Switch on Verify for that",
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
