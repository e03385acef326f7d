import { createHash } from 'node:crypto';

import type { Access, Id } from '../accesses';
import { fieldsOf } from '../accesses';
import type { AccessList } from '../model';
import { isObject } from '../model';

/** What is kept between two polls: each ID once, and for each place (what it is to, and the level) its users, by their number. */
export interface Kept {
	readonly watching: string;
	readonly ids: readonly Id[];
	readonly places: readonly string[];
	/** Which way it was read by, where there are several. */
	readonly by?: string;
	/** Of all that: n8n shows what it keeps, and somebody may edit it. */
	readonly digest: string;
}

type Told = Omit<Kept, 'digest'>;

const digestOf = ({ watching, ids, places, by }: Told): string =>
	createHash('sha256')
		.update(JSON.stringify([watching, ids, places, by]))
		.digest('base64url')
		.slice(0, 22);

export const keptOf = (watching: string, accesses: Iterable<Access>, by?: string): Kept => {
	const numbers = new Map<Id, number>();
	const numberOf = (id: Id): number => {
		const number = numbers.get(id) ?? numbers.size;
		numbers.set(id, number);
		return number;
	};
	const users = new Map<string, number[]>();
	for (const [user, ...place] of accesses) {
		const number = numberOf(user);
		const key = place.map(numberOf).join();
		const there = users.get(key);
		if (there) there.push(number);
		else users.set(key, [number]);
	}
	const places = [...users].map(([place, all]) => `${place}:${all.join()}`);
	const told = { watching, ids: [...numbers.keys()], places, ...(by !== undefined && { by }) };
	return { ...told, digest: digestOf(told) };
};

const isId = (value: unknown): value is Id => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const accessesAt = (place: unknown, ids: readonly Id[], length: number): readonly Access[] | undefined => {
	if (typeof place !== 'string' || !/^\d+(,\d+)*:\d+(,\d+)*$/.test(place)) return undefined;
	const [to, users] = place.split(':').map((part) => part.split(',').map(Number));
	if (to.length !== length || [...to, ...users].some((number) => number >= ids.length)) return undefined;
	return users.map((user) => [ids[user], ...to.map((number) => ids[number])]);
};

/** What was kept for the same watch. */
export interface Known {
	readonly accesses: readonly Access[];
	readonly by?: string;
}

/** `undefined` where nothing was kept, or it can't be read. */
export const knownIn = (list: AccessList, watching: string, kept: unknown): Known | undefined => {
	if (!isObject(kept) || kept.watching !== watching) return undefined;
	const { ids, places, by } = kept as unknown as Kept;
	if (!Array.isArray(ids) || !ids.every(isId) || !Array.isArray(places)) return undefined;
	if (digestOf({ watching, ids, places, by }) !== kept.digest) return undefined;
	const plain = [...(ids as Id[])];
	const found = [...(places as unknown[])].map((place) => accessesAt(place, plain, fieldsOf(list).length - 1));
	return found.every((some) => some !== undefined) ? { accesses: found.flat(), by } : undefined;
};
