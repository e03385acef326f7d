import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, wayIn } from '../support/access';
import { told } from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { runNode } from '../support/workflow';

setUp();

const types = Object.keys(removals);
const remove = async (type: string, options: IDataObject, more: IDataObject = {}) => {
	const [node, parameters] = removals[type];
	const credentials = { [type]: wayIn(sandbox, type) };
	return await runNode(engine, node, { ...parameters, ...more, options }, { credentials });
};

describe.each(types)('Protected IDs of %s', (type) => {
	it.each([
		'',
		' , ;\n',
		'[]',
		'""',
		'[""]',
		'={{ [""] }}',
		'={{ [] }}',
		'={{ null }}',
		'={{ $json.missing }}',
		'={{ "" }}',
	])('that are there but empty (%j) name the option, and tell what to do about it', async (protectedIds) => {
		const ran = await remove(type, { protectedIds });
		expect(told(ran)).toContain("'Protected IDs'");
		expect(told(ran)).toMatch(/an empty list protects nobody/);
		expect(told(ran)).toMatch(/remove the option/);
		expect(told(ran)).not.toMatch(/leave the item out|input item/i);
		expect(providerOf(sandbox, type).requests).toEqual([]);
	});
});

describe('Protected IDs of Delos', () => {
	it.each([
		['jos\u00e9', 'jose\u0301'],
		['stra\u00dfe', 'STRASSE'],
		['user_1', 'USER_\uff11'],
	])('protect %j, however it is written (%j)', async (protectedIds, userId) => {
		const ran = await remove('delosApi', { protectedIds }, { userId });
		expect(ran.error?.message).toMatch(/protected user/);
		expect(sandbox.delos.requests).toEqual([]);
	});
});

describe('Protected IDs of Guardhouse', () => {
	it.each(['0101', '101.0', '1e2', 'jane@example.com', '={{ ["7", "0101"] }}', '0'])(
		'that are no user IDs there are refused, not ignored (%s)',
		async (protectedIds) => {
			const ran = await remove('guardhouseApi', { protectedIds });
			expect(ran.status).toBe('error');
			expect(told(ran)).toContain("'Protected IDs'");
			expect(sandbox.guardhouse.requests).toEqual([]);
		},
	);

	it.each(['101', ' 101 ', '={{ 101 }}', '={{ ["101"] }}', '7, 101'])('protect the user 101 as %s', async (ids) => {
		const ran = await remove('guardhouseApi', { protectedIds: ids });
		expect(ran.error?.message).toMatch(/protected user/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

describe('Keep Last Owner', () => {
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

	it('reads users side by side, no more at once than Concurrency says', async () => {
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
		expect(most).toBeLessThanOrEqual(5);
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
