import type { IDataObject } from 'n8n-workflow';

import { isObject, lettersOf, withoutInvisible } from '../words';

/** The fields of an input item, as people mean their names. */
export interface Fields {
	/** Names as they stand there. */
	readonly names: readonly string[];
	/** All that stands under a name: as a field of its own, dotted as n8n has it, and through nested objects. */
	readonly valuesOf: (name: string) => readonly unknown[];
	/** Those spelled nearly like a name: in another case, or with other separators. Nested ones are dotted. */
	readonly alike: (name: string) => readonly Field[];
}

export interface Field {
	/** As it stands there. */
	readonly field: string;
	/** Without what is invisible. */
	readonly clean: string;
	readonly value: unknown;
	/** Whether it stands within another one. */
	readonly isNested: boolean;
}

interface Spelling {
	/** Without what comes along from files and chats, such as a byte order mark. */
	readonly clean: string;
	readonly plain: string;
}

const spellingOf = (name: string): Spelling => ({
	clean: withoutInvisible(name).trim(),
	plain: lettersOf(name),
});

const added = <Entry>(lists: Map<string, Entry[]>, key: string, entry: Entry) => {
	const list = lists.get(key);
	if (list) list.push(entry);
	else lists.set(key, [entry]);
};

/** Reads the fields of the items of a run, which mostly have the same names. */
export const fieldsReader = () => {
	const known = new Map<string, Spelling>();
	const spelled = (name: string): Spelling => {
		const spelling = known.get(name) ?? spellingOf(name);
		known.set(name, spelling);
		return spelling;
	};
	const within = (holder: unknown, name: string): readonly unknown[] =>
		isObject(holder) ? Object.keys(holder).flatMap((key) => (spelled(key).clean === name ? [holder[key]] : [])) : [];
	return (json: IDataObject): Fields => {
		const values = new Map<string, unknown[]>();
		const similar = new Map<string, Field[]>();
		const names = Object.keys(json);
		for (const name of names) {
			const value = json[name];
			const { clean, plain } = spelled(name);
			added(values, clean, value);
			added(similar, plain, { field: name, clean, value, isNested: false });
			if (isObject(value))
				for (const inner of Object.keys(value)) {
					const field = `${name}.${inner}`;
					const nested = { field, clean: `${clean}.${spelled(inner).clean}`, value: value[inner], isNested: true };
					added(similar, spelled(field).plain, nested);
				}
		}
		const nestedAt = ([first, ...rest]: readonly string[]) =>
			rest.reduce((holders, name) => holders.flatMap((holder) => within(holder, name)), values.get(first) ?? []);
		const isGiven = (value: unknown) => value !== undefined;
		return {
			names,
			valuesOf: (name) =>
				[...(values.get(name) ?? []), ...(name.includes('.') ? nestedAt(name.split('.')) : [])].filter(isGiven),
			alike: (name) => similar.get(spelled(name).plain) ?? [],
		};
	};
};
