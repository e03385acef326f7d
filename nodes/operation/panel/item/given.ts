import type { Credentials, Option, Parameter, Unreadable, Value, Values } from '../../model';
import { fieldIn, isObject, isOption, isUnreadable, unreadable, valueOf } from '../../model';
import type { Panel } from './filledIn';
import { located } from './filledIn';
import type { Form } from './form';
import type { Sought } from './sought';
import { isSought, soughtBy } from './sought';

/** What an item gives for a parameter. */
export type Look = (parameter: Parameter) => Value | Sought | Unreadable;

/** The modes of a locator that gives an ID; n8n leaves the mode empty until one is chosen. */
const modes = new Set<unknown>(['id', 'list', '', undefined]);

/** What stands in the panel for a parameter: a value, or words. */
export const givenIn = (panel: Panel, parameter: Parameter, item: number): Value | Sought | Unreadable => {
	const { word, are, property } = parameter;
	const { mode, value } = located(panel(property.name, item));
	const kind = are ? are.read(panel(are.property.name, item, are.property.default)) : mode;
	if (isUnreadable(kind))
		return unreadable(`can't be read: '${are?.property.displayName}' ${kind.unreadable}`, kind.remedy);
	if (word && kind === word.kind) return soughtBy(parameter, word, value);
	if (!are && !modes.has(kind))
		return unreadable(
			`is given by '${String(kind)}', which it doesn't have`,
			'Choose how it is given in the list before it',
		);
	return valueOf(parameter, value);
};

/** The values of an item that can be used although the item can't. */
export const usable = (parameters: Iterable<Parameter>, look: Look): Values => {
	const values: Record<string, Value> = {};
	for (const parameter of parameters) {
		const given = look(parameter);
		if (!isUnreadable(given) && !isSought(given)) values[parameter.property.name] = given;
	}
	return values;
};

/** What the options say of a parameter that stands among them; what keeps all of them from being read is told for them all. */
const optionAt = (panel: Panel, { property, read }: Option, item: number): Value | Unreadable => {
	const given = panel('options', item, {});
	return isObject(given) && Object.hasOwn(given, property.name)
		? read(given[property.name])
		: (property.default as Value);
};

/** Where a parameter can be filled in that nothing is given for, besides the node. */
export const emptyEverywhere = ({ property: { displayName } }: Parameter, place = 'here'): string =>
	`Fill in '${displayName}' ${place}, or in the credential`;

/** What the credential holds for a parameter; nothing where it may not hold it, or its field is empty. */
export const inCredential = (
	{ inCredential: field, read }: Parameter,
	credentials: Credentials,
): Value | Unreadable | undefined => {
	const text = field === undefined ? '' : fieldIn(credentials, field);
	if (text === '') return undefined;
	const value = read(text);
	return isUnreadable(value) ? unreadable(`of the credential ${value.unreadable}`, value.remedy) : value;
};

/** Whether nothing was filled in; an expression that gives nothing is a mistake in it. */
const isLeftEmpty = ({ panel, varies }: Form, { property: { name } }: Parameter, item: number): boolean => {
	if (varies(name)) return false;
	const { value } = located(panel(name, item));
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
};

/** What holds for a parameter where the item, or the panel, gives nothing for it; `undefined` where that has to be given. */
export const fallbackFor = (
	form: Form,
	parameter: Parameter,
	item: number,
	isByFields: boolean,
): Value | Unreadable | undefined => {
	if (isOption(parameter)) return optionAt(form.panel, parameter, item);
	if (parameter.inCredential === undefined || !(isByFields || isLeftEmpty(form, parameter, item))) return undefined;
	const place = isByFields ? `in a field '${parameter.property.name}' of the item` : 'here';
	return inCredential(parameter, form.credentials) ?? unreadable('is empty', emptyEverywhere(parameter, place));
};
