import type { IDataObject } from 'n8n-workflow';

import { apply, undo } from '../support/plans';
import { atScale, counted } from '../support/scale';
import { setUp } from '../support/setUp';
import { everySet, providerOf, runWhole, sentBy, sets } from '../support/wholes';
import { json } from '../support/workflow';

setUp();

// All users of two groups with a tenth in common, and where the second begins.
const size = atScale(50, 1_000);
const rest = size * 0.9;
const beyond = size + rest;

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const sorted = (ids: readonly string[]) => [...ids].sort();

describe.each(everySet)('Set at %s', (name, kind) => {
	const users = (from: number, to: number) => range(from, to).map((place) => kind.id(place));
	const item = (ids: readonly string[]): IDataObject => ({ ...kind.group, userIds: [...ids] });
	const idsIn = (entries: unknown) => (entries as IDataObject[]).map((entry) => String(entry[kind.user]));

	it(`makes ${counted(size)} another ${counted(size)} with a tenth in common, and takes that back`, async () => {
		kind.fill(beyond, size);
		const options = { maxRemovalPercent: 90, concurrency: 10 };
		const { outputs, error } = await runWhole(kind, [item(users(rest, beyond))], { options });
		expect(error).toBeUndefined();
		const [result] = json(outputs[0]);
		expect(result).toMatchObject({
			success: true,
			operation: kind.operation,
			outcome: 'applied',
			failed: [],
			remaining: [],
		});
		expect(idsIn(result.added)).toEqual(users(size, beyond));
		expect(sorted(idsIn(result.removed))).toEqual(sorted(users(0, rest)));
		expect(sorted(idsIn(result.kept))).toEqual(sorted(users(rest, size)));
		expect(sorted(kind.have())).toEqual(sorted(users(rest, beyond)));
		const sent = sentBy(kind);
		if (name === 'clientDirectory') expect(sent).toHaveLength(Math.ceil(rest / 500) * 2);
		expect(Math.max(...providerOf(kind).requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(10);
		// Everybody is added before anybody is removed.
		const removals = sent.map(({ method, url }) => method === 'DELETE' || url.endsWith('/remove'));
		expect(removals).toEqual([...removals].sort());

		const back = await undo(kind.node, [result], { options: { concurrency: 10 } });
		expect(back.error).toBeUndefined();
		expect(sorted(kind.have())).toEqual(sorted(users(0, size)));
	}, 60_000);

	it.each([
		[19, true],
		[21, false],
	])('a list that lacks %i in a hundred', async (lacking, goes) => {
		kind.fill(100, 100);
		const { error } = await runWhole(kind, [item(users(lacking, 100))]);
		if (goes) expect(error).toBeUndefined();
		else
			expect(error?.message).toBe(
				`${kind.operation === 'setMembers' ? 'Set Members' : 'Set Users'} would remove 21 of 100 (21 %), and 'Max Removal Percent' allows 20 %`,
			);
		expect(kind.have()).toHaveLength(goes ? 81 : 100);
		if (!goes) expect(sentBy(kind)).toEqual([]);
	});

	it.each([
		[5, 1],
		[6, 6],
	])('a list that keeps one of %i', async (there, left) => {
		kind.fill(there, there);
		const { error } = await runWhole(kind, [item(users(0, 1))]);
		expect(error?.message.includes('Max Removal Percent') ?? false).toBe(left > 1);
		expect(kind.have()).toHaveLength(left);
	});

	it('takes an empty list only where that is said to be meant', async () => {
		kind.fill(4, 3);
		const { error } = await runWhole(kind, [item([])]);
		expect(error?.message).toBe("'Users' is an empty list");
		expect(error?.description).toBe(
			"Nothing was sent. Check what the expression gives; where nobody is to be left, set 'Allow Empty List'.",
		);
		expect(sentBy(kind)).toEqual([]);
		const meant = await runWhole(kind, [item([])], { options: { allowEmpty: true } });
		expect(meant.error).toBeUndefined();
		expect(kind.have()).toEqual([]);
	});

	it('counts items of the same group together', async () => {
		kind.fill(6, 2);
		const { outputs } = await runWhole(kind, [item(users(1, 3)), item(users(2, 5))]);
		expect(outputs[0]).toHaveLength(1);
		const [{ json: result, pairedItem }] = outputs[0];
		expect(pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(sorted(idsIn(result.added))).toEqual(sorted(users(2, 5)));
		expect(idsIn(result.removed)).toEqual(users(0, 1));
		expect(sorted(kind.have())).toEqual(sorted(users(1, 5)));
	});

	it('keeps off a protected user among the removals', async () => {
		kind.fill(4, 3);
		const options = { protectedUsers: kind.id(0) };
		const { error } = await runWhole(kind, [item(users(1, 4))], { options });
		expect(error?.message).toContain('a protected user');
		expect(sentBy(kind)).toEqual([]);
		const kept = await runWhole(kind, [item(users(0, 2))], { options });
		expect(kept.error).toBeUndefined();
		expect(sorted(kind.have())).toEqual(sorted(users(0, 2)));
	});

	it.each([
		['addOnly', 5, range(0, 5), [0, 1, 2]],
		['removeOnly', 3, [3], []],
	])('%s', async (mode, _count, left, remaining) => {
		kind.fill(6, mode === 'removeOnly' ? 5 : 3);
		const list = mode === 'removeOnly' ? [kind.id(3), kind.id(5)] : [kind.id(3), kind.id(4)];
		const { outputs } = await runWhole(kind, [item(list)], { options: { mode, maxRemovalPercent: 100 } });
		expect(sorted(kind.have())).toEqual(sorted(left.map((place) => kind.id(place))));
		const [result] = json(outputs[0]);
		expect(sorted(idsIn(result.remaining))).toEqual(sorted(remaining.map((place) => kind.id(place))));
	});

	it('removes nobody where somebody could not be added', async () => {
		kind.fill(4, 3);
		const { error } = await runWhole(kind, [item([kind.id(1), kind.stranger])]);
		expect(error).toBeDefined();
		expect(sorted(kind.have())).toEqual(sorted(users(0, 3)));
	});

	it('makes a plan of a dry run, unless what is there has moved', async () => {
		kind.fill(6, 3);
		const dry = await runWhole(kind, [item(users(1, 5))], { options: { dryRun: true } });
		const [planned] = json(dry.outputs[0]);
		expect(planned).toMatchObject({ outcome: 'planned', changed: false, wouldChange: true });
		expect(sentBy(kind)).toEqual([]);
		const { outputs, error } = await apply(kind.node, [planned]);
		expect(error).toBeUndefined();
		expect(json(outputs[0])).toMatchObject([{ success: true, operation: kind.operation, outcome: 'applied' }]);
		expect(sorted(kind.have())).toEqual(sorted(users(1, 5)));
		const again = await apply(kind.node, [planned]);
		expect(again.error?.message).toContain("What is there isn't what it was when this was planned");
	});
});

it('leaves an owner among the listed one', async () => {
	const kind = sets.delos;
	kind.fill(3, 2);
	const { outputs } = await runWhole(kind, [{ ...kind.group, userIds: kind.id(0), isOwner: false }]);
	expect(json(outputs[0])).toMatchObject([{ kept: [{ userId: kind.id(0) }], removed: [{ userId: kind.id(1) }] }]);
});

describe('a list of no users', () => {
	const kind = sets.guardhouse;

	it.each(['[]', ' [] ', '[ ]', '\n[\n\t]\n'])('takes %j for a list that is empty on purpose', async (userIds) => {
		kind.fill(4, 3);
		const { error } = await runWhole(kind, [{ ...kind.group, userIds }], { options: { allowEmpty: true } });
		expect(error).toBeUndefined();
		expect(kind.have()).toEqual([]);
	});

	it.each(['', ' ', ',', 'x[]', '[]x', '[x]', null, {}])('does not take %j for one', async (userIds) => {
		kind.fill(4, 3);
		const { error } = await runWhole(kind, [{ ...kind.group, userIds }], { options: { allowEmpty: true } });
		expect(error).toBeDefined();
		expect(kind.have()).toHaveLength(3);
	});
});
