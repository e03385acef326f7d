import type { IDataObject } from 'n8n-workflow';

import { eventsIn } from '../support/audit';
import { accesses, changeKinds, changesSent, isChange, kindNames, providerFor, results, run } from '../support/changes';
import { apply, insideOf, plansOf, restore, sealed, undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, runWhole, sentBy } from '../support/wholes';
import { json, links } from '../support/workflow';

// The same plan, or the same undo, twice in one run: it is made once, and each of them has its own result.

setUp();

const alone = kindNames.filter((name) => !name.endsWith('Members'));

/** In two items, in a list, and in a list beside an item. */
const forms = (
	name: 'plan' | 'undo',
	one: unknown,
): ReadonlyArray<readonly [items: readonly object[], of: number[]]> => [
	[
		[{ [name]: one }, { [name]: one }],
		[0, 1],
	],
	[[{ [name]: [one, one] }], [0, 0]],
	[
		[{ [name]: [one, one] }, { [name]: one }],
		[0, 0, 1],
	],
];

describe.each(alone)('the plan of %s', (name) => {
	const change = changeKinds[name];
	const refuse = (more: object) => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) providerFor(change).fault({ method, ...more });
	};

	it('twice in one run sends one request, and each has its own result', async () => {
		const [plan] = await plansOf(change);
		const before = providerFor(change).snapshot();
		for (const [items, of] of forms('plan', plan)) {
			restore(change, before);
			const { error, outputs } = await apply(change.node, items);
			expect(error).toBeUndefined();
			expect(changesSent(change)).toHaveLength(1);
			expect(links(outputs[0])).toEqual(of);
			for (const result of results(outputs)) expect(result).toMatchObject({ success: true, outcome: 'applied' });
			expect(results(outputs).filter(({ changed }) => changed === true)).toHaveLength(1);
			expect(results(outputs).filter((result) => result.undo !== null)).toHaveLength(1);
		}
	});

	it('twice in one run is refused once, and each tells why', async () => {
		const [plan] = await plansOf(change);
		refuse({ status: 403, body: 'not this one' });
		const items = [{ plan }, { plan }];
		const { outputs } = await apply(change.node, items, { onError: 'continueErrorOutput' });
		expect(changesSent(change)).toHaveLength(1);
		expect(outputs.map(links)).toEqual([[], [0, 1]]);
		const [first, second] = json(outputs[1]);
		expect([second.error, second.message]).toEqual([first.error, first.message]);
	});

	it('twice in one run whose answer is lost is unknown for both', async () => {
		const [plan] = await plansOf(change);
		refuse({ drop: 'after' });
		const ran = await apply(change.node, [{ plan }, { plan }], {
			onError: 'continueRegularOutput',
			options: { maxRetries: 0, auditEvent: true },
		});
		expect(changesSent(change)).toHaveLength(1);
		for (const { error } of results(ran.outputs)) expect(error).toMatch(/isn't known/);
		expect(eventsIn(ran).map(({ status_id }) => status_id)).toEqual([0, 0]);
	});

	it('twice is one change for Max Changes', async () => {
		const [plan] = await plansOf(change);
		const { error, outputs } = await apply(change.node, [{ plan }, { plan }], { options: { maxChanges: 1 } });
		expect(error).toBeUndefined();
		expect(changesSent(change)).toHaveLength(1);
		expect(links(outputs[0])).toEqual([0, 1]);
	});

	it('has an undo that is made once as well', async () => {
		const before = accesses(change);
		const [made] = results((await run(change, [change.changing], { verify: true })).outputs);
		const after = providerFor(change).snapshot();
		for (const [items, of] of forms('undo', made.undo)) {
			restore(change, after);
			const { error, outputs } = await undo(change.node, items);
			expect(error).toBeUndefined();
			expect(changesSent(change)).toHaveLength(1);
			expect(links(outputs[0])).toEqual(of);
			expect(accesses(change)).toEqual(before);
		}
	});
});

describe('undos of one access', () => {
	const of = (operation: string) => ({
		...{ resource: 'user', operation, userId: 101, roleId: 1 },
		...(operation === 'unassignRole' && { instantLogout: false }),
	});

	it('are all sent, in their order, where they differ, and once where they follow each other', async () => {
		const wishes = ['unassignRole', 'unassignRole', 'assignRole', 'unassignRole', 'assignRole', 'assignRole'];
		const { error, outputs } = await undo('guardhouse', [{ undo: wishes.map(of) }]);
		expect(error).toBeUndefined();
		const sent = sandbox.guardhouse.requests.filter(isChange).map(({ method }) => method);
		expect(sent).toEqual(['DELETE', 'POST', 'DELETE', 'POST']);
		expect(results(outputs).map(({ operation }) => operation)).toEqual(wishes);
	});
});

describe.each(everyRemoveAll)('the plan of Remove All at %s', (_, kind) => {
	it('twice in one run is made once, and each has its own result', async () => {
		for (const form of [0, 1]) {
			kind.fill(3);
			const [{ plan }] = json((await runWhole(kind, [kind.user], { options: { dryRun: true } })).outputs[0]);
			providerOf(kind).requests.splice(0);
			const [items, of] = forms('plan', plan)[form];
			const { error, outputs } = await apply(kind.node, items);
			expect(error).toBeUndefined();
			expect(sentBy(kind)).toHaveLength(3);
			expect(links(outputs[0])).toEqual(of);
			for (const result of json(outputs[0]))
				expect(result).toMatchObject({ success: true, outcome: 'applied', failed: [], remaining: [] });
			expect(kind.left()).toEqual([]);
		}
	});
});

describe.each(everySet)('the plan of a list at %s', (_, kind) => {
	const list = () => ({ ...kind.group, userIds: [1, 2, 3].map((place) => kind.id(place)) }) as IDataObject;

	it('twice in one run is made once, and each has its own result', async () => {
		kind.fill(4, 3);
		const [{ plan }] = json((await runWhole(kind, [list()], { options: { dryRun: true } })).outputs[0]);
		const { error, outputs } = await apply(kind.node, [{ plan }, { plan }]);
		expect(error).toBeUndefined();
		expect(sentBy(kind)).toHaveLength(2);
		expect(links(outputs[0])).toEqual([0, 1]);
		for (const result of json(outputs[0]))
			expect(result).toMatchObject({ success: true, outcome: 'applied', failed: [], remaining: [] });
		expect([...kind.have()].sort()).toEqual([...(list().userIds as string[])].sort());
	});
});

/** A plan of the node that can't be applied any more. */
const movedAt = async (node: string): Promise<string> => {
	const change = Object.values(changeKinds).find((one) => one.node === node && !('userIds' in one.changing)) ?? lists;
	const inside = insideOf((await plansOf(change, [change.idle]))[0]);
	return sealed({ ...inside, before: `${String(inside.before).slice(1)}x` });
};
const lists = changeKinds['clientDirectory removeMembers'];

describe.each([
	...everyRemoveAll.map(
		([name, kind]) =>
			[
				`Remove All at ${name}`,
				kind,
				() => {
					kind.fill(3);
					return kind.user;
				},
			] as const,
	),
	...everySet.map(
		([name, kind]) =>
			[
				`a list at ${name}`,
				kind,
				() => {
					kind.fill(4, 3);
					return { ...kind.group, userIds: [1, 2, 3].map((place) => kind.id(place)) } as IDataObject;
				},
			] as const,
	),
])('the plan of %s', (_, kind, fill) => {
	it('beside one that is refused, in another item, is made for its own item', async () => {
		const moved = await movedAt(kind.node);
		const item = fill();
		const [{ plan }] = json((await runWhole(kind, [item], { options: { dryRun: true } })).outputs[0]);
		providerOf(kind).requests.splice(0);
		const options = { verify: true, auditEvent: true, approvedBy: '={{ "lee" + $itemIndex }}' };
		const ran = await apply(kind.node, [{ plan: [plan, moved] }, { plan }], {
			options,
			onError: 'continueErrorOutput',
		});
		expect(ran.outputs.map(links)).toEqual([[1], [0]]);
		const [made] = json(ran.outputs[0]);
		expect(made).toMatchObject({
			success: true,
			outcome: 'applied',
			changed: true,
			verified: true,
			failed: [],
			justification: { approvedBy: 'lee1' },
		});
		expect(sentBy(kind).length).toBeGreaterThan(0);
		expect(eventsIn(ran).map(({ status_id }) => status_id)).toContain(1);
	});
});
