import type { Option, Parameter, Placed } from '../parameter';
import { isForms } from '../parameter';
import type { AccessList } from './accessList';
import type { Change, Single } from './change';
import type { Compound, Operation, SetOperation } from './compound';
import type { Read } from './read';

export const isRead = (operation: Operation): operation is Read => 'gives' in operation;

export const isAccessList = (operation: Operation): operation is AccessList => 'sources' in operation;

/** Whether it changes nothing. */
export const readsOnly = (operation: Operation): operation is AccessList | Read =>
	isRead(operation) || isAccessList(operation);

export const isCompound = (operation: Operation): operation is Compound => 'takes' in operation;

export const isSetOperation = (operation: object): operation is SetOperation => 'current' in operation;

export const isChange = (operation: object): operation is Change => 'success' in operation;

/** The option that chooses the form of a change's body, where it has several. */
export const formChoice = ({ body }: Change): Option | undefined => (body && isForms(body) ? body.by : undefined);

const formsOf = (operation: Single): readonly Placed[] => {
	if (isRead(operation) || operation.body === undefined) return [];
	return isForms(operation.body) ? Object.values(operation.body.forms) : [operation.body];
};

const namesIn = (places: readonly Placed[], others: readonly Parameter[] = []) => {
	const names = new Map<Parameter, string[]>();
	for (const placed of places)
		for (const [name, parameter] of Object.entries(placed))
			names.set(parameter, [...(names.get(parameter) ?? []), name]);
	for (const parameter of others) names.set(parameter, []);
	for (const [parameter, wireNames] of names)
		names.set(parameter, [
			...new Set([parameter.property.name, ...wireNames, ...(parameter.also ?? []), ...(parameter.alsoOne ?? [])]),
		]);
	return names;
};

/** The parameters of a set operation, each also with the names that the pages of its changes have for it. */
const namesInChanges = (operation: SetOperation): ReadonlyMap<Parameter, readonly string[]> => {
	const ofPages = operation.changes.flatMap((change) => [...parametersOf(change)]);
	const names = [...takenBy(operation)].map(([parameter, own]): [Parameter, readonly string[]] => {
		const same = ofPages.filter(([{ property }]) => property.name === parameter.property.name);
		return [parameter, [...new Set([...own, ...same.flatMap(([, all]) => all)])]];
	});
	return new Map(names);
};

const takenBy = ({ takes, chooses = [] }: Compound) => namesIn([], [...takes, ...chooses]);

const askedBy = ({ asks, chooses = [] }: AccessList) => namesIn([], [...asks, ...chooses]);

/** Each parameter of an operation, in the order of the page, with all its names: ours first, then the page's. */
export const parametersOf = (operation: Operation): ReadonlyMap<Parameter, readonly string[]> => {
	if (isAccessList(operation)) return askedBy(operation);
	if (isSetOperation(operation)) return namesInChanges(operation);
	return isCompound(operation)
		? takenBy(operation)
		: namesIn([operation.path, operation.query ?? {}, ...formsOf(operation)], operation.chooses);
};

/** Whether a parameter stands among the options of the panel, although the request is made of it. */
export const isOption = (parameter: Parameter): parameter is Option => 'governs' in parameter;

/** All that the panel shows as options of an operation: parameters that stand among them first. */
export const optionsOf = (operation: Operation): readonly Option[] =>
	readsOnly(operation) ? [] : [...[...parametersOf(operation).keys()].filter(isOption), ...operation.options];

/** Each filter of a list, with all its names. */
export const filtersOf = (operation: Operation): ReadonlyMap<Parameter, readonly string[]> =>
	namesIn(isRead(operation) && operation.filters ? [operation.filters] : []);
