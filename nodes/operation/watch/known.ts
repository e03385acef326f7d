import type { Access, Id } from '../accesses';
import { fieldsOf } from '../accesses';
import type { AccessList } from '../model';
import { isObject } from '../model';

/** What is kept between two polls: each ID once, and for each place (what it is to, and the level) its users, by their number. */
export interface Kept {
	readonly watching: string;
	readonly ids: readonly Id[];
	readonly places: readonly string[];
}

export const keptOf = (watching: string, accesses: Iterable<Access>): Kept => {
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
	return { watching, ids: [...numbers.keys()], places: [...users].map(([place, all]) => `${place}:${all.join()}`) };
};

const isId = (value: unknown): value is Id => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const accessesAt = (place: unknown, ids: readonly Id[], length: number): readonly Access[] | undefined => {
	if (typeof place !== 'string' || !/^\d+(,\d+)*:\d+(,\d+)*$/.test(place)) return undefined;
	const [to, users] = place.split(':').map((part) => part.split(',').map(Number));
	if (to.length !== length || [...to, ...users].some((number) => number >= ids.length)) return undefined;
	return users.map((user) => [ids[user], ...to.map((number) => ids[number])]);
};

/** The accesses that were kept for the same watch; `undefined` where nothing was, or it can't be read. */
export const accessesKept = (list: AccessList, watching: string, kept: unknown): readonly Access[] | undefined => {
	if (!isObject(kept) || kept.watching !== watching) return undefined;
	const { ids, places } = kept as unknown as Kept;
	if (!Array.isArray(ids) || !ids.every(isId) || !Array.isArray(places)) return undefined;
	const plain = [...(ids as Id[])];
	const found = [...(places as unknown[])].map((place) => accessesAt(place, plain, fieldsOf(list).length - 1));
	return found.every((some) => some !== undefined) ? found.flat() : undefined;
};
