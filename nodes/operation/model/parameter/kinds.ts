import { trimmed } from '../text';
import type { INodeProperties } from 'n8n-workflow';

import { guided, quoting } from './guided';
import { asIds, isEmptyList } from './lists';
import type { Option, Parameter } from './parameter';
import { isUnreadable, unreadable } from './parameter';
import { asId, asInteger, asOneOf, asText } from './parsing';
import type { Word } from './word';
import { titled } from './word';
import { asBoolean } from './yesNo';

type Described = Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'placeholder' | 'required'>;

/** An ID that is typed, or chosen from `list`, one of the provider's lists. */
export const idPicker = (described: Described, list: string, word?: Word): Parameter => {
	const property = locator(described, list, word);
	return { property, read: guided(asId, { property, word }), word };
};

export const integerPicker = (
	described: Described,
	{ list, minimum, maximum }: { readonly list: string; readonly minimum: number; readonly maximum: number },
	word?: Word,
): Parameter => {
	const property = locator(described, list, word);
	return { property, read: guided(asInteger(minimum, maximum), { property, word }), word };
};

const locator = ({ placeholder, ...described }: Described, list: string, word?: Word): INodeProperties => ({
	...described,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose…',
			typeOptions: { searchListMethod: list, searchable: true },
		},
		...(word
			? [{ displayName: `By ${titled(word)}`, name: word.kind, type: 'string' as const, placeholder: word.placeholder }]
			: []),
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
	],
});

export const idText = (described: Described): Parameter => ({
	property: { ...described, type: 'string', default: '', required: true },
	read: quoting(asId),
});

const holding = (described: Described, word: Word): Parameter =>
	choice(
		{
			displayName: `${described.displayName} Are`,
			name: `${described.name}Are`,
			description: `What '${described.displayName}' holds`,
		},
		[
			{ name: 'IDs', value: 'id', description: 'The IDs themselves' },
			{
				name: `${titled(word)}s`,
				value: word.kind,
				description: `Looked up before anything is changed: each ${word.kind} has to be that of one user alone`,
			},
		],
		'id',
	);

/** `readOne`: as it reads one ID by itself. */
export const idList = (described: Described, word: Word, readOne: Parameter['read'] = asId): Parameter => {
	const property: INodeProperties = { ...described, type: 'string', default: '', required: true };
	const are = holding(described, word);
	const one = guided(readOne, { property, word, are });
	return { property, read: (raw) => asIds(raw, one), readOne: one, word, are };
};

/** The same list, which may also be empty: it says all that is to be there. */
export const mayBeEmpty = (list: Parameter): Parameter => ({
	...list,
	// The panel shows above each list what it holds, so each needs a parameter of its own for that.
	are: list.are && { ...list.are },
	mayBeEmpty: true,
	read: (raw) => (isEmptyList(raw) ? [] : list.read(raw)),
});

export const flag = (described: Described, fallback = false): Parameter => ({
	property: { ...described, type: 'boolean', default: fallback },
	read: quoting(asBoolean),
});

export const choice = (
	described: Described,
	options: ReadonlyArray<{ readonly name: string; readonly value: string; readonly description: string }>,
	fallback: string,
): Parameter => ({
	property: { ...described, type: 'options', options: [...options], default: fallback },
	read: quoting(asOneOf(options.map(({ value }) => value))),
});

/** A text for a filter; what it may hold is the provider's affair. */
export const text = (described: Described): Parameter => ({
	property: { ...described, type: 'string', default: '' },
	read: (raw) => {
		if (typeof raw === 'boolean') return unreadable(`is ${raw}, where a text is meant`, 'Fill in a text');
		const read = asText(raw);
		if (isUnreadable(read)) return read;
		const word = trimmed(read);
		if (word === '') return asId('');
		return /\p{Cs}/u.test(word) ? unreadable('holds half a character', 'Type it instead of pasting it') : word;
	},
});

export const wholeNumberBetween = (
	described: Described,
	minimum: number,
	maximum: number,
	fallback: number,
): Parameter => ({
	property: {
		...described,
		type: 'number',
		typeOptions: { minValue: minimum, maxValue: maximum },
		default: fallback,
	},
	read: asInteger(minimum, maximum),
});

/** The same parameter, which may be left empty where a field of the credential is filled in. */
export const orInCredential = ({ property, ...rest }: Parameter, field: string): Parameter => {
	const { required: _, ...optional } = property;
	return { ...rest, property: optional, inCredential: field };
};

/** The same parameter, asked for only where another has a certain value; n8n would miss it as well where an expression gives that. */
export const onlyIf = ({ property, ...rest }: Parameter, other: Parameter, is: string): Parameter => {
	const { required: _, ...optional } = property;
	return { ...rest, property: optional, onlyIf: { parameter: other.property.name, is } };
};

export const forItem = (parameter: Parameter): Option => ({ ...parameter, governs: 'item' });

export const forRun = ({ property, ...rest }: Parameter): Option => ({
	...rest,
	property: { ...property, description: `${property.description}. Read once, with the first item.` },
	governs: 'run',
});
