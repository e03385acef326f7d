import type { IDataObject } from 'n8n-workflow';

import type { List } from '../contract/reads';
import { lists, urlOf, windowOf } from '../contract/reads';
import { home, user } from '../support/cloudFoundry';
import { engine, serve, setUp } from '../support/setUp';
import type { Received, Reply } from '../support/wire';
import { runNode } from '../support/workflow';

// A list that isn't complete is never the answer to anything.

setUp();

const asJson = { 'content-type': 'application/json' };
const reply = (body: unknown): Reply => ({ status: 200, headers: asJson, body: JSON.stringify(body) });
const objects = (list: List, from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from) }, (_, index) => list.object(from + index));
const named = (title: string) => lists.find((list) => list.title === title) as List;

const read = async (
	{ node, resource, operation, parameters }: List,
	answer: (request: Received, count: number) => Reply | 'drop',
	extra: IDataObject = { returnAll: true },
) => {
	const wire = await serve((request, count) => (count > 200 ? { status: 400 } : answer(request, count)));
	const baseUrl = node === 'clientDirectory' ? `${wire.url}/v2` : wire.url;
	const ran = await runNode(
		engine,
		node,
		{ resource, operation, ...parameters, ...extra },
		{ credentials: { [`${node}Api`]: { baseUrl, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
	);
	return { ...ran, received: wire.received, ids: (ran.outputs[0] ?? []).map(({ json }) => json) };
};

const counted = lists.filter(({ node }) => node !== 'delos');

describe.each(counted)('$title', (list) => {
	const pages = (shown: (window: ReturnType<typeof windowOf>) => readonly IDataObject[]) => (request: Received) => {
		const window = windowOf(list, request, 3 * list.size(urlOf(request).searchParams));
		return reply(list.body({ ...window, objects: shown(window) as never }));
	};

	it('that gives fewer than it counts is refused', async () => {
		const answer = pages(({ objects: all, start }) => (start === 0 ? all : all.slice(1)));
		const { status, error, outputs } = await read(list, answer);
		expect(status).toBe('error');
		expect(outputs).toEqual([]);
		expect(error?.message).toMatch(/isn't complete/);
	});

	it('that gives fewer than it counts gives what is asked for until then', async () => {
		const answer = pages(({ objects: all, start }) => (start === 0 ? all : []));
		const { ids } = await read(list, answer, { limit: 5 });
		expect(ids).toEqual(objects(list, 0, 5));
	});

	it('that gives the same page again while more are promised is refused', async () => {
		const answer = pages(({ size }) => objects(list, 0, size));
		const { status, error, received } = await read(list, answer);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/isn't complete/);
		expect(received.length).toBeLessThan(4);
	});

	it('that gives its first page again later is refused', async () => {
		const answer = pages(({ objects: all, start, size }) => (start === 2 * size ? objects(list, 0, size) : all));
		expect((await read(list, answer)).status).toBe('error');
	});
});

describe('a list of Delos with something beside it', () => {
	const users = named('Delos users');
	const some = objects(users, 0, 2);
	const beside = async (extra: IDataObject) =>
		await read(users, ({ url }) => reply(/page=0/.test(url) ? { items: some, ...extra } : { items: [] }));

	it.each([{ error: 'Half of it' }, { error: { code: 7 } }, { error: true }, { errors: ['Half of it'] }])(
		'is none beside %j',
		async (extra) => {
			const { status, outputs } = await beside(extra);
			expect([status, outputs]).toEqual(['error', []]);
		},
	);

	it.each([{ error: null }, { error: false }, { errors: [] }, { warnings: ['Slow'] }])(
		'is one beside %j',
		async (extra) => {
			expect((await beside(extra)).ids).toEqual(some);
		},
	);
});

describe('a list that counts itself in an odd way', () => {
	const user = named('Guardhouse users');
	const page = (total: unknown, from: number, to: number) => reply({ total, users: objects(user, from, to) });
	const offsetOf = (request: Received) => Number(urlOf(request).searchParams.get('offset'));
	const tens = (request: Received, total: unknown, all = 35) =>
		page(total, offsetOf(request), Math.min(offsetOf(request) + 10, all));

	it.each([0, 5, 12])('as fewer than it gives (%d) is read to its end', async (total) => {
		const { ids } = await read(user, (request) => tens(request, total));
		expect(ids).toEqual(objects(user, 0, 35));
	});

	it.each(['50', ' 50 '])('in text (%j) is held to it', async (total) => {
		const { status, error } = await read(user, (request) => tens(request, total));
		expect(status).toBe('error');
		expect(error?.message).toMatch(/isn't complete/);
	});

	it('as more at first than at the end is refused', async () => {
		const { status } = await read(user, (request) => tens(request, offsetOf(request) === 0 ? 50 : 35));
		expect(status).toBe('error');
	});

	it('and gives some of its entries twice is refused: others are missing', async () => {
		const { status, error } = await read(user, (request) => {
			const offset = offsetOf(request);
			return offset === 0 ? page(20, 0, 10) : offset === 10 ? page(20, 5, 15) : page(20, 0, 0);
		});
		expect(status).toBe('error');
		expect(error?.description).toMatch(/20 entries by its own count, and gave 15/);
	});

	it('and gives one of them twice in a page is refused', async () => {
		const twice = [user.object(0), user.object(0), user.object(1)];
		const { status } = await read(user, (request) => reply({ total: 3, users: offsetOf(request) === 0 ? twice : [] }));
		expect(status).toBe('error');
	});

	it('and gives an entry again that changed meanwhile counts it once', async () => {
		const { status } = await read(user, (request) => {
			const offset = offsetOf(request);
			const again = [{ ...user.object(9), lastLogin: '2026-11-20T10:00:00Z' }];
			return offset === 0 ? page(11, 0, 10) : reply({ total: 11, users: offset === 10 ? again : [] });
		});
		expect(status).toBe('error');
	});

	it('and gives an entry again that slid to the next page gives it once', async () => {
		const { ids } = await read(user, (request) => {
			const offset = offsetOf(request);
			return offset === 0 ? page(undefined, 0, 10) : offset === 10 ? page(undefined, 9, 15) : page(undefined, 0, 0);
		});
		expect(ids).toEqual(objects(user, 0, 15));
	});
});

describe('the directory', () => {
	const list = named('directory users');
	const page = (data: readonly IDataObject[], rest: object) => reply({ data, ...rest });
	const cursorIn = (request: Received) => urlOf(request).searchParams.get('cursor');

	it.each([[{}], [{ next_cursor: undefined }], [{ next_cursor: '' }], [{ next_cursor: 7 }]])(
		'that promises more without a way to it (%j) is refused',
		async (rest) => {
			const { status, error } = await read(list, () => page(objects(list, 0, 3), { total_count: 9, ...rest }));
			expect(status).toBe('error');
			expect(error?.message).toMatch(/isn't complete/);
		},
	);

	it.each([
		[
			'counts more',
			(_: number) => ({ total_count: 9, next_cursor: null }),
			'It has 9 entries by its own count, and gave 3',
		],
		[
			'counts one, and gives none',
			() => ({ data: [], total_count: 1, next_cursor: null }),
			'It has 1 entry by its own count, and gave 0',
		],
		['says nothing', () => ({}), "It doesn't say whether another page follows"],
		['gives its page again', () => ({ next_cursor: 'a' }), 'It gave the same page twice'],
		['never ends', (count: number) => ({ data: [], next_cursor: `c${count}` }), 'It never ends'],
	] as const)('that %s is refused in words', async (_what, rest, why) => {
		const { error } = await read(list, (_request, count) => page(objects(list, 0, 3), rest(count)));
		expect(error?.message).toBe("The client directory gave a list that isn't complete");
		expect(error?.description).toBe(
			`${why}, so nothing is concluded from it. Try again; a list with a 'Limit' gives what comes until then.`,
		);
	});

	it('whose next page is always the same one is refused in words', async () => {
		const { error } = await read(list, (_request, count) =>
			page(objects(list, count, count + 1), { total_count: 900, next_cursor: 'a' }),
		);
		expect(error?.description).toMatch(/^Its next page is the same again, so nothing is concluded from it\. /);
	});

	it('that says neither how many nor whether more follow is refused', async () => {
		expect((await read(list, () => page(objects(list, 0, 3), {}))).status).toBe('error');
		expect((await read(list, () => page(objects(list, 0, 3), { total_count: null }))).status).toBe('error');
	});

	it('that gives all it counts is whole, cursor or not', async () => {
		const { ids } = await read(list, () => page(objects(list, 0, 3), { total_count: 3 }));
		expect(ids).toHaveLength(3);
	});

	it('is read through empty pages with cursors of their own', async () => {
		const steps: Record<string, Reply> = {
			start: page([], { total_count: 2, next_cursor: 'a' }),
			a: page([], { total_count: 2, next_cursor: 'b' }),
			b: page(objects(list, 0, 2), { total_count: 2, next_cursor: null }),
		};
		const { ids, received } = await read(list, (request) => steps[cursorIn(request) ?? 'start']);
		expect(ids).toEqual(objects(list, 0, 2));
		expect(received).toHaveLength(3);
	});

	it('that loses a user while its cursors are followed is whole', async () => {
		const { ids } = await read(list, (request) =>
			cursorIn(request)
				? page(objects(list, 3, 4), { total_count: 4, next_cursor: null })
				: page(objects(list, 0, 3), { total_count: 5, next_cursor: 'a' }),
		);
		expect(ids).toEqual(objects(list, 0, 4));
	});

	it('whose empty pages never end is refused in time', async () => {
		const { status, received } = await read(list, (_, count) => page([], { total_count: 2, next_cursor: `c${count}` }));
		expect(status).toBe('error');
		expect(received.length).toBeLessThan(150);
	});
});

describe('Cloud Foundry', () => {
	it.each<readonly [string, object]>([
		['Cloud Foundry users, v2', { next_url: 7 }],
		['Cloud Foundry users, v3', { pagination: { next: 'more' } }],
	])('that promises another page without a way to it is refused in words (%s)', async (title, more) => {
		const { error } = await read(named(title), () =>
			reply({ resources: [{ guid: 'u1', metadata: { guid: 'u1' }, entity: {} }], ...more }),
		);
		expect(error?.description).toMatch(/^It promises another page that it gives no way to, so nothing is concluded/);
	});
});

describe('Guardhouse users', () => {
	const list = named('Guardhouse users');
	const answer = (total: unknown) => (request: Received) => {
		const offset = Number(urlOf(request).searchParams.get('offset'));
		return reply({ total, users: objects(list, offset, Math.min(offset + 10, 35)) });
	};

	it.each([null, undefined, 'many', -1])('with the total %j are read to the end', async (total) => {
		const { ids } = await read(list, answer(total));
		expect(ids).toEqual(objects(list, 0, 35));
	});
});

describe.each(['Delos users', 'Delos clients'].map(named))('$title', (list) => {
	const all = objects(list, 0, 3);
	const once = (body: object) => (request: Received) =>
		reply(urlOf(request).searchParams.get('meta.page') === '0' ? body : { items: [] });

	it.each([
		['no errors', { errors: [], items: all }],
		['no errors, of another name', { errors: [], people: all }],
		['columns', { columns: [{ name: 'uuid' }, { name: 'name' }], items: all }],
		['columns, and rows', { columns: [{ name: 'uuid' }], rows: all }],
		['warnings', { warnings: [{ text: 'slow' }], data: all }],
		['the word that there is no error', { error: false, data: all }],
		['the number of a page', { meta: { total: 3, count: 250 }, data: all }],
	])('beside %s are found', async (_, body) => {
		const { ids, error } = await read(list, (request) => {
			const isFirst = urlOf(request).searchParams.get('meta.page') === '0';
			const empty = Object.fromEntries(
				Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value]),
			);
			return reply(isFirst ? body : empty);
		});
		expect(error).toBeUndefined();
		expect(ids).toEqual(all);
	});

	it('are refused where an answer leaves open which of two lists is meant', async () => {
		expect((await read(list, once({ left: all, right: all }))).status).toBe('error');
	});

	it.each([
		[{ total: 5 }],
		[{ total: '5' }],
		[{ meta: { total: 5 } }],
		[{ totalCount: 5 }],
		[{ total_count: 5 }],
		[{ meta: { count: 3, total: 5 } }],
		[{ page: { total: 5 } }],
		[{ pagination: { totalElements: 5 } }],
	])('are refused where %j counts more', async (count) => {
		const { status, error } = await read(list, (request) => {
			const isFirst = urlOf(request).searchParams.get('meta.page') === '0';
			return reply({ ...count, items: isFirst ? all : [] });
		});
		expect(status).toBe('error');
		expect(error?.message).toMatch(/isn't complete/);
	});
});

describe('a list that is cut short', () => {
	const change = { resource: 'user', operation: 'removeOrganization', userGuid: user, organizationGuid: home };
	const pageOf = (url: string) => Number(new URL(url, 'http://x').searchParams.get('page'));
	const organization = (guid: string) => ({
		metadata: { guid, url: `/v2/organizations/${guid}` },
		entity: { name: guid },
	});
	/** v2's list of a user's organizations: 101 by its count, 100 on the first page, none on the second. */
	const cut = ({ method, url }: Received): Reply => {
		if (method !== 'GET') return { status: 204 };
		if (!url.includes('/users/')) return reply(organization(home));
		const next = `${url.split('?')[0]}?page=2`;
		const some = Array.from({ length: 100 }, (_, index) => organization(`other-${index}`));
		const isFirst = pageOf(url) === 1;
		return reply({ total_results: 101, next_url: isFirst ? next : null, resources: isFirst ? some : [] });
	};
	/** The second page repeats entries of the first in place of the one that is missing. */
	const overlapping = (request: Received): Reply => {
		if (request.method !== 'GET' || !request.url.includes('/users/') || pageOf(request.url) === 1) return cut(request);
		return reply({ total_results: 101, next_url: null, resources: [organization('other-99')] });
	};
	const run = async (options: IDataObject, answer = cut) => {
		const wire = await serve(answer);
		const credentials = {
			cloudFoundryApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		};
		const ran = await runNode(engine, 'cloudFoundry', { ...change, apiVersion: 'v2', options }, { credentials });
		return { ...ran, changes: wire.received.filter(({ method }) => method !== 'GET') };
	};

	it('is never "unchanged", "verified" or an undo', async () => {
		for (const options of [{ verify: true }, { ifUnchanged: 'fail' }]) {
			const { status, error, changes } = await run(options);
			expect(status).toBe('error');
			expect(error?.message).toMatch(/isn't complete/);
			expect(changes).toEqual([]);
		}
	});

	it('is that, too, where its last page gives others again', async () => {
		for (const options of [{ verify: true }, { ifUnchanged: 'fail' }]) {
			const { error, changes } = await run(options, overlapping);
			expect(error?.message).toMatch(/isn't complete/);
			expect(changes).toEqual([]);
		}
	});

	it('leaves a plan without a word on what it would change', async () => {
		const { outputs } = await run({ dryRun: true });
		expect(outputs[0][0].json).toMatchObject({ outcome: 'planned', changed: false, wouldChange: null, undo: null });
	});

	it('is no answer to a guard', async () => {
		const list = named('Delos users');
		const wire = await serve(({ method, url }) => {
			if (method !== 'GET') return reply({ item: { uuid: 'user_1' } });
			if (!url.startsWith('/v2/user?'))
				return reply({ item: { uuid: url, clients: [{ customerId: 'c', isOwner: true }] } });
			return reply({ total: 9, items: url.includes('meta.page=0') ? objects(list, 0, 2) : [] });
		});
		const unbind = { resource: 'user', operation: 'unbindClient', userId: 'user_9', clientId: 'c', ownership: 'any' };
		const credentials = {
			delosApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
		};
		const ran = await runNode(engine, 'delos', { ...unbind, options: { keepLastOwner: true } }, { credentials });
		expect(ran.error?.description).toMatch(/owners of a client couldn't be read/);
		expect(wire.received.filter(({ method }) => method !== 'GET')).toEqual([]);
	});
});
