import type { IDataObject } from 'n8n-workflow';

import type { Change, Compound, Operation, Parameter, Read, Refused, Values } from '../../model';
import { isRead, isUnreadable, refuse } from '../../model';
import { mapped } from './automaticMapping';
import type { Form } from './form';
import { filtersAt, isMapped, limitAt, optionsAt, valuesOf } from './form';
import type { Look } from './given';
import { givenIn, usable } from './given';
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
const requestOfRead = (form: Form, read: Read, values: Values, item: number): ItemRequest | Refused => {
	const filters = filtersAt(form, read, item);
	if (isRefused(filters)) return filters;
	const options = read.gives.paging ? limitAt(form.panel, item) : { limit: Infinity };
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

/** Everything that one item asks for, or the first thing about it that can't be used. */
export const readItem = (
	form: Form,
	operation: Operation,
	parameters: ReadonlyMap<Parameter, readonly string[]>,
	item: number,
	json: IDataObject,
): ItemRequest | Refused => {
	const { panel, fieldsOf } = form;
	const byFields = !isRead(operation) && isMapped(panel, item);
	if (isUnreadable(byFields)) return refuse(`'Mapping Mode' ${byFields.unreadable}`, `${byFields.remedy}.`);
	const fields = byFields ? fieldsOf(json) : undefined;
	const { chooses = [] } = operation;
	const look: Look = (parameter) =>
		fields && !chooses.includes(parameter)
			? mapped(fields, parameter, parameters.get(parameter) ?? [])
			: givenIn(panel, parameter, item);
	const sought: Sought[] = [];
	const values = valuesOf(parameters.keys(), (parameter) => {
		const given = look(parameter);
		if (!isSought(given)) return given;
		sought.push(given);
		return given.words;
	});
	const about = () => usable(parameters.keys(), look);
	if (isRefused(values)) return { ...values, about: about() };
	const asked = isRead(operation)
		? requestOfRead(form, operation, values, item)
		: requestOfChange(form, operation, values, item);
	if (isRefused(asked)) return { ...asked, about: about() };
	const named = fields ? {} : pickedAmong(form, parameters.keys());
	return { ...asked, ...named, ...(sought.length > 0 && { sought }) };
};
