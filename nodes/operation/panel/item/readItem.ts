import type { IDataObject } from 'n8n-workflow';

import type {
	AccessList,
	Change,
	Compound,
	Operation,
	Parameter,
	Read,
	Refused,
	Unreadable,
	Value,
	Values,
} from '../../model';
import { isAccessList, isBlank, readsOnly, isUnreadable, refuse } from '../../model';
import { mapped } from './automaticMapping';
import { contradictionIn, selfApprovedAt } from './contradiction';
import type { Fields } from './fields';
import { isBlankRow } from './fields';
import { located } from './filledIn';
import type { Form } from './form';
import { filtersAt, isMapped, limitAt, optionsAt, valuesOf } from './form';
import type { Look } from './given';
import { fallbackFor, givenIn, usable } from './given';
import type { ItemRequest } from './itemRequest';
import { isRefused } from './itemRequest';
import type { Sought } from './sought';
import { isSought } from './sought';

/** The names of the chosen entries among these parameters. */
const pickedAmong = ({ picked }: Form, parameters: Iterable<Parameter>): Pick<ItemRequest, 'picked'> => {
	const own = [...parameters].map(({ property }) => property.name).filter((name) => Object.hasOwn(picked, name));
	return own.length === 0 ? {} : { picked: Object.fromEntries(own.map((name) => [name, picked[name]])) };
};

/** What a read is asked for beside its parameters. */
const requestOfRead = (form: Form, read: AccessList | Read, values: Values, item: number): ItemRequest | Refused => {
	const filters = filtersAt(form, read, item);
	if (isRefused(filters)) return filters;
	const isList = isAccessList(read) || read.gives.paging !== undefined;
	const options = isList ? limitAt(form.panel, item) : { limit: Infinity };
	return isRefused(options) ? options : { values: { ...values, ...filters }, options };
};

/** What a change is asked for beside its parameters. */
const requestOfChange = (
	form: Form,
	operation: Change | Compound,
	values: Values,
	item: number,
): ItemRequest | Refused => {
	const itemOptions = operation.options.filter(({ governs }) => governs === 'item');
	const options = optionsAt(form, itemOptions, item);
	return isRefused(options) ? options : { values, options };
};

/** Whether an expression for a parameter gave nothing. What a plan or an undo lacks isn't what a row lacks. */
const isNothing = ({ panel }: Form, { property, isOfRecords }: Parameter, item: number): boolean => {
	const { value } = located(panel(property.name, item));
	return !isOfRecords && [value].flat().every((one) => one === undefined || isBlank(one));
};

const blankRow = ({ property }: Parameter, item: number): Refused =>
	refuse(
		`Row ${item + 1} is blank`,
		`Nothing is filled in there, so '${property.displayName}' isn't, either. Rows are counted without the heading of a sheet. Leave blank ones out with a Filter node before this one, or end the range of the sheet at its last row.`,
	);

/** The value of a parameter by the fields of an item; one that something else holds for may be missing there. */
const inFields = (
	fields: Fields,
	parameter: Parameter,
	names: readonly string[],
	fallback: Value | Unreadable | undefined,
): ReturnType<Look> => {
	if (fallback === undefined) return mapped(fields, parameter, names);
	const none = { ...parameter.property, default: undefined as never };
	return (mapped(fields, { ...parameter, property: none }, names) as ReturnType<Look> | undefined) ?? fallback;
};

/** Looks for the value of a parameter in the fields of an item, where it is read by these, or in the panel. */
const looking =
	(
		form: Form,
		{ chooses = [] }: Operation,
		names: ReadonlyMap<Parameter, readonly string[]>,
		item: number,
		fields?: Fields,
	): Look =>
	(parameter) => {
		const isByFields = fields !== undefined && !chooses.includes(parameter);
		const fallback = fallbackFor(form, parameter, item, isByFields);
		return isByFields
			? inFields(fields, parameter, names.get(parameter) ?? [], fallback)
			: (fallback ?? givenIn(form.panel, parameter, item));
	};

/** Those that an item asks for: some are asked for only where another has a certain value. */
const askedAmong = (parameters: Iterable<Parameter>, look: Look): readonly Parameter[] => {
	const all = [...parameters];
	const isSo = ({ parameter, is }: NonNullable<Parameter['onlyIf']>) =>
		all.some((one) => one.property.name === parameter && look(one) === is);
	return all.filter(({ onlyIf }) => onlyIf === undefined || isSo(onlyIf));
};

/** Everything that one item asks for, or the first thing about it that can't be used. */
export const readItem = (
	form: Form,
	operation: Operation,
	parameters: ReadonlyMap<Parameter, readonly string[]>,
	item: number,
	json: IDataObject,
): ItemRequest | Refused => {
	const { panel, fieldsOf } = form;
	const broken = readsOnly(operation) ? undefined : selfApprovedAt(form, operation, item);
	if (broken) return broken;
	const byFields = !readsOnly(operation) && isMapped(panel, item);
	if (isUnreadable(byFields)) return refuse(`'Mapping Mode' ${byFields.unreadable}`, `${byFields.remedy}.`);
	const fields = byFields ? fieldsOf(json) : undefined;
	const look = looking(form, operation, parameters, item, fields);
	const sought: Sought[] = [];
	const refused: Parameter[] = [];
	const asks = askedAmong(parameters.keys(), look);
	const values = valuesOf(asks, (parameter) => {
		const given = look(parameter);
		if (isUnreadable(given)) refused.push(parameter);
		if (!isSought(given)) return given;
		sought.push(given);
		return given.words;
	});
	const about = () => usable(asks, look);
	const [first] = refused;
	if (isRefused(values)) {
		const isRow = isBlankRow(json, item) && (fields || isNothing(form, first, item));
		return { ...(isRow ? blankRow(first, item) : values), about: about() };
	}
	const asked = readsOnly(operation)
		? requestOfRead(form, operation, values, item)
		: requestOfChange(form, operation, values, item);
	const wrong = isRefused(asked) ? asked : contradictionIn(operation, { fields, options: asked.options, sought });
	if (wrong) return { ...wrong, about: about() };
	const named = fields ? {} : pickedAmong(form, asks);
	return { ...(asked as ItemRequest), ...named, ...(sought.length > 0 && { sought }) };
};
