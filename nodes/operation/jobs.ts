import type { Operation } from './operation';
import { parametersOf } from './operation';
import { subjectsOf } from './knowledge';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import { folded } from './spelling';
import type { Asked } from './values';
import { isRefused } from './values';

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
	{ bulk }: Operation,
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

const ways = new Set(['boolean', 'options']);

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
export const accessesOf = (operation: Operation) => {
	const { bulk } = operation;
	const named = [...parametersOf(operation).keys()].filter(({ property }) => !ways.has(property.type));
	const names = named.map(({ property }) => (property.name === bulk?.of.property.name ? bulk.each : property.name));
	return (values: Values): string => folded(JSON.stringify(names.map((name) => values[name])));
};

/** What items of a run ask of the same access, one after the other. */
export interface Turns {
	/** Whether an earlier item asks for it: what was read before tells of the first one only. */
	readonly isRepeat: (item: number, values: Values) => boolean;
	/** Whether the one before asks for just the same. */
	readonly isSame: (item: number, values: Values) => boolean;
	/** Whether a later item asks for something else. */
	readonly isOverridden: (item: number, values: Values) => boolean;
}

export const turnsIn = (operation: Operation, asked: ReadonlyArray<Asked | Refused>): Turns => {
	const accessOf = accessesOf(operation);
	const turns = new Map<string, Array<readonly [item: number, wish: string]>>();
	for (const [item, read] of asked.entries())
		for (const values of isRefused(read) ? [] : subjectsOf(operation, read.values)) {
			const access = accessOf(values);
			const others = turns.get(access) ?? [];
			turns.set(access, others);
			others.push([item, JSON.stringify(values)]);
		}
	const turnsOf = (values: Values) => turns.get(accessOf(values)) ?? [];
	return {
		isRepeat: (item, values) => turnsOf(values).some(([other]) => other < item),
		isSame: (item, values) =>
			turnsOf(values)
				.filter(([other]) => other < item)
				.pop()?.[1] === JSON.stringify(values),
		isOverridden: (item, values) =>
			turnsOf(values).some(([other, wish]) => other > item && wish !== JSON.stringify(values)),
	};
};
