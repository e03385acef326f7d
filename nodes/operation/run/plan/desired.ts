import type { ItemRequest, LookedUp } from '../../panel';
import { isRefused } from '../../panel';
import type { Refused, SetOperation, Values } from '../../model';
import { groupNames, groupOf, refuse } from '../../model';
import { canonical } from '../../saved';
import type { DesiredState, Run } from '../types';

/** A desired state, or why items have none. */
export type Due = DesiredState | { readonly items: readonly number[]; readonly refused: Refused };

const anotherUnreadable = refuse(
	"Another item of this run can't be used, and it may name somebody who is to stay",
	'Nothing was sent for this group, because a list that lacks somebody removes them. Correct that item, or take it out.',
);

const differing = (label: string): Refused =>
	refuse(
		`The items of the same group differ in '${label}'`,
		'Together they say who is to be there, so they have to agree in everything but the list. Use a node for each.',
	);

const valueOf = (values: Values, name: string) => canonical(values[name] ?? null);

/** In what else than the list the items of a group differ. */
const differenceIn = (set: SetOperation, items: readonly ItemRequest[], list: string): Refused | undefined => {
	const [first] = items;
	const others = [...set.takes, ...(set.chooses ?? []), ...set.options].filter(
		({ property }) => property.name !== list,
	);
	for (const { property } of others)
		for (const part of ['values', 'options'] as const) {
			const isOther = (one: ItemRequest) => valueOf(one[part], property.name) !== valueOf(first[part], property.name);
			if (items.some(isOther)) return differing(property.displayName);
		}
	return undefined;
};

/** The words that the items of a group were looked up by, those of the list together. */
const wordsIn = (items: readonly ItemRequest[], list: string): readonly LookedUp[] => {
	const lookedUp = new Map<string, LookedUp>();
	for (const one of items.flatMap((item) => item.lookedUp ?? [])) {
		const { name } = one.parameter.property;
		const found = name === list ? [...(lookedUp.get(name)?.found ?? []), ...one.found] : one.found;
		lookedUp.set(name, { ...one, found });
	}
	return [...lookedUp.values()];
};

/** What the items of a group have in common, and all that they list. */
const together = (set: SetOperation, items: readonly ItemRequest[]): ItemRequest | Refused => {
	const [first] = items;
	const list = set.list?.of.property.name as string;
	const differs = differenceIn(set, items, list);
	if (differs) return differs;
	const isOpen = ({ values, options }: ItemRequest) =>
		(values[list] as readonly string[]).length > 0 || options.allowEmpty;
	if (!items.every(isOpen))
		return refuse(
			`'${set.list?.of.property.displayName}' is an empty list`,
			"Nothing was sent. Check what the expression gives; where nobody is to be left, set 'Allow Empty List'.",
		);
	const all = new Set(items.flatMap(({ values }) => values[list] as readonly string[]));
	const lookedUp = wordsIn(items, list);
	return {
		values: { ...first.values, [list]: [...all] },
		options: first.options,
		picked: first.picked,
		...(lookedUp.length > 0 && { lookedUp }),
	};
};

/** The groups whose lists may lack somebody, as an item can't be used that names them; or all of them. */
const lackingIn = (run: Run<SetOperation>): ((group: string) => boolean) => {
	const lacking = new Set<string>();
	for (const read of run.asked) {
		if (!isRefused(read)) continue;
		const { about = {} } = read;
		if (!groupNames(run.operation).every(({ name }) => name in about)) return () => true;
		lacking.add(groupOf(run.operation, about, run.resource));
	}
	return (group) => lacking.has(group);
};

const groupsIn = (run: Run<SetOperation>): ReadonlyMap<string, ReadonlyMap<number, ItemRequest>> => {
	const groups = new Map<string, Map<number, ItemRequest>>();
	for (const [item, read] of run.asked.entries()) {
		if (isRefused(read)) continue;
		const key = groupOf(run.operation, read.values, run.resource);
		groups.set(key, (groups.get(key) ?? new Map<number, ItemRequest>()).set(item, read));
	}
	return groups;
};

export const desiredOf = (desired: Omit<DesiredState, 'listed' | 'isReported'>): DesiredState => {
	const { list } = desired.operation;
	const { values, options } = desired.asked;
	const listed = new Set(list && (values[list.of.property.name] as readonly string[]));
	return { ...desired, listed, isReported: options.partialFailure === 'report' };
};

/** Items that list for the same group, together. */
const desiredOfGroups = (run: Run<SetOperation>): Due[] => {
	const { operation, resource, name } = run;
	const isLacking = lackingIn(run);
	return [...groupsIn(run)].map(([key, group]): Due => {
		const items = [...group.keys()];
		const joined = isLacking(key) ? anotherUnreadable : together(operation, [...group.values()]);
		return isRefused(joined)
			? { items, refused: joined }
			: desiredOf({ resource, name, operation, items, asked: joined });
	});
};

/** What the items of a run come to, in their order. */
export const desiredStatesOf = (run: Run<SetOperation>): Due[] => {
	const { operation, resource, name, asked } = run;
	const own = asked.flatMap((read, item): Due[] => {
		if (isRefused(read)) return [{ items: [item], refused: read }];
		return operation.list ? [] : [desiredOf({ resource, name, operation, items: [item], asked: read })];
	});
	return [...own, ...(operation.list ? desiredOfGroups(run) : [])].sort((a, b) => a.items[0] - b.items[0]);
};
