import type { IDataObject } from 'n8n-workflow';

import { removals, wayIn } from '../support/access';
import { changeKinds, changesSent, expectRefused, modes, results, run } from '../support/changes';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { runNode } from '../support/workflow';

setUp();

describe('Keep Last Owner', () => {
	const change = changeKinds['delos unbindClient'];
	const cuid = 'cust_789xyz';
	const remove = (index: number, ownership = 'any', clientId = cuid) => ({
		userId: sandbox.delos.state.users[index].uuid,
		clientId,
		ownership,
	});
	const keep = async (items: IDataObject[], onError: OnError = 'stopWorkflow', options: IDataObject = {}) =>
		await run(change, items, { keepLastOwner: true, ...options }, { onError });

	/** Users of the client, by their place in the sandbox. */
	const own = (owners: number[], standard: number[] = []) => {
		for (const [index, user] of sandbox.delos.state.users.entries()) {
			user.clients = user.clients.filter(({ customerId }) => customerId !== cuid);
			if (owners.includes(index)) user.clients.push({ customerId: cuid, isOwner: true });
			if (standard.includes(index)) user.clients.push({ customerId: cuid, isOwner: false });
		}
	};

	it.each(modes)('refuses to remove the last one (%s)', async (mode) => {
		own([0]);
		expectRefused(change, mode, await keep([remove(0)], mode), 1);
		expectRefused(change, mode, await keep([remove(0, 'owner')], mode), 1);
	});

	it.each(['..', '.', '', ' ', 'a/b', '-', 'undefined', 'user_abc123def '])(
		'refuses the run where the list of users holds the ID %j: it is not looked up',
		async (uuid) => {
			own([0]);
			const items = [{ uuid: sandbox.delos.state.users[0].uuid }, { uuid }];
			sandbox.delos.fault({
				...{ method: 'GET', path: /\/user\?.*cuid=.*page=0/, times: 9, status: 200 },
				...{ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items }) },
			});
			const { error } = await keep([remove(0)]);
			expect(error?.message).toMatch(/^The answer has a 'User' that /);
			expect(error?.description).toMatch(
				/^Nothing was sent, because 'Keep Last Owner' is on and the owners of a client couldn't be read\. /,
			);
			expect(sandbox.delos.requests.filter(({ url }) => /\/v2\/user\//.test(url))).toEqual([]);
		},
	);

	it.each(modes)('refuses the whole run where one item would (%s)', async (mode) => {
		own([0], [1, 2, 3]);
		const items = [remove(1), remove(2), remove(0), remove(3)];
		expectRefused(change, mode, await keep(items, mode), 4);
	});

	it('counts the removals of this run', async () => {
		own([0, 1]);
		expectRefused(change, 'continueErrorOutput', await keep([remove(0), remove(1)], 'continueErrorOutput'), 2);
	});

	it('does not count standard users', async () => {
		own([0], [1, 2, 3]);
		expectRefused(change, 'stopWorkflow', await keep([remove(0)]), 1);
	});

	it('lets one of two go, also when asked twice', async () => {
		own([0, 1]);
		const { error } = await keep([remove(0), remove(0)]);
		expect(error).toBeUndefined();
		expect(sandbox.delos.state.users[0].clients.some(({ customerId }) => customerId === cuid)).toBe(false);
	});

	it('lets standard users go, and the standard access of the last owner', async () => {
		sandbox.delos.state.coexist = true;
		own([0], [0, 1]);
		const { error } = await keep([remove(1), remove(0, 'standard')]);
		expect(error).toBeUndefined();
		expect(changesSent(change)).toHaveLength(2);
	});

	it('looks at each client on its own', async () => {
		own([0, 1]);
		const { clients } = sandbox.delos.state.users[3];
		const alone = clients.find(({ isOwner }) => isOwner)?.customerId as string;
		for (const user of sandbox.delos.state.users.slice(4))
			user.clients = user.clients.filter(({ customerId }) => customerId !== alone);
		expectRefused(change, 'stopWorkflow', await keep([remove(0), remove(3, 'any', alone)]), 2);
	});

	it('finds the other owner on a later page', async () => {
		const { users } = sandbox.delos.state;
		own([0], [1, 2]);
		for (let index = 0; index < 150; index += 1) {
			const isOwner = index === 149;
			users.push({ ...users[3], uuid: `user_more_${index}`, clients: [{ customerId: cuid, isOwner }] });
		}
		const { error } = await keep([remove(0)]);
		expect(error).toBeUndefined();
	});

	it.each(['items', 'data', 'array', 'itemsTotal'] as const)('reads the list of users as %s', async (envelope) => {
		sandbox.delos.state.listEnvelope = envelope;
		own([0, 1]);
		expect((await keep([remove(0)])).error).toBeUndefined();
		expectRefused({ ...change }, 'stopWorkflow', await fresh(async () => await keep([remove(1)])), 1);
	});

	/** The requests of this run only. */
	const fresh = async <T>(act: () => Promise<T>): Promise<T> => {
		sandbox.delos.requests.splice(0);
		return await act();
	};

	it.each([
		['are forbidden', { status: 403, body: '{"error":"Forbidden"}' }],
		['are not found', { status: 404, body: '{"error":"Not found"}' }],
		['break', { drop: 'before' as const }],
		['are a page', { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }],
		['are something else', { status: 200, body: '{"total":3}', headers: { 'content-type': 'application/json' } }],
		['are an error', { status: 200, body: '{"error":"Oops"}', headers: { 'content-type': 'application/json' } }],
	])('refuses where the owners can not be read: the answers %s', async (_, fault) => {
		own([0, 1, 2]);
		for (const mode of modes) {
			sandbox.delos.fault({ method: 'GET', times: 1000, ...fault });
			expectRefused(change, mode, await keep([remove(0)], mode, { maxRetries: 0 }), 1);
		}
	});

	it('refuses where the other owners can not be read one by one', async () => {
		own([0, 1]);
		sandbox.delos.fault({ method: 'GET', path: `/user/${sandbox.delos.state.users[1].uuid}`, times: 50, status: 403 });
		expectRefused(change, 'stopWorkflow', await keep([remove(0)], 'stopWorkflow', { maxRetries: 0 }), 1);
	});

	it('refuses where a list ignores the filter and names a user who owns something else', async () => {
		own([0]);
		const items = sandbox.delos.state.users.slice(0, 5).map(({ uuid }) => ({ uuid }));
		sandbox.delos.fault({
			method: 'GET',
			path: /\/user\?/,
			times: 1,
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		expectRefused(change, 'stopWorkflow', await keep([remove(0)]), 1);
	});

	it('holds together with a dry run of the others and with Verify', async () => {
		own([0, 1]);
		const { outputs, error } = await keep([remove(0)], 'stopWorkflow', { verify: true });
		expect(error).toBeUndefined();
		expect(results(outputs)).toMatchObject([{ changed: true, verified: true, undo: { isOwner: true } }]);
	});
});

describe('Keep Last Owner, user by user', () => {
	const cuid = 'cust_789xyz';
	const owner = () => sandbox.delos.state.users[0];
	const own = (...owners: readonly number[]) => {
		for (const [index, user] of sandbox.delos.state.users.entries()) {
			user.clients = user.clients.filter(({ customerId }) => customerId !== cuid);
			if (owners.includes(index)) user.clients.push({ customerId: cuid, isOwner: true });
		}
	};
	const keep = async (ids: readonly string[], onError?: OnError) => {
		const [, parameters] = removals.delosApi;
		const options = { keepLastOwner: true };
		return await runNode(
			engine,
			'delos',
			{ ...parameters, userId: '={{ $json.userId }}', options },
			{
				items: ids.map((userId) => ({ userId })),
				credentials: { delosApi: wayIn(sandbox, 'delosApi') },
				onError,
			},
		);
	};
	const changes = () => sandbox.delos.requests.filter(({ method }) => method !== 'GET');

	it('does not count owners who are deleted', async () => {
		own(0, 1);
		sandbox.delos.state.users[1].isDeleted = true;
		const ran = await keep([owner().uuid]);
		expect(ran.error?.message).toMatch(/last owner/);
		expect(changes()).toEqual([]);
	});

	it('lets a deleted owner go where another one stays', async () => {
		own(0, 1);
		sandbox.delos.state.users[1].isDeleted = true;
		const ran = await keep([sandbox.delos.state.users[1].uuid]);
		expect(ran.error).toBeUndefined();
		expect(changes()).toHaveLength(1);
	});

	it('has an unknown user fail as such: the owners are known without', async () => {
		own(0, 1);
		const { outputs } = await keep(['user_nobody', owner().uuid], 'continueErrorOutput');
		expect(outputs[0].map(({ json }) => json)).toMatchObject([{ userId: owner().uuid, outcome: 'applied' }]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json.error).toMatch(/user/i);
		expect(outputs[1][0].json.error).not.toMatch(/owner/);
	});

	it('reads users side by side, no more at once than Concurrency has by default', async () => {
		own(0, 1);
		sandbox.delos.latency = 20;
		const { state } = sandbox.delos;
		for (let index = 0; index < 40; index++)
			state.users.push({
				...state.users[2],
				uuid: `user_more_${index}`,
				clients: [{ customerId: cuid, isOwner: false }],
			});
		expect((await keep([owner().uuid])).error).toBeUndefined();
		const most = Math.max(...sandbox.delos.requests.map(({ inFlight }) => inFlight));
		expect(most).toBeGreaterThan(2);
		expect(most).toBeLessThanOrEqual(20);
	});

	it('takes users that differ by case only for one: two of them are no reason to let one go', async () => {
		own(0);
		const { state } = sandbox.delos;
		// A provider that ignores case finds the same user by either.
		state.users.push({ ...owner(), uuid: owner().uuid.toUpperCase() });
		const ran = await keep([owner().uuid]);
		expect(ran.error?.message).toMatch(/last owner/);
		expect(changes()).toEqual([]);
	});
});
