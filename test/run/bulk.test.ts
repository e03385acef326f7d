import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { results } from '../support/changes';
import { client, department, removeMembers } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { atScale, counted } from '../support/scale';
import type { OnError } from '../support/workflow';
import { links, locator, runNode } from '../support/workflow';

setUp();

const finance = uuidOf('department finance');
const unknown = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const malformed = 'no-uuid-at-all';

const many = atScale(2_000, 10_000);
const batches = many / 500;
const odd = Math.floor(many * 0.6173);

const ids = Array.from({ length: many }, (_, index) => uuidOf(`member ${index}`));

/** Members of the department; nobody else is a user of the directory. */
const seed = (count: number) => {
	const { users } = sandbox.clientDirectory.state;
	const [someone] = users;
	users.splice(0);
	for (const id of ids.slice(0, count)) users.push({ ...someone, id, department_ids: [department, finance] });
};

const isMember = (id: string, of = department) =>
	sandbox.clientDirectory.state.users.find((user) => user.id === id)?.department_ids.includes(of);

const membersLeft = (of = department) =>
	sandbox.clientDirectory.state.users.filter(({ department_ids }) => department_ids.includes(of)).length;

const requests = () => sandbox.clientDirectory.requests;
const sent = () => requests().map(({ body }) => (JSON.parse(body) as { user_ids: string[] }).user_ids);

interface Item {
	readonly userIds: unknown;
	readonly departmentId?: string;
	readonly clientId?: string;
	readonly [field: string]: unknown;
}

const run = async (
	items: readonly Item[],
	options: IDataObject = {},
	{ onError = 'continueErrorOutput', operation = 'removeMembers' }: { onError?: OnError; operation?: string } = {},
) => {
	const credentials = {
		clientDirectoryApi: { baseUrl: sandbox.clientDirectory.url, accessToken: 'sandbox-token' },
	};
	const parameters = {
		resource: 'department',
		operation,
		clientId: '={{ $json.clientId }}',
		departmentId: locator('={{ $json.departmentId }}'),
		userIds: '={{ $json.userIds }}',
		options,
	};
	const filled = items.map((item) => ({ clientId: client, departmentId: department, ...item }));
	const before = process.cpuUsage();
	const ran = await runNode(engine, 'clientDirectory', parameters, { items: filled, credentials, onError });
	const { user, system } = process.cpuUsage(before);
	// Of the processor: what else the machine is busy with says nothing about us.
	return { ...ran, seconds: (user + system) / 1e6 };
};

const oneEach = (members: readonly string[]): Item[] => members.map((id) => ({ userIds: id }));

it('stops by the option of the item that failed, whatever others of its request say', async () => {
	seed(3);
	const [kept, next, last] = ids;
	const items = [
		{ userIds: kept, partialFailure: 'report' },
		{ userIds: [next, uuidOf('stranger')], partialFailure: 'fail' },
		{ userIds: last, partialFailure: 'report' },
	];
	const options = { partialFailure: '={{ $json.partialFailure }}', batchSize: 1, concurrency: 1 };
	const { status, error } = await run(items, options, { onError: 'stopWorkflow' });
	expect([status, error?.message]).toEqual(['error', '1 of 2 members was not removed (item 1)']);
	expect(sent()).toEqual([[kept], [next], [uuidOf('stranger')]]);
	expect(isMember(last)).toBe(true);
});

describe(`${counted(many)} items with a member each`, () => {
	it.each(['removeMembers', 'addMembers'])(
		'are requests of 500, and each item has its own result: %s',
		async (operation) => {
			seed(many);
			if (operation === 'addMembers')
				for (const user of sandbox.clientDirectory.state.users) user.department_ids = [finance];
			const { outputs, seconds } = await run(oneEach(ids), { batchSize: 500 }, { operation });
			console.log(`${counted(many)} items of ${operation}: ${seconds.toFixed(1)} s`);
			expect(requests().map(({ method }) => method)).toEqual(Array.from({ length: batches }, () => 'POST'));
			expect(sent().map(({ length }) => length)).toEqual(Array.from({ length: batches }, () => 500));
			expect(new Set(sent().flat())).toEqual(new Set(ids));
			expect(links(outputs[0])).toEqual(ids.map((_, index) => index));
			const wrong = results(outputs).filter(
				({ success, userIds, succeeded, failed, outcome }, index) =>
					JSON.stringify([success, userIds, succeeded, failed, outcome]) !==
					JSON.stringify([true, [ids[index]], [ids[index]], [], 'applied']),
			);
			expect(wrong).toEqual([]);
			expect(outputs[1] ?? []).toEqual([]);
			expect(membersLeft()).toBe(operation === 'addMembers' ? many : 0);
			expect(seconds).toBeLessThan(15);
		},
	);

	it("do not share each other's response: a result tells of its own member only", async () => {
		seed(many);
		const { outputs } = await run(oneEach(ids));
		expect(JSON.stringify(results(outputs)).length).toBeLessThan(many * 1000);
	});

	it('lose only the item with the malformed ID', async () => {
		seed(many);
		sandbox.clientDirectory.state.malformedFails = 'request';
		const members = ids.map((id, index) => (index === odd ? malformed : id));
		const { outputs, seconds } = await run(oneEach(members), { batchSize: 500 });
		console.log(`${counted(many)} items, one malformed: ${requests().length} requests, ${seconds.toFixed(1)} s`);
		expect(links(outputs[1])).toEqual([odd]);
		expect(outputs[1][0].json).toMatchObject({ error: expect.stringMatching(/\S\. \S/) });
		expect(JSON.stringify(outputs[1][0].json)).toContain(malformed);
		expect(links(outputs[0])).toEqual(ids.flatMap((_, index) => (index === odd ? [] : [index])));
		expect(results(outputs).every(({ success }) => success === true)).toBe(true);
		expect(membersLeft()).toBe(1);
		expect(isMember(ids[odd])).toBe(true);
		expect(requests().length).toBeGreaterThan(batches);
		// Halving 500 to 1 takes 9 steps of two requests each.
		expect(requests().length).toBeLessThanOrEqual(batches + 2 * 9);
	});

	it('lose only the items with malformed IDs, of which each batch holds one', async () => {
		seed(many);
		sandbox.clientDirectory.state.malformedFails = 'request';
		const bad = Array.from({ length: batches }, (_, index) => index * 500 + 7 * index);
		const members = ids.map((id, index) => (bad.includes(index) ? `${malformed}-${index}` : id));
		const { outputs } = await run(oneEach(members));
		console.log(`${counted(many)} items, ${batches} malformed: ${requests().length} requests`);
		expect(links(outputs[1])).toEqual(bad);
		expect(membersLeft()).toBe(batches);
		expect(requests().length).toBeLessThanOrEqual(batches + batches * 2 * 9);
	});
});

describe('one item of many members', () => {
	const timed = async (count: number, options: IDataObject = {}) => {
		seed(count);
		requests().splice(0);
		return await run([{ userIds: ids.slice(0, count) }], options);
	};

	it.each(['summary', 'members'])(
		'takes time in proportion to them (%s)',
		async (output) => {
			await timed(100, { output });
			const [half, all] = [await timed(many / 2, { output }), await timed(many, { output })];
			console.log(`One item of ${many / 2} members: ${half.seconds} s, of ${many}: ${all.seconds} s (${output})`);
			expect(requests()).toHaveLength(batches);
			expect(results(all.outputs)).toHaveLength(output === 'members' ? many : 1);
			expect(links(all.outputs[0]).every((item) => item === 0)).toBe(true);
			if (output === 'summary') expect(results(all.outputs)[0].succeeded).toHaveLength(many);
			expect(all.seconds).toBeLessThan(2);
		},
		120_000,
	);

	it('is verified with a read before and a read after for each', async () => {
		const verified = atScale(100, 1_000);
		const { outputs, seconds } = await timed(verified, { verify: true, concurrency: 50 });
		console.log(`One item of ${verified} members, verified: ${requests().length} requests, ${seconds} s`);
		expect(results(outputs)).toMatchObject([{ success: true, changed: true, verified: true }]);
		expect(requests().filter(({ method }) => method === 'GET')).toHaveLength(verified * 2);
		expect(seconds).toBeLessThan(30);
	}, 120_000);
});

describe('malformed IDs', () => {
	beforeEach(() => {
		seed(100);
		sandbox.clientDirectory.state.malformedFails = 'request';
	});

	it.each([[[0]], [[99]], [[49, 50]], [[0, 1, 2]], [[3, 30, 60, 97]]])('at %j of 100 fail alone', async (places) => {
		const members = ids.slice(0, 100).map((id, index) => (places.includes(index) ? `${malformed}-${index}` : id));
		const { outputs } = await run(oneEach(members));
		expect(links(outputs[1])).toEqual(places);
		expect(membersLeft()).toBe(places.length);
	});

	it('of one item leave its other members changed, and the item says so', async () => {
		const members = [...ids.slice(0, 9), malformed];
		const failed = await run([{ userIds: members }]);
		expect(links(failed.outputs[1])).toEqual([0]);
		expect(JSON.stringify(failed.outputs[1][0].json)).toContain(malformed);
		expect(membersLeft()).toBe(91);
		const { outputs } = await run([{ userIds: members }], { partialFailure: 'report' });
		expect(results(outputs)).toMatchObject([
			{ success: false, succeeded: ids.slice(0, 9), failed: [{ id: malformed, error: expect.any(String) }] },
		]);
	});

	it('fail the item where there is nobody else', async () => {
		const { outputs } = await run([{ userIds: malformed }]);
		expect(links(outputs[1])).toEqual([0]);
		expect(requests()).toHaveLength(1);
	});

	it('of one item do not fail another that names the same good members', async () => {
		const [a, b] = ids;
		const { outputs } = await run([{ userIds: [a, malformed] }, { userIds: [a, b] }]);
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[1], [0]]);
		expect(results(outputs)).toMatchObject([{ success: true, succeeded: [a, b] }]);
	});

	it('stop the run where the node stops on errors, and the message says how many changes were made', async () => {
		const members = ids.slice(0, 10).map((id, index) => (index === 4 ? malformed : id));
		const { status, error } = await run(oneEach(members), {}, { onError: 'stopWorkflow' });
		expect(status).toBe('error');
		expect(error?.context?.itemIndex).toBe(4);
		const made = 10 - (membersLeft() - 90);
		expect(error?.description).toMatch(new RegExp(`\\b${made === 0 ? 'no' : made} changes?\\b`));
	});
});

describe('a refusal of all requests', () => {
	const refusal = (status: number, code: string, times = 100_000): Fault => ({
		method: 'POST',
		times,
		status,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ error: { code, message: 'Bad tenant configuration', details: {} } }),
	});

	it.each(['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow'] as const)(
		'with a 400 that is not about a member ends soon (%s)',
		async (onError) => {
			seed(2_000);
			sandbox.clientDirectory.fault(refusal(400, 'invalid_request'));
			const { outputs, status } = await run(oneEach(ids.slice(0, 2_000)), {}, { onError });
			console.log(`2,000 items, 400 for all, ${onError}: ${requests().length} requests`);
			expect(membersLeft()).toBe(2_000);
			// Four batches; each may be halved down to one member once, and the rest of the way back.
			expect(requests().length).toBeLessThanOrEqual(onError === 'stopWorkflow' ? 50 : 100);
			if (onError === 'stopWorkflow') return expect(status).toBe('error');
			expect(links(outputs[onError === 'continueErrorOutput' ? 1 : 0])).toEqual(
				Array.from({ length: 2_000 }, (_, index) => index),
			);
		},
	);

	it.each([401, 403, 404])('with a %d is not taken for a malformed ID', async (status) => {
		seed(500);
		sandbox.clientDirectory.fault(refusal(status, 'forbidden'));
		await run(oneEach(ids.slice(0, 500)), { maxRetries: 0 });
		expect(requests().length).toBeLessThanOrEqual(2);
	});

	it('of one request of several fails its items only', async () => {
		seed(1_000);
		sandbox.clientDirectory.fault({ ...refusal(403, 'forbidden', 1), skip: 1 });
		const { outputs } = await run(oneEach(ids.slice(0, 1_000)), { batchSize: 250, concurrency: 1 });
		expect(links(outputs[1])).toEqual(Array.from({ length: 250 }, (_, index) => 250 + index));
		expect(outputs[0]).toHaveLength(750);
	});
});

describe('items that share', () => {
	it('a member send it once, and both tell of it', async () => {
		seed(3);
		const [a, b, c] = ids;
		const { outputs } = await run([{ userIds: [a, b] }, { userIds: [b, c] }, { userIds: [b] }]);
		expect(sent()).toEqual([[a, b, c]]);
		expect(results(outputs)).toMatchObject([
			{ userIds: [a, b], succeeded: [a, b], failed: [] },
			{ userIds: [b, c], succeeded: [b, c], failed: [] },
			{ userIds: [b], succeeded: [b], failed: [] },
		]);
	});

	it('a member that fails fail both, and nobody else', async () => {
		seed(3);
		const [a, b] = ids;
		const { outputs } = await run([{ userIds: [a, unknown] }, { userIds: [b] }, { userIds: unknown }]);
		expect(requests()).toHaveLength(1);
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[1], [0, 2]]);
	});

	it('no department do not share a request', async () => {
		seed(4);
		const [a, b, c, d] = ids;
		const { outputs } = await run([
			{ userIds: a },
			{ userIds: b, departmentId: finance },
			{ userIds: c },
			{ userIds: d, departmentId: finance },
		]);
		expect(requests().map(({ url, body }) => [url.split('/')[5], (JSON.parse(body) as IDataObject).user_ids])).toEqual([
			[department, [a, c]],
			[finance, [b, d]],
		]);
		expect(links(outputs[0])).toEqual([0, 1, 2, 3]);
		expect(results(outputs).map(({ departmentId }) => departmentId)).toEqual([
			department,
			finance,
			department,
			finance,
		]);
		expect([a, b, c, d].map((id) => [isMember(id), isMember(id, finance)])).toEqual([
			[false, true],
			[true, false],
			[false, true],
			[true, false],
		]);
	});

	it('two departments in one run are two requests, each with its own members', async () => {
		const { users } = sandbox.clientDirectory.state;
		const ids = users.slice(0, 6).map(({ id }) => id);
		const items = ids.map((userIds, index) => ({ userIds, departmentId: index % 2 ? finance : department }));
		const { outputs } = await removeMembers(items);
		const asked = requests().map(({ url }, index) => [url.split('/')[5], sent()[index]]);
		expect(asked).toHaveLength(2);
		expect(asked).toEqual(
			expect.arrayContaining([
				[department, [ids[0], ids[2], ids[4]]],
				[finance, [ids[1], ids[3], ids[5]]],
			]),
		);
		expect(outputs[0].map((item) => [item.json.departmentId, item.json.succeeded])).toEqual(
			items.map(({ userIds, departmentId }) => [departmentId, [userIds]]),
		);
	});

	it('no client do not share a request', async () => {
		seed(2);
		const [a, b] = ids;
		const other = uuidOf('client contoso');
		const { outputs } = await run([{ userIds: a }, { userIds: b, clientId: other }]);
		expect(requests()).toHaveLength(2);
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[0], [1]]);
		expect(isMember(b)).toBe(true);
	});

	it('no options keep their own', async () => {
		seed(4);
		const [a, b, c] = ids;
		const items = [
			{ userIds: [a, unknown], how: 'report', as: 'summary' },
			{ userIds: [b, unknown], how: 'fail', as: 'summary' },
			{ userIds: [b, c], how: 'fail', as: 'members' },
		];
		const options = { partialFailure: '={{ $json.how }}', output: '={{ $json.as }}' };
		const { outputs } = await run(items, options);
		expect(requests()).toHaveLength(1);
		expect([links(outputs[0]), links(outputs[1])]).toEqual([[0, 2, 2], [1]]);
	});
});

describe('Output: members', () => {
	it('gives one linked result for each member, in the order given', async () => {
		seed(5);
		const [a, b, c, d, e] = ids;
		const { outputs } = await run([{ userIds: [c, a] }, { userIds: [b] }, { userIds: [e, d] }], { output: 'members' });
		expect(links(outputs[0])).toEqual([0, 0, 1, 2, 2]);
		expect(results(outputs).map(({ userId, success }) => [userId, success])).toEqual(
			[c, a, b, e, d].map((id) => [id, true]),
		);
	});

	it('fails the item as a whole with a failed member, unless they are to be reported', async () => {
		seed(2);
		const [a, b] = ids;
		const strict = await run([{ userIds: [a, unknown] }, { userIds: b }], { output: 'members' });
		expect([links(strict.outputs[0]), links(strict.outputs[1])]).toEqual([[1], [0]]);
		const options = { output: 'members', partialFailure: 'report' };
		const { outputs } = await run([{ userIds: [a, unknown] }, { userIds: b }], options);
		expect(links(outputs[0])).toEqual([0, 0, 1]);
		expect(results(outputs)).toMatchObject([
			{ userId: a, success: true },
			{ userId: unknown, success: false },
			{ userId: b, success: true },
		]);
	});
});

describe('Partial Failure', () => {
	it('reported: a result that is no success and lists them', async () => {
		seed(2);
		const [a, b] = ids;
		const { outputs, status } = await run([{ userIds: [a, unknown, b] }], { partialFailure: 'report' });
		expect(status).toBe('success');
		expect(results(outputs)).toMatchObject([
			{
				success: false,
				userIds: [a, unknown, b],
				succeeded: [a, b],
				failed: [{ id: unknown, error: 'User not found' }],
			},
		]);
	});

	it('is an error that names who failed and who did not', async () => {
		seed(2);
		const [a, b] = ids;
		const { error } = await run([{ userIds: [a, unknown, b] }], {}, { onError: 'stopWorkflow' });
		expect([error?.message, error?.description]).toEqual([
			'1 of 3 members was not removed',
			`Not removed: ${unknown} (User not found). But removed: ${a}, ${b}. To get a result that lists them instead, set 'Partial Failure' to Report. In this run, 2 changes had been made when it stopped.`,
		]);
	});

	it('of one member alone says so', async () => {
		seed(2);
		const { error } = await run([{ userIds: [unknown] }], {}, { onError: 'stopWorkflow' });
		expect([error?.message, error?.description]).toEqual([
			'The member was not removed',
			`Not removed: ${unknown} (User not found). None was removed. To get a result that lists them instead, set 'Partial Failure' to Report. In this run, no changes had been made when it stopped.`,
		]);
	});

	it('names those that were not sent any more', async () => {
		seed(3);
		const [a, b] = ids;
		const options = { batchSize: 1, concurrency: 1 };
		const { error } = await run([{ userIds: [a, unknown, b] }], options, { onError: 'stopWorkflow' });
		expect([error?.message, error?.description]).toEqual([
			'1 of 3 members was not removed',
			`Not removed: ${unknown} (User not found). But removed: ${a}. Not sent any more: ${b}. To get a result that lists them instead, set 'Partial Failure' to Report. In this run, 1 change had been made when it stopped.`,
		]);
	});

	it('reported: nobody is left out of what the provider does not mention', async () => {
		seed(3);
		const [a, b, c] = ids;
		const body = JSON.stringify({ succeeded: [a, uuidOf('somebody else')], failed: [{ id: b, error: 'No' }] });
		sandbox.clientDirectory.fault({
			method: 'POST',
			status: 200,
			headers: { 'content-type': 'application/json' },
			body,
		});
		const { outputs } = await run([{ userIds: [a, b, c] }], { partialFailure: 'report' });
		const [result] = results(outputs);
		expect(result).toMatchObject({ success: false, succeeded: [a] });
		expect(result).toMatchObject({ failed: [{ id: b }], unknown: [{ id: c }] });
	});
});

describe('Batch Size', () => {
	const crowd = Array.from({ length: 1001 }, (_, index) => uuidOf(`crowd ${index}`));

	it.each([
		[1, [1, 1, 1, 1, 1, 1, 1]],
		[2, [2, 2, 2, 1]],
		[7, [7]],
		[1000, [7]],
	])('%d makes requests of %j', async (batchSize, sizes) => {
		seed(7);
		const items = [{ userIds: ids.slice(0, 3) }, { userIds: ids.slice(3, 7) }];
		const { outputs } = await run(items, { batchSize, concurrency: 1 });
		expect(sent().map(({ length }) => length)).toEqual(sizes);
		expect(results(outputs)).toMatchObject([{ succeeded: ids.slice(0, 3) }, { succeeded: ids.slice(3, 7) }]);
	});

	it.each([0, 1001, 1.5])('%d is refused', async (batchSize) => {
		seed(1);
		const { status } = await run([{ userIds: ids[0] }], { batchSize }, { onError: 'stopWorkflow' });
		expect(status).toBe('error');
		expect(requests()).toEqual([]);
	});

	it.each([
		[{}, [500, 500, 1]],
		[{ batchSize: 1000 }, [1000, 1]],
	])('%j sends 1001 members as %j', async (options, sizes) => {
		await removeMembers([{ userIds: crowd }], { ...options, partialFailure: 'report' });
		expect(sent().map(({ length }) => length)).toEqual(sizes);
		expect(sent().flat()).toEqual(crowd);
	});

	it.each([1001, 0])('%d is refused by its label, and nothing is sent', async (batchSize) => {
		const { error } = await removeMembers([{ userIds: crowd }], { batchSize });
		expect(error?.message).toContain("'Batch Size'");
		expect(sent()).toEqual([]);
	});
});

it.each([
	['User is locked', 'User is locked'],
	[{ message: 'User is locked' }, 'User is locked'],
	['', 'No reason given'],
	[{ message: '' }, 'No reason given'],
	[{ reason: 'User is locked' }, 'No reason given'],
	[7, 'No reason given'],
	[undefined, 'No reason given'],
])('a member who failed for %j has the reason "%s"', async (error, reason) => {
	const [one, other] = ids;
	sandbox.clientDirectory.fault({
		method: 'POST',
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ succeeded: [one], failed: [{ id: other, error }] }),
	});
	const { outputs } = await run([{ userIds: [one, other] }], { partialFailure: 'report' });
	expect(results(outputs)[0]).toMatchObject({ succeeded: [one], failed: [{ id: other, error: reason }] });
});

it.each([
	['no object', []],
	['no list of those that succeeded', { failed: [] }],
	['no list of those that failed', { succeeded: [] }],
	['a number for a member', { succeeded: [7], failed: [] }],
	['a text for a member that failed', { succeeded: [], failed: ['x'] }],
	['a member that failed without an ID', { succeeded: [], failed: [{ error: 'x' }] }],
])('an answer with %s says nothing of the members', async (_what, body) => {
	sandbox.clientDirectory.fault({
		method: 'POST',
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const { error } = await run([{ userIds: [ids[0]] }], {}, { onError: 'stopWorkflow' });
	expect(error?.message).toBe(
		"The client directory answered 200 with other JSON, which its documentation doesn't describe as success",
	);
	expect(error?.description).toMatch(/^It isn't known whether the change was made/);
});
