import type { Parameter, Unreadable, Value, Values } from '../../model';
import { isUnreadable, unreadable, valueOf } from '../../model';
import type { Panel } from './filledIn';
import { located } from './filledIn';
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
