import type { IDataObject } from 'n8n-workflow';

import { answering, lists, queryOf, roles, serving, urlOf, windowOf, type List } from '../contract/reads';
import { asJson } from '../support/cloudFoundry';
import { expectPages, listNamed, many, objects, text } from '../support/reads';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import type { Received, Reply, Wire } from '../support/wire';
import { json, links, packageName, runNode } from '../support/workflow';

setUp();

describe.each(lists)('Get Many of $title', (list) => {
	it('returns all of three pages, one item each, as they are', async () => {
		const { outputs, received, status } = await many(
			list,
			serving(list, (size) => 2 * size + 1),
		);
		expect(status).toBe('success');
		const size = expectPages(list, received, 3);
		expect(json(outputs[0])).toEqual(objects(list, 2 * size + 1));
		expect(new Set(links(outputs[0]))).toEqual(new Set([0]));
	});

	it('returns all of exactly two pages', async () => {
		const { outputs, received } = await many(
			list,
			serving(list, (size) => 2 * size),
		);
		const size = expectPages(list, received, 2);
		expect(json(outputs[0])).toEqual(objects(list, 2 * size));
	});

	it('gives no items for none', async () => {
		const { outputs, received, status } = await many(list, serving(list, 0));
		expect(status).toBe('success');
		expect(outputs[0]).toEqual([]);
		expect(received).toHaveLength(1);
	});

	it.each([1, 3, 50])('stops at a limit of %d in the first page', async (limit) => {
		const { outputs, received } = await many(list, serving(list, 400), { limit });
		expect(json(outputs[0])).toEqual(objects(list, limit));
		const size = list.size(urlOf(received[0]).searchParams);
		expect(received).toHaveLength(Math.ceil(limit / size));
		expect(queryOf(received[0])).toEqual(list.paging(0, size));
	});

	it('stops at 50 where no limit is set', async () => {
		const { outputs } = await many(list, serving(list, 400), {});
		expect(json(outputs[0])).toEqual(objects(list, 50));
	});

	it('stops at a limit beyond the first page, and at the end before the limit', async () => {
		const limit = list.maxSize === Infinity ? 1234 : list.maxSize + 3;
		const { outputs, received } = await many(list, serving(list, 3 * limit), { limit });
		expect(json(outputs[0])).toEqual(objects(list, limit));
		const sizes = received.map((request) => list.size(urlOf(request).searchParams));
		expect(Math.max(...sizes)).toBeLessThanOrEqual(list.maxSize);
		expect(new Set(sizes).size).toBe(1);
		expect(received).toHaveLength(Math.ceil(limit / sizes[0]));
		const { outputs: fewer } = await many(list, serving(list, limit - 7), { limit });
		expect(json(fewer[0])).toEqual(objects(list, limit - 7));
	});

	it.each([0, -1, 1.5, 'many', ''])('refuses a limit of %j before anything is sent', async (limit) => {
		const { status, received, error } = await many(list, serving(list, 3), {
			limit: `={{ ${JSON.stringify(limit)} }}`,
		});
		expect(status).toBe('error');
		expect(error?.message).toContain("'Limit'");
		expect(received).toEqual([]);
	});

	it('answers each input item, in order, linked to it', async () => {
		const { outputs } = await many(
			list,
			serving(list, 40),
			{ limit: '={{ $json.limit }}' },
			{ items: [{ limit: 2 }, { limit: 1 }, { limit: 3 }] },
		);
		expect(links(outputs[0])).toEqual([0, 0, 1, 2, 2, 2]);
		expect(json(outputs[0])).toEqual([...objects(list, 2), ...objects(list, 1), ...objects(list, 3)]);
	});

	/** The first page is served, whatever follows is refused. */
	const broken = (request: Received): Reply => {
		const served = serving(list, (size) => 2 * size + 1);
		if (list.start(urlOf(request).searchParams) === 0) return served(request);
		return { status: 403, headers: asJson, body: list.refusal('Not this page') };
	};

	it('stops when a page is refused in the middle', async () => {
		const { status, outputs, error } = await many(list, broken);
		expect(status).toBe('error');
		expect(outputs).toEqual([]);
		expect(text({ error })).toMatch(/Not this page/);
		expect(error?.httpCode).toBe('403');
		expect(text({ error })).not.toMatch(/change (had been|has been|was) made|whether the change/);
	});

	it('fails only the item whose page is refused, and gives none of its objects, where the node goes on', async () => {
		const { status, outputs } = await many(
			list,
			broken,
			{ limit: '={{ $json.limit }}' },
			{ items: [{ limit: 1 }, { limit: 20000 }, { limit: 2 }], onError: 'continueErrorOutput' },
		);
		expect(status).toBe('success');
		expect(links(outputs[0])).toEqual([0, 2, 2]);
		expect(links(outputs[1])).toEqual([1]);
		expect(outputs[1][0].json).toMatchObject({ limit: 20000, error: expect.stringMatching(/Not this page/) });
	});

	it('fails only the item whose page is refused in the regular output', async () => {
		const { outputs } = await many(
			list,
			broken,
			{ limit: '={{ $json.limit }}' },
			{ items: [{ limit: 1 }, { limit: 20000 }, { limit: 2 }], onError: 'continueRegularOutput' },
		);
		expect(links(outputs[0])).toEqual([0, 1, 2, 2]);
		expect(Object.keys(outputs[0][1].json)).toEqual(['error']);
	});

	it.each([
		['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['an error', { status: 200, headers: asJson, body: '{"error":"Something else"}' }],
		['an empty object', { status: 200, headers: asJson, body: '{}' }],
		['text', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' }],
		['a number', { status: 200, headers: asJson, body: '5' }],
		['null', { status: 200, headers: asJson, body: 'null' }],
		['nothing', { status: 200 }],
		['204', { status: 204 }],
		['another 2xx', { status: 202, headers: asJson, body: '{}' }],
	] as ReadonlyArray<readonly [string, Reply]>)('refuses %s in place of the list', async (title, answer) => {
		const { status, outputs, error } = await many(list, () => answer);
		expect(status).toBe('error');
		expect(outputs).toEqual([]);
		expect(error?.message).toMatch(/answer|respon|unexpected|understood|refuse/i);
		expect(text({ error })).toContain(`${answer.status}`);
		if (title === 'an error') expect(text({ error })).toContain('Something else');
	});

	it('does not speak of a change, where only something was read', async () => {
		for (const body of ['<html>Sign in</html>', '{}'])
			expect(text(await many(list, () => ({ status: 200, body })))).not.toMatch(/change/i);
	});

	it('refuses a list whose entries are no objects', async () => {
		const body = (entries: unknown[]) => list.body({ ...windowOf(list, request, 2), objects: entries as never });
		const request = { method: 'GET', url: list.path, headers: { host: '127.0.0.1:1' }, body: '' };
		const { status } = await many(list, answering(body(['user_1', 5])));
		expect(status).toBe('error');
	});

	it('does not follow a redirect, and names its host', async () => {
		const answer = { status: 302, headers: { location: 'https://elsewhere.example/login' } };
		const { error, received } = await many(list, () => answer);
		expect(error?.message).toContain('elsewhere.example');
		expect(received).toHaveLength(1);
	});

	if (list.filters.length === 0) return;

	it.each(list.filters.flatMap(([name, wire, values]) => values.map((value) => [name, wire, value] as const)))(
		'sends the filter %s as %s with %j, on every page',
		async (name, wire, value) => {
			const answer = serving(list, (size) => size + 1);
			const literal = await many(list, answer, { returnAll: true, filters: { [name]: value } });
			expectPages(list, literal.received, 2, { [wire]: value });
			const mapped = { returnAll: true, filters: { [name]: '={{ $json.value }}' } };
			const { received } = await many(list, answer, mapped, { items: [{ value }] });
			expectPages(list, received, 2, { [wire]: value });
		},
	);

	it('sends all filters together', async () => {
		const filters = Object.fromEntries(list.filters.map(([name, , [value]]) => [name, value]));
		const { received } = await many(list, serving(list, 1), { returnAll: true, filters });
		const wire = Object.fromEntries(list.filters.map(([, name, [value]]) => [name, value]));
		expectPages(list, received, 1, wire);
	});

	const label = (name: string) => {
		const { properties } = engine.nodeType(`${packageName}.${list.node}`).description;
		const collections = properties.filter(
			(property) => property.name === 'filters' && property.displayOptions?.show?.resource?.includes(list.resource),
		);
		const options = collections.flatMap((property) => property.options ?? []);
		return options.find((option) => option.name === name && 'displayName' in option) as { displayName: string };
	};

	const hollow = ['', '   ', null, undefined, { a: 1 }, ['x', 'y'], [], Number.NaN];
	it.each(list.filters.flatMap(([name]) => hollow.map((value) => [name, value] as const)))(
		'refuses the filter %s where an expression resolves to %j, before anything is sent',
		async (name, value) => {
			const [, , [good]] = list.filters.find(([filter]) => filter === name) as List['filters'][number];
			const filters = { [name]: '={{ $json.value }}' };
			const items = [{ value: good }, { value }];
			const { status, error, received } = await many(list, serving(list, 1), { returnAll: true, filters }, { items });
			expect(status).toBe('error');
			expect(error?.message).toContain(`'${label(name).displayName}'`);
			expect(error?.message).toContain('(item 1)');
			expect(received).toEqual([]);
		},
	);

	it('fails only the item whose filter is empty, where the node goes on', async () => {
		const [name, wire, [good]] = list.filters[0];
		const { outputs, received } = await many(
			list,
			serving(list, 1),
			{ returnAll: true, filters: { [name]: '={{ $json.value }}' } },
			{ items: [{ value: good }, { value: '' }, { value: good }], onError: 'continueErrorOutput' },
		);
		expect(links(outputs[0])).toEqual([0, 2]);
		expect(links(outputs[1])).toEqual([1]);
		for (const request of received) expect(queryOf(request)).toMatchObject({ [wire]: good });
	});
});

describe.each(['Delos users', 'Delos clients'].map(listNamed))('$title, whose envelope no page shows', (list) => {
	const envelopes: Record<string, (shown: readonly IDataObject[], total: number) => unknown> = {
		items: (items) => ({ items }),
		data: (data) => ({ data }),
		array: (items) => items,
		itemsTotal: (items, total) => ({ items, total }),
	};
	const names = Object.keys(envelopes);

	it.each(names)('are read to the end from %s', async (name) => {
		const body = ({ objects: shown, total }: { objects: readonly IDataObject[]; total: number }) =>
			envelopes[name](shown, total);
		const { outputs, received } = await many(
			list,
			serving(list, (size) => 2 * size + 1, body),
		);
		const size = expectPages(list, received, 3);
		expect(json(outputs[0])).toEqual(objects(list, 2 * size + 1));
	});

	it.each(names)('are empty in %s', async (name) => {
		const { outputs, status } = await many(list, answering(envelopes[name]([], 0)));
		expect(status).toBe('success');
		expect(outputs[0]).toEqual([]);
	});

	it.each(names.flatMap((name) => [0.5, 1, 2.5].map((pages) => [name, pages] as const)))(
		'come once from %s of a server that ignores paging, %d pages long',
		async (name, pages) => {
			const answer = (request: Received): Reply => {
				const all = Math.floor(list.size(urlOf(request).searchParams) * pages);
				return { status: 200, headers: asJson, body: JSON.stringify(envelopes[name](objects(list, all), all)) };
			};
			const { outputs, received, status } = await many(list, (request, count) =>
				count > 20 ? { status: 400 } : answer(request),
			);
			expect(received.length).toBeLessThanOrEqual(2);
			// Just as many as one page may hold, twice, and no total: more may lie behind it.
			if (pages === 1 && name !== 'itemsTotal') return expect(status).toBe('error');
			expect(status).toBe('success');
			const size = list.size(urlOf(received[0]).searchParams);
			expect(json(outputs[0])).toEqual(objects(list, Math.floor(size * pages)));
		},
	);

	it.each(names)('are all read from %s of a server that gives smaller pages than asked for', async (name) => {
		const answer = (request: Received): Reply => {
			const page = Number(urlOf(request).searchParams.get('meta.page'));
			const shown = objects(list, 45).slice(page * 20, page * 20 + 20);
			return { status: 200, headers: asJson, body: JSON.stringify(envelopes[name](shown, 45)) };
		};
		const { outputs } = await many(list, answer);
		expect(json(outputs[0])).toEqual(objects(list, 45));
	});

	it('keep what looks alike but is not the same page', async () => {
		const twins = (request: Received): Reply => {
			const { size, start, total } = windowOf(list, request, 2 * list.size(urlOf(request).searchParams));
			const shown = Math.max(0, Math.min(size, total - start));
			const items = Array.from({ length: shown }, (_, index) => ({ ...list.object(0), n: index + start }));
			return { status: 200, headers: asJson, body: JSON.stringify({ items }) };
		};
		const { outputs, received } = await many(list, twins);
		const size = list.size(urlOf(received[0]).searchParams);
		expect(json(outputs[0]).map(({ n }) => n)).toEqual(Array.from({ length: 2 * size }, (_, index) => index));
	});
});

describe('Guardhouse users', () => {
	const list = listNamed('Guardhouse users');

	it.each([7, 20, 50])('are all read from a server that gives at most %d at once', async (cap) => {
		const all = 3 * cap + 1;
		const { outputs, received } = await many(list, (request) => {
			const window = windowOf(list, request, all, cap);
			return { status: 200, headers: asJson, body: JSON.stringify(list.body(window)) };
		});
		expect(json(outputs[0])).toEqual(objects(list, all));
		expect(received.map((request) => queryOf(request).offset)).toEqual([0, cap, 2 * cap, 3 * cap].map(String));
	});
});

describe('Guardhouse roles', () => {
	const five = Array.from({ length: 5 }, (_, index) => roles.object(index));

	it('are one request without a query', async () => {
		const { outputs, received } = await many(roles, answering({ items: five }));
		expect(json(outputs[0])).toEqual(five);
		expect(received.map(({ url }) => url)).toEqual(['/api/v1/roles']);
	});

	it('are as many as the limit', async () => {
		const { outputs, received } = await many(roles, answering({ items: five }), { limit: 2 });
		expect(json(outputs[0])).toEqual(five.slice(0, 2));
		expect(received.map(({ url }) => url)).toEqual(['/api/v1/roles']);
	});

	it('are linked to each input item', async () => {
		const { outputs } = await many(roles, answering({ items: five }), { limit: 2 }, { items: [{}, {}] });
		expect(links(outputs[0])).toEqual([0, 0, 1, 1]);
	});

	it.each([{}, { error: 'No' }, { roles: five }, 'text'])('are refused where the answer is %j', async (body) => {
		expect((await many(roles, answering(body))).status).toBe('error');
	});
});

const elsewhere = (list: List, wire: Wire) => (request: Received) => {
	const window = windowOf(list, request, 2 * list.size(urlOf(request).searchParams) + 1);
	const body = JSON.stringify(list.body({ ...window, origin: 'http://127.0.0.1:9' }));
	return { status: 200, headers: asJson, body: body.replaceAll('http://127.0.0.1:9', wire.url) };
};

describe('a next page', () => {
	it.each(lists.filter(({ title }) => title.endsWith('v3')))(
		'of $title on another origin is not asked for',
		async (list) => {
			const other = await serve(() => ({ status: 200, headers: asJson, body: '{}' }));
			const { outputs, received, error } = await many(list, elsewhere(list, other));
			expect(other.received).toEqual([]);
			// The pages may be counted instead of followed; then all of them have to be there.
			if (error) return expect(text({ error })).toContain(new URL(other.url).host);
			const size = expectPages(list, received, 3);
			expect(json(outputs[0])).toEqual(objects(list, 2 * size + 1));
		},
	);

	it.each(lists.filter(({ title }) => title.endsWith('v2')))(
		'of $title on another origin is not asked for',
		async (list) => {
			const other = await serve(() => ({ status: 200, headers: asJson, body: '{}' }));
			const { host } = new URL(other.url);
			for (const next_url of [`//${host}/v2/users?page=2`, `http://${host}/v2/users?page=2`, `@${host}/?page=2`]) {
				const { error, outputs } = await many(list, (request, count) => {
					if (count > 5) return { status: 400 };
					const window = windowOf(list, request, 180);
					const last = window.start + window.size >= window.total;
					const body = { ...(list.body(window) as object), next_url: last ? null : next_url };
					return { status: 200, headers: asJson, body: JSON.stringify(body) };
				});
				if (!error) expect(json(outputs[0])).toEqual(objects(list, 180));
			}
			expect(other.received).toEqual([]);
		},
	);

	it.each(lists.filter(({ node }) => node === 'clientDirectory' || node === 'cloudFoundry'))(
		'of $title that leads back to the same page does not go on for ever',
		async (list) => {
			const { received, outputs } = await many(list, (request, count) => {
				if (count > 10) return { status: 400 };
				const { origin, url } = windowOf(list, request, 1);
				const same = `${url.pathname}${url.search}`;
				const body = {
					data: objects(list, 3),
					total_count: 9,
					next_cursor: 'again',
					resources: objects(list, 3),
					next_url: same,
					pagination: { total_results: 9, total_pages: 3, next: { href: `${origin}${same}` } },
				};
				return { status: 200, headers: asJson, body: JSON.stringify(body) };
			});
			expect(received.length).toBeLessThan(10);
			// Either said as an error, or read once.
			expect(json(outputs[0]).length).toBeLessThanOrEqual(6);
		},
	);
});

describe('Return All', () => {
	const list = async (returnAll: string) => {
		const [someone] = sandbox.guardhouse.state.users;
		for (let id = 1000; id < 1080; id++) sandbox.guardhouse.state.users.push({ ...someone, id });
		const parameters = { resource: 'user', operation: 'getAll', returnAll };
		return await runNode(engine, 'guardhouse', parameters, { credentials: credentialsOf('guardhouseApi') });
	};

	it.each(['={{ true }}', '={{ "true" }}'])('as %s returns all', async (returnAll) => {
		const { outputs } = await list(returnAll);
		expect(outputs[0]).toHaveLength(sandbox.guardhouse.state.users.length);
	});

	it.each(['={{ 2 }}', '={{ "all" }}', '={{ $json.missing }}'])('as %s is refused by its label', async (returnAll) => {
		const { error } = await list(returnAll);
		expect(error?.message).toMatch(/^'Return All' is/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});
