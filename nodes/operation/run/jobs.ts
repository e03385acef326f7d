import type { Asked } from '../panel';
import { isRefused } from '../panel';
import type { Change, Refused, Values } from '../words';

/** What one request is for: whole items, or some members of some items. */
export interface Job {
	readonly values: Values;
	readonly options: Values;
	readonly items: ReadonlyMap<number, readonly string[]>;
}

const single = (asked: Asked, item: number): Job => ({ ...asked, items: new Map([[item, []]]) });

/** Items that ask for the same apart from their members share requests; a member named twice is sent once. */
const shared = (asked: ReadonlyArray<readonly [number, Asked]>, list: string, batchSize: number): Job[] => {
	const groups = new Map<string, { values: Values; options: Values; members: Map<string, number[]> }>();
	for (const [item, { values, options }] of asked) {
		const key = JSON.stringify([{ ...values, [list]: [] }, options.dryRun]);
		const group = groups.get(key) ?? { values, options, members: new Map<string, number[]>() };
		groups.set(key, group);
		for (const member of values[list] as readonly string[]) {
			const users = group.members.get(member);
			if (users) users.push(item);
			else group.members.set(member, [item]);
		}
	}
	return [...groups.values()].flatMap(({ values, options, members }) => {
		const all = [...members.keys()];
		const chunks = Math.ceil(all.length / batchSize);
		return Array.from({ length: chunks }, (_, chunk) => {
			const sent = all.slice(chunk * batchSize, (chunk + 1) * batchSize);
			const items = new Map<number, string[]>();
			for (const member of sent)
				for (const item of members.get(member) ?? []) {
					const held = items.get(item);
					if (held) held.push(member);
					else items.set(item, [member]);
				}
			return { values: { ...values, [list]: sent }, options, items };
		});
	});
};

export const toJobs = (
	{ bulk }: Change,
	asked: ReadonlyArray<Asked | Refused>,
	left: ReadonlyMap<number, ReadonlyMap<string, unknown>>,
	batchSize: number,
): Job[] => {
	const valid = [...asked.entries()].filter((entry): entry is [number, Asked] => !isRefused(entry[1]));
	if (!bulk) return valid.map(([item, readable]) => single(readable, item));
	const list = bulk.of.property.name;
	const sent = valid.map(([item, { values, options }]): readonly [number, Asked] => {
		const members = (values[list] as readonly string[]).filter((id) => !left.get(item)?.has(id));
		return [item, { values: { ...values, [list]: members }, options }];
	});
	return shared(sent, list, batchSize);
};
