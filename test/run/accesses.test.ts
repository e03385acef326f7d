import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { wayIn } from '../support/access';
import { accesses, expectRows, isSame, kinds } from '../support/accesses';
import { wheneverAsked } from '../support/meanwhile';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const asJson = { 'content-type': 'application/json' };

describe.each(kinds)('who has what at $node', (kind) => {
	const { group, user } = kind;
	const severalPages = kind.node === 'clientDirectory' ? 1200 : 330;
	const isList = ({ url }: { url: string }) => kind.path.test(url);
	const lists = () => kind.provider().requests.filter(isList).length;

	it.each([0, 1, 2, 450])('everybody: %d accesses', async (count) => {
		kind.fill(count);
		const { rows, error } = await accesses(kind);
		expect(error?.message).toBeUndefined();
		expect(rows).toHaveLength(count);
		expectRows(rows, kind.rows());
	});

	it('5,000 accesses over many pages', async () => {
		kind.fill(5000);
		const { rows, error } = await accesses(kind);
		expect(error?.message).toBeUndefined();
		expectRows(rows, kind.rows());
	}, 120_000);

	it('one user alone, whatever else is filled in', async () => {
		kind.fill(120);
		const id = user.value();
		const { rows, told } = await accesses(kind, { of: user.of, [user.name]: id, [group.name]: '../no such' });
		expect(told).toBe('undefined\nundefined');
		expectRows(
			rows,
			kind.rows().filter(({ userId }) => userId === id),
		);
		expect(rows).toHaveLength(1);
	});

	it('one group alone', async () => {
		kind.fill(230);
		const { rows, told } = await accesses(kind, { of: group.of, [group.name]: group.value, [user.name]: '/' });
		expect(told).toBe('undefined\nundefined');
		expect(rows).toHaveLength(115);
		expectRows(
			rows,
			kind.rows().filter((row) => row[group.name] === group.value),
		);
	});

	it('a limit ends it early', async () => {
		kind.fill(2000);
		const { rows } = await accesses(kind, { returnAll: false, limit: 7 });
		expect(rows).toHaveLength(7);
		expect(lists()).toBe(1);
		expect(kind.provider().requests.length).toBeLessThan(110);
	});

	it.each([user, group])(
		'a $of that does not exist is an error by its label, and no empty list',
		async ({ of, name }) => {
			const unknown = kind.node === 'guardhouse' ? 999_999 : 'ffffffff-ffff-ffff-ffff-ffffffffffff';
			const { rows, status, told } = await accesses(kind, { of, [name]: unknown });
			expect([status, rows]).toEqual(['error', []]);
			expect(told).toContain(`'${of.charAt(0).toUpperCase()}${of.slice(1)}'`);
			expect(told).toContain(String(unknown));
		},
	);

	it.each(['users', '', 'Everybody ', null])('refuses %j as Of before anything is sent', async (of) => {
		const { rows, status, told } = await accesses(kind, { of: `={{ ${JSON.stringify(of)} }}` });
		expect([status, rows]).toEqual(['error', []]);
		expect(told).toMatch(/'Whose Access'/);
		expect(kind.provider().requests).toEqual([]);
	});

	it('what goes and comes while it is read is told as before or as after, never half', async () => {
		const change = fc.record({
			count: fc.integer({ min: 90, max: 330 }),
			nth: fc.integer({ min: 1, max: 9 }),
			goes: fc.boolean(),
			comes: fc.boolean(),
			at: fc.double({ min: 0, max: 0.999, noNaN: true }),
		});
		await fc.assert(
			fc.asyncProperty(change, async ({ count, nth, goes, comes, at }) => {
				kind.fill(count);
				const before = kind.rows();
				const callOff = wheneverAsked(kind.provider(), isList, (met) => {
					if (met !== nth) return;
					if (goes) kind.remove(Math.floor(at * count));
					if (comes) kind.add(count);
				});
				const { rows, status, error } = await accesses(kind);
				callOff();
				expect([status, error?.message]).toEqual(['success', undefined]);
				expect(isSame(rows, before) || isSame(rows, kind.rows())).toBe(true);
			}),
			{ numRuns: kind.node === 'delos' ? 8 : 20 },
		);
	}, 120_000);

	it('what never stands still is an error, and no rows', async () => {
		kind.fill(severalPages);
		let next = 2000;
		const callOff = wheneverAsked(kind.provider(), isList, () => {
			kind.remove(0);
			kind.add(next++);
		});
		const { rows, status, told } = await accesses(kind);
		callOff();
		expect([status, rows]).toEqual(['error', []]);
		expect(told).toMatch(/changed while it was read|isn't complete/);
		expect(told).toMatch(/read 4 times/);
	}, 60_000);

	it('people without any access have no rows', async () => {
		kind.fill(3);
		const [row] = kind.rows();
		await end([row]);
		const { rows } = await accesses(kind);
		expectRows(rows, kind.rows());
		expect(rows).toHaveLength(2);
	});

	const end = async (items: readonly IDataObject[]) =>
		await runNode(
			engine,
			kind.node,
			{ ...kind.ends, mappingMode: 'autoMapInputData' },
			{ items, credentials: { [`${kind.node}Api`]: wayIn(sandbox, `${kind.node}Api`) } },
		);

	it('its rows map themselves into the operation that ends them', async () => {
		kind.fill(24);
		const { rows } = await accesses(kind);
		const { status, error } = await end(rows);
		expect([status, error?.message]).toEqual(['success', undefined]);
		expect(kind.rows()).toEqual([]);
	});

	/** What the sandbox gives for a page of the list, by its number. */
	const pageOf = async (nth: number): Promise<Record<string, unknown>> => {
		await accesses(kind);
		const { requests } = kind.provider();
		const asked = requests.filter(isList)[nth];
		const { baseUrl } = wayIn(sandbox, `${kind.node}Api`) as { baseUrl: string };
		const answer = await fetch(new URL(asked.url, baseUrl), { headers: { authorization: 'Bearer sandbox-token' } });
		requests.length = 0;
		return (await answer.json()) as Record<string, unknown>;
	};

	type Users = Array<Record<string, unknown>>;
	const faults: ReadonlyArray<[string, number, (users: Users) => unknown]> = [
		['null', 0, () => null],
		['holding null', 0, (users) => [null, ...users.slice(1)]],
		['holding one without an ID', 0, ([, ...users]) => [{}, ...users]],
		['holding one with an odd ID', 0, ([first, ...users]) => [{ ...first, id: '..', uuid: '..' }, ...users]],
		['cut off after a page', 1, () => []],
		['cut off within a page', 1, (users) => users.slice(0, 5)],
	];

	it.each(faults)('a list that is %s is refused, and gives no row', async (_, nth, spoil) => {
		kind.fill(severalPages);
		sandbox.delos.state.listEnvelope = 'itemsTotal';
		const page = await pageOf(nth);
		const ended = nth === 0 || kind.node !== 'clientDirectory' ? {} : { next_cursor: null };
		const body = JSON.stringify({ ...page, ...ended, [kind.holder]: spoil(page[kind.holder] as Users) });
		kind
			.provider()
			.fault({ method: 'GET', path: kind.path, skip: nth, times: 9999, status: 200, headers: asJson, body });
		const { rows, status } = await accesses(kind);
		kind.provider().heal();
		expect([status, rows]).toEqual(['error', []]);
	});

	it('a list that gives its first page again and again, in the same or in another order, is refused', async () => {
		kind.fill(severalPages);
		const page = await pageOf(0);
		for (const users of [page[kind.holder] as Users, [...(page[kind.holder] as Users)].reverse()]) {
			const body = JSON.stringify({ ...page, [kind.holder]: users });
			kind
				.provider()
				.fault({ method: 'GET', path: kind.path, skip: 1, times: 9999, status: 200, headers: asJson, body });
			const { rows, status } = await accesses(kind);
			kind.provider().heal();
			expect([status, rows]).toEqual(['error', []]);
		}
	});

	it('what the account may not see is an error, and no rows', async () => {
		kind.fill(20);
		kind.provider().fault({ method: 'GET', path: kind.path, times: 9999, status: 403, body: 'No' });
		const { rows, status } = await accesses(kind);
		expect([status, rows]).toEqual(['error', []]);
	});

	it('an item that fails is its own, where the node goes on after errors', async () => {
		kind.fill(4);
		const items = [{ of: 'everybody' }, { of: 'nobody' }, { of: 'everybody' }];
		const { outputs } = await accesses(kind, { of: '={{ $json.of }}' }, { items, onError: 'continueRegularOutput' });
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 1, 2, 2, 2, 2].map((item) => ({ item })),
		);
	});
});
