import type { Refused, Surroundings } from '../model';
import { isObject, refuse } from '../model';
import type { Plan } from './plan';
import { planVersion } from './plan';
import { brokenSeal } from './seal';

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
	if (data.version !== planVersion)
		return refuse(
			`The plan was made by ${data.version > planVersion ? 'a newer' : 'another'} version of this node`,
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
