import type { IDataObject } from 'n8n-workflow';

import { eventsIn } from '../audit';
import { wordsOf } from '../claims';
import { pick, type Dice } from '../dice';
import { accessOf, type UserId } from '../ground';
import { accessesOf, type Item } from '../plan';
import type { Tally } from '../tally';
import { factsOf, judgeChanging, judgeTold, repeats, type Asking, type Facts } from '../told';
import { optionsOfSteps } from './draw';
import { changeOf, moveIn, type SetGround } from './ground';
import { linkedIn } from './paired';
import type { Performance, Performed } from './perform';
import type { Scene } from './scene';
import { hasEnded, type Came, type Wish } from './wholes';

/** An item of Undo: single changes, each of which has a result of its own. */
export interface Undoing {
	readonly id: string;
	readonly json: IDataObject;
	readonly steps: readonly Asking[];
	/** Whether somebody has edited it, so that nothing of it is to be sent. */
	readonly isEdited: boolean;
	readonly of: Came;
}

export const stepOptions = ['verify', 'auditEvent', 'partialFailure', 'ifUnchanged'];

/** A record of results as an item to judge by. */
export const askingOf = (ground: SetGround, record: IDataObject, options: Item['options'], id: string): Asking => {
	const move = moveIn(record);
	const change = changeOf(ground, move);
	return { change, item: { ...ground.askedIn(move), id, options, met: change.met(move.fields) } };
};

/** As somebody does who means another user. */
const edited = (ground: SetGround, { seal, ...rest }: IDataObject, user: UserId): IDataObject => {
	const other = [0, 1].map(ground.userId).find((one) => one !== user);
	return { ...(JSON.parse(JSON.stringify(rest).replaceAll(String(user), String(other))) as IDataObject), seal };
};

/** Undo of what results say, one item for each of them that has something to undo. */
export const undoingsOf = (ground: SetGround, came: readonly Came[], dice: Dice, isPlain: boolean): Undoing[] =>
	came.flatMap((of): Undoing[] => {
		const records = (of.json.undo ?? []) as IDataObject[];
		const isTwice = of.aim.id.endsWith('again');
		if (records.length === 0 || isTwice) return [];
		const id = `undo ${of.aim.id}`;
		const own: Dice = (...about) => dice(id, ...about);
		const isEdited = !isPlain && own('is edited') < 0.05;
		const [first, ...rest] = records;
		const given = isEdited ? [edited(ground, first, ground.askedIn(moveIn(first)).users[0]), ...rest] : records;
		const options = optionsOfSteps(own, isPlain);
		const full: Item['options'] = { ...options, dryRun: false, output: 'summary' };
		// The list itself, the result that has it, or its JSON.
		const undo = pick<unknown>(own('form'), [given, [{ ...of.json, undo: given }], JSON.stringify(given)]);
		const steps = records.map((record, index) => askingOf(ground, record, full, `${id} ${index}`));
		return [{ id, json: { id, undo, ...options } as IDataObject, steps, isEdited, of }];
	});

export const undoPerformance = (
	undoings: readonly Undoing[],
	manner: Pick<Performance, 'name' | 'settings' | 'onError'>,
): Performance => ({
	...manner,
	resource: 'change',
	operation: 'undo',
	parameters: ['undo'],
	options: stepOptions,
	items: undoings.map(({ json }) => json),
});

export const wishesOfSteps = (steps: readonly Asking[]): Wish[] =>
	steps.flatMap(({ change, item }) =>
		accessesOf(item).flatMap((access) =>
			item.met.map((wanted) => ({ access, wanted, move: { operation: change.operation, fields: item.fields } })),
		),
	);

/** What was said of each step: results name theirs, errors come in the order of the rest. */
export const pairedSteps = (
	steps: readonly Asking[],
	told: readonly IDataObject[],
): Array<readonly [Asking, IDataObject]> => {
	const left = [...steps];
	const paired: Array<readonly [Asking, IDataObject]> = [];
	const take = (at: number, json: IDataObject) => at >= 0 && paired.push([left.splice(at, 1)[0], json]);
	for (const json of told.filter(({ success }) => success !== undefined))
		take(
			left.findIndex((step) => repeats(step, json)),
			json,
		);
	for (const json of told.filter(({ success }) => success === undefined)) take(0, json);
	return paired;
};

/** What is said once of several steps, with the events of this one. */
const shareOf = (ground: SetGround, json: IDataObject, { item }: Asking): IDataObject => {
	const audit = eventsIn(json)?.filter((event) => {
		const { uid } = event.user as IDataObject;
		return item.users.map(String).includes(String(uid)) && ground.audited(event) === item.place;
	});
	return { ...json, error: { message: wordsOf(json) }, ...(audit && { audit }) };
};

/** Whether all is there again as it was before what was undone. */
const notRestored = (first: Scene, now: Scene, steps: readonly Asking[]): string[] =>
	steps
		.flatMap(({ item }) => item.users.map((user) => accessOf(user, item.place)))
		.filter((access) => (now.after.get(access) ?? 'none') !== (first.before.get(access) ?? 'none'));

interface Judging {
	/** The act of which the results are that are undone. */
	readonly first: Scene;
	readonly scene: Scene;
	readonly facts: Facts;
	readonly signsIn: boolean;
	readonly tally: Tally;
}

const judgeUndoing = (undoing: Undoing, told: readonly IDataObject[], judging: Judging): string[] => {
	const { id, steps, isEdited, of } = undoing;
	const { first, scene, tally } = judging;
	const { found, count } = tally;
	const isRefused = told.length === 1 && told[0].success === undefined;
	if (isEdited) {
		if (!isRefused || !/was changed after it was made/.test(String(JSON.stringify(told[0]))))
			found('wrong outcome', `${id} was edited, and not refused: ${JSON.stringify(told)}`);
		count('undo: refused as edited');
		return [];
	}
	// What refuses the whole item is said once.
	const all = isRefused
		? steps.map((step) => [step, shareOf(scene.ground, told[0], step)] as const)
		: pairedSteps(steps, told);
	if (all.length < steps.length || (told.length > steps.length && !isRefused))
		found('lost', `${id}: ${told.length} results in place of ${steps.length}: ${JSON.stringify(told)}`);
	const changing = all.flatMap(([step, json]) => judgeTold(step, json, judging));
	const isAll = all.length === steps.length && all.every(([, { success }]) => success === true);
	count(isAll ? 'undo: all of it' : 'undo: in part');
	if (!isAll) return changing;
	const astray = notRestored(first, scene, steps);
	const isWhole = of.json.success === true && of.json.note === undefined;
	const scope = of.dues.map(({ user, place }) => accessOf(user, place));
	const other = isWhole ? scope.filter((access) => scene.after.get(access) !== first.before.get(access)) : [];
	if (isWhole && other.length === 0) count('undo: just as it was');
	for (const access of new Set([...astray, ...other]))
		found('wrong outcome', `${id}: ${access} isn't what it was: ${JSON.stringify(told)}`);
	return changing;
};

/** Holds what an execution of Undo says against what became of it. */
export const judgeUndos = (
	{ first, scene, performed, signsIn }: { first: Scene; scene: Scene; performed: Performed; signsIn: boolean },
	undoings: readonly Undoing[],
	tally: Tally,
): void => {
	const asked = undoings.flatMap(({ steps }) => steps.map(({ item }) => item));
	if (hasEnded(scene, performed, asked.flatMap(accessesOf), tally)) return;
	const linked = linkedIn(performed.result);
	for (const { items, json } of linked)
		if (items.length !== 1 || !undoings[items[0]])
			tally.found('unpaired', `${performed.name}: ${JSON.stringify(json).slice(0, 300)}`);
	const facts = factsOf({ users: scene.users, before: scene.before, after: scene.after }, asked);
	const changing = undoings.flatMap((undoing, index) => {
		const own = linked.filter(({ items }) => items[0] === index);
		for (const { json, isError } of own)
			if (isError && json.id !== undefined && json.id !== undoing.id)
				tally.found('unpaired', `${undoing.id}: ${JSON.stringify(json).slice(0, 300)}`);
		return judgeUndoing(
			undoing,
			own.map(({ json }) => json),
			{ first, scene, facts, signsIn, tally },
		);
	});
	judgeChanging(changing, tally);
};
