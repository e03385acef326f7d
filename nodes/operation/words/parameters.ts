import type { INodeProperties } from 'n8n-workflow';

import type { Option, Parameter } from './parameter';
import { asBoolean, asId, asIds, asInteger, asOneOf, asText } from './parsing';

type Described = Pick<INodeProperties, 'displayName' | 'name' | 'description'> & { readonly placeholder?: string };

/** `list` is one of the provider's lists. */
export const idPicker = (described: Described, list: string): Parameter => ({
	property: locator(described, list),
	read: asId,
});

export const integerPicker = (described: Described, list: string, minimum: number, maximum: number): Parameter => ({
	property: locator(described, list),
	read: asInteger(minimum, maximum),
});

const locator = ({ placeholder, ...described }: Described, list: string): INodeProperties => ({
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
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
	],
});

export const idText = (described: Described): Parameter => ({
	property: { ...described, type: 'string', default: '', required: true },
	read: asId,
});

export const idList = (described: Described): Parameter => ({
	property: { ...described, type: 'string', default: '', required: true },
	read: (raw) => asIds(raw),
});

export const flag = (described: Described, fallback = false): Parameter => ({
	property: { ...described, type: 'boolean', default: fallback },
	read: asBoolean,
});

export const choice = (
	described: Described,
	options: ReadonlyArray<{ readonly name: string; readonly value: string; readonly description: string }>,
	fallback: string,
): Parameter => ({
	property: { ...described, type: 'options', options: [...options], default: fallback },
	read: asOneOf(options.map(({ value }) => value)),
});

/** Text for a filter; what it may hold is the provider's affair. */
export const text = (described: Described): Parameter => ({
	property: { ...described, type: 'string', default: '' },
	read: (raw) => {
		const read = asText(raw);
		return typeof read === 'string' && read.trim() === '' ? asId('') : read;
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

export const forItem = (parameter: Parameter): Option => ({ ...parameter, governs: 'item' });

export const forRun = ({ property, ...rest }: Parameter): Option => ({
	...rest,
	property: { ...property, description: `${property.description}. Read once, with the first item.` },
	governs: 'run',
});
