import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { providerOf, removals, wayIn } from '../support/access';
import { cancelWhen } from '../support/cancel';
import { department, removeMembers } from '../support/members';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const credential = (type: string, way = 'access token'): Record<string, IDataObject> => ({
	[type]: wayIn(sandbox, type, way),
});
const json = { 'content-type': 'application/json' };

const unassign = async (options: IDataObject = {}, baseUrl?: string): Promise<string> => {
	const credentials = credential('guardhouseApi');
	if (baseUrl !== undefined) credentials.guardhouseApi = { ...credentials.guardhouseApi, baseUrl };
	const { status, error } = await runNode(
		engine,
		'guardhouse',
		{ ...removals.guardhouseApi[1], options },
		{ credentials },
	);
	expect(status).toBe('error');
	return `${error?.message}. ${error?.description}`;
};

describe('a change whose first answer was lost stays in doubt', () => {
	const doubt = /It isn't known whether the change was made.*no changes had been made.*of 1 change it isn't known/;

	it('where the provider is gone afterwards', async () => {
		const server = createServer((request) => {
			request.resume().on('end', () => {
				server.close();
				request.socket.destroy();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const told = await unassign({ maxRetries: 1 }, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		expect(told).toMatch(/can't be reached/);
		expect(told).toMatch(doubt);
		expect(told).not.toMatch(/Nothing was sent/);
	});

	it.each([429, 403])('where the provider refuses the second with a %d', async (status) => {
		sandbox.guardhouse.fault({ method: 'DELETE', status: 504, takesEffect: true, body: 'too late' });
		sandbox.guardhouse.fault({ method: 'DELETE', status, times: 9, body: 'no' });
		expect(await unassign({ maxRetries: 1 })).toMatch(doubt);
	});

	it('where the sign-in is refused after it', async () => {
		const credentials = credential('guardhouseApi', 'client credentials');
		await runNode(engine, 'guardhouse', removals.guardhouseApi[1], { credentials });
		sandbox.guardhouse.fault({ method: 'DELETE', drop: 'after' });
		sandbox.guardhouse.fault({ method: 'DELETE', status: 401 });
		sandbox.guardhouse.fault({ method: 'GET', path: '/users', status: 401, times: 9 });
		sandbox.guardhouse.fault({ path: 'token', status: 400, body: '{"error":"invalid_client"}', times: 9 });
		const { error } = await runNode(engine, 'guardhouse', { ...removals.guardhouseApi[1], userId: 102 });
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(error?.description).toMatch(doubt);
	});
});

describe('the renewal of a session', () => {
	const probes: Array<[string, string, RegExp]> = [
		['delosApi', 'login', /profile/],
		['guardhouseApi', 'client credentials', /users\?offset/],
		['cloudFoundryApi', 'password', /v3\/organizations\?/],
	];

	it.each(probes.flatMap((probe) => [503, 429].map((status) => [...probe, status] as const)))(
		'of %s by %s is tried again where %s answers %d',
		async (type, way, path, status) => {
			const [node, asked] = removals[type];
			await runNode(engine, node, asked, { credentials: credential(type, way) });
			const provider = providerOf(sandbox, type);
			provider.expireTokens();
			provider.fault({ method: 'GET', path, status, body: 'not now' });
			const { outputs } = await runNode(engine, node, asked, { items: [{}, {}, {}], onError: 'continueErrorOutput' });
			expect((outputs[1] ?? []).map(({ json: { error } }) => error)).toEqual([]);
		},
	);

	it('that breaks is no doubt about the change, which was answered', async () => {
		const bind = {
			resource: 'user',
			operation: 'bindClient',
			userId: 'user_abc123def',
			clientId: 'cust_789xyz',
			isOwner: true,
			options: { ifUnchanged: 'fail' },
		};
		sandbox.delos.state.bindMode = 'refusesExisting';
		const fresh = await runNode(engine, 'delos', bind, { credentials: credential('delosApi', 'login') });
		sandbox.delos.expireTokens();
		sandbox.delos.fault({ path: /profile/, drop: 'before' });
		const renewed = await runNode(engine, 'delos', bind);
		expect(fresh.error?.message).toMatch(/already/);
		expect(renewed.error?.message).toBe(fresh.error?.message);
		sandbox.delos.expireTokens();
		sandbox.delos.fault({ path: /profile/, drop: 'before', times: 9 });
		const { error } = await runNode(engine, 'delos', { ...bind, options: { maxRetries: 0 } });
		expect(error?.message).toMatch(/connection to Delos broke/);
		expect(error?.description).not.toMatch(/isn't known/);
	});
});

it.each(['access token', 'client credentials'])("a 401 that is about one user is that item's own (%s)", async (way) => {
	sandbox.guardhouse.fault({ path: '/users/102/', status: 401, body: 'not for user 102', times: 9 });
	const { outputs } = await runNode(
		engine,
		'guardhouse',
		{ ...removals.guardhouseApi[1], userId: '={{ $json.user }}', options: { concurrency: 1 } },
		{
			items: [102, 101, 103].map((user) => ({ user })),
			credentials: credential('guardhouseApi', way),
			onError: 'continueErrorOutput',
		},
	);
	expect(outputs[0].map(({ json: { userId } }) => userId)).toEqual([101, 103]);
	expect(outputs[1].map(({ json: { user } }) => user)).toEqual([102]);
});

it('a token that another execution has replaced meanwhile is not shown', async () => {
	const wire = await serve(({ url, headers }) => {
		if (url === '/connect/token') return { status: 200, headers: json, body: '{"access_token":"sandbox-session-OLD"}' };
		if (!url.includes('/101/')) return { status: 204 };
		const session = JSON.parse(String(engine.credentialStore.guardhouseApi.sessionToken)) as object;
		engine.credentialStore.guardhouseApi.sessionToken = JSON.stringify({ ...session, token: 'sandbox-session-NEW' });
		return { status: 400, body: `Authorization was ${headers.authorization}` };
	});
	const { guardhouseApi } = credential('guardhouseApi', 'client credentials');
	engine.credentialStore.guardhouseApi = { ...guardhouseApi, baseUrl: wire.url } as never;
	const { error, stored } = await runNode(
		engine,
		'guardhouse',
		{ ...removals.guardhouseApi[1], userId: '={{ $json.user }}' },
		{ items: [{ user: 7 }, { user: 101 }] },
	);
	expect(error?.description).toContain('Authorization was Bearer ***');
	expect(stored).not.toContain('sandbox-session-OLD');
});

it.each(['admin', 'user', 'organization'])(
	'the password %j does not change what good answers say',
	async (password) => {
		const role = {
			guid: 'role-1',
			type: 'organization_user',
			relationships: { user: { data: { guid: 'user-1' } }, organization: { data: { guid: 'organization-1' } } },
		};
		const wire = await serve(({ url, method }) => {
			if (url === '/oauth/token') return { status: 200, headers: json, body: '{"access_token":"sandbox-session-1"}' };
			if (url.startsWith('/v3/users/'))
				return { status: 200, headers: json, body: '{"guid":"user-1","username":"admin"}' };
			if (method === 'DELETE') return { status: 202, headers: { location: '/v3/jobs/job-1' } };
			if (url.startsWith('/v3/jobs')) return { status: 200, headers: json, body: '{"state":"COMPLETE"}' };
			return { status: 200, headers: json, body: JSON.stringify({ pagination: { next: null }, resources: [role] }) };
		});
		const account = { baseUrl: wire.url, uaaUrl: wire.url, authentication: 'password', username: 'admin', password };
		const credentials = { cloudFoundryApi: account };
		const user = { resource: 'user', apiVersion: 'v3', userGuid: 'user-1' };
		const read = await runNode(engine, 'cloudFoundry', { ...user, operation: 'get' }, { credentials });
		expect(read.outputs[0][0].json).toEqual({ guid: 'user-1', username: 'admin' });
		const removal = { ...user, operation: 'removeOrganization', organizationGuid: 'organization-1' };
		const removed = await runNode(engine, 'cloudFoundry', removal, { credentials });
		expect(removed.outputs[0][0].json.outcome).toBe('applied');
		expect(wire.received.filter(({ method }) => method === 'DELETE').map(({ url }) => url)).toEqual([
			'/v3/roles/role-1',
		]);
	},
);

describe('members', () => {
	const ids = Array.from({ length: 8 }, (_, index) => uuidOf(`member ${index}`));
	const left = () =>
		sandbox.clientDirectory.state.users.filter(({ department_ids }) => department_ids.includes(department)).length;

	beforeEach(() => {
		const { state } = sandbox.clientDirectory;
		const [someone] = state.users;
		state.users = ids.map((id) => ({ ...someone, id, department_ids: [department] }));
		state.malformedFails = 'request';
	});

	const remove = async (userIds: string[], options: IDataObject, signal?: AbortSignal) =>
		await removeMembers([{ userIds }], options, undefined, signal);

	it('in halves of a request have one answer that names them all', async () => {
		const { outputs } = await remove([ids[0], ids[1], 'bad', ids[2]], { partialFailure: 'report' });
		const [{ json: result }] = outputs[0];
		const { succeeded, failed, response } = result as Record<string, IDataObject>;
		expect(succeeded).toEqual([ids[0], ids[1], ids[2]]);
		expect(response).toEqual({ succeeded, failed });
	});

	it('of a half without a good answer are in doubt', async () => {
		sandbox.clientDirectory.fault({ path: 'members/remove', skip: 2, status: 503, takesEffect: true, body: 'not now' });
		const { error } = await remove(['bad', ...ids.slice(0, 5)], { maxRetries: 0 });
		expect(error?.message).toMatch(/^It isn't known whether 2 of 6 members were removed/);
		expect(error?.description).toMatch(/^Not known: bad \(not now\), /);
		expect(error?.description).toMatch(/and of \d changes? it isn't known\.$/);
	});

	it('are not forgotten when a run is cancelled between the halves of their request', async () => {
		sandbox.clientDirectory.latency = 200;
		const { signal } = cancelWhen(() => sandbox.clientDirectory.requests.length === 3);
		const { status, error } = await remove([...ids, 'bad'], {}, signal);
		expect(status).toBe('canceled');
		expect(left()).toBe(3);
		expect(error?.description).toContain('5 changes had been made');
	});

	it('that are removed one by one end as cancelled', async () => {
		sandbox.clientDirectory.latency = 200;
		const { signal } = cancelWhen(() => left() < 7);
		const { status, error } = await remove(ids, { batchSize: 1, concurrency: 1 }, signal);
		expect(status).toBe('canceled');
		expect(error?.description).toMatch(/But removed: /);
	});
});

it('a run that is cancelled while it reads for a guard ends as cancelled', async () => {
	sandbox.delos.latency = 200;
	const { signal } = cancelWhen(() => sandbox.delos.requests.length === 1);
	const parameters = { ...removals.delosApi[1], options: { keepLastOwner: true } };
	const { status } = await runNode(engine, 'delos', parameters, { credentials: credential('delosApi'), signal });
	expect(status).toBe('canceled');
	expect(sandbox.delos.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('a run that is cancelled while it signs in does not wait for that', async () => {
	sandbox.guardhouse.fault({ path: 'token', delay: 20_000 });
	const { signal, elapsed } = cancelWhen(() => sandbox.guardhouse.requests.length === 1);
	const credentials = credential('guardhouseApi', 'client credentials');
	const { status } = await runNode(engine, 'guardhouse', removals.guardhouseApi[1], { credentials, signal });
	expect(status).toBe('canceled');
	expect(elapsed()).toBeLessThan(10_000);
	expect(sandbox.guardhouse.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
});

describe('two items about the same access', () => {
	it.each([
		['guardhouse', { instantLogout: '={{ $json.way }}' }, [false, true]],
		['cloudFoundry', { apiVersion: '={{ $json.way }}' }, ['auto', 'v2']],
	])('of %s, asked for in two ways, do not both claim the change', async (node, fields, ways) => {
		const type = `${node}Api`;
		const { outputs } = await runNode(
			engine,
			node,
			{ ...removals[type][1], ...fields, options: { verify: true } },
			{ items: ways.map((way) => ({ way })), credentials: credential(type) },
		);
		expect(outputs[0].map(({ json: { changed } }) => changed)).toEqual([true, null]);
		expect(outputs[0][1].json.undo).toBeNull();
	});
});

describe('Return All', () => {
	const list = async (returnAll: string) => {
		const [someone] = sandbox.guardhouse.state.users;
		for (let id = 1000; id < 1080; id++) sandbox.guardhouse.state.users.push({ ...someone, id });
		const parameters = { resource: 'user', operation: 'getAll', returnAll };
		return await runNode(engine, 'guardhouse', parameters, { credentials: credential('guardhouseApi') });
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
