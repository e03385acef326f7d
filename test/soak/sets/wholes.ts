import type { IDataObject } from 'n8n-workflow';

import { accessOf } from '../ground';
import type { Tally } from '../tally';
import { stopped } from '../truth';
import { duesOf, mustRefuse, type Aim, type Due } from './aim';
import type { Claim } from './claims';
import { linesOf, type Move } from './ground';
import { linkedIn, type Linked } from './paired';
import type { Performed } from './perform';
import type { Scene } from './scene';
import { judgeSaid } from './truth';

/** What came of an aim. */
export interface Came {
	readonly aim: Aim;
	readonly dues: readonly Due[];
	/** Of several errors for its items, the first. */
	readonly json: IDataObject;
	readonly claims: readonly Claim[];
}

/** What an act may change, and to what. */
export interface Wish {
	readonly access: string;
	readonly wanted: string;
	readonly move: Move;
}

export const accessesIn = (dues: readonly Due[]): string[] => dues.map(({ user, place }) => accessOf(user, place));

/** Whether an execution ended as it may; the accesses are those that it is about. */
export const hasEnded = (
	scene: Pick<Scene, 'before' | 'after'>,
	{ result, onError, name, items }: Performed,
	accesses: readonly string[],
	{ found, count }: Tally,
): boolean => {
	if (result.status === 'success') return false;
	if (onError !== 'stopWorkflow')
		found('lost', `${name}: all ${items.length} items, because the node threw: ${result.error?.message}`);
	else {
		count('in runs that stopped', items.length);
		const wrong = stopped(scene, result, accesses);
		if (wrong) found('wrong outcome', `${name}: ${wrong}`);
	}
	return true;
};

/** What came out for the items of an aim: one result that is linked to all of them, or an error for each. */
const ownOf = (
	linked: readonly Linked[],
	places: readonly number[],
	ids: readonly unknown[],
	name: string,
	{ found }: Tally,
) => {
	const own = linked.filter(({ items }) => items.some((item) => places.includes(item)));
	const isOwn = ({ items, isError, json }: Linked) =>
		isError
			? items.length === 1 && (json.id === undefined || json.id === ids[places.indexOf(items[0])])
			: items.length === places.length && places.every((place) => items.includes(place));
	for (const one of own.filter((other) => !isOwn(other)))
		found('unpaired', `${name}: ${JSON.stringify([one.items, one.json]).slice(0, 300)}`);
	const expected = own.some(({ isError }) => isError) ? places.length : 1;
	if (own.length !== expected) found('lost', `${name}: ${own.length} results in place of ${expected}`);
	return own;
};

/** Holds what an execution says of its aims against what became of them. */
export const judgeWholes = (scene: Scene, performed: Performed, aims: readonly Aim[], tally: Tally): Came[] => {
	const { ground, before } = scene;
	const all = aims.map((aim) => ({ aim, dues: duesOf(ground, aim, before) }));
	if (
		hasEnded(
			scene,
			performed,
			all.flatMap(({ dues }) => accessesIn(dues)),
			tally,
		)
	)
		return [];
	const linked = linkedIn(performed.result);
	const lost = linked.filter(({ items }) => items.length === 0 || items.some((item) => item >= performed.items.length));
	for (const { json } of lost) tally.found('unpaired', `${performed.name}: ${JSON.stringify(json).slice(0, 300)}`);
	const ids = performed.items.map(({ id }) => id);
	let next = 0;
	return all.flatMap(({ aim, dues }): Came[] => {
		const places = aim.items.map(() => next++);
		const own = ownOf(
			linked,
			places,
			places.map((place) => ids[place]),
			aim.id,
			tally,
		);
		const isShared = aim.by === 'all' && aims.filter(({ user }) => user === aim.user).length > 1;
		const came = own.map(({ json }) => ({
			aim,
			dues,
			json,
			claims: judgeSaid(scene, { aim, dues, json, isShared }, tally),
		}));
		return came.slice(0, 1);
	});
};

/** What aims may come to. */
export const wishesOf = ({ ground, before }: Pick<Scene, 'ground' | 'before'>, aims: readonly Aim[]): Wish[] =>
	aims.flatMap((aim) => {
		const dues = duesOf(ground, aim, before);
		if (aim.options.dryRun || mustRefuse(aim, dues)) return [];
		return dues.flatMap(({ user, place, wanted, move }) =>
			move ? [{ access: accessOf(user, place), wanted, move }] : [],
		);
	});

/** Whatever reached the provider or became of it in an act without anybody who asks for it. */
export const judgeUnasked = (name: string, scene: Scene, wishes: readonly Wish[], { found }: Tally): void => {
	const { ground, before, after, sent, answers } = scene;
	const lines = new Set(wishes.flatMap(({ move }) => linesOf(ground, move)));
	for (const line of sent) if (!lines.has(line)) found('changed unasked', `${name}: sent: ${line}`);
	for (const [line, times] of answers)
		if (times > 1) found('changed unasked', `${name}: had its answer, and was sent again (${times} answers): ${line}`);
	const wanted = new Map<string, string[]>();
	for (const wish of wishes) wanted.set(wish.access, [...(wanted.get(wish.access) ?? []), wish.wanted]);
	for (const access of new Set([...before.keys(), ...after.keys()])) {
		const now = after.get(access) ?? 'none';
		if (now !== (before.get(access) ?? 'none') && !wanted.get(access)?.includes(now))
			found('changed unasked', `${name}: ${access} is ${now} now`);
	}
};
