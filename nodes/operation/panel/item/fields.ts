import type { IDataObject } from 'n8n-workflow';

import { isBlank, isObject, lettersOf, withoutInvisible } from '../../model';

/** The fields of an input item, as people mean their names. */
export interface Fields {
	/** Names as they stand there. */
	readonly names: readonly string[];
	/** All that stands under a name: as a field of its own, dotted as n8n has it, and through nested objects. */
	readonly valuesOf: (name: string) => readonly unknown[];
	/** Fields spelled nearly like a name, in another case or with other separators. `nested`: those within objects too, as dotted names. */
	readonly alike: (name: string, nested: boolean) => readonly Field[];
	/** The fields of each object that stands in a field, or those of the first object of a list. */
	readonly within: () => ReadonlyArray<{ readonly outer: string; readonly isList: boolean; readonly fields: Fields }>;
}

export interface Field {
	/** The name as it stands there. */
	readonly field: string;
	/** The name without what is invisible. */
	readonly clean: string;
	readonly value: unknown;
}

/** What nodes that read sheets add to each row. */
const added = new Set(['row_number']);

/** Whether an item is a row in which nothing is filled in. A first item without fields is what a run begins with that has no input. */
export const isBlankRow = (json: IDataObject, item: number): boolean => {
	const own = Object.keys(json).filter((name) => !added.has(name));
	return own.length > 0 ? own.every((name) => isBlank(json[name])) : item > 0;
};

interface Spelling {
	/** Without what comes along from files and chats, such as a byte order mark. */
	readonly clean: string;
	readonly plain: string;
}

const spellingOf = (name: string): Spelling => ({
	clean: withoutInvisible(name).trim(),
	plain: lettersOf(name),
});

type Spelled = (name: string) => Spelling;

/** What stands under a name, whatever invisible characters come with it. */
const ownOf = (holder: unknown, name: string, spelled: Spelled): readonly unknown[] =>
	isObject(holder) ? Object.keys(holder).flatMap((key) => (spelled(key).clean === name ? [holder[key]] : [])) : [];

/** The fields within the objects of an item. */
const nestedIn = (json: IDataObject, spelled: Spelled): Field[] =>
	Object.entries(json).flatMap(([outer, holder]) =>
		isObject(holder)
			? Object.entries(holder).map(([inner, value]) => ({
					field: `${outer}.${inner}`,
					clean: `${spelled(outer).clean}.${spelled(inner).clean}`,
					value,
				}))
			: [],
	);

/** Reads the fields of the items of a run, which mostly have the same names. */
export const fieldsReader = () => {
	const known = new Map<string, Spelling>();
	const spelled: Spelled = (name) => {
		const spelling = known.get(name) ?? spellingOf(name);
		known.set(name, spelling);
		return spelling;
	};
	const nestedAt = (json: IDataObject, [first, ...rest]: readonly string[]) =>
		rest.reduce(
			(holders, name) => holders.flatMap((holder) => ownOf(holder, name, spelled)),
			ownOf(json, first, spelled),
		);
	const fieldsOf = (json: IDataObject): Fields => ({
		names: Object.keys(json),
		valuesOf: (name) => {
			const nested = name.includes('.') ? nestedAt(json, name.split('.')) : [];
			return [...ownOf(json, name, spelled), ...nested].filter((value) => value !== undefined);
		},
		alike: (name, nested) => {
			const own = Object.keys(json).map((field) => ({ field, clean: spelled(field).clean, value: json[field] }));
			const all = nested ? [...own, ...nestedIn(json, spelled)] : own;
			return all.filter(({ field }) => spelled(field).plain === spelled(name).plain);
		},
		within: () =>
			Object.entries(json).flatMap(([outer, held]) => {
				const isList = Array.isArray(held);
				const holder: unknown = isList ? held.find(isObject) : held;
				return isObject(holder) ? [{ outer, isList, fields: fieldsOf(holder) }] : [];
			}),
	});
	return fieldsOf;
};
