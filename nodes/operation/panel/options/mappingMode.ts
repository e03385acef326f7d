import type { INodeProperties } from 'n8n-workflow';

import type { Change, Compound, Parameter } from '../../model';
import { choice, parametersOf } from '../../model';

export const mapAutomatically = 'autoMapInputData';

export const mappingMode = choice(
	{ displayName: 'Mapping Mode', name: 'mappingMode' },
	[
		{
			name: 'Map Each Field Below',
			value: 'defineBelow',
			description: 'Set each parameter by hand or by an expression',
		},
		{
			name: 'Map Automatically',
			value: mapAutomatically,
			description: 'Take each parameter from the field of the input item that has its name',
		},
	],
	'defineBelow',
);

const choicesOf = ({ property: { options = [] } }: Parameter) =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));

const otherwiseOf = ({ property, inCredential }: Parameter): string => {
	if (inCredential !== undefined) return ' (otherwise that of the credential)';
	return property.required ? '' : ' (optional)';
};

/** The fields that are looked for, in the words of the panel. */
export const notice = (resource: string, value: string, operation: Change | Compound): INodeProperties => {
	const line = (parameter: Parameter, names: readonly string[]) =>
		`<li>${parameter.property.displayName}: ${names.join(' or ')}${otherwiseOf(parameter)}</li>`;
	const fields = [...parametersOf({ ...operation, chooses: [] })].flatMap(([parameter, names]) => {
		const { word, are } = parameter;
		return [
			line(parameter, [...names, ...(word?.fields ?? [])]),
			...(are ? [line(are, [`${are.property.name}, which is ${choicesOf(are).join(' or ')}`])] : []),
		];
	});
	return {
		displayName: `Each item is read by the names of its fields:<ul>${fields.join('')}</ul>`,
		name: `${value}Fields`,
		type: 'notice',
		displayOptions: { show: { resource: [resource], operation: [value], mappingMode: [mapAutomatically] } },
		default: '',
	};
};
