import type { ItemRequest } from '../panel';
import { readable } from '../panel';
import type { Bulk, Change, Refused, Values } from '../words';
import { idsIn, withIds } from '../words';

/** What one request is for: whole items, or some members of some items. */
export interface Batch {
	readonly values: Values;
	readonly options: Values;
	readonly items: ReadonlyMap<number, readonly string[]>;
}

const single = ({ values, options }: ItemRequest, item: number): Batch => ({
	values,
	options,
	items: new Map([[item, []]]),
});

/** Items that ask for the same apart from their members, and what each member is asked for by. */
interface Group {
	readonly values: Values;
	readonly options: Values;
	readonly members: Map<string, number[]>;
}

const groupsOf = (bulk: Bulk, asked: ReadonlyArray<readonly [number, ItemRequest]>): Group[] => {
	const groups = new Map<string, Group>();
	for (const [item, { values, options }] of asked) {
		const key = JSON.stringify([withIds(bulk, values, []), options.dryRun]);
		const group = groups.get(key) ?? { values, options, members: new Map<string, number[]>() };
		groups.set(key, group);
		for (const member of idsIn(bulk, values)) {
			const users = group.members.get(member);
			if (users) users.push(item);
			else group.members.set(member, [item]);
		}
	}
	return [...groups.values()];
};

/** The requests of a group; a member named twice is sent once. */
const requestsOf = (bulk: Bulk, { values, options, members }: Group, batchSize: number): Batch[] => {
	const all = [...members.keys()];
	return Array.from({ length: Math.ceil(all.length / batchSize) }, (_, chunk) => {
		const sent = all.slice(chunk * batchSize, (chunk + 1) * batchSize);
		const items = new Map<number, string[]>();
		for (const member of sent)
			for (const item of members.get(member) ?? []) {
				const held = items.get(item);
				if (held) held.push(member);
				else items.set(item, [member]);
			}
		return { values: withIds(bulk, values, sent), options, items };
	});
};

/** The requests that a run needs; members that are `left` don't go. */
export const batchesOf = (
	{ bulk }: Change,
	asked: ReadonlyArray<ItemRequest | Refused>,
	left: ReadonlyMap<number, ReadonlyMap<string, unknown>>,
	batchSize: number,
): Batch[] => {
	const valid = readable(asked);
	if (!bulk) return valid.map(([item, read]) => single(read, item));
	const sent = valid.map(([item, { values, options }]): readonly [number, ItemRequest] => {
		const ids = idsIn(bulk, values).filter((id) => !left.get(item)?.has(id));
		return [item, { values: withIds(bulk, values, ids), options }];
	});
	return groupsOf(bulk, sent).flatMap((group) => requestsOf(bulk, group, batchSize));
};
