import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import type { Change, Node } from '../support/changes';
import { accesses, changeKinds, finance, results, run } from '../support/changes';
import { elsewhere, home } from '../support/cloudFoundry';
import { ada, bob, client, department } from '../support/members';
import { restore, undo } from '../support/plans';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';

setUp();

type Step = readonly [Change, IDataObject];

const kind = (name: string) => changeKinds[name];

const cloudFoundryChange = fc
	.tuple(fc.constantFrom('addOrganization', 'removeOrganization'), fc.constantFrom('v2', 'v3'))
	.map((parts) => kind(`cloudFoundry ${parts.join(' ')}`));

/** Changes of few accesses of few users, so that they meet again and again, in both directions. */
const steps: Record<Node, fc.Arbitrary<Step>> = {
	// Of one kind for each client: the pages contradict each other about what becomes of the other kind, so that has no undo.
	delos: fc
		.record({
			isBind: fc.boolean(),
			userId: fc.constantFrom('user_abc123def', 'user_456ghi'),
			clientId: fc.constantFrom('cust_789xyz', 'cust_123abc', 'cust_alpine'),
			ownership: fc.constantFrom('any', 'owner', 'standard'),
		})
		.map(({ isBind, userId, clientId, ownership }) =>
			isBind
				? [kind('delos bindClient'), { userId, clientId, isOwner: clientId !== 'cust_alpine' }]
				: [kind('delos unbindClient'), { userId, clientId, ownership }],
		),
	clientDirectory: fc
		.record({
			operation: fc.constantFrom('addMembers', 'removeMembers'),
			departmentId: fc.constantFrom(department, finance),
			userIds: fc.subarray([ada, bob, uuidOf('directory mia.chen'), uuidOf('directory noah.johansson')], {
				minLength: 1,
			}),
		})
		.map(({ operation, ...asked }) => [kind(`clientDirectory ${operation}`), { clientId: client, ...asked }]),
	guardhouse: fc
		.record({
			isAssign: fc.boolean(),
			userId: fc.constantFrom(101, 103),
			roleId: fc.constantFrom(1, 2, 4),
			instantLogout: fc.boolean(),
		})
		.map(({ isAssign, userId, roleId, instantLogout }) =>
			isAssign
				? [kind('guardhouse assignRole'), { userId, roleId }]
				: [kind('guardhouse unassignRole'), { userId, roleId, instantLogout }],
		),
	cloudFoundry: fc.tuple(
		cloudFoundryChange,
		fc.record({
			// Mia Chen has a role in a space of the first organization, so her membership there stays.
			userGuid: fc.constantFrom('uaa-id-128', uuidOf('cloud foundry mia.chen'), uuidOf('cloud foundry john.smith')),
			organizationGuid: fc.constantFrom(home, elsewhere),
		}),
	),
};
const nodes = Object.keys(steps) as Node[];

const made = async (changes: readonly Step[]): Promise<IDataObject[]> => {
	const all: IDataObject[] = [];
	for (const [change, asked] of changes) {
		const { outputs } = await run(change, [asked], { verify: true }, { onError: 'continueRegularOutput' });
		all.push(...results(outputs));
	}
	return all;
};

describe.each(nodes)('any sequence of changes at %s', (node) => {
	const [change] = Object.values(changeKinds).filter((one) => one.node === node);
	const options = { verify: true, concurrency: 1 };

	it.each<[string, (undos: readonly unknown[]) => Promise<Array<Awaited<ReturnType<typeof undo>>>>]>([
		[
			'a run with an item for each',
			async (undos) => [
				await undo(
					node,
					undos.map((one) => ({ undo: one })),
					{ options },
				),
			],
		],
		['a run with one list', async (undos) => [await undo(node, [{ undo: undos }], { options })]],
		[
			'runs of their own',
			async (undos) => {
				const ran: Array<Awaited<ReturnType<typeof undo>>> = [];
				for (const one of undos) ran.push(await undo(node, [{ undo: one }], { options }));
				return ran;
			},
		],
	])('and their undos in reverse, in %s, leave all as it was', async (_, takeBack) => {
		sandbox.cloudFoundry.state.jobPolls = 0;
		const start = sandbox[node].snapshot();
		const before = JSON.stringify(accesses(change));
		await fc.assert(
			fc.asyncProperty(fc.array(steps[node], { minLength: 1, maxLength: 7 }), async (changes) => {
				restore(change, start);
				const undos = (await made(changes)).flatMap((result) => result.undo ?? []).reverse();
				if (undos.length === 0) return;
				for (const { error, outputs } of await takeBack(undos)) {
					expect(error).toBeUndefined();
					for (const one of results(outputs)) expect(one).toMatchObject({ changed: true, verified: true });
				}
				expect(JSON.stringify(accesses(change))).toBe(before);
			}),
			{ numRuns: atScale(4, 20) },
		);
	});
});

describe.each(nodes)('changes at %s and their undos', (node) => {
	const [grant, removal] = {
		delos: ['delos bindClient', 'delos unbindClient'],
		clientDirectory: ['clientDirectory addMembers', 'clientDirectory removeMembers'],
		guardhouse: ['guardhouse assignRole', 'guardhouse unassignRole'],
		cloudFoundry: ['cloudFoundry addOrganization v3', 'cloudFoundry removeOrganization v2'],
	}[node].map(kind);

	it('of one access, there and back three times, end where they began', async () => {
		const asked = { ...removal.changing, ownership: 'any', instantLogout: false, isOwner: true };
		const fields = (change: Change) =>
			Object.fromEntries(Object.keys(change.changing).map((name) => [name, asked[name as keyof typeof asked]]));
		const before = accesses(removal);
		const steps: Step[] = [removal, grant, removal, grant, removal].map((change) => [
			change,
			fields(change) as IDataObject,
		]);
		const undos = (await made(steps)).map((result) => result.undo).reverse();
		expect(undos.every((one) => one !== null)).toBe(true);
		expect(accesses(removal)).not.toEqual(before);
		const { error, outputs } = await undo(node, [{ undo: undos }], { options: { verify: true } });
		expect(error).toBeUndefined();
		expect(results(outputs).map(({ changed }) => changed)).toEqual([true, true, true, true, true]);
		expect(accesses(removal)).toEqual(before);
	});
});
