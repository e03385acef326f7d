import type { Fault } from '../../sandbox';
import { users } from '../support/guardhouse';
import { sandbox, setUp } from '../support/setUp';
import { listed, told, watchGuardhouse } from '../support/watch';

setUp();

/** Numbers that are the same for the same seed (mulberry32). */
const randomFrom = (seed: number) => {
	let state = seed;
	return (below: number): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
	};
};

const people = 60;
const roles = 4;

/** Who has what in the sandbox, as texts. */
const truth = (): Set<string> =>
	new Set(sandbox.guardhouse.state.users.flatMap(({ id, roleIds }) => roleIds.map((role) => `${id} ${role}`)));

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
	[...some].filter((one) => !others.has(one)).sort();

const toggle = (random: (below: number) => number): void => {
	const user = sandbox.guardhouse.state.users[random(people)];
	const role = random(roles) + 1;
	user.roleIds = user.roleIds.includes(role) ? user.roleIds.filter((one) => one !== role) : [...user.roleIds, role];
};

/** Each makes a poll fail. Those of the first kind are tried again, which takes seconds. */
const slow: Fault[] = [{ status: 500 }, { drop: 'before' }];
const quick: Fault[] = [
	{ status: 403, body: '' },
	listed({ total: people, users: [] }),
	{ status: 200, body: '<html></html>' },
	listed({ total: people, users: [{ id: 1 }] }),
	{ status: 401, body: '' },
];

it.each([
	[['granted', 'revoked'], 20261129],
	[['revoked'], 7],
	[['granted'], 8],
])('tells %j of 10,000 random changes once each, over restarts and polls that fail (seed %i)', async (events, seed) => {
	const random = randomFrom(seed);
	users(people);
	sandbox.guardhouse.state.users.forEach((user) => (user.roleIds = [1]));
	const watch = watchGuardhouse({ events });
	expect(await watch.poll()).toBeUndefined();
	let known = truth();
	// What n8n has saved: it does so where something is told, and at the first poll after it has started.
	let saved = known;
	let isFirst = false;
	let [changes, failed, restarts, reported] = [0, 0, 0, 0];
	while (changes < 10_000) {
		for (let count = random(60); count > 0; count--, changes++) toggle(random);
		if (random(8) === 0) {
			watch.restart();
			[known, isFirst, restarts] = [saved, true, restarts + 1];
		}
		if (random(5) === 0) {
			const fault = changes % 5000 < 30 ? slow[random(slow.length)] : quick[random(quick.length)];
			for (let times = 0; times < 12; times++) sandbox.guardhouse.fault(fault);
			await expect(watch.poll()).rejects.toHaveProperty('message');
			sandbox.guardhouse.heal();
			failed++;
			continue;
		}
		const now = truth();
		const items = await told(watch);
		const of = (event: string) =>
			items.filter((item) => item.event === event).map(({ userId, roleId }) => `${String(userId)} ${String(roleId)}`);
		expect(of('granted').sort()).toEqual(events.includes('granted') ? without(now, known) : []);
		expect(of('revoked').sort()).toEqual(events.includes('revoked') ? without(known, now) : []);
		known = now;
		if (isFirst || items.length > 0) saved = now;
		isFirst = false;
		reported += items.length;
	}
	expect(Math.min(failed, restarts)).toBeGreaterThan(15);
	expect(reported).toBeGreaterThan(1000);
});
