import type { Parameter, Values } from '../parameter';
import { isUnreadable } from '../parameter';
import { folded, shortened } from '../text';
import type { Refused } from './refusal';

/** What to say where an ID was read in another spelling: providers differ in whether that is the same one. */
export const otherSpelling = (
	ids: readonly unknown[],
	{ property }: Parameter,
	{ [property.name]: asked }: Values,
): Refused | undefined => {
	const text = String(asked);
	if (ids.some((id) => String(id) === text)) return undefined;
	const similar = ids.find((id) => folded(id) === folded(text));
	if (similar === undefined) return undefined;
	const isCase = String(similar).toLowerCase() === text.toLowerCase();
	return {
		message: `'${property.displayName}' is spelled ${isCase ? 'in another case' : 'otherwise'} than what was read`,
		description: `It is ${text}, and the answer has ${String(similar)}. Whether these are the same can't be known: use the spelling of the answer.`,
		invalid: true,
	};
};

/** What to say where an ID was read that can't be one: which access that is, nobody knows. */
export const unreadableAmong = (ids: readonly unknown[], { property, read }: Parameter): Refused | undefined => {
	const odd = ids.map((id) => read(id)).find(isUnreadable);
	return (
		odd && {
			message: `The answer has a '${property.displayName}' that ${odd.unreadable}`,
			description: 'Nothing is concluded from it. Look it up at the provider, and change it there.',
			status: 200,
		}
	);
};

/** Whether one of the IDs that were read is that of a parameter; a refusal where that can't be told. */
export const holds = (ids: readonly unknown[], parameter: Parameter, values: Values): boolean | Refused =>
	unreadableAmong(ids, parameter) ??
	otherSpelling(ids, parameter, values) ??
	ids.some((id) => String(id) === String(values[parameter.property.name]));

/** What to say where somebody else was read than was asked for. */
export const somebodyElse = (id: unknown, asked: unknown): Refused | undefined => {
	const isText = typeof id === 'string' || typeof id === 'number';
	if (id === undefined || id === null || (isText && String(id) === String(asked))) return undefined;
	return {
		message: "The answer is about another user, or spells the user's ID otherwise",
		description: `Asked for was ${String(asked)}, and the answer has ${isText ? shortened(String(id)) : `an ID that is ${typeof id}`}. Where that is the same user, use its spelling.`,
		status: 200,
	};
};
