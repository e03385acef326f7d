import type { Parameter, Values } from '../parameter';
import { modeFor } from '../parameter';
import { shortened } from '../text';
import type { Refusal } from './refusal';

/** What is known of the values that a refusal is about. */
export interface Valued {
	/** Of what was asked. */
	readonly parameters: readonly Parameter[];
	readonly values: Values;
	/** The words that IDs were looked up by. */
	readonly words?: ReadonlyMap<string, string>;
}

/** The key of an ID among the words that a run has looked up. */
export const wordKey = (lookup: string, id: unknown): string => `${lookup} ${String(id)}`;

const wordFor = (name: string, { parameters, values, words }: Valued): string | undefined => {
	const parameter = parameters.find(({ property }) => property.name === name);
	return parameter?.word && words?.get(wordKey(parameter.word.lookup, values[name]));
};

/** A text with the values in the place of their names. */
const filledIn = (text: string, valued: Valued): string =>
	text.replace(/ ?\{(\w+)\}/g, (_, name: string) => {
		const value = valued.values[name];
		if (value === undefined) return '';
		const word = wordFor(name, valued);
		const id = shortened(String(value));
		return word === undefined ? ` '${id}'` : ` '${shortened(word)}' (${id})`;
	});

/** The modes that take a word, for what doesn't exist and may be one; what was looked up is none. */
const modesFor = (missing: Refusal['missing'] = {}, valued: Valued): string =>
	Object.entries(missing)
		.filter(([name]) => wordFor(name, valued) === undefined)
		.map(([name, parameter]) => modeFor(parameter, [valued.values[name] ?? []].flat()))
		.filter((mode) => mode !== undefined)
		.map((mode) => ` ${mode}.`)
		.join('');

/** The texts of a refusal, about these values. */
export const aboutValues = (
	{ message, description, missing }: Pick<Refusal, 'message' | 'description' | 'missing'>,
	valued: Valued,
) => ({
	message: filledIn(message, valued),
	description: filledIn(description, valued) + modesFor(missing, valued),
});
