import { uuidOf } from '../../sandbox';
import { wayIn } from '../support/access';
import { unassign, users } from '../support/guardhouse';
import { ada, bob, client, department, nobody, removeMembers } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const credentials = (type: string) => ({ [type]: wayIn(sandbox, type) });
const sent = (method: string) => sandbox.guardhouse.requests.filter((request) => request.method === method);

describe('after a failure, where the node stops', () => {
	it('an item that waits for its retry tries no more', async () => {
		sandbox.guardhouse.fault({
			path: '/users/2/',
			status: 503,
			headers: { 'retry-after': '2' },
			body: 'later',
			times: 9,
		});
		sandbox.guardhouse.fault({ path: '/users/3/', status: 403, body: 'no', delay: 300 });
		const started = Date.now();
		const { error } = await unassign(users(3), { concurrency: 3 });
		expect(Date.now() - started).toBeLessThan(1900);
		expect(error?.httpCode).toBe('403');
		expect(sent('DELETE').filter(({ url }) => url.includes('/users/2/'))).toHaveLength(1);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		expect(sent('DELETE')).toHaveLength(3);
		expect(error?.description).toMatch(/1 change had been made when it stopped, and of 1 change it isn't known\.$/);
	});

	it('the item that failed is the one that is named, not an earlier one that was still trying', async () => {
		sandbox.guardhouse.fault({
			path: '/users/2/',
			status: 429,
			headers: { 'retry-after': '2' },
			body: 'later',
			times: 9,
		});
		sandbox.guardhouse.fault({ path: '/users/3/', status: 403, body: 'not this one', delay: 300 });
		const { error } = await unassign(users(3), { concurrency: 3 });
		expect(error?.message).toContain('(item 2)');
		expect(error?.description).toMatch(/not this one/);
	});

	it('the change of an item that was only looked up is not sent', async () => {
		const { state } = sandbox.cloudFoundry;
		const home = state.organizations[0].guid;
		const items = state.users.slice(0, 3).map(({ guid }) => ({ guid }));
		const second = items[1].guid;
		sandbox.cloudFoundry.fault({ path: new RegExp(`roles\\?user_guids=${second}`), delay: 500, status: undefined });
		const third = state.roles.find(
			({ user_guid, organization_guid }) => user_guid === items[2].guid && organization_guid === home,
		);
		sandbox.cloudFoundry.fault({ method: 'DELETE', path: String(third?.guid), status: 403, body: 'no' });
		const parameters = {
			resource: 'user',
			operation: 'removeOrganization',
			apiVersion: 'v3',
			userGuid: '={{ $json.guid }}',
			organizationGuid: home,
			options: { concurrency: 3 },
		};
		const { status } = await runNode(engine, 'cloudFoundry', parameters, {
			items,
			credentials: credentials('cloudFoundryApi'),
		});
		expect(status).toBe('error');
		const deleted = sandbox.cloudFoundry.requests.filter(({ method }) => method === 'DELETE');
		expect(deleted).toHaveLength(2);
	});

	it.each(['getAll', 'get'])('a read that waits for its retry ends with the run (%s)', async (operation) => {
		sandbox.guardhouse.fault({
			path: operation === 'get' ? '/users/2' : /email=b/,
			status: 503,
			headers: { 'retry-after': '2' },
			times: 9,
		});
		sandbox.guardhouse.fault({ path: operation === 'get' ? '/users/3' : /email=c/, status: 403, delay: 300 });
		users(3);
		const parameters = {
			resource: 'user',
			operation,
			...(operation === 'get' ? { userId: '={{ $json.id }}' } : { filters: { email: '={{ $json.email }}' } }),
		};
		const items = ['a', 'b', 'c'].map((email, index) => ({ id: index + 1, email }));
		const started = Date.now();
		const { error } = await runNode(engine, 'guardhouse', parameters, {
			items,
			credentials: credentials('guardhouseApi'),
		});
		expect(error?.httpCode).toBe('403');
		expect(Date.now() - started).toBeLessThan(1900);
		expect(sent('GET')).toHaveLength(3);
	});

	it('each item still has its own tries where the node goes on', async () => {
		sandbox.guardhouse.fault({ path: '/users/2/', status: 503, headers: { 'retry-after': '1' }, body: 'later' });
		sandbox.guardhouse.fault({ path: '/users/3/', status: 403, body: 'no' });
		const { outputs } = await unassign(users(3), { concurrency: 3 }, 'continueErrorOutput');
		expect(outputs[0].map(({ json }) => json.userId)).toEqual([1, 2]);
		expect(outputs[1].map(({ json }) => json.userId)).toEqual([3]);
	});
});

describe('reads for Verify', () => {
	it.each([
		[401, 1],
		[403, 1],
		[503, 4],
	])('stop at the first that meets a %d, after %d requests', async (status, requests) => {
		sandbox.guardhouse.fault({ method: 'GET', status, body: 'no', times: 999 });
		const { error } = await unassign(users(60), { verify: true, concurrency: 5 });
		expect(error?.description).toMatch(/couldn't be verified/);
		expect(sent('GET')).toHaveLength(requests);
		expect(sent('DELETE')).toEqual([]);
	});

	it('stop after the changes, too', async () => {
		sandbox.guardhouse.fault({ method: 'GET', path: '/users/', skip: 60, status: 403, body: 'no', times: 999 });
		const { error } = await unassign(users(60), { verify: true, concurrency: 1 });
		expect(error?.message).toMatch(/so the accepted change couldn't be read back/);
		expect(error?.description).toMatch(/60 changes had been made/);
		expect(sent('GET')).toHaveLength(61);
	});

	it('are each its own item where the node goes on', async () => {
		sandbox.guardhouse.fault({ method: 'GET', path: '/users/2', status: 403, body: 'no', times: 9 });
		const { outputs } = await unassign(users(3), { verify: true }, 'continueErrorOutput');
		expect(outputs[0].map(({ json }) => [json.userId, json.verified])).toEqual([
			[1, true],
			[3, true],
		]);
		expect(outputs[1].map(({ json }) => json.userId)).toEqual([2]);
	});
});

describe('with Partial Failure set to Report', () => {
	const departments = (count: number) => {
		const { departments: all } = sandbox.clientDirectory.state;
		for (let index = 0; index < count; index++)
			all.push({ ...all[0], id: uuidOf(`department ${index}`), client_id: client });
		const { users: people } = sandbox.clientDirectory.state;
		return Array.from({ length: count }, (_, index) => ({
			departmentId: uuidOf(`department ${index}`),
			userIds: people[0].id,
		}));
	};
	const posts = () => sandbox.clientDirectory.requests.filter(({ method }) => method === 'POST');

	it.each([401, 403, 404])('a request that is wholly refused (%d) ends the run', async (status) => {
		sandbox.clientDirectory.fault({ method: 'POST', status, body: 'no', times: 999 });
		const ran = await removeMembers(departments(60), { partialFailure: 'report' });
		expect(ran.error?.httpCode).toBe(`${status}`);
		expect(posts()).toHaveLength(1);
	});

	it('an item whose members went out in several requests is reported, as long as one was accepted', async () => {
		const ids = sandbox.clientDirectory.state.users.slice(0, 4).map(({ id }) => id);
		sandbox.clientDirectory.fault({ method: 'POST', skip: 1, status: 403, body: '{"error":{"message":"not today"}}' });
		const options = { partialFailure: 'report', batchSize: 1, concurrency: 1 };
		const { outputs } = await removeMembers([{ userIds: ids }], options);
		const [{ json }] = outputs[0];
		expect(json).toMatchObject({ success: false, succeeded: [ids[0], ids[2], ids[3]], failed: [{ id: ids[1] }] });
	});

	it('one that Verify can not read is listed, and the others go', async () => {
		const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
		const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
		const options = { partialFailure: 'report', verify: true };
		const { outputs } = await removeMembers([{ userIds: [ids[0], nobody, ids[1]] }], options);
		expect(outputs[0][0].json).toMatchObject({
			success: false,
			succeeded: ids,
			failed: [{ id: nobody, error: expect.stringMatching(/User not found/) }],
			verified: false,
		});
		expect(posts().map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: ids }]);
		const { users: people } = sandbox.clientDirectory.state;
		expect(
			people.filter(({ id }) => ids.includes(id)).some(({ department_ids }) => department_ids.includes(department)),
		).toBe(false);
	});

	it('one that Verify can not read is named by its parameter where the item fails', async () => {
		const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
		const { error } = await removeMembers([{ userIds: nobody }], { verify: true });
		expect(`${error?.message} ${error?.description}`).toContain("'Users'");
		expect(`${error?.message} ${error?.description}`).not.toContain("'User'");
		expect(posts()).toEqual([]);
	});
});

it('members that were removed but not seen to be are not called unremoved', async () => {
	const { state } = sandbox.clientDirectory;
	const ids = state.users.slice(0, 2).map(({ id }) => id);
	const succeeded = JSON.stringify({ succeeded: ids, failed: [] });
	// Accepted, as far as the answer goes.
	const headers = { 'content-type': 'application/json' };
	sandbox.clientDirectory.fault({ method: 'POST', status: 200, headers, body: succeeded });
	const { error } = await removeMembers([{ userIds: ids }], { verify: true });
	expect(error?.message).toMatch(/^2 of 2 members were accepted as removed, but can't be confirmed/);
	expect(error?.description).not.toMatch(/None was removed|not removed/i);
	expect(error?.description).toMatch(/2 changes had been made/);
});

describe('two items about the same access', () => {
	it('go one after the other, however long the first one takes', async () => {
		const bind = {
			resource: 'user',
			operation: 'bindClient',
			userId: 'user_456ghi',
			clientId: '={{ $json.client }}',
			isOwner: '={{ $json.isOwner }}',
		};
		const items = [
			{ client: 'cust_alpine', isOwner: true },
			{ client: 'cust_789xyz', isOwner: true },
			{ client: 'cust_789xyz', isOwner: false },
		];
		sandbox.delos.fault({ method: 'PUT', skip: 1, delay: 600 });
		const { error } = await runNode(engine, 'delos', bind, { items, credentials: credentials('delosApi') });
		expect(error).toBeUndefined();
		const user = sandbox.delos.state.users.find(({ uuid }) => uuid === 'user_456ghi');
		expect(user?.clients.filter(({ customerId }) => customerId === 'cust_789xyz')).toEqual([
			{ customerId: 'cust_789xyz', isOwner: false },
		]);
		const puts = sandbox.delos.requests.filter(({ body }) => body.includes('cust_789xyz'));
		expect(puts.map(({ inFlight }) => inFlight)).toEqual([1, 1]);
	});

	it('leave those about others at the same time', async () => {
		sandbox.guardhouse.latency = 50;
		const logouts = [true, false].map((instantLogout) => ({ userId: 3, instantLogout }));
		const items = [...users(8), ...logouts];
		const { outputs } = await unassign(items, { concurrency: 8 });
		expect(outputs[0].map(({ json }) => json.userId)).toEqual(items.map(({ userId }) => userId));
		expect(sent('DELETE')).toHaveLength(10);
		expect(Math.max(...sandbox.guardhouse.requests.map(({ inFlight }) => inFlight))).toBeGreaterThan(3);
	});
});

describe('where the node stops, its message', () => {
	it('counts a change once that items share', async () => {
		const items = [{ userIds: [ada, bob] }, { userIds: [bob, ada] }, { userIds: [nobody] }];
		const { error } = await removeMembers(items, { batchSize: 2 });
		const sent = sandbox.clientDirectory.requests.map(({ body }) => JSON.parse(body) as unknown);
		expect(sent).toEqual([{ user_ids: [ada, bob] }, { user_ids: [nobody] }]);
		expect(error?.description).toMatch(/In this run, 2 changes had been made/);
		expect(error?.description).not.toMatch(/isn't known/);
	});

	it('counts as unknown what was answered with a 503', async () => {
		sandbox.guardhouse.fault({ status: 503, skip: 1, body: 'not now' });
		const { error } = await unassign(users(3), { maxRetries: 0, concurrency: 1 });
		expect(sandbox.guardhouse.requests).toHaveLength(2);
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toMatch(/1 change had been made when it stopped, and of 1 change it isn't known/);
	});

	it('counts the unknown members of a shared request once', async () => {
		sandbox.clientDirectory.fault({ status: 503, body: 'not now' });
		const items = [{ userIds: [ada, bob] }, { userIds: [bob] }];
		const { error } = await removeMembers(items, { maxRetries: 0 });
		expect(error?.description).toMatch(/no changes had been made when it stopped, and of 2 changes it isn't known/);
	});
});
