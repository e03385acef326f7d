import type { Refused, Surroundings, Values } from '../model';
import { isObject, refuse } from '../model';
import { approvedBy, namedOnce, isRefused, justification, requestedBy, selfApproved, valuesOf } from '../panel';
import type { Plan } from './plan';
import { inText, planVersion, versionOf } from './plan';
import { parsed } from './records';
import { unsealed } from './seal';

const again = 'Make a new plan by a dry run.';

const isPlan = (data: object): data is Plan =>
	'before' in data &&
	typeof data.before === 'string' &&
	'parameters' in data &&
	isObject(data.parameters) &&
	'justification' in data &&
	(data.justification === null || isObject(data.justification));

/** The plan in a text that is whole. */
const planIn = (text: string, planKey: string): Plan | Refused => {
	const version = versionOf(text);
	if (version !== planVersion)
		return refuse(
			`The plan was made by ${Number(version) > planVersion ? 'a newer' : 'another'} version of this node`,
			'Update the package in this n8n, or make the plan here by a dry run.',
		);
	const opened = unsealed(text, planKey);
	if ('broken' in opened)
		return refuse(
			`The plan ${opened.broken}`,
			`Nothing was changed. Pass plans on whole, as the dry run gave them, to a credential with the same Plan Key, or ${again.toLowerCase()}`,
		);
	const values = parsed(opened.json);
	const isWhole = Array.isArray(values) && values.length === inText.length;
	const data = isWhole ? Object.fromEntries(inText.map((name, place) => [name, values[place]])) : {};
	return isPlan(data)
		? data
		: refuse(
				"'Plan' holds something that isn't a plan",
				"Map the field 'plan' of a dry run's result, or a list of these.",
			);
};

const momentOf = (milliseconds: number): string =>
	Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : 'a date that there is not';

const [requester, approver] = [requestedBy, approvedBy].map(({ property }) => property.name);

const textIn = (values: Values, name: string): string[] => (values[name] ? [String(values[name])] : []);

/** What a plan says of why it is to be made and on whose word, and who approves that it is applied; as options of its changes. */
const onWhoseWord = ({ justification: data }: Plan, options: Values): Values | Refused => {
	const said = data ?? {};
	const strange = Object.keys(said).find((name) => !justification.some(({ property }) => property.name === name));
	const known = valuesOf(justification, ({ property: { name }, read }) =>
		Object.hasOwn(said, name) ? read(said[name]) : undefined,
	);
	if (strange !== undefined || isRefused(known))
		return refuse(
			"The plan can't be used. What it says of its justification can't be read",
			'Make a new plan by a dry run.',
		);
	const approvers = [...textIn(known, approver), ...textIn(options, approver)];
	const refused = selfApproved(known[requester], approvers);
	if (refused) return refused;
	return approvers.length === 0 ? known : { ...known, [approver]: namedOnce(approvers) };
};

/** A plan, and on whose word it is to be applied. */
interface Opened extends Plan {
	readonly words: Values;
}

/**
 * The plan in a text, or what keeps it from being applied here: first of all who approves it. Whether what it goes by still holds is
 * read later.
 */
export const openPlan = (text: string, surroundings: Surroundings, options: Values): Opened | Refused => {
	const { node, baseUrl, planKey, provider } = surroundings;
	const plan = planIn(text, planKey);
	if ('message' in plan) return plan;
	const words = onWhoseWord(plan, options);
	if (isRefused(words)) return words;
	if (plan.node !== node)
		return refuse('The plan is one of another node', `It is for '${plan.node}', and this node is for ${provider}.`);
	if (plan.baseUrl !== baseUrl)
		return refuse(
			'The plan is for another base URL',
			`It was made for ${plan.baseUrl}, and the credential of this node has ${baseUrl}. Choose the credential that it was made with, or ${again.toLowerCase()}`,
		);
	const expiresAt = plan.expiresAt * 1000;
	if (!(expiresAt > Date.now()))
		return refuse('The plan has expired', `It was valid until ${momentOf(expiresAt)}. ${again}`);
	return { ...plan, words };
};
