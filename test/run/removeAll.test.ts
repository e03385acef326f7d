import { apply, insideOf, undo } from '../support/plans';
import { atScale } from '../support/scale';
import { setUp } from '../support/setUp';
import { everyRemoveAll, providerOf, runWhole, sentBy } from '../support/wholes';
import { json } from '../support/workflow';

setUp();

const inAnyOrder = (some: readonly unknown[]) => some.map((one) => JSON.stringify(one)).sort();

describe.each(everyRemoveAll)('Remove All at %s', (_, kind) => {
	const many = atScale(60, 250);
	const middle = many / 2;

	it(`takes ${many} accesses, names the one that is refused, and can give back all the others exactly`, async () => {
		kind.fill(many);
		const before = [...kind.left()];
		providerOf(kind).fault(kind.refusal(middle));
		const { outputs, status } = await runWhole(kind, [kind.user], { options: { partialFailure: 'report' } });
		expect(status).toBe('success');
		const [result] = json(outputs[0]);
		expect(result).toMatchObject({
			...kind.user,
			success: false,
			operation: kind.operation,
			outcome: 'applied',
			changed: true,
			added: [],
			kept: [],
			failed: [{ ...kind.entry(middle), error: expect.stringMatching(/\S/) }],
			remaining: [kind.entry(middle)],
		});
		expect(result.removed).toHaveLength(many - 1);
		expect(kind.left()).toEqual([before[middle]]);

		const back = await undo(kind.node, [result]);
		expect(back.error).toBeUndefined();
		expect(inAnyOrder(kind.left())).toEqual(inAnyOrder(before));
	});

	it('fails where one access stays, and says what went and what stayed', async () => {
		kind.fill(5);
		providerOf(kind).fault(kind.refusal(2));
		const { error } = await runWhole(kind, [kind.user]);
		expect(error?.message).toBe("1 of 5 changes wasn't made");
		expect(error?.description).toMatch(/^Not removed: .*But removed: /);
		expect(error?.description).toContain('4 changes had been made');
		expect(kind.left()).toHaveLength(1);
	});

	it('finds nothing to take', async () => {
		kind.fill(0);
		const { outputs } = await runWhole(kind, [kind.user]);
		expect(json(outputs[0])).toMatchObject([
			{ success: true, outcome: 'unchanged', changed: false, removed: [], failed: [], remaining: [], undo: [] },
		]);
		expect(sentBy(kind)).toEqual([]);
	});

	it('counts each access for Max Changes, and keeps off Protected Users', async () => {
		kind.fill(4);
		const { error } = await runWhole(kind, [kind.user], { options: { maxChanges: 3 } });
		expect(error?.message).toContain('This run would make 4 changes');
		const id = String(kind.user.userId ?? kind.user.userGuid);
		const kept = await runWhole(kind, [kind.user], { options: { protectedUsers: id } });
		expect(kept.error?.message).toContain('a protected user');
		expect(sentBy(kind)).toEqual([]);
		expect(kind.left()).toHaveLength(4);
	});

	it('plans it in a dry run, and makes just that plan', async () => {
		kind.fill(6);
		const { outputs } = await runWhole(kind, [kind.user], { options: { dryRun: true } });
		const [planned] = json(outputs[0]);
		expect(planned).toMatchObject({ outcome: 'planned', changed: false, wouldChange: true });
		expect(planned).not.toHaveProperty('remaining');
		expect(planned.toRemove).toHaveLength(6);
		expect(insideOf(planned.plan)).toMatchObject({ operation: kind.operation, parameters: kind.user, changed: true });
		expect(sentBy(kind)).toEqual([]);
		const applied = await apply(kind.node, [planned]);
		expect(applied.error).toBeUndefined();
		expect(json(applied.outputs[0])).toMatchObject([
			{ success: true, operation: kind.operation, removed: planned.toRemove },
		]);
		expect(kind.left()).toEqual([]);
	});
});
