import type { LookedUp, Sought } from '../panel';
import type { Refused, Value } from '../words';
import { isUnreadable, named, refuse, shortened } from '../words';
import type { Found, Question } from './questions';

/** The ID that a word stands for, or why there isn't just one. */
export const idFor = (sought: Sought, { lookup, word }: Question, found: Found, provider: string): string | Refused => {
	const { kind } = sought.word;
	const { record } = lookup;
	const { displayName } = sought.parameter.property;
	const said = `'${shortened(word)}'`;
	const lead = `'${displayName}' can't be found by ${kind}`;
	if (found === 'hidden')
		return refuse(
			`${lead}: ${provider} doesn't show whom it found`,
			`Its answer for ${said} doesn't show the ${kind} that it went by, so it isn't known whether that is the ${record} who is meant. Use the ID.`,
		);
	if ('message' in found) return { ...found, message: `${lead}: ${found.message}`, invalid: true };
	const ids = [...new Set(found.map((one) => String(lookup.id(one) ?? '')))];
	if (ids.length === 0)
		return refuse(
			`${lead}: no ${record} has ${said}`,
			`Check the spelling: it counts as a whole, in any case. Or use the ID.`,
		);
	if (ids.length > 1)
		return refuse(
			`${lead}: ${ids.length} ${record}s have ${said}`,
			`They are ${named(ids, 3)}. Use the ID of the one that is meant.`,
		);
	return ids[0];
};

const isSame = (value: Value, beside: Value): boolean => {
	const sorted = (one: Value) => JSON.stringify([one].flat().map(String).sort());
	return sorted(value) === sorted(beside);
};

/** The value that the words of a parameter stand for. */
export const valueFor = (sought: Sought, found: LookedUp['found'], provider: string): Value | Refused => {
	const { parameter, beside, words } = sought;
	const { displayName } = parameter.property;
	const ids = found.map(({ id }) => id);
	const read = parameter.read(parameter.are ? ids : ids[0]);
	if (isUnreadable(read))
		return refuse(
			`'${displayName}' ${read.unreadable} by the answer of ${provider}`,
			`${named(words)} was looked up. ${read.remedy}.`,
		);
	if (beside === undefined || isSame(read, beside)) return read;
	return refuse(
		`'${displayName}' isn't what ${named(words, 3)} stands for`,
		`The input item has ${named([beside].flat().map(String), 3)}, and the ${sought.word.kind} is that of ${named([read].flat().map(String), 3)}. Remove one of the two fields, or correct it.`,
	);
};
