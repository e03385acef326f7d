import { isDeepStrictEqual } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import { brokenSummary } from '../../support/summaries';
import type { UserId } from '../ground';
import { isGive, type Aim } from './aim';
import { names, type Claim } from './claims';
import type { SetGround } from './ground';
import { brokenUndo } from './inverses';
import { brokenRequests } from './requests';
import { standingIn, type Said, type Scene } from './scene';

/** Each access is told of once. */
const brokenShares = ({ aim, dues }: Said, claims: readonly Claim[]): string[] =>
	dues
		.filter((due) => due.move !== undefined || (due.isKept && aim.by === 'set'))
		.flatMap((due) => {
			const times = claims.filter((claim) => claim.due === due).length;
			return times === 1 ? [] : [`tells ${times} times of ${due.user} ${due.place}`];
		});

/** What is there beside what is asked for. */
const brokenRemaining = ({ ground, after }: Scene, { aim, dues, json }: Said): string[] => {
	if (aim.options.dryRun) return json.remaining === undefined ? [] : ["a dry run has 'remaining'"];
	if (json.remaining === null)
		return /couldn't be read/.test(String(json.note)) ? [] : ["'remaining' is null, and nothing says why"];
	const there = dues
		.filter((due) => !due.isKept && !isGive(due) && standingIn(after, due) !== 'none')
		.map((due) => ({ ...due, was: standingIn(after, due) }));
	const remaining = json.remaining as IDataObject[];
	const isSo =
		there.length === remaining.length &&
		there.every((due) => remaining.some((entry) => names(ground, aim, due, entry)));
	return isSo ? [] : [`'remaining' is to be ${JSON.stringify(there.map(({ user, place }) => [user, place]))}`];
};

/** Whether something was changed, and what it says of that. */
const brokenChanged = (
	{ before, after }: Scene,
	{ aim, dues, json, isShared }: Said,
	claims: readonly Claim[],
): string[] => {
	const { changed, outcome, success } = json;
	const count = (...those: Array<Claim['says']>) => claims.filter(({ says }) => those.includes(says)).length;
	if (aim.options.dryRun)
		return [
			...(outcome === 'planned' ? [] : ['a dry run is to be planned']),
			...(json.wouldChange === (count('planned') > 0 || (success === false ? null : false))
				? []
				: ['its dry run tells wrongly whether it would change something']),
		];
	const isMoved = dues.some((due) => standingIn(before, due) !== standingIn(after, due));
	const isOpen = isShared || count('unknown', 'accepted') > 0 || /couldn't be read/.test(String(json.note));
	const made = count('made', 'accepted');
	const expected = made > 0 ? 'applied' : success === true ? 'unchanged' : null;
	return [
		...(changed === true && !isMoved ? ['says that it changed something, and nothing was different'] : []),
		...(changed === false && isMoved && !isShared ? ['says that nothing was different, and it was'] : []),
		...(changed === null && !isOpen ? ["doesn't know whether it changed anything, and everything is known"] : []),
		...(outcome === expected || isShared ? [] : [`has the outcome ${String(outcome)}, not ${String(expected)}`]),
	];
};

/** Whether a result repeats what its own items asked for. */
const isOwn = (ground: SetGround, { by, fields, list }: Aim, json: IDataObject): boolean =>
	json.operation === ground[by].operation &&
	Object.entries(fields).every(([name, value]) => isDeepStrictEqual(json[name], value)) &&
	(list === undefined ||
		isDeepStrictEqual([...new Set(list.map(String))].sort(), (json.userIds as UserId[]).map(String).sort()));

/** What else a result promises, beside what it claims of each access. */
export const brokenResult = (scene: Scene, said: Said, claims: readonly Claim[]): string[] => {
	const { ground } = scene;
	const { aim, json } = said;
	const { dryRun, verify, ifUnchanged } = aim.options;
	const isFine = claims.every(({ says }) => says === 'made' || says === 'kept' || says === 'planned');
	return [
		...brokenSummary(json),
		...(isOwn(ground, aim, json) ? [] : ['is not of its own item']),
		...((json.success === true) === isFine ? [] : ["its 'success' isn't what its lists say"]),
		...brokenShares(said, claims),
		...brokenChanged(scene, said, claims),
		...brokenUndo(scene, said, claims),
		...brokenRemaining(scene, said),
		...(verify && !dryRun && json.success === true && json.verified !== true ? ['was to be verified'] : []),
		...(json.verified === true && json.success !== true ? ['is verified without success'] : []),
		...(ifUnchanged === 'fail' && !dryRun && json.outcome === 'unchanged'
			? ['was to fail where it is so already']
			: []),
		...(dryRun && json.success === true && !json.plan ? ['has no plan'] : []),
		...(dryRun ? brokenRequests(scene, said, claims) : []),
	];
};
