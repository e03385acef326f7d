import { users } from '../support/guardhouse';
import { sandbox, setUp } from '../support/setUp';
import { listed, told, watchGuardhouse } from '../support/watch';
import { locator } from '../support/workflow';

setUp();

const state = () => sandbox.guardhouse.state;
const userOf = (id: number) => {
	const user = state().users.find((one) => one.id === id);
	if (!user) throw new Error(`There is no user ${id}`);
	return user;
};
const give = (id: number, role: number) => void (userOf(id).roleIds = [...userOf(id).roleIds, role]);
const take = (id: number, role: number) => void (userOf(id).roleIds = userOf(id).roleIds.filter((one) => one !== role));

const words = (id: number) => {
	const { email, firstName, lastName, lastLogin, isSuspended } = userOf(id);
	return { userEmail: email, userName: `${firstName} ${lastName}`, lastLogin, isSuspended };
};
const roleName = (id: number) => state().roles.find((role) => role.id === id)?.name;
const row = (event: string, userId: number, roleId: number) => ({
	event,
	userId,
	roleId,
	roleName: roleName(roleId),
	...words(userId),
});

it('says nothing the first time, then each change once', async () => {
	users(3);
	const watch = watchGuardhouse();
	expect(await watch.poll()).toBeUndefined();
	expect(await watch.poll()).toBeUndefined();
	give(2, 3);
	take(3, 1);
	give(3, 2);
	expect(await told(watch)).toEqual([row('granted', 2, 3), row('granted', 3, 2), row('revoked', 3, 1)]);
	expect(await watch.poll()).toBeUndefined();
});

it('keeps what it knows over a restart, the first poll too, and writes it only when something changed', async () => {
	users(3);
	const watch = watchGuardhouse();
	await watch.poll();
	expect(watch.saves()).toBe(1);
	give(2, 3);
	watch.restart();
	expect(await told(watch)).toEqual([row('granted', 2, 3)]);
	expect(watch.saves()).toBe(2);
	watch.restart();
	expect(await watch.poll()).toBeUndefined();
	expect(await watch.poll()).toBeUndefined();
	expect(watch.saves()).toBe(2);
});

it('tells of an access that has gone with what can still be read', async () => {
	users(2);
	give(2, 3);
	const watch = watchGuardhouse();
	await watch.poll();
	const gone = row('revoked', 2, 1);
	const last = { event: 'revoked', userId: 2, roleId: 3, roleName: null };
	state().users = state().users.filter(({ id }) => id !== 2);
	const unknown = { userEmail: null, userName: null, lastLogin: null, isSuspended: null };
	state().roles = state().roles.filter(({ id }) => id !== 3);
	expect(await told(watch)).toEqual([
		{ ...gone, ...unknown },
		{ ...last, ...unknown },
	]);
});

it('tells of the chosen events alone, and learns of the others', async () => {
	users(2);
	const watch = watchGuardhouse({ events: ['revoked'] });
	await watch.poll();
	give(1, 2);
	expect(await watch.poll()).toBeUndefined();
	take(1, 2);
	expect(await told(watch)).toEqual([row('revoked', 1, 2)]);
});

it('watches one user or one role, by ID or by word', async () => {
	users(3);
	userOf(2).email = 'two@example.com';
	const byWord = watchGuardhouse({ of: 'user', userId: { __rl: true, mode: 'email', value: 'two@example.com' } });
	const byId = watchGuardhouse({ of: 'role', roleId: locator(3) });
	for (const watch of [byWord, byId]) await watch.poll();
	give(2, 3);
	give(1, 2);
	give(3, 3);
	expect(await told(byWord)).toEqual([row('granted', 2, 3)]);
	expect(await told(byId)).toEqual([row('granted', 2, 3), row('granted', 3, 3)]);
});

it('starts anew, silently, where something else is watched, or what was kept is not its own', async () => {
	users(2);
	const watch = watchGuardhouse();
	await watch.poll();
	const [key] = Object.keys(watch.saved());
	const known = (watch.saved()[key] as { known: object }).known;
	const others: unknown[] = [
		undefined,
		null,
		'text',
		7,
		[],
		{},
		{ ...known, watching: 'another' },
		{ ...known, ids: 'none' },
		{ ...known, ids: [{}] },
		{ ...known, places: [7] },
		{ ...known, places: ['1:0,99'] },
		{ ...known, places: ['1,2:0'] },
	];
	for (const other of others) {
		watch.restart((saved) => (saved[key] = { known: other } as never));
		give(1, 2);
		expect(await watch.poll()).toBeUndefined();
		take(1, 2);
		expect(await told(watch)).toEqual([row('revoked', 1, 2)]);
	}
});

it('keeps what it knew where the list is not whole, or no answer comes, and fails with what n8n waits by', async () => {
	users(3);
	const watch = watchGuardhouse();
	await watch.poll();
	const failing = async (fault: object) => {
		for (let time = 0; time < 12; time++) sandbox.guardhouse.fault(fault);
		const failed = watch.poll().catch((error: Error) => error);
		const error = (await failed) as Error & { failure?: object };
		sandbox.guardhouse.heal();
		expect(error).toHaveProperty('message');
		return error.failure;
	};
	take(3, 1);
	give(2, 3);
	expect(await failing({ status: 401, body: '' })).toEqual({ cause: 'credential-invalid' });
	expect(await failing({ status: 429, headers: { 'retry-after': '600' }, body: '' })).toEqual({
		cause: 'rate-limited',
		retryAfterMs: expect.any(Number),
	});
	expect(await failing({ status: 403, body: '' })).toEqual({ cause: 'configuration-invalid' });
	expect(await failing(listed({ total: 0, users: null }))).toBeUndefined();
	await failing(listed({ total: 3, users: [] }));
	// Who has nothing left is read by himself, which doesn't tell all that the list does.
	expect(await told(watch)).toEqual([
		row('granted', 2, 3),
		{ ...row('revoked', 3, 1), lastLogin: null, isSuspended: null },
	]);
});

it('gives up to ten of those that are there when it is run by hand, and keeps nothing', async () => {
	users(12);
	const watch = watchGuardhouse();
	const samples = (await watch.byHand())?.map(({ json: { detectedAt: _, ...rest } }) => rest) ?? [];
	expect(samples).toHaveLength(10);
	const sample = true;
	expect(samples.slice(0, 2)).toEqual([
		{ ...row('granted', 1, 1), sample },
		{ ...row('revoked', 2, 1), sample },
	]);
	expect(watch.saved()).toEqual({});
	await watch.poll();
	give(1, 2);
	await watch.byHand();
	expect(await told(watch)).toEqual([row('granted', 1, 2)]);
});

it('refuses what it can not watch', async () => {
	for (const [parameters, message] of [
		[{ events: [] }, "'Events' names none"],
		[{ events: ['changed'] }, "'Events' names something else"],
		[{ of: 'user', userId: locator('') }, /^'User' /],
		[{ of: 'role', roleId: locator(99) }, /./],
	] as const)
		await expect(watchGuardhouse(parameters as never).poll()).rejects.toThrow(message);
	const [role] = state().roles;
	state().roles = Array.from({ length: 50_001 }, (_, index) => ({ ...role, id: index + 1 }));
	users(
		1,
		state().roles.map(({ id }) => id),
	);
	await expect(watchGuardhouse().poll()).rejects.toThrow(
		'There are 50001 accesses, and this node keeps 50000 at the most',
	);
});

it('reads once where the poll before still reads', async () => {
	users(2);
	const watch = watchGuardhouse();
	await watch.poll();
	give(1, 2);
	sandbox.guardhouse.latency = 50;
	const both = await Promise.all([told(watch), told(watch)]);
	expect(both.flat()).toEqual([row('granted', 1, 2)]);
});
