import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, wayIn } from '../support/access';
import { failedAs } from '../support/changes';
import { users } from '../support/guardhouse';
import { removeMembers } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { runNode } from '../support/workflow';

// Several items of a run about the access of one user: what was read before any of them tells of the first one only.

setUp();

const run = async (type: string, operation: string, items: readonly IDataObject[], options = {}, onError?: OnError) => {
	const [node, { resource }] = removals[type];
	const fields = Object.fromEntries(Object.keys(items[0]).map((name) => [name, `={{ $json.${name} }}`]));
	return await runNode(engine, node, { resource, operation, ...fields, options } as IDataObject, {
		items,
		credentials: { [type]: wayIn(sandbox, type) },
		onError,
	});
};
const changed = (type: 'delos' | 'guardhouse' | 'clientDirectory') =>
	sandbox[type].requests.filter(({ method }) => method !== 'GET');
const strict = { ifUnchanged: 'fail' };
const bind = (isOwner: boolean) => ({ userId: 'user_456ghi', clientId: 'cust_alpine', isOwner });

describe("with 'If Unchanged' set to Fail", () => {
	beforeEach(() => void (sandbox.delos.state.bindMode = 'overwrites'));

	const twice: ReadonlyArray<readonly [string, string, IDataObject]> = [
		['guardhouseApi', 'unassignRole', { userId: 101, roleId: 1 }],
		['delosApi', 'bindClient', bind(true)],
	];

	it.each(twice)('%s %s: the second of two is as asked already', async (type, operation, item) => {
		const { outputs } = await run(type, operation, [item, item], strict, 'continueErrorOutput');
		expect(outputs[0].map(({ json }) => json.outcome)).toEqual(['applied']);
		expect(outputs[1].map(({ json }) => json.error)).toEqual([
			failedAs('An earlier item of this run asked for just the same'),
		]);
	});

	it('a member in two items is as asked already in the second', async () => {
		const [{ id }] = sandbox.clientDirectory.state.users;
		const { outputs } = await removeMembers([{ userIds: id }, { userIds: id }], strict, 'continueErrorOutput');
		expect(outputs[0].map(({ json }) => json.changed)).toEqual([true]);
		expect(outputs[1]).toHaveLength(1);
	});

	it.each(twice)('%s %s: both of two are told why their request was refused', async (type, operation, item) => {
		providerOf(sandbox, type).fault({ method: type === 'delosApi' ? 'PUT' : 'DELETE', status: 403, body: 'no' });
		const { outputs } = await run(type, operation, [item, item], strict, 'continueErrorOutput');
		const why = expect.stringMatching(/doesn't (allow|let)/);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1].map(({ json }) => json.error)).toEqual([why, why]);
	});

	it('of many only the first is sent', async () => {
		const item = { userId: 101, roleId: 1 };
		const { outputs } = await run(
			'guardhouseApi',
			'unassignRole',
			[item, item, item, item],
			strict,
			'continueErrorOutput',
		);
		expect([outputs[0].length, outputs[1].length]).toEqual([1, 3]);
		expect(changed('guardhouse')).toHaveLength(1);
	});

	it.each([
		['a member', [true, false]],
		['a member, planned in between', [false, true, false]],
	])('%s that a dry run named before is a change', async (_, runs) => {
		const [{ id }] = sandbox.clientDirectory.state.users;
		const items = runs.map((dry) => ({ userIds: id, dry }));
		const options = { ...strict, dryRun: '={{ $json.dry }}' };
		const { outputs } = await removeMembers(items, options, 'continueErrorOutput');
		const applied = outputs[0].map(({ json }) => json).filter(({ outcome }) => outcome === 'applied');
		expect(applied).toMatchObject([{ changed: true, undo: { userIds: [id] } }]);
		expect(outputs[1]).toHaveLength(runs.length - 2);
	});

	it('an access that a dry run named in between is as asked already', async () => {
		const items = [false, true, false].map((dry) => ({ userId: 101, roleId: 1, dry }));
		const options = { ...strict, dryRun: '={{ $json.dry }}' };
		const ran = await runNode(
			engine,
			'guardhouse',
			{ resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1, options },
			{ items, credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') }, onError: 'continueErrorOutput' },
		);
		expect(ran.outputs[0].map(({ json }) => json.outcome)).toEqual(['applied', 'planned']);
		expect(ran.outputs[1]).toHaveLength(1);
	});

	it.each([
		[
			'refused',
			{ status: 200, body: (ids: string[]) => ({ succeeded: [ids[0]], failed: [{ id: ids[1], error: 'locked' }] }) },
		],
		['lost', undefined],
	])('members that are %s are reported, though the others were as asked', async (_, answer) => {
		const [one, other] = sandbox.clientDirectory.state.users;
		one.department_ids = [];
		const ids = [one.id, other.id];
		const headers = { 'content-type': 'application/json' };
		if (answer) {
			const body = JSON.stringify(answer.body(ids));
			sandbox.clientDirectory.fault({ method: 'POST', status: answer.status, headers, body });
		} else sandbox.clientDirectory.fault({ method: 'POST', skip: 1, drop: 'after' });
		const options = {
			...strict,
			partialFailure: 'report',
			maxRetries: 0,
			...(!answer && { batchSize: 1, concurrency: 1 }),
		};
		const { outputs } = await removeMembers([{ userIds: ids }], options);
		const why = answer ? 'locked' : expect.stringMatching(/^It isn't known whether it was removed/);
		const list = answer ? 'failed' : 'unknown';
		expect(outputs[0][0].json).toMatchObject({ success: false, [list]: [{ id: other.id, error: why }] });
	});

	it('another ownership in between is a change each time', async () => {
		const { outputs, error } = await run('delosApi', 'bindClient', [bind(true), bind(false), bind(true)], strict);
		expect(error).toBeUndefined();
		expect(outputs[0].map(({ json }) => json.outcome)).toEqual(['applied', 'applied', 'applied']);
		const { clients } = sandbox.delos.state.users[1];
		expect(clients.filter(({ customerId }) => customerId === 'cust_alpine')).toEqual([
			{ customerId: 'cust_alpine', isOwner: true },
		]);
	});
});

describe('with Verify', () => {
	it('a member in two items was changed once, and is given back once', async () => {
		const [{ id }, other] = sandbox.clientDirectory.state.users;
		const items = [{ userIds: [id] }, { userIds: [id, other.id] }];
		const { outputs } = await removeMembers(items, { verify: true });
		const results = outputs[0].map(({ json }) => json);
		expect(results.map((one) => one.verified)).toEqual([true, true]);
		expect(results[0]).toMatchObject({ changed: true, undo: { userIds: [id] } });
		// What is known of the second is that the other one was removed by it.
		expect(results[1]).toMatchObject({ changed: true, undo: { userIds: [other.id] } });
		expect(results[1].note).toBe(`'undo' lacks what isn't known exactly: ${id}.`);
		expect(changed('clientDirectory')).toHaveLength(1);
	});

	it('an item that a later one undoes is said to be that, not to be tried again', async () => {
		sandbox.delos.state.bindMode = 'overwrites';
		const { outputs } = await run(
			'delosApi',
			'bindClient',
			[bind(true), bind(false)],
			{ verify: true },
			'continueErrorOutput',
		);
		expect(outputs[0].map(({ json }) => [json.isOwner, json.verified])).toEqual([[false, true]]);
		expect(outputs[1][0].json.error).toMatch(/a later item changed the same access again/);
		expect(outputs[1][0].json.error).not.toMatch(/run the item again/);
	});
});

describe('with Verify, after an item that changed nothing', () => {
	it.each([
		['was refused', [{ strict: true }, { strict: false }]],
		['was a dry run', [{ dry: true }, { dry: false }]],
	])('because it %s, what was changed and its undo are known', async (_, runs) => {
		if ('strict' in runs[0]) sandbox.guardhouse.fault({ method: 'DELETE', status: 403, body: 'no' });
		const ifUnchanged = "={{ $json.strict ? 'fail' : 'succeed' }}";
		const options = { verify: true, dryRun: '={{ $json.dry === true }}', ifUnchanged };
		const ran = await runNode(
			engine,
			'guardhouse',
			{ resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1, options },
			{ items: runs, credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') }, onError: 'continueErrorOutput' },
		);
		const last = ran.outputs[0][ran.outputs[0].length - 1].json;
		expect(last).toMatchObject({
			outcome: 'applied',
			changed: true,
			verified: true,
			undo: { operation: 'assignRole' },
		});
	});

	it('a later one that was refused undid nothing', async () => {
		const headers = { 'content-type': 'application/json' };
		const body = '{"item":{"uuid":"user_456ghi"}}';
		sandbox.delos.fault({ method: 'PUT', status: 200, headers, body });
		sandbox.delos.fault({ method: 'PUT', status: 403, body: 'no' });
		const { outputs } = await run(
			'delosApi',
			'bindClient',
			[bind(true), bind(false)],
			{ verify: true },
			'continueErrorOutput',
		);
		expect(outputs[1][0].json.error).toMatch(/accepted, but can't be seen/);
	});
});

describe('the count of a run that stops', () => {
	it('is one for an access that several items name', async () => {
		const [one, , , other] = users(4, [1]);
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/4/', status: 403, body: 'no' });
		const options = { verify: true, concurrency: 1 };
		const { error } = await run('guardhouseApi', 'unassignRole', [one, one, one, other], options);
		expect(error?.description).toMatch(/In this run, 1 change had been made when it stopped\.$/);
	});

	it.each([
		[[], 'no changes'],
		[[1], '3 changes'],
	])('is of changes, not of what was so already (roles %j)', async (roleIds, count) => {
		const items = users(4, roleIds);
		sandbox.guardhouse.fault({ method: 'DELETE', path: '/users/4/', status: 403, body: 'no' });
		const { error } = await run('guardhouseApi', 'unassignRole', items, { verify: true, concurrency: 1 });
		expect(error?.description).toMatch(new RegExp(`In this run, ${count} had been made when it stopped\\.$`));
	});
});

describe('refusals of the token, several in a row', () => {
	const thirty = () => users(30, [1]);

	it.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'end the requests of the run, where nothing can be read with it either (%s)',
		async (onError) => {
			const items = thirty();
			sandbox.guardhouse.fault({ status: 401, body: 'no', times: 999 });
			const { outputs } = await run('guardhouseApi', 'unassignRole', items, { concurrency: 1 }, onError);
			expect(outputs.flat()).toHaveLength(30);
			expect(changed('guardhouse')).toHaveLength(3);
		},
	);

	it('end those of reported members, too', async () => {
		sandbox.clientDirectory.fault({ skip: 1, status: 401, body: 'no', times: 999 });
		const ids = sandbox.clientDirectory.state.users.map(({ id }) => id).slice(0, 10);
		const options = { partialFailure: 'report', batchSize: 1, concurrency: 1 };
		const { outputs } = await removeMembers([{ userIds: ids }], options);
		expect(outputs[0][0].json).toMatchObject({ success: false, succeeded: [ids[0]] });
		expect(changed('clientDirectory')).toHaveLength(4);
	});

	it('are their own where the token is good for others', async () => {
		const items = thirty();
		sandbox.guardhouse.fault({ method: 'DELETE', path: /users\/([3-9]|10)\//, status: 401, body: 'no', times: 999 });
		const options = { concurrency: 1 };
		const { outputs } = await run('guardhouseApi', 'unassignRole', items, options, 'continueErrorOutput');
		expect([outputs[0].length, outputs[1].length]).toEqual([22, 8]);
		expect(changed('guardhouse')).toHaveLength(30);
	});
});

describe('two items about the same access', () => {
	it.each([
		['guardhouse', {}, { instantLogout: '={{ $json.way }}' }, [false, true]],
		['cloudFoundry', { apiVersion: '={{ $json.way }}' }, {}, ['auto', 'v2']],
	])('of %s, asked for in two ways, do not both claim the change', async (node, fields, options, ways) => {
		const type = `${node}Api`;
		const { outputs } = await runNode(
			engine,
			node,
			{ ...removals[type][1], ...fields, options: { ...options, verify: true } },
			{ items: ways.map((way) => ({ way })), credentials: credentialsOf(type) },
		);
		expect(outputs[0].map(({ json: { changed } }) => changed)).toEqual([true, null]);
		expect(outputs[0][1].json.undo).toBeNull();
	});
});
