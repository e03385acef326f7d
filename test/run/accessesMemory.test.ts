import type { IDataObject } from 'n8n-workflow';

import { uuidOf, type Provider } from '../../sandbox';
import { wayIn } from '../support/access';
import { credentialOf, type Node } from '../support/changes';
import { heapUsed, sizeOf } from '../support/heap';
import { client } from '../support/members';
import { wheneverAsked } from '../support/meanwhile';
import { atScale, counted } from '../support/scale';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { reply } from '../support/wire';
import { json, runNode } from '../support/workflow';

// A whole list is no more in memory than its rows: neither its pages nor what it is read a second time by.

setUp();

const count = atScale(10_000, 50_000);
const many = <Of>(length: number, make: (index: number) => Of): Of[] =>
	Array.from({ length }, (_, index) => make(index));

/** Makes so many accesses in the sandbox, of people who have this many each. */
const fill: Record<Exclude<Node, 'cloudFoundry'>, (each: number) => void> = {
	delos: (each) => {
		const { state } = sandbox.delos;
		const [user] = state.users;
		const [own] = state.clients;
		state.clients = many(each, (index) => ({ ...own, cuid: `cust_${index}`, name: `Client ${index}` }));
		const clients = state.clients.map(({ cuid }) => ({ customerId: cuid, isOwner: false }));
		state.users = many(count / each, (index) => ({
			...user,
			uuid: `user_${index}`,
			username: `user-${index}`,
			clients,
		}));
	},
	clientDirectory: (each) => {
		const { state } = sandbox.clientDirectory;
		const [user] = state.users;
		const [own] = state.departments;
		state.departments = many(each, (index) => ({ ...own, id: uuidOf(`department ${index}`), name: `Team ${index}` }));
		const department_ids = state.departments.map(({ id }) => id);
		state.users = many(count / each, (index) => ({
			...{ ...user, id: uuidOf(`member ${index}`), username: `user-${index}`, user_key: `key-${index}` },
			department_ids,
		}));
	},
	guardhouse: (each) => {
		const { state } = sandbox.guardhouse;
		const [user] = state.users;
		const [own] = state.roles;
		state.roles = many(each, (index) => ({ ...own, id: index + 1, key: `key-${index}`, name: `Role ${index}` }));
		const roleIds = state.roles.map(({ id }) => id);
		state.users = many(count / each, (index) => ({
			...{ ...user, id: index + 1, email: `user-${index}@example.com`, roleIds },
		}));
	},
};

const asked = (node: Exclude<Node, 'cloudFoundry'>, each: number) => async (look: () => void) => {
	fill[node](each);
	wheneverAsked(sandbox[node] as Provider<object>, () => true, look);
	return await Promise.resolve(wayIn(sandbox, credentialOf[node]));
};

const perPage = 200;
const [organization, space] = [
	{ guid: uuidOf('organization'), name: 'acme' },
	{ guid: uuidOf('space'), name: 'web', relationships: { organization: { data: { guid: uuidOf('organization') } } } },
];

/** A page of v3's list of roles, with what they name but the organization of the space: the sandbox would be long about so many. */
const rolesOn = (page: number): object => {
	const users = many(perPage, (index) => uuidOf(`user ${page * perPage + index}`));
	return {
		pagination: { total_results: count, total_pages: count / perPage, next: page * perPage < count ? {} : null },
		resources: users.map((guid) => ({
			...{ guid: uuidOf(`role of ${guid}`), type: 'space_developer' },
			...{ created_at: '2026-03-03T10:07:28Z', updated_at: '2026-03-03T10:07:28Z' },
			relationships: { user: { data: { guid } }, space: { data: { guid: space.guid } }, organization: { data: null } },
		})),
		included: {
			users: users.map((guid) => ({
				...{ guid, created_at: '2026-03-03T10:06:42Z', updated_at: '2026-03-03T10:06:42Z', origin: 'uaa' },
				...{ username: `${guid}@example.com`, presentation_name: `${guid}@example.com` },
				metadata: { labels: {}, annotations: {} },
			})),
			...{ organizations: [], spaces: [space] },
		},
	};
};

const ofPlatform = async (look: () => void): Promise<IDataObject> => {
	const wire = await serve(({ url }) => {
		look();
		const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
		if (pathname === '/v3/roles') return reply(200, rolesOn(Number(searchParams.get('page'))));
		return reply(200, { pagination: { total_results: 1, total_pages: 1, next: null }, resources: [organization] });
	});
	// A token that says that it sees everything.
	const parts = [{ alg: 'none' }, { scope: ['cloud_controller.admin'], user_id: 'u-1' }];
	const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
	return { baseUrl: wire.url, authentication: 'accessToken', accessToken: [...encoded, 'sandbox'].join('.') };
};

/**
 * How often their own size rows may take while they are read: they, what tells that none of them comes twice, and at Cloud Foundry
 * what everybody is called, where each row is of somebody else.
 */
const most = 3.5;

const cases: ReadonlyArray<readonly [Node, (look: () => void) => Promise<IDataObject>, IDataObject]> = [
	['delos', asked('delos', 100), {}],
	['clientDirectory', asked('clientDirectory', 5), { clientId: client }],
	['guardhouse', asked('guardhouse', 10), {}],
	['cloudFoundry', ofPlatform, { apiVersion: 'v3' }],
];

it.each(cases)(
	`${counted(count)} accesses at %s take little more than their rows`,
	async (node, start, parameters) => {
		let [peak, samples, next] = [0, 0, Infinity];
		// To look takes time as well, and not most of it.
		const look = () => {
			const begin = performance.now();
			if (begin < next) return;
			peak = Math.max(peak, heapUsed());
			samples++;
			next = 2 * performance.now() - begin;
		};
		const credential = await start(look);
		const read = async (more: IDataObject) =>
			await runNode(
				engine,
				node,
				{ resource: 'access', operation: 'getAll', of: 'everybody', ...parameters, ...more },
				{ credentials: { [credentialOf[node]]: credential } },
			);
		// Whatever is kept from then on is there before.
		await read({ returnAll: false, limit: 500 });
		const before = heapUsed();
		next = 0;
		const { outputs, error } = await read({ returnAll: true });
		expect(error?.message).toBeUndefined();
		const rows = json(outputs[0]);
		expect(rows).toHaveLength(count);
		expect(samples).toBeGreaterThanOrEqual(atScale(1, 5));
		const own = sizeOf(() => structuredClone(rows));
		expect((peak - before) / own).toBeLessThan(most);
	},
	600_000,
);
