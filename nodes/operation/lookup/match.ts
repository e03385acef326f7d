import type { IDataObject } from 'n8n-workflow';

import type { LookedUp, Sought } from '../panel';
import type { Refused, Value } from '../model';
import { isUnreadable, metWhile, named, refuse, shortened, strayLetterIn } from '../model';
import type { Found, Question } from './questions';

/** The IDs of records, each with what tells it apart; read as strictly as those that people give. */
const idsOf = ({ parameter }: Sought, { lookup, word }: Question, found: readonly IDataObject[], provider: string) => {
	const { read, readOne = read, property } = parameter;
	const ids = new Map<string, string>();
	for (const record of found) {
		const id = readOne(lookup.id(record));
		if (isUnreadable(id))
			return refuse(
				`'${property.displayName}' can't be found: ${provider} gives '${shortened(word)}' an ID that can't be used`,
				`The ID in its answer ${id.unreadable}. Have the ${lookup.record} looked at there.`,
			);
		const apart = lookup.apart?.(record);
		ids.set(String(id), apart === undefined ? String(id) : `${String(id)} (${apart})`);
	}
	return ids;
};

/** Nobody who is seen has a word: where the account may not see everybody, that doesn't say that nobody has it. */
const nobodyHas = (lead: string, { lookup: { record, toSee }, word }: Question): Refused => {
	const said = `'${shortened(word)}'`;
	const stray = strayLetterIn(word);
	const check = `Check the spelling: it counts as a whole, in any case${stray === undefined ? '' : `, and ${stray}`}.`;
	return toSee !== undefined
		? refuse(
				`${lead}: the account of the credential sees no ${record} that has ${said}`,
				`${check} Where it is right, the account may not see that ${record}: use the ID, or a credential that sees it. That takes ${toSee}.`,
			)
		: refuse(`${lead}: no ${record} has ${said}`, `${check} Or use the ID.`);
};

/** The ID that a word stands for, or why there isn't just one. */
export const idFor = (sought: Sought, question: Question, found: Found, provider: string): string | Refused => {
	const {
		word: { kind },
		beside,
	} = sought;
	const { lookup, word } = question;
	const { record } = lookup;
	const { displayName } = sought.parameter.property;
	const said = `'${shortened(word)}'`;
	const lead = `'${displayName}' can't be found by ${kind}`;
	if ('message' in found) return { ...metWhile(found, `looking up '${displayName}' by ${kind}`), invalid: true };
	if ('alike' in found)
		return refuse(
			`${lead}: no ${record} has ${said}`,
			`What looks the same is there, in other letters: ${found.alike}. Choose it from the list, or use the ID.`,
		);
	const isHidden = 'unshown' in found;
	const ids = idsOf(sought, question, isHidden ? found.unshown : found, provider);
	if ('message' in ids) return ids;
	const given = new Set(beside === undefined ? [] : [beside].flat().map(String));
	const lacking = lookup.lacks?.(word);
	const meant = [...ids.keys()].filter((id) => (ids.size === 1 && !isHidden && !lacking) || given.has(id));
	if (meant.length === 1) return meant[0];
	if (lacking) return refuse(`${lead}: ${said} ${lacking.message}`, lacking.description);
	if (isHidden)
		return refuse(
			`${lead}: ${provider} doesn't show whom it found`,
			`Its answer for ${said} doesn't show the ${kind} that it went by, so it isn't known whether that is the ${record} who is meant. Use the ID.`,
		);
	if (ids.size === 0) return nobodyHas(lead, question);
	return refuse(
		`${lead}: ${ids.size} ${record}s have ${said}`,
		`They are ${named([...ids.values()], 3)}. Use the ID of the one that is meant${question.by === undefined ? '' : `, or fill in '${question.by}'`}.`,
	);
};

const isSame = (value: Value, beside: Value): boolean => {
	const sorted = (one: Value) => JSON.stringify([one].flat().map(String).sort());
	return sorted(value) === sorted(beside);
};

/** The value that the words of a parameter stand for. */
export const valueFor = (sought: Sought, found: LookedUp['found']): Value | Refused => {
	const { parameter, beside, words } = sought;
	const { displayName } = parameter.property;
	const ids = found.map(({ id }) => id);
	// Each was read by itself.
	const read = parameter.read(parameter.are ? ids : ids[0]) as Value;
	if (beside === undefined || isSame(read, beside)) return read;
	return refuse(
		`'${displayName}' isn't what ${named(words, 3)} stands for`,
		`The input item has ${named([beside].flat().map(String), 3)}, and the ${sought.word.kind} is that of ${named([read].flat().map(String), 3)}. Remove one of the two fields, or correct it.`,
	);
};
