import type { IDataObject } from 'n8n-workflow';

import type { Operation, Parameter, Provider, Refused } from '../../model';
import { filtersOf, isObject, lettersOf, named, optionsOf, refuse, shortened } from '../../model';
import type { Panel } from './filledIn';

interface Known {
	readonly parameters: readonly Parameter[];
	readonly names: ReadonlySet<string>;
}

/** What people add one by one: each collection with all that any operation of the node has in it. */
export type Collections = Readonly<Record<'options' | 'filters', Known>>;

const knownBy = (operations: readonly Operation[], holds: (operation: Operation) => Iterable<Parameter>): Known => {
	const parameters = [...new Set(operations.flatMap((operation) => [...holds(operation)]))];
	return { parameters, names: new Set(parameters.map(({ property }) => property.name)) };
};

export const collectionsOf = (operations: Provider['operations']): Collections => {
	const all = Object.values(operations).flatMap((inResource) => Object.values(inResource));
	return {
		options: knownBy(all, optionsOf),
		filters: knownBy(all, (operation) => filtersOf(operation).keys()),
	};
};

const labels = { options: 'Options', filters: 'Filters' };

const tagOf = (given: unknown): string => Object.prototype.toString.call(given).slice('[object '.length, -1);

/** Dates and maps are objects that hold no names. */
const isPlain = (given: unknown): given is IDataObject => isObject(given) && tagOf(given) === 'Object';

const kindOf = (given: unknown): string => {
	if (given === undefined || given === null || given === '') return 'is empty';
	if (Array.isArray(given)) return 'is a list';
	if (typeof given === 'string') return `is the text '${shortened(given)}'`;
	return typeof given === 'object' ? `is a ${tagOf(given)}` : `is ${shortened(String(given))}`;
};

/** The panel shows neither names that it doesn't know nor what isn't a collection, so nobody can take them out there. */
const wayOut = (label: string) =>
	`Where the panel doesn't show it, choose another 'Operation' and then this one again: that empties '${label}'.`;

/** `own`: what the operation itself has. */
const strange = (
	label: string,
	strangers: readonly string[],
	{ parameters, names }: Known,
	own: Known['parameters'],
) => {
	const meantBy = (name: string) =>
		[...own, ...parameters].find(({ property }) =>
			[property.name, property.displayName].some((one) => lettersOf(one) === lettersOf(name)),
		);
	const told = strangers.flatMap((name) => {
		const { property } = meantBy(name) ?? {};
		return property
			? [`'${shortened(name)}' is called '${property.name}' ('${property.displayName}' in the panel).`]
			: [];
	});
	const all = `What there is: ${named([...names].sort(), names.size)}.`;
	return refuse(
		`'${label}' holds ${named(strangers.map((name) => `'${shortened(name)}'`))}, which no operation of this node has`,
		[...told, ...(told.length < strangers.length ? [all] : []), 'Nothing was sent.', wayOut(label)].join(' '),
	);
};

/**
 * What stands in a collection for an item. Whatever isn't one, or names what no operation of the node has, is refused: somebody
 * relies on it. What another operation has is left over from it.
 */
export const collectionAt = (
	panel: Panel,
	name: keyof Collections,
	item: number,
	{ known, own }: { readonly known: Known; readonly own: Iterable<Parameter> },
): { readonly given: IDataObject } | Refused => {
	const given = panel(name, item, {});
	const label = labels[name];
	if (!isPlain(given))
		return refuse(
			`'${label}' ${kindOf(given)}, where an object is meant`,
			`Nothing was sent. Where it is an expression, check what it gives: an object with the names of ${name}. ${wayOut(label)}`,
		);
	const strangers = Object.keys(given).filter((one) => !known.names.has(one));
	return strangers.length === 0 ? { given } : strange(label, strangers, known, [...own]);
};
