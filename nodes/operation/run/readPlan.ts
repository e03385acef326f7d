import type { Change, Parameter, Refused, Surroundings, Values } from '../words';
import { isObject, isUnreadable, named, parametersOf } from '../words';
import type { Plan } from './plan';
import { planVersion } from './plan';
import { brokenSeal } from './seal';

/** The single changes of a provider, by resource and operation. */
export type Changes = Readonly<Record<string, Readonly<Record<string, Change>>>>;

export const refuse = (message: string, description: string): Refused => ({ message, description, invalid: true });

const again = 'Make a new plan by a dry run.';

const isPlan = (data: unknown): data is Plan =>
	isObject(data) &&
	typeof data.seal === 'string' &&
	typeof data.version === 'number' &&
	typeof data.before === 'string' &&
	isObject(data.parameters);

/** What keeps a plan from being applied here; whether what it goes by still holds is read later. */
export const planRefused = (data: unknown, { node, baseUrl, planKey, provider }: Surroundings): Refused | undefined => {
	if (!isPlan(data))
		return refuse(
			"'Plan' holds something that isn't a plan",
			"Map the field 'plan' of a dry run's result, or a list of such plans.",
		);
	if (data.version > planVersion)
		return refuse(
			'The plan was made by a newer version of this node',
			'Update the package in this n8n, or make the plan here by a dry run.',
		);
	const { seal, ...rest } = data;
	const broken = brokenSeal(seal, rest, planKey);
	if (broken !== undefined)
		return refuse(
			`The plan ${broken}`,
			`Nothing was changed. Apply plans as the dry run gave them, by a credential with the same Plan Key, or ${again.toLowerCase()}`,
		);
	if (data.node !== node)
		return refuse('The plan is one of another node', `It is for '${data.node}', and this node is for ${provider}.`);
	if (data.baseUrl !== baseUrl)
		return refuse(
			'The plan is for another base URL',
			`It was made for ${data.baseUrl}, and the credential of this node has ${baseUrl}. Choose the credential that it was made with, or ${again.toLowerCase()}`,
		);
	if (!(Date.parse(data.expiresAt) > Date.now()))
		return refuse('The plan has expired', `It was valid until ${data.expiresAt}. ${again}`);
	return undefined;
};

/** Parameters, and others, as they are read from data instead of a panel: each has to be there, and no other. */
export const valuesIn = (
	change: Change,
	data: Readonly<Record<string, unknown>>,
	others: readonly Parameter[] = [],
): Values | Refused => {
	const parameters = [...parametersOf(change).keys(), ...others];
	const known = new Set(parameters.map(({ property }) => property.name));
	const strange = Object.keys(data).filter((name) => !known.has(name));
	if (strange.length > 0)
		return refuse(
			`It holds what ${change.name} doesn't have: ${named(strange)}`,
			'Pass it on as it came out of the result that it belongs to.',
		);
	const values: Record<string, Values[string]> = {};
	for (const { property, read } of parameters) {
		const value = Object.hasOwn(data, property.name) ? read(data[property.name]) : read(undefined);
		if (isUnreadable(value))
			return refuse(
				`Its '${property.displayName}' ${value.unreadable}`,
				'Pass it on as it came out of the result that it belongs to.',
			);
		values[property.name] = value;
	}
	return values;
};

/** The change of this provider that data names. */
export const changeIn = (changes: Changes, resource: unknown, operation: unknown): Change | undefined => {
	const all = Object.hasOwn(changes, String(resource)) ? changes[String(resource)] : {};
	return Object.hasOwn(all, String(operation)) ? all[String(operation)] : undefined;
};
