import type { IDataObject } from 'n8n-workflow';

import { pick, shuffled, type Dice } from './dice';
import { accessOf, type Asked, type Change, type Ground, type Standing, type UserId } from './ground';
import type { OnError } from './stage';

export interface ItemOptions {
	readonly dryRun: boolean;
	readonly verify: boolean;
	readonly ifUnchanged: 'succeed' | 'fail';
	readonly auditEvent: boolean;
	readonly partialFailure: 'fail' | 'report';
	readonly output: 'summary' | 'members';
}

export interface Item extends Asked {
	readonly id: string;
	/** What its result and its events have to name. */
	readonly ticket?: string;
	readonly options: ItemOptions;
	readonly met: readonly Standing[];
	/** Whether it asks for just what the item before it asks for. */
	readonly isAgain?: true;
}

/** One execution: a node's operation on these items. */
export interface Execution {
	readonly name: string;
	readonly change: Change;
	readonly items: readonly Item[];
	readonly onError: OnError;
	readonly settings: IDataObject;
}

export interface Plan {
	readonly executions: readonly Execution[];
	readonly rate: number;
	/** What each user has in the beginning. */
	readonly users: ReadonlyArray<readonly [UserId, ReadonlyArray<readonly [string, Standing]>]>;
}

const onErrors: OnError[] = ['continueErrorOutput', 'continueErrorOutput', 'continueRegularOutput'];

const optionsOf = (dice: Dice, isPlain: boolean): ItemOptions => ({
	dryRun: !isPlain && dice('dry run') < 0.12,
	verify: dice('verify') < 0.25,
	ifUnchanged: !isPlain && dice('if unchanged') < 0.15 ? 'fail' : 'succeed',
	auditEvent: dice('audit') < 0.2,
	partialFailure: dice('partial') < 0.5 ? 'fail' : 'report',
	output: dice('output') < 0.3 ? 'members' : 'summary',
});

/** The accesses of the grid by place, for items of a few users each. */
const bunches = (ground: Ground, dice: Dice, users: readonly UserId[], most: number) =>
	ground.places.flatMap((place) => {
		const left = shuffled(users, (...about) => dice(place, ...about));
		const found: Array<{ users: UserId[]; place: string }> = [];
		while (left.length > 0) {
			const count = 1 + Math.floor(dice(place, 'bunch', found.length) * most);
			found.push({ users: left.splice(0, count), place });
		}
		return found;
	});

interface Drawing {
	readonly ground: Ground;
	readonly change: Change;
	readonly isPlain: boolean;
}

/** What a user of an item may have in the beginning: mostly what is to be changed, now and then what needs or allows no change. */
const standingsFor = (
	{ ground: { standings }, change: { from = standings }, isPlain }: Drawing,
	met: readonly Standing[],
	own: Dice,
	user: UserId,
): readonly Standing[] => {
	const isUnfit = !isPlain && from !== standings && own('unfit', user) < 0.05;
	if (isUnfit) return standings.filter((standing) => !from.includes(standing));
	const isMet = !isPlain && own('met', user) < 0.15;
	return from.filter((standing) => met.includes(standing) === isMet);
};

/** What a round does, all of it from the dice. `count`: items of each of its two executions. */
export const planOf = (ground: Ground, dice: Dice, count: number): Plan => {
	const isBulk = ground.node === 'clientDirectory';
	const most = isBulk ? 4 : 1;
	const perUser = ground.places.length / ((1 + most) / 2);
	const all = Array.from({ length: Math.ceil((2.3 * count) / perUser) }, (_, index) => ground.userId(index));
	const free = shuffled(bunches(ground, dice, all, most), dice);
	const having = new Map(all.map((user) => [user, new Map<string, Standing>()]));
	const isStopping = ground.changes.map((_, which) => dice('stops', which) < 0.2);

	const executions = ground.changes.map((change, which): Execution => {
		const isPlain = isStopping[which];
		const items: Item[] = [];
		for (let index = 0; items.length < count; index++) {
			const own: Dice = (...about) => dice(change.operation, index, ...about);
			const bunch = free.pop();
			if (!bunch) throw new Error('The grid of users and places is too small');
			const { place } = bunch;
			const isStrange = !isPlain && own('strange') < 0.03;
			const users = isStrange ? [...bunch.users.slice(1), pick(own('stranger'), ground.strangers)] : bunch.users;
			const fields = change.fields(users, place, own);
			const met = change.met(fields);
			for (const user of bunch.users) {
				having
					.get(user)
					?.set(place, pick(own('standing', user), standingsFor({ ground, change, isPlain }, met, own, user)));
			}
			const id = `${change.operation} ${index}`;
			const item = { id, ticket: id, users, place, fields, met, options: optionsOf(own, isPlain) };
			items.push(item);
			if (!isPlain && own('again') < 0.02 && items.length < count)
				items.push({ ...item, id: `${item.id} again`, isAgain: true });
		}
		return {
			name: change.operation,
			change,
			items,
			onError: isPlain ? 'stopWorkflow' : pick(dice('on error', which), onErrors),
			settings: {
				concurrency: pick(dice('concurrency', which), [5, 20, 50]),
				maxRetries: pick(dice('retries', which), [0, 1, 2, 3, 3]),
				...(isBulk && { batchSize: pick(dice('batch', which), [1, 7, 20]) }),
			},
		};
	});
	// Whom nobody asks about has something to lose, too.
	for (const { users, place } of free)
		for (const user of users) having.get(user)?.set(place, pick(dice('bystander', user, place), ground.standings));
	return {
		executions,
		rate: isStopping.includes(true) ? 0.4 : 1,
		users: [...having].map(([user, accesses]) => [user, [...accesses]] as const),
	};
};

export const accessesOf = ({ users, place }: Pick<Asked, 'users' | 'place'>): string[] =>
	users.map((user) => accessOf(user, place));
