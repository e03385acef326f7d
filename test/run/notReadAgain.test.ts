import { setTimeout as sleep } from 'node:timers/promises';

import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { finance, isChange } from '../support/changes';
import type { Asked } from '../support/meanwhile';
import { hiddenFrom, whenAsked } from '../support/meanwhile';
import { groupOfAll } from '../support/otherGroups';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';
import type { RemoveAll, SetExactly } from '../support/wholes';
import { everyRemoveAll, everySet, providerOf, runWhole } from '../support/wholes';
import type { Ran } from '../support/workflow';
import { json } from '../support/workflow';

// What wasn't read again proves nothing: whether a run was cancelled before it, or the provider refused it.

setUp();

const goesOn = { onError: 'continueRegularOutput' } as const;
const report = { partialFailure: 'report' };

/** Whether the answer to a change says by itself that it changed something: an end of a role by v3 does, and a new role. */
const provenBy = (name: string) => (name === 'cloudFoundry v3' ? true : null);

/** Cancels the execution as soon as the provider is asked for its nth change. */
const cancelledAt = (kind: RemoveAll | SetExactly, nth: number): AbortSignal => {
	const controller = new AbortController();
	whenAsked(providerOf(kind), isChange, () => controller.abort(), nth);
	return controller.signal;
};

/** Members of the same department would share a request. */
const giveOther = () => {
	const { departments, users } = sandbox.clientDirectory.state;
	departments.push({ ...departments[0], id: finance, name: 'Finance' });
	users[1].department_ids = [finance];
};

const first = ({ outputs }: Ran): IDataObject => json(outputs[0])[0];

const expectUnverified = (item: IDataObject) => {
	expect(item).not.toHaveProperty('verified');
	expect(item).not.toHaveProperty('success');
	expect(item.error).toMatch(/accepted.*(wasn't|weren't|couldn't be) read back/);
};

const expectUnread = (name: string, item: IDataObject) => {
	expect(item).not.toHaveProperty('verified');
	expect(item).toMatchObject({ outcome: 'applied', changed: provenBy(name), failed: [], remaining: null });
};

describe.each(everyRemoveAll)(
	'Remove All at %s, of which all was accepted and nothing was read again',
	(name, kind) => {
		/** The second user's changes come after all of the first one's. */
		const cancelled = async (options: IDataObject) => {
			kind.fill(2);
			if (kind.node === 'clientDirectory') giveOther();
			const how = { ...goesOn, options: { concurrency: 1, ...options }, signal: cancelledAt(kind, 3) };
			const ran = await runWhole(kind, [kind.user, kind.other], how);
			expect(ran.status).toBe('canceled');
			expect(kind.left()).toEqual([]);
			return first(ran);
		};

		it('is not verified where the run was cancelled', async () => {
			expectUnverified(await cancelled({ verify: true }));
		});

		it.each([report, { ...report, verify: true }, {}])(
			'says of what is left, and of what it changed, only what is known where the run was cancelled (%j)',
			async (options) => {
				const item = await cancelled(options);
				expectUnread(name, item);
				const list = 'verify' in options ? 'unknown' : 'removed';
				expect(item).toMatchObject({ [list]: [expect.anything(), expect.anything()], success: list === 'removed' });
			},
		);

		it.each([report, { ...report, verify: true }, {}])(
			'says so where nothing can be read any more (%j)',
			async (options) => {
				kind.fill(2);
				hiddenFrom(providerOf(kind), isChange, 2);
				const ran = await runWhole(kind, [kind.user], {
					...goesOn,
					options: { concurrency: 1, maxRetries: 0, ...options },
				});
				expect(kind.left()).toEqual([]);
				expectUnread(name, first(ran));
			},
		);
	},
);

describe.each(everySet)('Set at %s, of which all was accepted and nothing was read again', (name, kind) => {
	const ids = (...places: readonly number[]) => places.map((place) => kind.id(place));

	const cancelled = async (options: IDataObject) => {
		kind.fill(4, 3);
		const items = [
			{ ...kind.group, userIds: ids(1, 2, 3) },
			{ ...groupOfAll(kind), userIds: ids(0, 1, 2) },
		];
		const how = { ...goesOn, options: { concurrency: 1, ...options }, signal: cancelledAt(kind, 3) };
		const ran = await runWhole(kind, items, how);
		expect(ran.status).toBe('canceled');
		expect([...kind.have()].sort()).toEqual(ids(1, 2, 3).sort());
		return first(ran);
	};

	it('is not verified where the run was cancelled', async () => {
		expectUnverified(await cancelled({ verify: true }));
	});

	it.each([report, { ...report, verify: true }, {}])(
		'says of what is left, and of what it changed, only what is known where the run was cancelled (%j)',
		async (options) => {
			expectUnread(name, await cancelled(options));
		},
	);

	it.each([report, { ...report, verify: true }, {}])(
		'says so where nothing can be read any more (%j)',
		async (options) => {
			kind.fill(4, 3);
			hiddenFrom(providerOf(kind), isChange, 2);
			const how = { ...goesOn, options: { concurrency: 1, maxRetries: 0, ...options } };
			const ran = await runWhole(kind, [{ ...kind.group, userIds: ids(1, 2, 3) }], how);
			expect([...kind.have()].sort()).toEqual(ids(1, 2, 3).sort());
			expectUnread(name, first(ran));
		},
	);
});

describe.each(everyRemoveAll)('Remove All at %s, cancelled at any moment', (name, kind) => {
	const formsLeft = () => kind.left().map((one) => JSON.stringify(one));

	/** Cancels it at the nth change, or at the first read after that. */
	const cancelledNear = (nth: number, isAtRead: boolean): AbortSignal => {
		const controller = new AbortController();
		let changes = 0;
		const isMoment = (request: Asked) => {
			changes += isChange(request) ? 1 : 0;
			return changes >= nth && isChange(request) !== isAtRead;
		};
		whenAsked(providerOf(kind), isMoment, () => controller.abort());
		return controller.signal;
	};

	it.each([{}, report, { ...report, verify: true }])('tells nothing that is not so (%j)', async (options) => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.boolean(), async (nth, isAtRead) => {
				kind.fill(4);
				const all = formsLeft();
				const how = { ...goesOn, options: { concurrency: 1, ...options }, signal: cancelledNear(nth, isAtRead) };
				const item = first(await runWhole(kind, [kind.user], how));
				// A request that was cut off while it was under way may still take effect.
				await sleep(30);
				if (item.error !== undefined) return;
				const left = new Set(formsLeft());
				const isThere = ({ error: _, ...entry }: IDataObject) => {
					const place = all.findIndex((_form, index) => JSON.stringify(kind.entry(index)) === JSON.stringify(entry));
					return left.has(all[place]);
				};
				expect(item).not.toMatchObject({ verified: true });
				expect(item.remaining).toBeNull();
				expect((item.removed as IDataObject[]).filter(isThere)).toEqual([]);
				expect((item.failed as IDataObject[]).filter((entry) => !isThere(entry))).toEqual([]);
				if (provenBy(name) === null) expect(item.changed).not.toBe(true);
			}),
			{ numRuns: atScale(4, 20) },
		);
	});
});
