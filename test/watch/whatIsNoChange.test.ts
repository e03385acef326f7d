import type { IDataObject } from 'n8n-workflow';

import { chain, type Published } from '../../sandbox/host';
import { wayIn } from '../support/access';
import { credentialOf, type Node } from '../support/changes';
import { client } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { told, watchGuardhouse } from '../support/watch';
import { packageName } from '../support/workflow';

setUp();

const watch = (node: Node, parameters: IDataObject = {}): Published => {
	const type = credentialOf[node];
	const way = node === 'cloudFoundry' ? 'client credentials' : undefined;
	return engine.publish(chain([{ name: 'Watch', type: `${packageName}.${node}Trigger`, parameters } as never]), {
		[type]: wayIn(sandbox, type, way) as never,
	});
};

interface Failure {
	readonly message: string;
	readonly description: string;
	readonly failure?: object;
}
const failureOf = async (trigger: Published): Promise<Failure> => {
	const failed = (await trigger.poll().then(
		(items) => ({ message: `told ${items?.length ?? 0} items` }),
		(error: unknown) => error,
	)) as Failure;
	return { message: failed.message, description: failed.description, failure: failed.failure };
};
const read = ({ requests }: { requests: Array<{ url: string }> }) => requests.map(({ url }) => url);

describe('at Cloud Foundry', () => {
	const state = () => sandbox.cloudFoundry.state;
	const supporter = () => {
		const role = state().roles.find(({ type }) => type === 'space_developer');
		state().roles.push({ ...role, guid: 'supporter', type: 'space_supporter' } as never);
	};

	it.each(['v2', 'v3'])(
		'by %s, an account that has lost its rights has seen nobody lose an access',
		async (apiVersion) => {
			const trigger = watch('cloudFoundry', { apiVersion });
			expect(await trigger.poll()).toBeUndefined();
			state().scope = 'read';
			sandbox.cloudFoundry.expireTokens();
			for (let time = 0; time < 2; time++)
				expect((await failureOf(trigger)).message).toBe(
					'The account of the credential may see a part only of all accesses',
				);
			state().scope = 'admin';
			sandbox.cloudFoundry.expireTokens();
			const [gone] = state().roles.splice(0, 1);
			expect(await told(trigger)).toEqual([
				expect.objectContaining({ event: 'revoked', userGuid: gone.user_guid, role: gone.type }),
			]);
		},
	);

	it('a root that names no v3 for once makes nobody lose what v2 does not show', async () => {
		supporter();
		const trigger = watch('cloudFoundry');
		expect(await trigger.poll()).toBeUndefined();
		sandbox.cloudFoundry.fault({ method: 'GET', path: /^\/$/, status: 404, body: 'No' });
		expect(await failureOf(trigger)).toEqual({
			message: 'Cloud Foundry is read by API v2 now, and was by API v3 before',
			description: expect.stringContaining("'API Version'"),
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(await trigger.poll()).toBeUndefined();
		state().roles = state().roles.filter(({ guid }) => guid !== 'supporter');
		expect((await told(trigger)).map(({ event, role }) => [event, role])).toEqual([['revoked', 'space_supporter']]);
	});

	it('nor does a platform that gets v3 give anybody what was there', async () => {
		supporter();
		state().v3Version = '3.79.0';
		const trigger = watch('cloudFoundry');
		expect(await trigger.poll()).toBeUndefined();
		state().v3Version = '3.180.0';
		expect((await failureOf(trigger)).message).toBe('Cloud Foundry is read by API v3 now, and was by API v2 before');
	});
});

describe.each([
	['delos', {}, () => (sandbox.delos.state.users = []), 'Delos lists no user at all'],
	[
		'clientDirectory',
		{ clientId: client },
		() => (sandbox.clientDirectory.state.users = []),
		'The client directory lists no user at all',
	],
	['guardhouse', {}, () => (sandbox.guardhouse.state.users = []), 'Guardhouse lists no user at all'],
] as Array<[Exclude<Node, 'cloudFoundry'>, IDataObject, () => unknown, string]>)('at %s', (node, asked, empty, why) => {
	it('a list without anybody is what an account sees that may see nobody', async () => {
		const trigger = watch(node, asked);
		expect(await trigger.poll()).toBeUndefined();
		const { state } = sandbox[node];
		const before = [...state.users];
		empty();
		expect(await failureOf(trigger)).toMatchObject({ message: expect.stringContaining(why) });
		Object.assign(state, { users: before });
		expect(await trigger.poll()).toBeUndefined();
		expect(read(sandbox[node]).length).toBeGreaterThan(2);
	});
});

it('at Delos, both accesses of one client are told that go together', async () => {
	const [user] = sandbox.delos.state.users;
	const both = [true, false].map((isOwner) => ({ customerId: 'cust_others', isOwner }));
	user.clients = both;
	const trigger = watch('delos');
	expect(await trigger.poll()).toBeUndefined();
	user.clients = [];
	expect((await told(trigger)).map(({ event, isOwner }) => [event, isOwner])).toEqual([
		['revoked', true],
		['revoked', false],
	]);
	user.clients = [both[1]];
	expect((await told(trigger)).map(({ event, isOwner }) => [event, isOwner])).toEqual([['granted', false]]);
	user.clients = both;
	expect((await told(trigger)).map(({ event, isOwner }) => [event, isOwner])).toEqual([['granted', true]]);
});

it.each([
	['users exchanged', (ids: unknown[]) => ids.reverse()],
	['IDs written as texts', (ids: unknown[]) => ids.map(String)],
	['IDs emptied', (ids: unknown[]) => ids.map(() => null)],
	['one ID for all', (ids: unknown[]) => ids.map(() => ids[0])],
])('what somebody has edited is no change, but a new start: %s', async (_, edit) => {
	const trigger = watchGuardhouse();
	await trigger.poll();
	const [key] = Object.keys(trigger.saved());
	const { known } = trigger.saved()[key] as unknown as { known: { ids: unknown[] } };
	trigger.restart((saved) => (saved[key] = { known: { ...known, ids: edit([...known.ids]) } } as never));
	expect(await trigger.poll()).toBeUndefined();
	const [user] = sandbox.guardhouse.state.users;
	user.roleIds = [];
	expect((await told(trigger)).map(({ event, userId }) => [event, userId])).toContainEqual(['revoked', user.id]);
});
