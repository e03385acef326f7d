import type { IDataObject } from 'n8n-workflow';

import type { Operation, Option, Parameter, Provider, Refused } from '../words';
import { filtersOf, folded, isObject, isRead, named, refuse, shortened } from '../words';
import type { Panel } from './filledIn';

interface Known {
	readonly parameters: ReadonlyArray<Parameter & Pick<Option, 'formerly'>>;
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
		options: knownBy(all, (operation) => (isRead(operation) ? [] : operation.options)),
		filters: knownBy(all, (operation) => filtersOf(operation).keys()),
	};
};

const labels = { options: 'Options', filters: 'Filters' };

const letters = (name: string) => folded(name).replace(/[^\p{L}\p{N}]/gu, '');

/** Dates and maps are objects that hold no names. */
const isPlain = (given: unknown): given is IDataObject =>
	isObject(given) && Object.prototype.toString.call(given) === '[object Object]';

const kindOf = (given: unknown): string => {
	if (given === undefined || given === null || given === '') return 'is empty';
	if (Array.isArray(given)) return 'is a list';
	if (typeof given === 'string') return `is the text '${shortened(given)}'`;
	return typeof given === 'object' ? 'is an object of another kind' : `is ${shortened(String(given))}`;
};

/** `own`: what the operation itself has. */
const strange = (label: string, name: string, { parameters, names }: Known, own: Known['parameters']): Refused => {
	const wanted = letters(name);
	const meant = [...own, ...parameters].find(({ property, formerly = property.name }) =>
		[property.name, property.displayName, formerly].some((one) => letters(one) === wanted),
	);
	return refuse(
		`'${label}' holds '${shortened(name)}', which no operation of this node has`,
		meant
			? `It is called '${meant.property.name}' ('${meant.property.displayName}' in the panel): nothing was sent without it.`
			: `Take it out: nothing was sent without it. What there is: ${named([...names].sort(), names.size)}.`,
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
			`Add what is wanted one by one, or give an object with the names of ${name}.`,
		);
	const other = Object.keys(given).find((one) => !known.names.has(one));
	return other === undefined ? { given } : strange(label, other, known, [...own]);
};
