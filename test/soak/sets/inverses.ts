import { isDeepStrictEqual } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import type { Claim } from './claims';
import { changeOf, moveIn, type SetGround } from './ground';
import type { Said, Scene } from './scene';

/** How what was made is taken back: each for one user. */
const inversesOf = (ground: SetGround, claims: readonly Claim[]): IDataObject[] =>
	claims.flatMap(({ due: { move, user, was }, says }) => {
		if ((says !== 'made' && says !== 'planned') || !move) return [];
		const back = changeOf(ground, move).undo(ground.askedIn(move), [[user, was]]);
		return back ? [back] : [];
	});

const bareOf = ({ baseUrl: _url, seal: _seal, ...bare }: IDataObject): IDataObject => bare;

/** One for each user, of those that hold several. */
const oneByOne = (undo: readonly IDataObject[]): IDataObject[] =>
	undo.flatMap((one) =>
		Array.isArray(one.userIds)
			? one.userIds.map((user) => ({ ...bareOf(one), userIds: [user as string] }))
			: [bareOf(one)],
	);

/** Whoever needs another comes after it, and who is removed again, after those who come back. */
const isInOrder = (ground: SetGround, held: readonly IDataObject[]): boolean => {
	const steps = held.map((one) => {
		const move = moveIn(one);
		const { users, place } = ground.askedIn(move);
		return { user: users[0], place, grants: !changeOf(ground, move).met(move.fields).includes('none') };
	});
	return steps.every(({ user, place, grants }, index) => {
		const needed = grants ? ground.completed([place]).filter((other) => other !== place) : [];
		const later = steps.slice(index + 1);
		return !later.some((other) => (other.grants && !grants) || (other.user === user && needed.includes(other.place)));
	});
};

/** The credentials of a soak have a Plan Key. */
const isAddressed = ({ baseUrl, seal }: IDataObject): boolean =>
	/^http:\/\/127\.0\.0\.1:/.test(String(baseUrl)) && /^hmac-sha256:[0-9a-f]{64}$/.test(String(seal));

/** What is wrong with how a result says that it is taken back. */
export const brokenUndo = ({ ground }: Scene, { json }: Said, claims: readonly Claim[]): string[] => {
	const undo = json.undo as IDataObject[];
	const held = oneByOne(undo);
	const possible = inversesOf(ground, claims);
	const isIn = (one: IDataObject, all: readonly IDataObject[]) => all.some((other) => isDeepStrictEqual(one, other));
	const made = claims.filter(({ says }) => says === 'made' || says === 'planned').length;
	// What a dry run's would lack, the result of its plan says.
	const isTold = json.outcome === 'planned' || /'undo' lacks/.test(String(json.note));
	return [
		...held.filter((one) => !isIn(one, possible)).map((one) => `its undo holds ${JSON.stringify(one)}`),
		...(new Set(held.map((one) => JSON.stringify(one))).size < held.length ? ['its undo holds something twice'] : []),
		...(held.length < made && !isTold ? ['its undo lacks something, and no note says so'] : []),
		...(isInOrder(ground, held) ? [] : ["its undo isn't in an order in which it can be made"]),
		...(undo.every(isAddressed) ? [] : ['its undo names no base URL, or has no seal']),
	];
};
