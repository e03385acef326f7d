import type { Asked, LookedUp } from '../panel';
import { isRefused } from '../panel';
import type { Refused, Values, Whole, WholeStep } from '../words';
import { folded, refuse } from '../words';
import type { Run } from './run';
import { canonical } from './seal';

/** A whole that a run is to make, for one item or for several together. */
export interface Task extends Pick<WholeStep, 'resource' | 'name' | 'whole'> {
	readonly items: readonly number[];
	readonly asked: Asked;
	readonly broken?: WholeStep['broken'];
	/** Whether a result lists what failed. */
	readonly isReported: boolean;
}

/** A task, or why items have none. */
export type Due = Task | { readonly items: readonly number[]; readonly refused: Refused };

const anotherUnreadable = refuse(
	"Another item of this run can't be used, and it may name somebody who is to stay",
	'Nothing was sent for any item, because a list that lacks somebody removes them. Correct that item, or take it out.',
);

const differing = (label: string): Refused =>
	refuse(
		`The items of the same group differ in '${label}'`,
		'Together they say who is to be there, so they have to agree in everything but the list. Use a node for each.',
	);

const valueOf = (values: Values, name: string) => canonical(values[name] ?? null);

/** What the items of a group have in common, and all that they list. */
const together = (whole: Whole, items: readonly Asked[]): Asked | Refused => {
	const [first] = items;
	const list = whole.list?.of.property.name as string;
	const others = [...whole.takes, ...(whole.chooses ?? []), ...whole.options].filter(
		({ property }) => property.name !== list,
	);
	for (const { property } of others)
		for (const part of ['values', 'options'] as const) {
			const isOther = (one: Asked) => valueOf(one[part], property.name) !== valueOf(first[part], property.name);
			if (items.some(isOther)) return differing(property.displayName);
		}
	const isOpen = ({ values, options }: Asked) => (values[list] as readonly string[]).length > 0 || options.allowEmpty;
	if (!items.every(isOpen))
		return refuse(
			`'${whole.list?.of.property.displayName}' is an empty list`,
			"Nothing was sent. Check what the expression gives; where nobody is to be left, set 'Allow Empty List'.",
		);
	const all = new Set(items.flatMap(({ values }) => values[list] as readonly string[]));
	const lookedUp = new Map<string, LookedUp>();
	for (const one of items.flatMap((item) => item.lookedUp ?? [])) {
		const { name } = one.parameter.property;
		const found = name === list ? [...(lookedUp.get(name)?.found ?? []), ...one.found] : one.found;
		lookedUp.set(name, { ...one, found });
	}
	return {
		values: { ...first.values, [list]: [...all] },
		options: first.options,
		...(lookedUp.size > 0 && { lookedUp: [...lookedUp.values()] }),
	};
};

/** What a whole is about; where its ID is only spelled otherwise, that is the same. */
export const groupOf = (whole: Whole, { values }: Asked, { resource }: Pick<Task, 'resource'>): string => {
	const list = whole.list?.of.property.name;
	const names = whole.takes.filter(({ property }) => property.required && property.name !== list);
	return folded(JSON.stringify([resource, list, names.map(({ property }) => values[property.name])]));
};

const groupsIn = (run: Run<Whole>): ReadonlyMap<string, ReadonlyMap<number, Asked>> => {
	const groups = new Map<string, Map<number, Asked>>();
	for (const [item, read] of (run.asked as readonly Asked[]).entries()) {
		const key = groupOf(run.operation, read, run);
		groups.set(key, (groups.get(key) ?? new Map<number, Asked>()).set(item, read));
	}
	return groups;
};

/** What the items of a run come to: each by itself, or those that list for the same group together. */
export const tasksOf = (run: Run<Whole>): Due[] => {
	const { operation: whole, resource, name, asked } = run;
	const given: Due[] = [];
	for (const [item, read] of asked.entries()) {
		if (isRefused(read)) given.push({ items: [item], refused: read });
		else if (whole.list && asked.some(isRefused)) given.push({ items: [item], refused: anotherUnreadable });
		else if (!whole.list) given.push(taskOf({ resource, name, whole, items: [item], asked: read }));
	}
	if (!whole.list || asked.some(isRefused)) return given;
	for (const group of groupsIn(run).values()) {
		const items = [...group.keys()];
		const joined = together(whole, [...group.values()]);
		given.push(
			isRefused(joined) ? { items, refused: joined } : taskOf({ resource, name, whole, items, asked: joined }),
		);
	}
	return given;
};

export const taskOf = (task: Omit<Task, 'isReported'>): Task => ({
	...task,
	isReported: task.asked.options.partialFailure === 'report',
});
