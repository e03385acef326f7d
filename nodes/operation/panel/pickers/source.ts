import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { Credentials, Parameter, Provider, Source, Values } from '../../model';
import { asId, isUnreadable, parametersOf } from '../../model';
import { emptyEverywhere, inCredential, located } from '../item';

/** The ID that a person has chosen in another parameter; `null` where it has none before the workflow runs, as an expression, or is a word. */
const chosen = (context: ILoadOptionsFunctions, name: string): unknown => {
	try {
		const { mode, value } = located(context.getCurrentNodeParameter(name));
		const isChosen = mode === 'list' || mode === 'id';
		return !isChosen || (typeof value === 'string' && value.startsWith('=')) ? null : value;
	} catch {
		return undefined;
	}
};

/** What fills in for a parameter that is left empty. */
const filledIn = (parameter: Parameter, given: unknown, credentials: Credentials) =>
	given === undefined || (typeof given === 'string' && given.trim() === '')
		? inCredential(parameter, credentials)
		: undefined;

/** The values that a source needs, or what has to be filled in first. */
export const valuesFor = (
	context: ILoadOptionsFunctions,
	{ of }: Source,
	credentials: Credentials,
): Values | string => {
	const values: Record<string, string | number> = {};
	for (const parameter of parametersOf(of).keys()) {
		const { name, displayName } = parameter.property;
		const given = chosen(context, name);
		const read = filledIn(parameter, given, credentials) ?? parameter.read(given ?? parameter.property.default);
		if (isUnreadable(read))
			return parameter.inCredential === undefined ? `Fill in '${displayName}' first` : emptyEverywhere(parameter);
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
