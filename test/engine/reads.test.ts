import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { List } from '../contract/reads';
import {
	answering,
	client,
	department,
	lists,
	ones,
	queryOf,
	roles,
	serving,
	urlOf,
	windowOf,
} from '../contract/reads';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import type { Received, Reply, Wire } from '../support/wire';
import type { OnError } from '../support/workflow';
import { locator, packageName, runNode } from '../support/workflow';

setUp();

type Type = List['node'];
type Many = { node: Type; resource: string; operation: string; parameters?: IDataObject };
interface How {
	items?: readonly object[];
	onError?: OnError;
}

const locators = ['userId', 'userGuid', 'organizationGuid'];

const run = async (node: Type, parameters: IDataObject, url: string, { items = [{}], onError }: How = {}) => {
	const filled = Object.entries(parameters).map(([name, value]) => [
		name,
		locators.includes(name) ? locator(value) : value,
	]);
	const credentials = { [`${node}Api`]: { baseUrl: url, accessToken: 'sandbox-token' } };
	const ran = await runNode(engine, node, Object.fromEntries(filled) as IDataObject, { items, credentials, onError });
	expect(ran.stored).not.toContain('sandbox-token');
	return ran;
};

const serveAs = async (node: Type, answer: (request: Received, count: number) => Reply | 'drop') => {
	const wire = await serve(answer);
	return { received: wire.received, url: node === 'clientDirectory' ? `${wire.url}/v2` : wire.url };
};

const many = async (
	list: Many,
	answer: (request: Received, count: number) => Reply | 'drop',
	extra: IDataObject = { returnAll: true },
	how?: How,
) => {
	const { url, received } = await serveAs(list.node, answer);
	const { node, resource, operation, parameters } = list;
	const ran = await run(node, { resource, operation, ...parameters, ...extra }, url, how);
	for (const { method, body, headers } of received) {
		expect([method, body]).toEqual(['GET', '']);
		expect(headers.authorization).toBe('Bearer sandbox-token');
		expect(headers).not.toHaveProperty('content-type');
	}
	return { ...ran, received };
};

const json = (items: INodeExecutionData[] = []) => items.map((item) => item.json);
const links = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
const objects = (list: List, count: number) => Array.from({ length: count }, (_, index) => list.object(index));
const text = ({ error }: { error?: { message: string; description?: string | null } }) =>
	`${error?.message}\n${error?.description}`;
const asJson = { 'content-type': 'application/json' };

/** The requests of the first pages, and after them only what looks whether anything follows. */
const expectPages = (
	list: List,
	received: readonly Received[],
	pages: number,
	filters: Record<string, string> = {},
) => {
	const size = list.size(urlOf(received[0]).searchParams);
	expect(size).toBeGreaterThan(0);
	expect(size).toBeLessThanOrEqual(list.maxSize);
	// Delos names no total, so a page more may be asked for to be sure that nothing follows.
	const more = list.node === 'delos' ? 1 : 0;
	expect(received.length).toBeGreaterThanOrEqual(pages);
	expect(received.length).toBeLessThanOrEqual(pages + more);
	for (const [page, request] of received.entries()) {
		expect(urlOf(request).pathname).toBe(list.path);
		expect(queryOf(request)).toEqual({ ...list.paging(page, size), ...filters });
	}
	return size;
};

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
		expect(outputs[1][0].json).toMatchObject({ limit: 20000, error: expect.any(String) });
		expect(outputs[1][0].json.message).toMatch(/Not this page/);
	});

	it('fails only the item whose page is refused in the regular output', async () => {
		const { outputs } = await many(
			list,
			broken,
			{ limit: '={{ $json.limit }}' },
			{ items: [{ limit: 1 }, { limit: 20000 }, { limit: 2 }], onError: 'continueRegularOutput' },
		);
		expect(links(outputs[0])).toEqual([0, 1, 2, 2]);
		expect(Object.keys(outputs[0][1].json)).toEqual(['error', 'message']);
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

const listNamed = (title: string) => lists.find((list) => list.title === title) as List;

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

describe.each(ones)('Get of $title', ({ node, parameters, path, answer, item, missing }) => {
	const get = { resource: 'user', operation: 'get', ...parameters };
	const read = async (reply: (request: Received, count: number) => Reply, how?: How) => {
		const { url, received } = await serveAs(node, reply);
		return { ...(await run(node, get, url, how)), received };
	};

	it('gives the object as it is, from one GET', async () => {
		const { outputs, received } = await read(answering(answer));
		expect(outputs).toEqual([[{ json: item, pairedItem: { item: 0 } }]]);
		expect(received.map(({ method, url, body }) => [method, url, body])).toEqual([['GET', path, '']]);
		expect(received[0].headers.authorization).toBe('Bearer sandbox-token');
		expect(received[0].headers).not.toHaveProperty('content-type');
	});

	it('gives one item for each input item, in order, linked', async () => {
		const { outputs } = await read(answering(answer), { items: Array.from({ length: 12 }, () => ({})) });
		expect(links(outputs[0])).toEqual(Array.from({ length: 12 }, (_, index) => index));
		expect(json(outputs[0])).toEqual(Array.from({ length: 12 }, () => item));
	});

	it.each(missing)('says what is missing in a 404 with %s', async (body, says) => {
		const headers = { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' };
		const { error, outputs } = await read(() => ({ status: 404, headers, body }));
		expect(outputs).toEqual([]);
		expect(error?.httpCode).toBe('404');
		for (const words of says) expect(text({ error })).toMatch(words);
		const { outputs: went } = await read(() => ({ status: 404, headers, body }), { onError: 'continueErrorOutput' });
		expect(went[0]).toEqual([]);
		for (const words of says) expect(`${went[1][0].json.error}\n${went[1][0].json.message}`).toMatch(words);
	});

	it.each([
		['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['an error', { status: 200, headers: asJson, body: '{"error":"Something else"}' }],
		['an empty object', { status: 200, headers: asJson, body: '{}' }],
		['a list', { status: 200, headers: asJson, body: '[]' }],
		['null', { status: 200, headers: asJson, body: 'null' }],
		['nothing', { status: 200 }],
		['204', { status: 204 }],
		['another 2xx', { status: 201, headers: asJson, body: JSON.stringify(answer) }],
	] as ReadonlyArray<readonly [string, Reply]>)('refuses %s in place of the user', async (_title, reply) => {
		const { status, outputs, error } = await read(() => reply);
		expect(status).toBe('error');
		expect(outputs).toEqual([]);
		expect(text({ error })).toContain(`${reply.status}`);
	});

	it('does not speak of a change, where only something was read', async () => {
		for (const body of ['<html>Sign in</html>', '{}'])
			expect(text(await read(() => ({ status: 200, body })))).not.toMatch(/change/i);
	});

	it.each(['', '..', 'a/b', 'a?b', ' ', undefined])('refuses the ID %j before anything is sent', async (value) => {
		const { url, received } = await serveAs(node, answering(answer));
		const name = 'userGuid' in parameters ? 'userGuid' : 'userId';
		const ran = await run(node, { ...get, [name]: '={{ $json.value }}' }, url, { items: [{ value }] });
		expect(ran.error?.message).toContain(name === 'userId' ? "'User ID'" : "'User GUID'");
		expect(received).toEqual([]);
	});
});

describe('a filter that the provider reads in its own way', () => {
	const organizations = (title: string) => listNamed(`Cloud Foundry organizations, ${title}`);

	it('name is q=name:… in v2, exactly', async () => {
		const list = organizations('v2');
		for (const value of ['acme', 'acme production', 'a+b&c=d/é?#%41']) {
			const { received } = await many(
				list,
				serving(list, (size) => size + 1),
				{ returnAll: true, filters: { name: value } },
			);
			expectPages(list, received, 2, { q: `name:${value}` });
		}
	});

	// A doubled semicolon is one of the value's own, and the first operator alone separates: query.rb:83,89 of the Cloud
	// Controller at 3bbba906.
	it.each([
		['a;b', 'name:a;;b'],
		['a:b', 'name:a:b'],
		['a;status:active', 'name:a;;status:active'],
		['a;;b;', 'name:a;;;;b;;'],
		['a|b@c+d,e', 'name:a|b@c+d,e'],
	])('name %j is one condition in v2', async (value, q) => {
		const list = organizations('v2');
		const { received } = await many(list, serving(list, 1), { returnAll: true, filters: { name: value } });
		expect(queryOf(received[0]).q).toBe(q);
	});

	it.each(['v2', 'v3'])('names with separators find what has them in %s', async (apiVersion) => {
		const names = ['a;b', 'a:b', 'a,b', 'a|b', 'a@b', 'a+b', 'a%2Cb', 'a>=b', 'a;status:active', 'a;', "o'hara"];
		const { organizations: all } = sandbox.cloudFoundry.state;
		for (const name of names) all.push({ ...all[0], guid: `guid of ${all.length}`, name });
		for (const name of names) {
			const parameters = { resource: 'organization', operation: 'getAll', apiVersion, filters: { name } };
			const { outputs } = await run('cloudFoundry', parameters, sandbox.cloudFoundry.url);
			const found = json(outputs[0]).map((one) => one.name ?? (one.entity as IDataObject).name);
			expect(found).toEqual([name]);
		}
	});

	it.each([
		['organizations', 'name', 'names'],
		['users', 'username', 'usernames'],
	])('of %s with a comma is one value in v3', async (kind, name, wire) => {
		const list = listNamed(`Cloud Foundry ${kind}, v3`);
		const { received, status } = await many(list, serving(list, 1), { returnAll: true, filters: { [name]: 'a,b' } });
		if (status === 'error') return expect(received).toEqual([]);
		// Cloud Controller decodes each value of such a list once more, after it has split it.
		expect(queryOf(received[0])[wire]).toBe('a%2Cb');
	});

	it.each([
		['organizations', 'name', 'names'],
		['users', 'username', 'usernames'],
	])('of %s with an encoded character is not decoded twice in v3', async (kind, name, wire) => {
		const list = listNamed(`Cloud Foundry ${kind}, v3`);
		const { received, status } = await many(list, serving(list, 1), { returnAll: true, filters: { [name]: 'a%41' } });
		if (status === 'error') return expect(received).toEqual([]);
		expect(decodeURIComponent(queryOf(received[0])[wire])).toBe('a%41');
	});

	it('username is not sent to v2, which has no such filter', async () => {
		const list = listNamed('Cloud Foundry users, v2');
		const { received, error } = await many(list, serving(list, 1), { returnAll: true, filters: { username: 'x' } });
		expect(received).toEqual([]);
		expect(text({ error })).toContain("'Username'");
	});

	it.each(['v2', 'v3'])('organization gives its members in %s', async (apiVersion) => {
		const parameters = { resource: 'user', operation: 'getAll', apiVersion, returnAll: true };
		const { guid } = sandbox.cloudFoundry.state.organizations[1];
		const filters = { organizationGuid: guid };
		const { outputs } = await run('cloudFoundry', { ...parameters, filters }, sandbox.cloudFoundry.url);
		const holders = sandbox.cloudFoundry.state.roles.filter(({ organization_guid }) => organization_guid === guid);
		const guids = json(outputs[0]).map(({ guid: own, metadata }) => own ?? (metadata as IDataObject).guid);
		expect(new Set(guids)).toEqual(new Set(holders.map(({ user_guid }) => user_guid)));
		expect(guids).toHaveLength(new Set(guids).size);
		expect(guids.length).toBeGreaterThan(1);

		const unknown = { ...parameters, filters: { organizationGuid: 'no-such-organization' } };
		const { error } = await run('cloudFoundry', unknown, sandbox.cloudFoundry.url);
		expect(text({ error })).toContain("'Organization GUID'");
		expect(error?.httpCode).toBe('404');

		const count = sandbox.cloudFoundry.requests.length;
		for (const bad of ['={{ $json.none }}', 'a/b', '..', '={{ "" }}']) {
			const refused = await run(
				'cloudFoundry',
				{ ...parameters, filters: { organizationGuid: bad } },
				sandbox.cloudFoundry.url,
			);
			expect(refused.error?.message).toContain("'Organization GUID'");
		}
		expect(sandbox.cloudFoundry.requests).toHaveLength(count);
	});

	it.each(['v2', 'v3'])('organization and name combine, or are refused, in %s', async (apiVersion) => {
		const { organizations: all, users, roles: held } = sandbox.cloudFoundry.state;
		const inside = held.find(({ organization_guid }) => organization_guid === all[1].guid)?.user_guid;
		const user = users.find(({ guid, username }) => guid === inside && username) ?? users[1];
		const filters = { organizationGuid: all[1].guid, username: user.username };
		const parameters = { resource: 'user', operation: 'getAll', apiVersion, returnAll: true, filters };
		const { outputs, error } = await run('cloudFoundry', parameters as IDataObject, sandbox.cloudFoundry.url);
		if (apiVersion === 'v2') return expect(text({ error })).toContain("'Username'");
		expect(json(outputs[0]).map(({ guid }) => guid)).toEqual([user.guid]);
	});
});

describe('the sandbox', () => {
	const base = (node: Type) => sandbox[node].url;
	const fetched = async (url: string) => {
		const answer = await fetch(url, { headers: { authorization: 'Bearer sandbox-token' } });
		return (await answer.json()) as never;
	};
	const whole: ReadonlyArray<readonly [Type, IDataObject, string, (body: Record<string, IDataObject[]>) => unknown]> = [
		['delos', { resource: 'user' }, '/v2/user?meta.pageSize=1000', ({ items }) => items],
		['delos', { resource: 'client' }, '/v2/customer?meta.pageSize=1000', ({ items }) => items],
		[
			'clientDirectory',
			{ resource: 'department', clientId: client },
			`/clients/${client}/departments?page_size=500`,
			({ data }) => data,
		],
		[
			'clientDirectory',
			{ resource: 'user', clientId: client },
			`/clients/${client}/users?page_size=500`,
			({ data }) => data,
		],
		['guardhouse', { resource: 'user' }, '/api/v1/users?pageSize=100', ({ users }) => users],
		['guardhouse', { resource: 'role' }, '/api/v1/roles', ({ items }) => items],
		[
			'cloudFoundry',
			{ resource: 'user', apiVersion: 'v2' },
			'/v2/users?results-per-page=100',
			({ resources }) => resources,
		],
		['cloudFoundry', { resource: 'organization', apiVersion: 'v2' }, '/v2/organizations', ({ resources }) => resources],
		['cloudFoundry', { resource: 'user', apiVersion: 'v3' }, '/v3/users', ({ resources }) => resources],
		['cloudFoundry', { resource: 'organization', apiVersion: 'v3' }, '/v3/organizations', ({ resources }) => resources],
	];

	it.each(whole)('of %s lists all of %j, and takes nothing from its state', async (node, parameters, url, pick) => {
		const before = sandbox[node].snapshot();
		const all = pick(await fetched(`${base(node)}${url}`)) as IDataObject[];
		expect(all.length).toBeGreaterThan(3);
		const get = { operation: 'getAll', ...parameters };
		const { outputs } = await run(node, { ...get, returnAll: true }, base(node), { items: [{}, {}] });
		expect(json(outputs[0])).toEqual([...all, ...all]);
		expect(links(outputs[0])).toEqual([...all.map(() => 0), ...all.map(() => 1)]);
		const { outputs: few } = await run(node, { ...get, limit: 2 }, base(node));
		expect(json(few[0])).toEqual(all.slice(0, 2));
		expect(sandbox[node].snapshot()).toEqual(before);
	});

	const crowd = 1234;
	it.each(whole.filter(([, { resource }]) => resource === 'user'))(
		'of %s lists a crowd, each once: %j',
		async (node, parameters) => {
			const [first] = sandbox[node].state.users;
			const ids: Record<string, string> = { delos: 'uuid', cloudFoundry: 'guid' };
			const id = ids[node] ?? 'id';
			sandbox[node].state.users.splice(
				0,
				Infinity,
				...(Array.from({ length: crowd }, (_, index) => {
					return { ...first, [id]: node === 'guardhouse' ? index + 1 : `crowd-${index}` };
				}) as never[]),
			);
			const { outputs } = await run(node, { operation: 'getAll', ...parameters, returnAll: true }, base(node));
			expect(new Set(json(outputs[0]).map((user) => user[id] ?? (user.metadata as IDataObject).guid)).size).toBe(crowd);
			expect(outputs[0]).toHaveLength(crowd);
		},
	);

	it.each(['items', 'data', 'array', 'itemsTotal'] as const)(
		'of Delos lists from its envelope %s',
		async (envelope) => {
			sandbox.delos.state.listEnvelope = envelope;
			for (const resource of ['user', 'client']) {
				const get = { resource, operation: 'getAll' };
				const { outputs } = await run('delos', { ...get, returnAll: true }, base('delos'));
				expect(outputs[0]).toHaveLength(sandbox.delos.state[`${resource}s` as 'users'].length);
				const { outputs: few } = await run('delos', { ...get, limit: 5 }, base('delos'));
				expect(json(few[0])).toEqual(json(outputs[0]).slice(0, 5));
			}
		},
	);

	it.each([1, 3, 100])('of Guardhouse lists with a page size of at most %d', async (maxPageSize) => {
		sandbox.guardhouse.state.maxPageSize = maxPageSize;
		const get = { resource: 'user', operation: 'getAll' };
		const { outputs } = await run('guardhouse', { ...get, returnAll: true }, base('guardhouse'));
		expect(json(outputs[0]).map(({ id }) => id)).toEqual(sandbox.guardhouse.state.users.map(({ id }) => id));
		const { outputs: few } = await run('guardhouse', { ...get, limit: 4 }, base('guardhouse'));
		expect(json(few[0]).map(({ id }) => id)).toEqual([101, 102, 103, 104]);
	});

	it('finds what the filters describe', async () => {
		const found = async (node: Type, parameters: IDataObject, filters: IDataObject) => {
			const get = { operation: 'getAll', returnAll: true, ...parameters, filters };
			return json((await run(node, get, base(node))).outputs[0]);
		};
		const inDepartment = await found(
			'clientDirectory',
			{ resource: 'user', clientId: client },
			{ department_id: department },
		);
		expect(inDepartment).toHaveLength(5);
		const departments = { resource: 'department', clientId: client };
		const sorted = await found('clientDirectory', departments, { sort_by: 'member_count', sort_order: 'desc' });
		const counts = sorted.map(({ member_count }) => Number(member_count));
		expect(counts).toEqual([...counts].sort((a, b) => b - a));
		expect(await found('clientDirectory', departments, { q: 'fin' })).toHaveLength(1);
		expect(await found('delos', { resource: 'user' }, { cuid: 'cust_789xyz' })).toMatchObject([
			{ uuid: 'user_abc123def' },
		]);
		expect(await found('delos', { resource: 'client' }, { customerName: '& sons' })).toMatchObject([
			{ cuid: 'cust_copper' },
		]);
		expect(await found('guardhouse', { resource: 'user' }, { email: 'MARIA' })).toMatchObject([{ id: 102 }]);
		const acme = { resource: 'organization', apiVersion: 'v2' };
		expect(await found('cloudFoundry', acme, { name: 'acme-staging' })).toHaveLength(1);
		expect(await found('cloudFoundry', { ...acme, apiVersion: 'v3' }, { name: 'acme-staging' })).toHaveLength(1);
		const users = { resource: 'user', apiVersion: 'v3' };
		expect(await found('cloudFoundry', users, { username: 'mia.chen@example.com' })).toHaveLength(1);
	});

	const gets: ReadonlyArray<readonly [Type, IDataObject, string, string]> = [
		['delos', { userId: 'user_abc123def' }, '/v2/user/user_abc123def', 'user_invalid_id'],
		['guardhouse', { userId: 101 }, '/api/v1/users/101', '99999'],
		['cloudFoundry', { userGuid: 'uaa-id-128', apiVersion: 'v2' }, '/v2/users/uaa-id-128', 'nobody'],
		['cloudFoundry', { userGuid: 'uaa-id-128', apiVersion: 'v3' }, '/v3/users/uaa-id-128', 'nobody'],
		[
			'clientDirectory',
			{ clientId: client, userId: 'a1d97031-04e2-4907-a249-093f7436207b' },
			`/clients/${client}/users/a1d97031-04e2-4907-a249-093f7436207b`,
			'ffffffff-ffff-ffff-ffff-ffffffffffff',
		],
	];

	it.each(gets)('of %s gives the user of %j, and says who is missing', async (node, parameters, url, nobody) => {
		const body: IDataObject = await fetched(`${base(node)}${url}`);
		const get = { resource: 'user', operation: 'get', ...parameters };
		const { outputs } = await run(node, get, base(node));
		expect(json(outputs[0])).toEqual([node === 'delos' ? body.item : body]);

		const name = 'userGuid' in parameters ? 'userGuid' : 'userId';
		const items = [{ id: parameters[name] }, { id: nobody }, { id: parameters[name] }];
		const mapped = { ...get, [name]: '={{ $json.id }}' };
		const went = await run(node, mapped, base(node), { items, onError: 'continueErrorOutput' });
		expect(links(went.outputs[0])).toEqual([0, 2]);
		expect(links(went.outputs[1])).toEqual([1]);
		const { error, message } = went.outputs[1][0].json;
		expect(`${error}${message}`).toContain(name === 'userId' ? "'User ID'" : "'User GUID'");
		expect(error).toMatch(/user/i);
	});

	it('keeps the order of the input where answers come late', async () => {
		sandbox.guardhouse.fault({ path: '/users/102', delay: 300 });
		const items = [101, 102, 103, 104, 105].map((id) => ({ id }));
		const get = { resource: 'user', operation: 'get', userId: '={{ $json.id }}' };
		const { outputs } = await run('guardhouse', get, base('guardhouse'), { items });
		expect(json(outputs[0]).map(({ id }) => id)).toEqual([101, 102, 103, 104, 105]);
		expect(links(outputs[0])).toEqual([0, 1, 2, 3, 4]);
	});

	it.each(['department', 'user'])('says that the client is unknown, or forbidden, for each %s', async (resource) => {
		const get = { resource, operation: 'getAll', returnAll: true };
		const [, , forbidden] = sandbox.clientDirectory.state.clients;
		const unknown = await run('clientDirectory', { ...get, clientId: 'nobody' }, base('clientDirectory'));
		expect(text(unknown)).toContain("'Client ID'");
		expect(unknown.error?.httpCode).toBe('404');
		const denied = await run('clientDirectory', { ...get, clientId: forbidden.id }, base('clientDirectory'));
		expect(denied.error?.httpCode).toBe('403');
		expect(text(denied)).toMatch(/permi|allow|rights/i);
	});

	it('says that v2 wants an administrator for all users', async () => {
		sandbox.cloudFoundry.state.scope = 'read';
		const get = { resource: 'user', operation: 'getAll', apiVersion: 'v2', returnAll: true };
		const { error } = await run('cloudFoundry', get, base('cloudFoundry'));
		expect(error?.httpCode).toBe('403');
		expect(text({ error })).toMatch(/admin|permi|authori[sz]/i);
	});

	it('is not found under a wrong base URL, which is not a missing user', async () => {
		const { error } = await run(
			'guardhouse',
			{ resource: 'user', operation: 'getAll', returnAll: true },
			`${base('guardhouse')}/nowhere`,
		);
		expect(text({ error })).toMatch(/URL/i);
		expect(text({ error })).not.toMatch(/user not found/i);
	});
});

const membership = { userGuid: 'uaa-id-128', organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' };
const requested = () => sandbox.cloudFoundry.requests.map(({ method, url }) => `${method} ${url}`);

describe('the API version auto', () => {
	const operations: ReadonlyArray<readonly [string, IDataObject]> = [
		['user.get', { resource: 'user', operation: 'get', userGuid: 'uaa-id-128' }],
		['user.getAll', { resource: 'user', operation: 'getAll', limit: 3 }],
		['organization.getAll', { resource: 'organization', operation: 'getAll', limit: 3 }],
		['user.addOrganization', { resource: 'user', operation: 'addOrganization', ...membership }],
		['user.removeOrganization', { resource: 'user', operation: 'removeOrganization', ...membership }],
	];
	const cases = operations.flatMap(([name, parameters]) => [
		[name, 'v2', false, parameters] as const,
		[name, 'v3', true, parameters] as const,
	]);

	it.each(cases)(
		'of %s asks once in a run and takes %s where v2 disabled is %j',
		async (_name, api, off, parameters) => {
			sandbox.cloudFoundry.state.v2Disabled = off;
			const items = Array.from({ length: 8 }, () => ({}));
			for (const apiVersion of [{}, { apiVersion: 'auto' }]) {
				sandbox.cloudFoundry.requests.length = 0;
				const ran = await run('cloudFoundry', { ...parameters, ...apiVersion }, sandbox.cloudFoundry.url, { items });
				expect(ran.error).toBeUndefined();
				const [root, ...rest] = requested();
				expect(root).toBe('GET /');
				expect(rest.filter((request) => request === 'GET /')).toEqual([]);
				expect(rest.length).toBeGreaterThan(0);
				expect(rest.filter((request) => !request.includes(` /${api}/`))).toEqual([]);
				expect(new Set(links(ran.outputs[0])).size).toBe(8);
			}
		},
	);

	it('asks nothing where the version is given', async () => {
		for (const apiVersion of ['v2', 'v3']) {
			const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128', apiVersion };
			await run('cloudFoundry', get, sandbox.cloudFoundry.url);
		}
		expect(requested()).toEqual(['GET /v2/users/uaa-id-128', 'GET /v3/users/uaa-id-128']);
	});

	it('is asked for with each item that leaves it open, once', async () => {
		const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128', apiVersion: '={{ $json.api }}' };
		const items = ['v3', 'auto', 'v2', 'auto'].map((api) => ({ api }));
		const { outputs } = await run('cloudFoundry', get, sandbox.cloudFoundry.url, { items });
		expect(json(outputs[0]).map((user) => ('metadata' in user && 'entity' in user ? 'v2' : 'v3'))).toEqual([
			'v3',
			'v2',
			'v2',
			'v2',
		]);
		expect(requested().filter((request) => request === 'GET /')).toHaveLength(1);
	});

	it.each([
		['HTML', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }],
		['an object without links', { status: 200, headers: asJson, body: '{}' }],
		['no links to an API', { status: 200, headers: asJson, body: '{"links":{"self":{"href":"http://x"}}}' }],
		['403', { status: 403, headers: asJson, body: '{"error":"No"}' }],
	] as ReadonlyArray<readonly [string, Reply]>)(
		'fails where the API root and the rest give %s',
		async (_title, reply) => {
			const { url, received } = await serveAs('cloudFoundry', () => reply);
			const add = { resource: 'user', operation: 'addOrganization', ...membership };
			const { status } = await run('cloudFoundry', add, url);
			expect(status).toBe('error');
			expect(received[0]).toMatchObject({ method: 'GET', url: '/' });
			expect(received.filter(({ url: path }) => path === '/')).toHaveLength(1);
		},
	);

	it('leaves a platform of 2015 without an API root to v2, or says what to set', async () => {
		const body = '{"description":"Unknown request","error_code":"CF-NotFound","code":10000}';
		sandbox.cloudFoundry.fault({ path: /^\/$/, status: 404, headers: asJson, body, times: 9 });
		const get = { resource: 'user', operation: 'get', userGuid: 'uaa-id-128' };
		const { error } = await run('cloudFoundry', get, sandbox.cloudFoundry.url);
		if (error) expect(text({ error })).toContain("'API Version'");
	});

	it.each(operations)('v2 of %s says that v2 is off, never that somebody is missing', async (_name, parameters) => {
		sandbox.cloudFoundry.state.v2Disabled = true;
		const before = sandbox.cloudFoundry.snapshot();
		const { error } = await run('cloudFoundry', { ...parameters, apiVersion: 'v2' }, sandbox.cloudFoundry.url);
		expect(error?.message).toMatch(/v2/i);
		expect(text({ error })).toContain('V2 endpoints disabled');
		expect(text({ error })).toMatch(/'API Version'|v3/i);
		expect(text({ error })).not.toMatch(/(user|organization)[^.]*(not be found|not found|exist)/i);
		expect(sandbox.cloudFoundry.snapshot()).toEqual(before);
	});
});

describe('a membership in v3', () => {
	const parameters = { resource: 'user', operation: 'removeOrganization', ...membership, apiVersion: 'v3' };
	const remove = async (extra: IDataObject = {}, how?: How) =>
		await run('cloudFoundry', { ...parameters, ...extra }, sandbox.cloudFoundry.url, how);
	const roleOf = (user: string, organization: string) =>
		sandbox.cloudFoundry.state.roles.find(
			({ type, user_guid, organization_guid }) =>
				type === 'organization_user' && user_guid === user && organization_guid === organization,
		);

	it('is looked up, deleted and followed to the end of its job', async () => {
		sandbox.cloudFoundry.state.jobPolls = 2;
		const role = roleOf(membership.userGuid, membership.organizationGuid);
		const { outputs } = await remove();
		const [look, del, ...jobs] = sandbox.cloudFoundry.requests;
		expect(look.method).toBe('GET');
		const { pathname, searchParams } = new URL(look.url, 'http://x');
		expect(pathname).toBe('/v3/roles');
		expect(Object.fromEntries(searchParams)).toMatchObject({
			types: 'organization_user',
			user_guids: 'uaa-id-128',
			organization_guids: membership.organizationGuid,
		});
		expect([del.method, del.url, del.body]).toEqual(['DELETE', `/v3/roles/${role?.guid}`, '']);
		expect(jobs).toHaveLength(3);
		for (const { method, url } of jobs) expect(`${method} ${url}`).toMatch(/^GET \/v3\/jobs\/[0-9a-f-]{36}$/);
		expect(roleOf(membership.userGuid, membership.organizationGuid)).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[0][0]).toMatchObject({
			pairedItem: { item: 0 },
			json: { success: true, operation: 'removeOrganization', outcome: 'applied', ...membership, apiVersion: 'v3' },
		});
	});

	it('is known to have been there, so its removal is a change that can be undone', async () => {
		const [{ json: result }] = (await remove()).outputs[0];
		expect(result).toMatchObject({
			changed: true,
			undo: { resource: 'user', operation: 'addOrganization', ...membership },
		});
	});

	it('that is none is unchanged, once user and organization are seen to be there', async () => {
		await remove();
		sandbox.cloudFoundry.requests.length = 0;
		const { outputs } = await remove();
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged', changed: false, undo: null });
		const [lookUp, ...seen] = requested();
		expect(lookUp).toMatch(/^GET \/v3\/roles\?/);
		expect(seen.sort()).toEqual([
			`GET /v3/organizations/${membership.organizationGuid}`,
			`GET /v3/users/${membership.userGuid}`,
		]);
		const { error } = await remove({ options: { ifUnchanged: 'fail' } });
		expect(error?.message).toMatch(/member|already|organization/i);
	});

	it('that goes in between is unchanged too', async () => {
		const body = '{"errors":[{"code":10010,"title":"CF-ResourceNotFound","detail":"Role not found"}]}';
		sandbox.cloudFoundry.fault({ method: 'DELETE', status: 404, headers: asJson, body });
		const { outputs } = await remove();
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged' });
	});

	it('whose job fails is an error in the words of the job', async () => {
		sandbox.cloudFoundry.state.jobErrors = [{ code: 10008, title: 'CF-UnprocessableEntity', detail: 'The job broke' }];
		const { error, outputs } = await remove();
		expect(outputs).toEqual([]);
		expect(text({ error })).toMatch(/The job broke/);
	});

	it('with roles in spaces is refused, and the spaces are named', async () => {
		const { roles: held, spaces } = sandbox.cloudFoundry.state;
		const inSpace = held.find(({ type }) => type === 'space_developer');
		const space = spaces.find(({ guid }) => guid === inSpace?.space_guid);
		const { error } = await remove({ userGuid: inSpace?.user_guid, organizationGuid: space?.organization_guid });
		expect(error?.httpCode).toBe('422');
		expect(text({ error })).toMatch(/Cannot delete organization_user role while user has roles in spaces/);
		expect(text({ error })).toContain(space?.name);
		expect(roleOf(inSpace?.user_guid ?? '', space?.organization_guid ?? '')).toBeDefined();
	});

	it.each(['userGuid', 'organizationGuid'])('whose %s holds a comma takes nothing from anybody', async (name) => {
		const { guid: user } = sandbox.cloudFoundry.state.users[1];
		const own = { userGuid: user, organizationGuid: membership.organizationGuid };
		const ids = { ...own, [name]: `nobody,${own[name as keyof typeof own]}` };
		expect(roleOf(user, membership.organizationGuid)).toBeDefined();
		const before = sandbox.cloudFoundry.snapshot();
		await remove(ids, { onError: 'continueRegularOutput' });
		expect(sandbox.cloudFoundry.snapshot().roles).toEqual(before.roles);
		expect(requested().filter((request) => request.startsWith('DELETE'))).toEqual([]);
	});

	it.each(['user', 'organization', 'type'])('is not taken for one of another %s', async (what) => {
		const relationships = {
			user: { data: { guid: what === 'user' ? 'another' : membership.userGuid } },
			organization: { data: { guid: what === 'organization' ? 'another' : membership.organizationGuid } },
		};
		const role = { guid: 'r-1', type: what === 'type' ? 'organization_manager' : 'organization_user', relationships };
		const pagination = { total_results: 1, total_pages: 1, next: null, previous: null };
		const { url, received } = await serveAs('cloudFoundry', answering({ pagination, resources: [role] }));
		await run('cloudFoundry', parameters, url, { onError: 'continueRegularOutput' });
		expect(received.filter(({ method }) => method === 'DELETE')).toEqual([]);
	});

	it('of several users goes item by item, each with its own result', async () => {
		const users = sandbox.cloudFoundry.state.users.slice(4, 12);
		const [, organization] = sandbox.cloudFoundry.state.organizations;
		const had = users.map(({ guid }) => Boolean(roleOf(guid, organization.guid)));
		const { outputs } = await remove(
			{ userGuid: '={{ $json.guid }}', organizationGuid: organization.guid },
			{ items: users.map(({ guid }) => ({ guid })) },
		);
		expect(json(outputs[0]).map(({ outcome }) => outcome === 'applied')).toEqual(had);
		expect(new Set(had).size).toBe(2);
		for (const { guid } of users) expect(roleOf(guid, organization.guid)).toBeUndefined();
	});

	it('is added as a role, and is unchanged the second time, or fails where that is wanted', async () => {
		await remove();
		const add = { ...parameters, operation: 'addOrganization' };
		const first = await run('cloudFoundry', add, sandbox.cloudFoundry.url);
		expect(first.outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', response: expect.anything() });
		expect(roleOf(membership.userGuid, membership.organizationGuid)).toBeDefined();
		const second = await run('cloudFoundry', add, sandbox.cloudFoundry.url);
		expect(second.outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged', changed: false });
		const strict = { ...add, options: { ifUnchanged: 'fail' } };
		const { error } = await run('cloudFoundry', strict, sandbox.cloudFoundry.url);
		expect(error?.message).toMatch(/already|member/i);
	});

	it('that was added while the answer got lost is a success', async () => {
		await remove();
		sandbox.cloudFoundry.fault({ method: 'POST', drop: 'after' });
		const { outputs } = await run(
			'cloudFoundry',
			{ ...parameters, operation: 'addOrganization', options: { ifUnchanged: 'fail' } },
			sandbox.cloudFoundry.url,
		);
		expect(outputs[0][0].json).toMatchObject({ success: true });
	});
});

describe('grants on the sandbox', () => {
	it('add members, assign a role, add an organization, once', async () => {
		const [, other] = sandbox.clientDirectory.state.departments;
		const [newcomer] = sandbox.clientDirectory.state.users.filter(
			({ department_ids }) => !department_ids.includes(other.id),
		);
		const members = await run(
			'clientDirectory',
			{
				resource: 'department',
				operation: 'addMembers',
				clientId: client,
				departmentId: locator(other.id),
				userIds: newcomer.id,
			},
			sandbox.clientDirectory.url,
		);
		expect(members.outputs[0][0].json).toMatchObject({ success: true, succeeded: [newcomer.id], failed: [] });
		expect(newcomer.department_ids.filter((id) => id === other.id)).toHaveLength(1);

		const role = await run(
			'guardhouse',
			{ resource: 'user', operation: 'assignRole', userId: 101, roleId: locator(6) },
			sandbox.guardhouse.url,
		);
		expect(role.outputs[0][0].json).toMatchObject({ success: true, userId: 101, roleId: 6, response: null });
		expect(sandbox.guardhouse.state.users[0].roleIds).toContain(6);
	});

	it('list nobody as added where nobody was', async () => {
		const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
		const { outputs } = await run(
			'clientDirectory',
			{
				resource: 'department',
				operation: 'addMembers',
				clientId: client,
				departmentId: locator(department),
				userIds: nobody,
				options: { partialFailure: 'report' },
			},
			sandbox.clientDirectory.url,
		);
		expect(outputs[0][0].json).toMatchObject({ success: false, succeeded: [], failed: [{ id: nobody }], undo: null });
		expect(outputs[0][0].json.outcome).not.toBe('applied');
	});
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

	it.each(['={{ 1 }}', '={{ "yes" }}', '={{ $json.missing }}'])('as %s is refused by its label', async (returnAll) => {
		const { error } = await list(returnAll);
		expect(error?.message).toMatch(/^'Return All' is/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});
