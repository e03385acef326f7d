import type { INodeProperties } from 'n8n-workflow';

import type { AccessList, Change, Compound, Operation, Parameter, Provider, Read } from '../model';
import { filtersOf, isAccessList, isOption, readsOnly, isSetOperation, optionsOf, parametersOf } from '../model';
import { limit, listNotice, mappingMode, notice, returnAll } from './options';

type Operations = Provider['operations'];

const titled = (key: string) => key.charAt(0).toUpperCase() + key.slice(1).replace(/[A-Z]/g, ' $&');

/** As `localeCompare` sorts English names; the first use of that takes longer than all else here. */
const sorted = <Named>(named: Named[], nameOf: (one: Named) => string): Named[] => {
	const keyOf = (one: Named) => nameOf(one).toLowerCase();
	return named.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

const resources = (operations: Operations): INodeProperties => {
	const options = Object.keys(operations).map((value) => ({ name: titled(value), value }));
	const [{ value: first }] = options;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options,
		default: first,
	};
};

const operationsOf = ([resource, operations]: [string, Operations[string]]): INodeProperties => {
	const [first] = Object.keys(operations);
	const options = Object.entries(operations).map(([value, { name, action, description }]) => ({
		name,
		value,
		action,
		description,
	}));
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: first,
	};
};

const shown = ({ property, onlyIf }: Parameter, show: Shown): INodeProperties => ({
	...property,
	displayOptions: { show: { ...show, ...(onlyIf && { [onlyIf.parameter]: [onlyIf.is] }) } },
});

type Shown = Record<string, string[]>;

/**
 * n8n drops from a collection what it doesn't know, and an expression for all of it: under a hidden parameter of the same name,
 * what was filled in stays what it is.
 */
const whole = (label: string, show: Shown): INodeProperties => ({
	displayName: label,
	name: label.toLowerCase(),
	type: 'hidden',
	displayOptions: { show },
	default: {},
});

const collectionOf = (label: string, placeholder: string, parameters: Iterable<Parameter>, show: Shown) => {
	const options = [...parameters].map(({ property: { required: _, ...property } }) => property);
	const collection: INodeProperties = {
		displayName: label,
		name: label.toLowerCase(),
		type: 'collection',
		placeholder,
		displayOptions: { show },
		options: sorted(options, ({ displayName }) => displayName),
		default: {},
	};
	return [collection, whole(label, show)];
};

const listLimits = (show: Shown): INodeProperties[] => [
	{ ...returnAll.property, displayOptions: { show } },
	{ ...limit.property, displayOptions: { show: { ...show, returnAll: [false] } } },
];

/** The parameters of operations, each with those that have it; before a list, what the list holds. */
const usersOf = (entries: Array<[string, Operation]>) => {
	const users = new Map<Parameter, string[]>();
	for (const [value, operation] of entries)
		for (const parameter of [...parametersOf(operation).keys()].filter((one) => !isOption(one)))
			for (const asked of parameter.are ? [parameter.are, parameter] : [parameter])
				users.set(asked, [...(users.get(asked) ?? []), value]);
	return users;
};

const isNoRead = (entry: [string, Operation]): entry is [string, Change | Compound] => !readsOnly(entry[1]);
const isOfRead = (entry: [string, Operation]): entry is [string, AccessList | Read] => readsOnly(entry[1]);

/** Whether it gives as many as there are. */
const isList = (operation: AccessList | Read) => isAccessList(operation) || operation.gives.paging !== undefined;

const chooses = (entries: Array<[string, Operation]>, parameter: Parameter) =>
	entries.some(([, operation]) => operation.chooses?.includes(parameter));

const parametersIn = ([resource, operations]: [string, Operations[string]]): INodeProperties[] => {
	const entries = Object.entries(operations);
	const changes = entries.filter(isNoRead);
	const reads = entries.filter(isOfRead);
	const names = changes.map(([value]) => value);
	const at = (operation: string[]): Shown => ({ resource: [resource], operation });
	const rank = ([parameter]: [Parameter, string[]]) => Number(chooses(changes, parameter));
	// What chooses a version of the operation comes after what it is about.
	const changed = [...usersOf(changes)].sort((a, b) => rank(a) - rank(b));
	return [
		...(changes.length > 0 ? [shown(mappingMode, at(names))] : []),
		...changes.map(([value, operation]) => notice(resource, value, operation)),
		...changes.flatMap(([value, operation]) =>
			isSetOperation(operation) && operation.list ? [listNotice(resource, value)] : [],
		),
		...changed.map(([parameter, values]) =>
			shown(parameter, { ...at(values), ...(!chooses(changes, parameter) && { mappingMode: ['defineBelow'] }) }),
		),
		...[...usersOf(reads)].map(([parameter, values]) => shown(parameter, at(values))),
		...reads.flatMap(([value, operation]) => (isList(operation) ? listLimits(at([value])) : [])),
		...reads.flatMap(([value, operation]) => {
			const filters = [...filtersOf(operation).keys()];
			if (filters.length > 0) return collectionOf('Filters', 'Add filter', filters, at([value]));
			return isList(operation) ? [whole('Filters', at([value]))] : [];
		}),
		...changes.flatMap(([value, operation]) =>
			collectionOf('Options', 'Add option', optionsOf(operation), at([value])),
		),
	];
};

/** The panel of a node: everything in it is read from the operations. */
export const propertiesOf = (operations: Operations): INodeProperties[] => [
	resources(operations),
	...Object.entries(operations).map(operationsOf),
	...Object.entries(operations).flatMap(parametersIn),
];
