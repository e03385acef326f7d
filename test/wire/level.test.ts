import type { IDataObject } from 'n8n-workflow';

import { serveRounds, type Answering, type Rounds } from '../support/rounds';
import { engine, setUp } from '../support/setUp';
import { reply, type Reply } from '../support/wire';
import { json, runNode, type OnError } from '../support/workflow';

setUp();

const good: Reply = { status: 204 };
const busy = (status: number, retryAfter?: string): Reply => ({
	status,
	headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

const servers: Rounds[] = [];
afterEach(async () => {
	await Promise.all(servers.splice(0).map(async ({ close }) => await close()));
});

/** Unassigns a role from this many users at a server that answers in rounds. */
const unassigned = async (
	count: number,
	options: IDataObject,
	answer: Answering = () => good,
	onError: OnError = 'continueRegularOutput',
) => {
	const rounds = await serveRounds(answer);
	servers.push(rounds);
	const items = Array.from({ length: count }, (_, index) => ({ userId: index + 1 }));
	const parameters = { resource: 'user', operation: 'unassignRole', userId: '={{ $json.userId }}', roleId: 1, options };
	const guardhouseApi = { baseUrl: rounds.url, authentication: 'accessToken', accessToken: 'sandbox-token' };
	const ran = await runNode(engine, 'guardhouse', parameters, { items, credentials: { guardhouseApi }, onError });
	return { ...rounds, results: json(ran.outputs[0]), error: ran.error };
};

describe('the number of requests at once', () => {
	it.each([
		[{}, 100, [1, 2, 4, 8, 16, 20, 20, 20, 9]],
		[{ concurrency: 50 }, 150, [1, 2, 4, 8, 16, 32, 50, 37]],
		[{ concurrency: 5 }, 20, [1, 2, 4, 5, 5, 3]],
		[{ concurrency: 3 }, 8, [1, 2, 3, 2]],
		[{ concurrency: 1 }, 4, [1, 1, 1, 1]],
	])('doubles with each good round up to Concurrency (%j)', async (options, count, expected) => {
		const { sizes, results } = await unassigned(count, options);
		expect(sizes).toEqual(expected);
		expect(results.map(({ userId }) => userId)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
	});

	it.each([
		['a 429', busy(429, '0')],
		['a 503', busy(503, '0')],
	])('is halved by %s, and then grows by one a round', async (_, refusal) => {
		const { sizes, results } = await unassigned(110, {}, (round, place) =>
			round === 4 && place === 15 ? refusal : good,
		);
		expect(sizes).toEqual([1, 2, 4, 8, 16, 8, 9, 10, 11, 12, 13, 14, 3]);
		expect(results.every(({ success }) => success === true)).toBe(true);
	});

	it('is halved once for all that was under way together', async () => {
		const { sizes } = await unassigned(60, {}, (round, place) => (round === 4 && place > 3 ? busy(429, '0') : good));
		expect(sizes.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 8, 9, 10]);
	});

	it('is halved again by a refusal of the next round, and never below one', async () => {
		const refusals = (round: number) => (round > 1 && round < 5 ? busy(429, '0') : good);
		const { sizes } = await unassigned(20, { maxRetries: 10 }, refusals);
		expect(sizes).toEqual([1, 2, 4, 2, 1, 1, 2, 3, 4, 5, 2]);
	});

	it('is halved by a request that took too long', async () => {
		const { sizes, results } = await unassigned(40, { timeout: 600 }, (round, place) =>
			round === 3 && place === 7 ? 'never' : good,
		);
		expect(sizes[3]).toBe(8);
		const [low] = sizes.slice(4).filter((size) => size < 8);
		expect(low).toBeGreaterThan(0);
		expect(results.every(({ success }) => success === true)).toBe(true);
	});

	it.each([
		['500', busy(500)],
		['502', busy(502)],
		['504', busy(504)],
		['broken connection', 'drop'],
	] as const)('does not grow by a round with a %s, nor is it halved', async (_, failure) => {
		const { sizes } = await unassigned(31, { maxRetries: 0 }, (round, place) =>
			round === 2 && place === 0 ? failure : good,
		);
		expect(sizes).toEqual([1, 2, 4, 4, 8, 12]);
	});

	it.each([
		['404', reply(404, { detail: 'no such user' })],
		['422', reply(422, { detail: 'no' })],
	])('stays with a %s: that is no overload', async (_, refusal) => {
		const { sizes } = await unassigned(31, { maxRetries: 0 }, (round, place) =>
			round === 2 && place === 0 ? refusal : good,
		);
		expect(sizes).toEqual([1, 2, 4, 8, 16]);
	});

	it('tells nothing of more requests than there were', async () => {
		const { sizes } = await unassigned(3, {});
		expect(sizes).toEqual([1, 2]);
	});
});

describe('the whole run', () => {
	it('waits as long as it is told, and tries what was refused before anything else', async () => {
		const { sizes, moments, paths } = await unassigned(40, {}, (round, place) =>
			round === 3 && place > 5 ? busy(429, '1') : good,
		);
		expect(sizes.slice(0, 5)).toEqual([1, 2, 4, 8, 4]);
		expect(moments[4].began - moments[3].answered).toBeGreaterThanOrEqual(990);
		expect(moments[4].began - moments[3].answered).toBeLessThan(2000);
		const [refused, next] = [paths.slice(13, 15), paths.slice(15, 19)];
		expect(next).toEqual(expect.arrayContaining(refused));
		expect(new Set(paths).size).toBe(40);
		expect(paths).toHaveLength(42);
	});

	it('waits also where the request itself is not tried again', async () => {
		const { moments, results } = await unassigned(9, { maxRetries: 0 }, (round) =>
			round === 2 ? busy(429, '1') : good,
		);
		expect(moments[3].began - moments[2].answered).toBeGreaterThanOrEqual(990);
		expect(results.filter(({ error }) => error)).toHaveLength(4);
	});

	it('does not wait for hours, nor does it where one request was merely broken', async () => {
		const { moments, results } = await unassigned(9, { maxRetries: 0 }, (round) =>
			round === 1 ? busy(429, '7200') : round === 2 ? busy(500) : good,
		);
		expect(moments[moments.length - 1].answered - moments[0].began).toBeLessThan(3000);
		expect(results.filter(({ error }) => error).length).toBeGreaterThan(2);
	});

	it('ends with the item that fails, where the node stops: who waits for a turn is not sent', async () => {
		const { paths, error } = await unassigned(
			40,
			{},
			(round, place) => (round === 2 && place === 3 ? reply(403, { detail: 'no' }) : good),
			'stopWorkflow',
		);
		expect(error?.message).toBeDefined();
		expect(paths).toHaveLength(7);
	});
});

it('is the same for reads and for the changes that follow them', async () => {
	const without = new Set<string>();
	const { sizes, results } = await unassigned(10, { verify: true }, (_, __, asked) => {
		const [id] = /(?<=users\/)\d+/.exec(asked) ?? [''];
		if (asked.startsWith('DELETE')) without.add(id);
		const roles = without.has(id) ? [] : [{ id: 1, name: 'Viewer' }];
		return asked.startsWith('DELETE') ? good : reply(200, { id: Number(id), email: `${id}@example.com`, roles });
	});
	expect(results.every(({ verified, changed }) => verified === true && changed === true)).toBe(true);
	expect(sizes).toEqual([1, 2, 4, 3, 8, 2, 8, 2]);
});
