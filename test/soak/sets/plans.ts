import type { IDataObject } from 'n8n-workflow';

import { pick, shuffled, type Dice } from '../dice';
import { accessOf, type UserId } from '../ground';
import { accessesOf } from '../plan';
import type { Tally } from '../tally';
import { factsOf, judgeTold, repeats, type Asking } from '../told';
import { duesOf, type Aim } from './aim';
import type { Cast } from './draw';
import { optionsOfSteps } from './draw';
import type { SetGround } from './ground';
import { linkedIn, type Linked } from './paired';
import type { Performance, Performed } from './perform';
import type { Scene } from './scene';
import { judgeSaid } from './truth';
import { stepOptions, wishesOfSteps } from './undos';
import { accessesIn, hasEnded, wishesOf, type Came, type Wish } from './wholes';

/** A plan of a dry run, of a whole or of a single change. */
export interface Planned {
	readonly id: string;
	/** The text of it. */
	readonly plan: string;
	readonly of: Aim | Asking;
}

export const isAim = (of: Aim | Asking): of is Aim => 'by' in of;

/** An item of Apply Plan. */
export interface Applying extends Planned {
	readonly json: IDataObject;
	readonly isStale: boolean;
	readonly isEdited: boolean;
	/** Whether an item before it has the same plan. */
	readonly isAgain: boolean;
}

/** The accesses that a plan goes by, and by how they may move. */
const scopeOf = (ground: SetGround, cast: Cast, of: Aim | Asking): string[] => {
	if (!isAim(of)) return accessesOf(of.item);
	const { place, user } = of;
	return place === undefined
		? ground.places.map((where) => accessOf(String(user), where))
		: cast.members.map((who) => accessOf(who, place));
};

/** Somebody else changes something that a plan goes by, if there is something that may be changed. */
const disturb = (ground: SetGround, cast: Cast, of: Aim | Asking, dice: Dice): boolean => {
	const standing = ground.standing();
	const has = (access: string) => standing.get(access) ?? 'none';
	for (const access of shuffled(scopeOf(ground, cast, of), dice)) {
		const end = access.indexOf(' ');
		const [text, place] = [access.slice(0, end), access.slice(end + 1)];
		const user = typeof ground.userId(0) === 'number' ? Number(text) : text;
		const held = ground.places.filter((where) => has(accessOf(user, where)) !== 'none');
		const rest = held.filter((where) => where !== place);
		const isSet = ground.groups.includes(place);
		const may = (places: readonly string[]) => isSet || ground.completed(places).length === places.length;
		// Of whom a list neither names nor removes, only that they are there counts.
		const others = isSet && has(access) !== 'none' ? ['none'] : ground.standings.filter((one) => one !== has(access));
		const to = pick(dice('to'), others);
		if (!may(to === 'none' ? rest : [...rest, place])) continue;
		ground.put(user, place, to);
		return true;
	}
	return false;
};

const optionsOf = (dice: Dice, isPlain: boolean) => ({
	...optionsOfSteps(dice, isPlain),
	ifUnchanged: 'succeed' as const,
});

/** As its plan says it, with the options of whoever applies it. */
const asApplied = (
	planned: Planned,
	id: string,
	options: ReturnType<typeof optionsOf>,
	isRefused: boolean,
): Planned['of'] => {
	const { of } = planned;
	const own = { ...options, dryRun: false };
	if (isAim(of)) return { ...of, id, items: [{ id }], options: { ...of.options, ...own }, isUnusable: isRefused };
	return { ...of, item: { ...of.item, id, options: { ...of.item.options, ...own, output: 'summary' } } };
};

/** A plan of somebody else, with the seal that it had before. */
const editedText = (ground: SetGround, plan: string, user: UserId): string => {
	const [, inside, seal] = /^plan1_([\w-]+)_([sh][\w-]{22})$/.exec(plan) ?? [];
	const values = Buffer.from(String(inside), 'base64url').toString();
	const other = [0, 1].map(ground.userId).find((one) => one !== user);
	const text = Buffer.from(values.replaceAll(String(user), String(other))).toString('base64url');
	return `plan1_${text}_${seal}`;
};

/** Apply Plan of what dry runs gave, some of it overtaken, some edited, some twice. */
export const applyingsOf = (
	ground: SetGround,
	cast: Cast,
	all: readonly Planned[],
	dice: Dice,
	isPlain: boolean,
): Applying[] =>
	all.flatMap((planned): Applying[] => {
		const id = `apply ${planned.id}`;
		const own: Dice = (...about) => dice(id, ...about);
		const isStale = !isPlain && own('is stale') < 0.25 && disturb(ground, cast, planned.of, own);
		const isEdited = !isPlain && !isStale && own('is edited') < 0.05;
		const options = optionsOf(own, isPlain);
		const plan = isEdited
			? editedText(
					ground,
					planned.plan,
					isAim(planned.of) ? (planned.of.user ?? planned.of.list?.[0] ?? '') : planned.of.item.users[0],
				)
			: planned.plan;
		const given = pick<unknown>(own('form'), [plan, [plan], JSON.stringify(plan)]);
		const applying = (name: string, isAgain: boolean): Applying => ({
			...planned,
			id: name,
			json: { id: name, plan: given, ...options } as IDataObject,
			of: asApplied(planned, name, options, isStale || isEdited),
			isStale,
			isEdited,
			isAgain,
		});
		const isTwice = !isPlain && own('again') < 0.04;
		return [applying(id, false), ...(isTwice ? [applying(`${id} again`, true)] : [])];
	});

export const applyPerformance = (
	applyings: readonly Applying[],
	manner: Pick<Performance, 'name' | 'settings' | 'onError'>,
): Performance => ({
	...manner,
	resource: 'change',
	operation: 'apply',
	parameters: ['plan'],
	options: stepOptions,
	items: applyings.map(({ json }) => json),
});

export const wishesOfPlans = (scene: Pick<Scene, 'ground' | 'before'>, applyings: readonly Applying[]): Wish[] =>
	applyings
		.filter(({ isStale, isEdited }) => !isStale && !isEdited)
		.flatMap(({ of }) => (isAim(of) ? wishesOf(scene, [of]) : wishesOfSteps([of])));

const stale = /Planned when|isn't what it was when this was planned/;

interface Judging {
	readonly scene: Scene;
	readonly applyings: readonly Applying[];
	readonly signsIn: boolean;
	readonly tally: Tally;
}

const judgeRefused = ({ id, isStale, isEdited }: Applying, json: IDataObject, { found, count }: Tally): void => {
	const words = JSON.stringify(json);
	if (json.success !== undefined)
		found('wrong outcome', `${id} ${isStale ? 'has moved' : 'was edited'}, and was not refused: ${words}`);
	if (isStale && stale.test(words)) count('apply: refused as stale');
	else if (isEdited && /was cut off or changed after it was made/.test(words)) count('apply: refused as edited');
	else count('apply: refused otherwise');
};

/** Gives what came of it where it is a whole. */
const judgeApplying = (applying: Applying, own: readonly Linked[], judging: Judging): Came[] => {
	const { id, of, isStale, isEdited } = applying;
	const { scene, applyings, tally } = judging;
	const { found, count } = tally;
	if (own.length !== 1) found('lost', `${id}: ${own.length} results in place of 1`);
	const [{ json = {}, isError = true } = {}] = own;
	if (own.length === 0) return [];
	if (isError && json.id !== undefined && json.id !== id)
		found('unpaired', `${id}: ${JSON.stringify(json).slice(0, 300)}`);
	if (isStale || isEdited) {
		judgeRefused(applying, json, tally);
		return [];
	}
	if (stale.test(JSON.stringify(json)))
		found('wrong outcome', `${id} was refused as stale, and is not: ${JSON.stringify(json)}`);
	count(isError ? 'apply: error' : 'apply: result');
	if (isAim(of)) {
		const dues = duesOf(scene.ground, of, scene.before);
		const isShared = applyings.filter(({ plan }) => plan === applying.plan).length > 1;
		return [{ aim: of, dues, json, claims: judgeSaid(scene, { aim: of, dues, json, isShared }, tally) }];
	}
	if (!isError && !repeats(of, json)) found('unpaired', `${id}: ${JSON.stringify(json).slice(0, 300)}`);
	const asked = applyings.flatMap((one) => (isAim(one.of) ? [] : [one.of.item]));
	judgeTold(of, json, { ...judging, facts: factsOf(scene, asked) });
	return [];
};

/** Holds what an execution of Apply Plan says against what became of it. */
export const judgePlans = (performed: Performed, judging: Judging): Came[] => {
	const { scene, applyings, tally } = judging;
	const accesses = applyings.flatMap(({ of }) =>
		isAim(of) ? accessesIn(duesOf(scene.ground, of, scene.before)) : accessesOf(of.item),
	);
	if (hasEnded(scene, performed, accesses, tally)) return [];
	const linked = linkedIn(performed.result);
	for (const { items, json } of linked)
		if (items.length !== 1 || !applyings[items[0]])
			tally.found('unpaired', `${performed.name}: ${JSON.stringify(json).slice(0, 300)}`);
	return applyings.flatMap((applying, index) =>
		judgeApplying(
			applying,
			linked.filter(({ items }) => items[0] === index),
			judging,
		),
	);
};
