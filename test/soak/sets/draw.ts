import type { IDataObject } from 'n8n-workflow';

import { pick, shuffled, type Dice } from '../dice';
import type { Standing, UserId } from '../ground';
import type { OnError } from '../stage';
import type { Aim, SetOptions } from './aim';
import type { SetGround } from './ground';

/** Who there is in a round, and what for. */
export interface Cast {
	/** Those who are set. */
	readonly members: readonly UserId[];
	/** Those of whom all is taken. */
	readonly leavers: readonly UserId[];
	/** Those whose access is changed one by one. */
	readonly others: readonly UserId[];
}

const [mostMembers, mostLeavers, mostOthers] = [16, 10, 12];

export const castOf = (ground: SetGround): Cast => {
	const all = Array.from({ length: mostMembers + mostLeavers + mostOthers }, (_, index) => ground.userId(index));
	return {
		members: all.slice(0, mostMembers),
		leavers: all.slice(mostMembers, mostMembers + mostLeavers),
		others: all.slice(mostMembers + mostLeavers),
	};
};

type Having = ReadonlyArray<readonly [UserId, ReadonlyArray<readonly [string, Standing]>]>;

/** What each has in the beginning. */
export const havingOf = (ground: SetGround, { members, leavers, others }: Cast, dice: Dice): Having => {
	const some = ground.standings.filter((standing) => standing !== 'none');
	const held = (user: UserId, places: readonly string[]) =>
		places.map((place) => [place, pick(dice('standing', user, place), some)] as const);
	const drawn = (user: UserId, places: readonly string[], part: number) =>
		places.filter((place) => dice('has', user, place) < part);
	const perLeaver = 3 / ground.places.length;
	return [
		...members.map((user) => [user, held(user, drawn(user, ground.groups, 0.3))] as const),
		...leavers.map((user) => [user, held(user, ground.completed(drawn(user, ground.places, perLeaver)))] as const),
		...others.map((user) => [user, held(user, ground.completed(drawn(user, ground.places, 0.5)))] as const),
	];
};

const optionsOf = (dice: Dice, isDry: boolean, isPlain: boolean): SetOptions => ({
	dryRun: isDry,
	verify: dice('verify') < 0.35,
	ifUnchanged: !isPlain && dice('if unchanged') < 0.1 ? 'fail' : 'succeed',
	auditEvent: dice('audit') < 0.35,
	partialFailure: dice('partial') < 0.5 ? 'fail' : 'report',
	mode: pick(dice('mode'), ['exact', 'exact', 'exact', 'addOnly', 'removeOnly']),
	allowEmpty: dice('allow empty') < 0.2,
	maxRemovalPercent: isPlain || dice('percent') < 0.8 ? 100 : 40,
});

export const optionsOfSteps = (dice: Dice, isPlain: boolean) => {
	const { verify, auditEvent, partialFailure, ifUnchanged } = optionsOf(dice, false, isPlain);
	return { verify, auditEvent, partialFailure, ifUnchanged };
};

const listFor = (ground: SetGround, members: readonly UserId[], dice: Dice, isPlain: boolean): UserId[] => {
	const count = dice('empty') < 0.04 && !isPlain ? 0 : 1 + Math.floor(dice('count') * 7);
	const list = shuffled(members, dice).slice(0, count);
	const isStrange = !isPlain && list.length > 0 && dice('strange') < 0.05;
	return isStrange ? [...list.slice(1), pick(dice('stranger'), ground.strangers)] : list;
};

/** A list in the items that it may come in. */
const splitInto = (list: readonly UserId[], dice: Dice): UserId[][] => {
	if (list.length < 2 || dice('split') < 0.6) return [[...list]];
	const at = 1 + Math.floor(dice('at') * (list.length - 1));
	// Somebody may be in both.
	return [list.slice(0, at), list.slice(dice('both') < 0.3 ? at - 1 : at)];
};

interface Drawing {
	readonly name: string;
	readonly isDry: boolean;
	/** Whether nothing but the weather is to go wrong. */
	readonly isPlain: boolean;
}

/** What a list to set may be that can't be used. */
const unusable = '..';

export const aimsOfSets = (ground: SetGround, { members }: Cast, dice: Dice, drawing: Drawing): Aim[] =>
	ground.groups.map((place): Aim => {
		const { name, isDry, isPlain } = drawing;
		const own: Dice = (...about) => dice(name, place, ...about);
		const { fields, given } = ground.groupOf(place, own);
		const options = optionsOf(own, isDry, isPlain);
		const list = listFor(ground, members, own, isPlain);
		const isUnusable = !isPlain && own('unusable') < 0.03;
		const lists: Array<Array<UserId>> = splitInto(list, own);
		if (isUnusable) lists[0].push(unusable);
		const id = `${name} ${place}`;
		const items = lists.map(
			(userIds, index) => ({ id: `${id} ${index}`, ...fields, userIds, ...options }) as IDataObject,
		);
		return { id, by: 'set', items, fields, options, place, list, given, isUnusable };
	});

export const aimsOfAll = (ground: SetGround, { leavers }: Cast, dice: Dice, drawing: Drawing): Aim[] =>
	leavers.flatMap((user): Aim[] => {
		const { name, isDry, isPlain } = drawing;
		const own: Dice = (...about) => dice(name, user, ...about);
		const fields = ground.fieldsOf(user);
		const options = optionsOf(own, isDry, isPlain);
		const id = `${name} ${user}`;
		const aim: Aim = {
			id,
			by: 'all',
			items: [{ id, ...fields, ...options }],
			fields,
			options,
			user,
			isUnusable: false,
		};
		const isTwice = !isPlain && !isDry && own('again') < 0.05;
		return isTwice ? [aim, { ...aim, id: `${id} again`, items: [{ ...aim.items[0], id: `${id} again` }] }] : [aim];
	});

const onErrors: OnError[] = ['continueErrorOutput', 'continueErrorOutput', 'continueRegularOutput'];

/** How an execution goes about it. */
export const mannerOf = (ground: SetGround, dice: Dice, isPlain: boolean) => ({
	onError: isPlain ? ('stopWorkflow' as const) : pick(dice('on error'), onErrors),
	settings: {
		concurrency: pick(dice('concurrency'), [5, 20, 50]),
		maxRetries: pick(dice('retries'), [0, 1, 2, 3, 3]),
		...(ground.node === 'clientDirectory' && { batchSize: pick(dice('batch'), [1, 7, 20]) }),
	},
});
