import type { IDataObject } from 'n8n-workflow';

import { apply } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { runWhole, sentBy, sets } from '../support/wholes';
import { reply } from '../support/wire';
import { json } from '../support/workflow';

// At Delos a user may be owner of a client, standard user, or both: that is part of what a plan goes by, and makes nobody two people.

setUp();

const client = 'cust_789xyz';
type Relations = readonly boolean[];
const moved = /^(What is there isn't what it was when this was planned|Planned when )/;

/** As what the user is there. */
const relate = (uuid: string, kinds: Relations) => {
	sandbox.delos.state.coexist = true;
	const user = sandbox.delos.state.users.find((one) => one.uuid === uuid);
	if (!user) throw new Error(`no user ${uuid}`);
	const others = user.clients.filter(({ customerId }) => customerId !== client);
	user.clients = [...others, ...kinds.map((isOwner) => ({ customerId: client, isOwner }))];
};

const moves: ReadonlyArray<readonly [string, Relations, Relations]> = [
	['standard user became owner', [false], [true]],
	['owner became standard user', [true], [false]],
	['standard user became owner as well', [false], [false, true]],
	['owner became standard user as well', [true], [true, false]],
	['owner and standard user became owner alone', [true, false], [true]],
];

describe('a plan of Set Users', () => {
	const kind = sets.delos;
	const [gone, kept] = [kind.id(0), kind.id(1)];
	const list = { ...kind.group, userIds: [kept, kind.id(2), kind.id(3)] };
	const plan = async (options: IDataObject = {}) => {
		const { outputs, error } = await runWhole(kind, [list], { options: { dryRun: true, ...options } });
		expect(error).toBeUndefined();
		return json(outputs[0])[0];
	};
	beforeEach(() => kind.fill(4, 3));

	it.each(moves)('is refused where the %s who is to be removed', async (_, before, after) => {
		relate(gone, before);
		const planned = await plan();
		relate(gone, after);
		const { error } = await apply('delos', [planned]);
		expect(error?.message).toMatch(moved);
		expect(error?.message).toContain(gone);
		expect(sentBy(kind)).toEqual([]);
	});

	it('is made where the user is again what it was when it was planned', async () => {
		relate(gone, [true, false]);
		const planned = await plan();
		relate(gone, [true]);
		relate(gone, [false, true]);
		const { error } = await apply('delos', [planned]);
		expect(error).toBeUndefined();
		expect([...kind.have()].sort()).toEqual(list.userIds);
	});

	it('is refused for that alone where the node goes on', async () => {
		relate(gone, [false]);
		const planned = await plan();
		relate(gone, [true]);
		const { outputs } = await apply('delos', [planned], { onError: 'continueErrorOutput' });
		expect(outputs.map((items) => items.length)).toEqual([0, 1]);
		expect(sentBy(kind)).toEqual([]);
	});

	it('is refused though it was planned to remove only', async () => {
		relate(gone, [false]);
		const planned = await plan({ mode: 'removeOnly' });
		relate(gone, [true]);
		const { error } = await apply('delos', [planned]);
		expect(error?.message).toMatch(moved);
		expect(sentBy(kind)).toEqual([]);
	});

	it('that could not be read when it is applied is not told as moved', async () => {
		kind.fill(5, 5);
		const planned = await plan({ maxRemovalPercent: 100 });
		sandbox.delos.fault({ method: 'GET', path: `/v2/user/${gone}`, status: 500, times: 9, body: 'no' });
		const { error } = await apply('delos', [planned], { options: { maxRetries: 0 } });
		expect(error?.message).toBeDefined();
		expect(error?.message).not.toMatch(moved);
		expect(sentBy(kind)).toEqual([]);
	});
});

describe('users of a client who are there in two ways', () => {
	const kind = sets.delos;
	const ids = [0, 1, 2, 3, 4, 5].map(kind.id);
	const listed = ids.slice(2);
	const set = async (options: IDataObject) => await runWhole(kind, [{ ...kind.group, userIds: listed }], { options });
	const refusal = "Set Users would remove 2 of 6 (33.3 %), and 'Max Removal Percent' allows 25 %";

	it('are one each for Max Removal Percent', async () => {
		kind.fill(6, 6);
		for (const id of listed) relate(id, [true, false]);
		const { error } = await set({ maxRemovalPercent: 25 });
		expect(error?.message).toBe(refusal);
		expect(sentBy(kind)).toEqual([]);
	});

	it('are one each where the answer has a row for each way', async () => {
		kind.fill(6, 6);
		for (const id of listed) relate(id, [true, false]);
		const rows = [...ids.map((uuid) => ({ uuid, isOwner: true })), ...listed.map((uuid) => ({ uuid, isOwner: false }))];
		sandbox.delos.fault({ method: 'GET', path: /user\?.*page=0/, times: 9, ...reply(200, { items: rows }) });
		const { error } = await set({ maxRemovalPercent: 25 });
		expect(error?.message).toBe(refusal);
		expect(sentBy(kind)).toEqual([]);
	});

	it('are kept, and removed, once', async () => {
		kind.fill(6, 6);
		for (const id of ids) relate(id, [true, false]);
		const [result] = json((await set({ maxRemovalPercent: 50, dryRun: true })).outputs[0]);
		const idsIn = (entries: unknown) => (entries as IDataObject[]).map(({ userId }) => userId);
		expect(idsIn(result.toKeep)).toEqual(listed);
		expect(idsIn(result.toRemove)).toEqual(ids.slice(0, 2));
	});
});
