import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { ada, bob, department, fillDepartment, nobody, removeMembers } from '../support/members';
import { sandbox, setUp } from '../support/setUp';
import { reply } from '../support/wire';

setUp();

describe('a dry run with Verify or Report', () => {
	it.each([{ verify: true }, { verify: true, partialFailure: 'report' }, { verify: true, output: 'members' }])(
		'is a plan and no more (%j)',
		async (options) => {
			const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
			const { outputs, error } = await removeMembers([{ userIds: ids }], { dryRun: true, ...options });
			expect(error).toBeUndefined();
			for (const { json } of outputs[0]) {
				expect(json).toMatchObject({ success: true, outcome: 'planned', changed: false, wouldChange: true });
				expect(json).not.toHaveProperty('verified');
			}
			const sent = outputs[0].flatMap(({ json }) => (json.request as { body: { user_ids: string[] } }).body.user_ids);
			expect(sent).toEqual(ids);
			expect(sandbox.clientDirectory.requests.every(({ method }) => method === 'GET')).toBe(true);
		},
	);

	it.each(['summary', 'members'])(
		'of a department in another case is refused, and nothing is "applied" (%s)',
		async (output) => {
			const [one, other] = sandbox.clientDirectory.state.users;
			other.department_ids = [];
			const items = [{ userIds: [one.id, other.id], departmentId: department.toUpperCase() }];
			const ran = await removeMembers(items, { dryRun: true, partialFailure: 'report', output });
			expect(ran.error?.message).toMatch(/^'Department' is spelled in another case/);
			expect(ran.error?.message).not.toMatch(/If Unchanged/);
		},
	);
});

describe('reads for members that are reported', () => {
	const ids = () => sandbox.clientDirectory.state.users.slice(0, 3).map(({ id }) => id);
	const posts = () => sandbox.clientDirectory.requests.filter(({ method }) => method === 'POST');

	it.each([
		[401, { verify: true }],
		[403, { verify: true }],
		[503, { verify: true }],
		[403, { ifUnchanged: 'fail' }],
	])('that fail for all of them (%d) let none of them go unread (%j)', async (status, options) => {
		sandbox.clientDirectory.fault({ method: 'GET', status, body: 'no', times: 999 });
		const more = { partialFailure: 'report', maxRetries: 0, ...options };
		const ran = await removeMembers([{ userIds: ids() }, { userIds: ids()[0] }], more);
		expect(ran.error?.description).toMatch(/^Nothing was changed, because /);
		expect(posts()).toEqual([]);
	});

	it('where an item has nobody left, nothing is sent for the others either', async () => {
		const ran = await removeMembers([{ userIds: nobody }, { userIds: ids()[0] }], {
			verify: true,
			partialFailure: 'report',
		});
		expect(ran.error?.message).toBe(`The user '${nobody}' doesn't exist (item 0)`);
		expect(ran.error?.description).toMatch(/^Nothing was changed, because the change couldn't be verified\. /);
		expect(posts()).toEqual([]);
	});
});

describe('members that are reported', () => {
	const ids = () => sandbox.clientDirectory.state.users.slice(0, 3).map(({ id }) => id);
	const one = { partialFailure: 'report', batchSize: 1, maxRetries: 0 };

	it.each([
		[403, 1],
		[403, 5],
		[400, 1],
	])('are all sent, whichever request is refused (%d, %d at once)', async (status, concurrency) => {
		sandbox.clientDirectory.fault({ method: 'POST', status, body: '{"error":{"message":"not this one"}}' });
		const { outputs } = await removeMembers([{ userIds: ids() }], { ...one, concurrency });
		const [first, ...others] = ids();
		const failed = [{ id: first, error: 'not this one' }];
		expect(outputs[0][0].json).toMatchObject({ success: false, succeeded: others, failed });
	});

	it('that all fail for different reasons are told with each of them', async () => {
		sandbox.clientDirectory.fault({ method: 'POST', status: 403, body: '{"error":{"message":"not this one"}}' });
		const options = { verify: true, partialFailure: 'report' };
		const { error } = await removeMembers([{ userIds: [nobody, ids()[0]] }], options);
		expect(error?.message).toBe('2 of 2 members were not removed');
		expect(error?.description).toMatch(/Not sent, because it couldn't be read.*not this one/);
		expect(error?.description).not.toMatch(/to Report/);
	});

	it.each([
		['spells the ID otherwise', (id: string) => ({ id: id.toUpperCase(), departments: [] })],
		['lacks the departments', (id: string) => ({ id })],
	])('go though the record of one of them %s', async (_, record) => {
		const [first, ...others] = ids();
		const headers = { 'content-type': 'application/json' };
		const body = JSON.stringify(record(first));
		sandbox.clientDirectory.fault({ method: 'GET', path: first, status: 200, headers, body, times: 9 });
		const { outputs } = await removeMembers([{ userIds: ids() }], { verify: true, partialFailure: 'report' });
		expect(outputs[0][0].json).toMatchObject({ success: false, succeeded: others, failed: [{ id: first }] });
	});

	it('in halves keep their own reasons', async () => {
		const [first, second] = ids();
		const refusal = { method: 'POST', status: 400, body: '{"error":{"code":"invalid_request","message":"malformed"}}' };
		const headers = { 'content-type': 'application/json' };
		sandbox.clientDirectory.fault({ ...refusal, headers });
		sandbox.clientDirectory.fault({ method: 'POST', drop: 'after' });
		sandbox.clientDirectory.fault({ ...refusal, headers });
		const { error } = await removeMembers([{ userIds: [first, second] }], { maxRetries: 0 });
		expect(error?.message).toBe(
			"1 of 2 members was not removed, and it isn't known whether 1 of 2 members was removed",
		);
		expect(error?.description).toMatch(new RegExp(`Not removed: ${second} \\(malformed`));
		expect(error?.description).toMatch(/of 1 change it isn't known\.$/);
	});

	it('in halves of a request have one answer that names them all', async () => {
		const ids = Array.from({ length: 3 }, (_, index) => uuidOf(`member ${index}`));
		fillDepartment(ids);
		sandbox.clientDirectory.state.malformedFails = 'request';
		const { outputs } = await removeMembers([{ userIds: [ids[0], ids[1], 'bad', ids[2]] }], {
			partialFailure: 'report',
		});
		const [{ json: result }] = outputs[0];
		const { succeeded, failed, response } = result as Record<string, IDataObject>;
		expect(succeeded).toEqual([ids[0], ids[1], ids[2]]);
		expect(response).toEqual({ succeeded, failed });
	});
});

describe('the response of Remove Members', () => {
	const answer = { succeeded: [ada, bob], failed: [], removed_at: '2026-01-02T03:04:05Z' };
	beforeEach(() => sandbox.clientDirectory.fault(reply(200, answer)));

	it('to one item alone is all that the provider answered', async () => {
		const { outputs } = await removeMembers([{ userIds: [ada, bob] }]);
		expect(outputs[0].map(({ json }) => json.response)).toEqual([answer]);
	});

	it('to several items is what it says of the members of each', async () => {
		const { outputs } = await removeMembers([{ userIds: ada }, { userIds: bob }]);
		expect(outputs[0].map(({ json }) => json.response)).toEqual(
			[ada, bob].map((id) => ({ succeeded: [id], failed: [] })),
		);
	});
});

describe('an answer of Remove Members that mentions one of two members', () => {
	beforeEach(() => sandbox.clientDirectory.fault({ ...reply(200, { succeeded: [ada], failed: [] }) }));

	it('fails the item of both, and says who', async () => {
		const { outputs } = await removeMembers([{ userIds: [ada, bob] }], {}, 'continueErrorOutput');
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json.error).toContain('1 of 2 members');
		expect(JSON.stringify(outputs[1][0].json)).toContain(`${bob} (the provider's answer doesn't mention it)`);
	});

	it('fails the item of the other one only', async () => {
		const { outputs } = await removeMembers([{ userIds: ada }, { userIds: bob }], {}, 'continueErrorOutput');
		expect(outputs[0].map(({ json: { succeeded } }) => succeeded)).toEqual([[ada]]);
		expect(outputs[1].map(({ json: { userIds } }) => userIds)).toEqual([bob]);
	});

	it('is reported as unknown where that is asked for', async () => {
		const { outputs } = await removeMembers([{ userIds: [ada, bob] }], { partialFailure: 'report' });
		expect(outputs[0].map((item) => item.json)).toMatchObject([
			{ success: false, succeeded: [ada], failed: [], unknown: [{ id: bob, error: expect.any(String) }] },
		]);
	});
});

it('a report of members who all failed names no success of any kind', async () => {
	const ids = [nobody, uuidOf('somebody else')];
	const { status, outputs } = await removeMembers([{ userIds: ids }], { partialFailure: 'report' });
	expect(status).toBe('success');
	expect(outputs[0].map((item) => item.json)).toMatchObject([
		{
			success: false,
			outcome: null,
			changed: null,
			userIds: ids,
			succeeded: [],
			failed: ids.map((id) => ({ id, error: 'User not found' })),
			undo: null,
		},
	]);
});

it.each([
	['short', 'User not found'],
	['long', `User not found. ${'Ask your administrator. '.repeat(40)}`],
])('500 failed members with %s reasons are told in less than 3 kB', async (_, error) => {
	const ids = Array.from({ length: 500 }, (__, index) => uuidOf(`gone ${index}`));
	sandbox.clientDirectory.fault({ ...reply(200, { succeeded: [], failed: ids.map((id) => ({ id, error })) }) });
	const ran = await removeMembers([{ userIds: ids }]);
	expect(ran.error?.message).toContain('500 of 500');
	expect(ran.error?.description).toContain('User not found');
	expect(Buffer.byteLength(String(ran.error?.description))).toBeLessThan(3000);
});
