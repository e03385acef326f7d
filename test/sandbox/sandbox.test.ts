import { request as rawRequest } from 'node:http';
import axios, { type AxiosRequestConfig } from 'axios';
import { type Sandbox, startSandbox } from '../../sandbox';

const user = 'user_abc123def';
const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const department = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const members = ['a1d97031-04e2-4907-a249-093f7436207b', 'b2e08142-15f3-5018-b350-104g8547318c'];
const organization = '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96';
const json = { 'content-type': 'application/json' };

describe('sandbox', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(() => sandbox.close());

	const send = async (method: string, url: string, data?: unknown, options: AxiosRequestConfig = {}) => {
		const headers = { authorization: 'Bearer sandbox-token', ...options.headers };
		const config = { validateStatus: () => true, maxRedirects: 0, ...options, method, url, data, headers };
		const { status, data: body, headers: answered } = await axios.request(config);
		return { status, body, headers: answered };
	};

	describe('delos', () => {
		const at = (path: string) => `${sandbox.delos.url}/v2${path}`;

		test('binds with either body, answers without clients, and Get User shows the relation', async () => {
			for (const body of [
				{ relation: { cuid: 'cust_123abc', isOwner: false } },
				{ customerId: 'cust_fjord', isOwner: true },
			]) {
				const { status, body: answer } = await send('PUT', at(`/user/${user}/relate-client`), body);
				expect([status, answer.item.username, answer.item.clients]).toEqual([200, 'john.smith', undefined]);
			}
			expect((await send('GET', at(`/user/${user}`))).body.item.clients).toEqual([
				{ customerId: 'cust_789xyz', isOwner: true },
				{ customerId: 'cust_123abc', isOwner: false },
				{ customerId: 'cust_fjord', isOwner: true },
			]);
			sandbox.delos.state.bodyFormat = 'nested';
			const flat = await send('PUT', at(`/user/${user}/relate-client`), { customerId: 'cust_iris', isOwner: true });
			expect(flat.status).toBe(400);
		});

		test('speaks the documented errors, with whatever status', async () => {
			const unbind = async (path: string) => (await send('DELETE', at(path))).body.error;
			expect(await unbind('/user/user_invalid_id/relate-client/cust_789xyz')).toBe('User not found: user_invalid_id');
			expect(await unbind(`/user/${user}/relate-client/cust_invalid_id`)).toBe('Customer not found: cust_invalid_id');
			expect(await unbind(`/user/${user}/relate-client/cust_789xyz?relation.isOwner=false`)).toBe(
				'No relationship found with specified ownership type',
			);
			expect(await unbind(`/user/${user}/relate-client/cust_123abc`)).toBe(
				'No relationship found between user and customer',
			);
			Object.assign(sandbox.delos.state, { bindMode: 'refusesExisting', errorStatus: 200 });
			const relation = { cuid: 'cust_789xyz', isOwner: true };
			expect(await send('PUT', at(`/user/${user}/relate-client`), { relation })).toMatchObject({
				status: 200,
				body: { error: 'User already related to this customer' },
			});
		});

		test('unbinds one ownership or everything', async () => {
			const relations = [true, false].map((isOwner) => ({ customerId: 'cust_789xyz', isOwner }));
			const found = sandbox.delos.state.users[0];
			found.clients = relations;
			await send('DELETE', at(`/user/${user}/relate-client/cust_789xyz?relation.isOwner=true`));
			expect(found.clients).toEqual([relations[1]]);
			found.clients = relations;
			await send('DELETE', at(`/user/${user}/relate-client/cust_789xyz`));
			expect(found.clients).toEqual([]);
		});

		test('logs in, refreshes once, and forgets its tokens', async () => {
			const login = { login: 'flow@example.com', password: 'sandbox-password' };
			const session = (await send('POST', at('/auth/login'), login)).body;
			expect(session).toMatchObject({ accessToken: 'sandbox-session-1', UserId: 'user_flow', accessTtl: 3600 });
			const profile = () =>
				send('GET', at('/auth/profile'), undefined, { headers: { authorization: session.accessToken } });
			expect((await profile()).body.item.user.email).toBe('flow@example.com');
			sandbox.delos.expireTokensAfter(1);
			expect((await profile()).status).toBe(200);
			expect(await profile()).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
			const refresh = () => send('GET', at(`/auth/refresh/${session.refreshToken}`));
			expect((await refresh()).body.accessToken).toBe('sandbox-session-2');
			expect((await refresh()).body).toEqual({ error: 'Token revoked. Please log in again' });
			expect(sandbox.delos.tokenFetches).toBe(2);
		});

		test('lists in pages from 0, in any envelope', async () => {
			const list = async () => (await send('GET', at('/user?meta.page=1&meta.pageSize=12'))).body;
			expect((await list()).items).toHaveLength(1);
			sandbox.delos.state.listEnvelope = 'itemsTotal';
			expect((await list()).total).toBe(13);
			expect((await send('GET', at('/user?cuid=cust_789xyz&name=JOHN'))).body.items).toHaveLength(1);
			expect((await send('GET', at('/customer?customerName=harbor'))).body.items[0].cuid).toBe('cust_123abc');
		});
	});

	describe('client directory', () => {
		const remove = (user_ids: unknown) =>
			send('POST', `${sandbox.clientDirectory.url}/clients/${client}/departments/${department}/members/remove`, {
				user_ids,
			});

		test('removes members, repeatedly, with failures inline', async () => {
			const unknown = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
			const body = { succeeded: members, failed: [{ id: unknown, error: 'User not found' }] };
			for (const _time of [1, 2]) expect(await remove([...members, unknown])).toMatchObject({ status: 200, body });
			const got = await send('GET', `${sandbox.clientDirectory.url}/clients/${client}/users/${members[0]}`);
			expect(got.body.departments.map(({ name }: { name: string }) => name)).toEqual(['Finance']);
		});

		test('refuses what is no request', async () => {
			const invalid = { status: 400, body: { error: { code: 'invalid_request' } } };
			expect(await remove(undefined)).toMatchObject(invalid);
			expect((await remove(['x'])).body.failed).toEqual([{ id: 'x', error: 'User not found' }]);
			sandbox.clientDirectory.state.malformedFails = 'request';
			expect(await remove(['x', members[0]])).toMatchObject(invalid);
			sandbox.clientDirectory.state.maxUserIds = 1;
			expect(await remove(members)).toMatchObject(invalid);
			const { clients, forbiddenClients } = sandbox.clientDirectory.state;
			expect(forbiddenClients).toEqual([clients[2].id]);
		});

		test('pages with a cursor', async () => {
			const url = `${sandbox.clientDirectory.url}/clients/${client}/users`;
			const names: string[] = [];
			let cursor: string | null | undefined;
			while (cursor !== null) {
				const { body } = await send('GET', url, undefined, { params: { page_size: 5, cursor } });
				names.push(...body.data.map(({ username }: { username: string }) => username));
				cursor = body.next_cursor;
			}
			expect(names).toHaveLength(12);
			expect(names).toEqual([...names].sort());
			expect((await send('GET', `${url}?page_size=501`)).status).toBe(400);
		});
	});

	describe('guardhouse', () => {
		const role = (method: string, path: string, data?: unknown, headers = json) =>
			send(method, `${sandbox.guardhouse.url}/api/v1/users/${path}`, data, { headers });

		test('unassigns with a JSON body only, and knows users but not roles', async () => {
			const body = { instantLogout: false };
			expect(await role('DELETE', '101/roles/1', body)).toMatchObject({ status: 204, body: '' });
			expect((await role('DELETE', '101/roles/999', body)).status).toBe(204);
			expect(await role('DELETE', '999/roles/1', body)).toMatchObject({ status: 404, body: 'User not found' });
			expect((await role('DELETE', '101/roles/1', body, { 'content-type': 'text/plain' })).status).toBe(415);
			expect((await role('GET', '101')).body.roles).toEqual([{ id: 3, name: 'Support Agent' }]);
			expect((await role('POST', '101/roles/1')).status).toBe(204);
			expect(await role('POST', '101/roles/99')).toMatchObject({ status: 404, body: 'Role not found' });
		});

		test('blocks and unblocks as its pages say', async () => {
			const isSuspended = async () =>
				(await send('GET', `${sandbox.guardhouse.url}/api/v1/users?email=MARIA.`)).body.users.map(
					(user: { isSuspended: boolean }) => user.isSuspended,
				);
			const body = { blockedByUserId: 101, suspensionReason: 'x'.repeat(250), notifyUserViaEmail: true };
			expect(await role('PATCH', '102/block', body)).toMatchObject({ status: 204, body: '' });
			expect(await isSuspended()).toEqual([true]);
			expect((await role('GET', '102')).body).not.toHaveProperty('isSuspended');
			expect((await role('GET', '102')).body.roles).toHaveLength(2);
			expect(await role('PATCH', '102/unblock', {})).toMatchObject({ status: 204, body: '' });
			expect(await isSuspended()).toEqual([false]);
			const wrong = [
				{},
				{ blockedByUserId: '101' },
				{ blockedByUserId: 0 },
				{ ...body, suspensionReason: 'x'.repeat(251) },
				{ ...body, notifyUserViaEmail: 'yes' },
			];
			for (const one of wrong) expect((await role('PATCH', '102/block', one)).status).toBe(400);
			expect((await role('PATCH', '102/unblock', {}, { 'content-type': 'text/plain' })).status).toBe(415);
			for (const path of ['999/block', '999/unblock'])
				expect(await role('PATCH', path, body)).toMatchObject({ status: 404, body: 'User not found' });
			expect(await isSuspended()).toEqual([false]);
		});

		test('issues tokens to a client in the body', async () => {
			const fields = { grant_type: 'client_credentials', client_id: 'sandbox-client', client_secret: 'sandbox-secret' };
			const fetchToken = (form: Record<string, string>, authorization?: string) =>
				send('POST', `${sandbox.guardhouse.url}/connect/token`, new URLSearchParams(form), {
					headers: { authorization },
				});
			expect((await fetchToken({ ...fields, scope: 'system_api' })).body).toEqual({
				access_token: 'sandbox-session-1',
				token_type: 'Bearer',
				expires_in: 3600,
				scope: 'system_api',
			});
			expect((await fetchToken(fields)).body.error).toBe('invalid_scope');
			expect((await fetchToken({ ...fields, scope: 'system_api' }, 'Basic eDp5')).body.error).toBe('invalid_client');
		});
	});

	describe('cloud foundry', () => {
		const at = (path: string) => `${sandbox.cloudFoundry.url}${path}`;
		const path = (guid: string, org = organization) => `/v2/users/${guid}/organizations/${org}`;
		const holder = (type: string) =>
			sandbox.cloudFoundry.state.roles.find((role) => role.type === type)?.user_guid ?? '';

		test('v2 removes: 204 today, 201 with the user in 2015', async () => {
			expect(await send('DELETE', at(path('uaa-id-128')))).toMatchObject({ status: 204, body: '' });
			expect((await send('GET', at('/v2/users/uaa-id-128/organizations'))).body.resources).toEqual([]);
			expect((await send('PUT', at(path('uaa-id-128')))).status).toBe(201);
			sandbox.cloudFoundry.state.era = '2015';
			const { status, body, headers } = await send('DELETE', at(path('uaa-id-128')));
			expect([status, headers['content-type']]).toEqual([201, 'application/json;charset=utf-8']);
			expect(headers['x-vcap-request-id']).toMatch(/^[0-9a-f-]{36}$/);
			expect(body.metadata).toEqual({
				guid: 'uaa-id-128',
				url: '/v2/users/uaa-id-128',
				created_at: '2015-08-06T00:36:37Z',
				updated_at: null,
			});
			expect(body.entity.default_space_url).toBe('/v2/spaces/9decf038-91ca-4605-b796-f7f629e0886b');
		});

		test('v2 refuses in the words of each era', async () => {
			const remove = async (guid: string, org?: string) => {
				const { status, body } = await send('DELETE', at(path(guid, org)));
				return [status, body.error_code, body.code, body.description];
			};
			expect(await remove('uaa-id-128', 'nope')).toEqual([
				404,
				'CF-OrganizationNotFound',
				30003,
				'The organization could not be found: nope',
			]);
			expect(await remove('X')).toEqual([
				400,
				'CF-InvalidRelation',
				1002,
				'Could not find VCAP::CloudController::User with guid: X',
			]);
			expect(await remove(holder('space_developer'))).toEqual([
				400,
				'CF-AssociationNotEmpty',
				10006,
				'Please delete the user associations for your spaces in the org.',
			]);
			expect(await remove('X', 'nope')).toContain('CF-OrganizationNotFound');
			sandbox.cloudFoundry.state.era = '2015';
			expect(await remove('X', 'nope')).toContain('CF-UserNotFound');
			expect(await remove('uaa-id-128', 'nope')).toContain('CF-InvalidRelation');
			expect(await remove(holder('organization_manager'))).toContain('CF-InvalidRelation');
		});

		test('v2 pages with relative links, and can be off', async () => {
			const { body } = await send('GET', at(`/v2/users?results-per-page=4&q=organization_guid:${organization}`));
			expect(body.next_url).toMatch(/^\/v2\/users\?.*page=2/);
			expect((await send('GET', at(body.next_url))).body.resources.length).toBeGreaterThan(0);
			expect((await send('GET', at('/v2/users?results-per-page=101'))).body.error_code).toBe('CF-BadQueryParameter');
			sandbox.cloudFoundry.state.v2Disabled = true;
			const off = await send('GET', at('/v2/users'));
			expect([off.status, off.headers['content-type'], off.body]).toEqual([404, 'text/plain', 'V2 endpoints disabled']);
			expect((await send('GET', at('/v2/info'))).body.support).toBe('CF API v2 is disabled');
			expect((await send('GET', at('/'))).body.links.cloud_controller_v2).toBeUndefined();
		});

		test('v3 deletes a role through a job', async () => {
			const query = `types=organization_user&organization_guids=${organization}&user_guids=`;
			const roleOf = async (guid: string) => (await send('GET', at(`/v3/roles?${query}${guid}`))).body.resources[0];
			const role = await roleOf('uaa-id-128');
			const { status, body, headers } = await send('DELETE', at(`/v3/roles/${role.guid}`));
			expect([status, body]).toEqual([202, '']);
			const poll = async () => (await send('GET', headers.location)).body.state;
			expect([await poll(), await poll()]).toEqual(['PROCESSING', 'COMPLETE']);
			expect(await roleOf('uaa-id-128')).toBeUndefined();
			const blocked = await roleOf(holder('space_developer'));
			expect((await send('DELETE', at(`/v3/roles/${blocked.guid}`))).body.errors).toEqual([
				{
					code: 10008,
					title: 'CF-UnprocessableEntity',
					detail: 'Cannot delete organization_user role while user has roles in spaces in that organization.',
				},
			]);
			const { relationships } = role;
			const again = { type: 'organization_user', relationships };
			expect((await send('POST', at('/v3/roles'), again)).status).toBe(201);
			expect((await send('POST', at('/v3/roles'), again)).status).toBe(422);
		});

		test('the UAA grants tokens, and both origins are recorded', async () => {
			const form = (fields: Record<string, string>, client?: string) =>
				send('POST', `${sandbox.cloudFoundry.uaaUrl}/oauth/token`, new URLSearchParams(fields), {
					headers: { authorization: client && `Basic ${Buffer.from(client).toString('base64')}` },
				});
			const login = { grant_type: 'password', username: 'admin', password: 'sandbox-password' };
			const [, claims, session] = String((await form(login, 'cf:')).body.access_token).split('.');
			expect(session).toBe('sandbox-session-1');
			const said = { scope: ['cloud_controller.admin', 'openid'], client_id: 'cf' };
			expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual(said);
			expect((await form({ ...login, password: 'x' }, 'cf:')).body.error).toBe('unauthorized');
			const client_credentials = { grant_type: 'client_credentials' };
			const { access_token } = (await form(client_credentials, 'sandbox-client:sandbox-secret')).body;
			const headers = { authorization: `bearer ${access_token}` };
			expect((await send('GET', at('/v3/organizations'), undefined, { headers })).status).toBe(200);
			sandbox.cloudFoundry.expireTokens();
			const refused = (await send('GET', at('/v2/organizations'), undefined, { headers })).body;
			expect(refused).toEqual({ description: 'Invalid Auth Token', error_code: 'CF-InvalidAuthToken', code: 1000 });
			expect(sandbox.cloudFoundry.requests.map(({ status }) => status)).toEqual([200, 401, 200, 200, 401]);
		});
	});

	describe('every provider', () => {
		test('fails on demand, before or after the request took effect', async () => {
			const { delos } = sandbox;
			const url = `${delos.url}/v2/user/${user}/relate-client/cust_789xyz`;
			delos.fault({
				method: 'delete',
				path: /relate-client/,
				status: 503,
				headers: { 'retry-after': '1' },
				body: 'busy',
			});
			delos.fault({ path: '/relate-client/', drop: 'before' });
			delos.fault({ drop: 'after' });
			expect(await send('DELETE', url)).toMatchObject({ status: 503, body: 'busy', headers: { 'retry-after': '1' } });
			await expect(send('DELETE', url)).rejects.toThrow();
			expect(delos.state.users[0].clients).toHaveLength(1);
			await expect(send('DELETE', url)).rejects.toThrow();
			expect(delos.state.users[0].clients).toHaveLength(0);
			expect((await send('DELETE', url)).status).toBe(404);
			expect(delos.requests.map(({ status }) => status)).toEqual([503, 0, 0, 404]);
		});

		test('records requests as they were on the wire', async () => {
			const { hostname, port } = new URL(sandbox.delos.url);
			const path = '/v2/user/../x%2Fy//%E2%82%AC?relation.isOwner=%74rue&&';
			const headers = { 'content-type': ';;nonsense', 'content-length': 9 };
			await new Promise<void>((resolve, reject) => {
				rawRequest({ hostname, port, path, method: 'DELETE', headers }, (answer) => answer.resume().on('end', resolve))
					.on('error', reject)
					.end('{ "a" :1}');
			});
			expect(sandbox.delos.requests).toMatchObject([{ method: 'DELETE', url: path, body: '{ "a" :1}', status: 404 }]);
		});

		test('counts what is under way, takes its time, and closes at once', async () => {
			sandbox.guardhouse.latency = 50;
			const list = () => send('GET', `${sandbox.guardhouse.url}/api/v1/roles`);
			await Promise.all([list(), list(), list()]);
			expect(sandbox.guardhouse.requests.map(({ inFlight }) => inFlight)).toEqual([1, 2, 3]);
			sandbox.guardhouse.latency = 60_000;
			const pending = list().catch(() => 'cut');
			await new Promise((resolve) => setTimeout(resolve, 30));
			const before = Date.now();
			await sandbox.close();
			expect(await pending).toBe('cut');
			expect(Date.now() - before).toBeLessThan(10_000);
		});
	});
});
