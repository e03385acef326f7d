import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { Parameter, Provider, Source, Values } from '../../model';
import { asId, isUnreadable, parametersOf } from '../../model';
import { located } from '../item';

/** The ID that a person has chosen in another parameter. An expression has none before the workflow runs, and a word is none. */
const chosen = (context: ILoadOptionsFunctions, name: string): unknown => {
	try {
		const { mode, value } = located(context.getCurrentNodeParameter(name));
		const isChosen = mode === 'list' || mode === 'id';
		return !isChosen || (typeof value === 'string' && value.startsWith('=')) ? undefined : value;
	} catch {
		return undefined;
	}
};

/** The values that a source needs, or the label of the parameter that has to be chosen first. */
export const valuesFor = (context: ILoadOptionsFunctions, { of }: Source): Values | string => {
	const values: Record<string, string | number> = {};
	for (const parameter of parametersOf(of).keys()) {
		const { name, displayName } = parameter.property;
		const read = parameter.read(chosen(context, name) ?? parameter.property.default);
		if (isUnreadable(read)) return displayName;
		values[name] = read as string;
	}
	return values;
};

/** How the parameters that a list is for read an ID: those that share a list are of one kind. */
export const readingFor = ({ operations }: Provider, list: string): Parameter['read'] => {
	const parameters = Object.values(operations).flatMap((inResource) =>
		Object.values(inResource).flatMap((operation) => [...parametersOf(operation).keys()]),
	);
	const isFor = ({ property: { modes = [] } }: Parameter) =>
		modes.some(({ typeOptions }) => typeOptions?.searchListMethod === list);
	return parameters.find(isFor)?.read ?? asId;
};
