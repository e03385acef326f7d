import { justified } from '../panel';
import type { Connection } from '../wire';
import type { Change, Held, Refused, Step, Values } from '../model';
import { accessLevelIn, formChoice, unseenIn } from '../model';
import { digestOf, sealedText } from './seal';

/** What a plan says: a change that was planned, to be applied just so while what it goes by holds. */
export interface Plan {
	readonly node: string;
	readonly resource: string;
	readonly operation: string;
	readonly parameters: Values;
	readonly baseUrl: string;
	/** What its users had of the access: a digest for each, in their order. */
	readonly before: string;
	readonly changed: boolean;
	/** Why it is to be made, and on whose word; `null` where nothing was said of that. */
	readonly justification: Values | null;
	/** Seconds since 1970, UTC. */
	readonly plannedAt: number;
	readonly expiresAt: number;
}

/** Its text holds the values alone, in this order: so the row of a table that shows it stays low. */
export const inText = [
	'node',
	'resource',
	'operation',
	'parameters',
	'baseUrl',
	'before',
	'changed',
	'justification',
	'plannedAt',
	'expiresAt',
] as const;

export const planVersion = 1;

/** The version that a text names as the plan that it begins like; `undefined` where it begins like none. */
export const versionOf = (text: string): number | undefined => {
	const [, version] = /^plan(\d+)_/.exec(text) ?? [];
	return version === undefined ? undefined : Number(version);
};

// What mail, chats, sheets and JSON put around and between texts, none of which is ever a part of one.
const between = /[\s\p{Cf},;"'`‘’“”„«»<>[\]]+/u;

/** The plans in a text, in which they may have been broken into lines; `undefined` where it begins with something else. */
export const plansIn = (text: string): string[] | undefined => {
	const plans: string[] = [];
	for (const part of text.split(between)) {
		if (versionOf(part) !== undefined) plans.push(part);
		else if (plans.length > 0) plans[plans.length - 1] += part;
		else if (part !== '') return undefined;
	}
	return plans.length > 0 ? plans : undefined;
};

const hour = 3600;

export const accessLevelDigest = (values: Values, accessLevel: number): string => digestOf([values, accessLevel]);

/** What a request is made of beside the parameters: the form of its body. */
const formOf = (change: Change, options: Values): Values => {
	const form = formChoice(change)?.property.name;
	return form === undefined ? {} : { [form]: options[form] };
};

/** A user of a planned change: what was read of them, and whether it would change that. */
interface PlannedUser {
	readonly values: Values;
	readonly before?: { readonly held: Held } | Refused;
	readonly changed: boolean | null;
}

/** The plan of a dry run, of those members that it is for; or why there is none. */
export const planOf = (
	connection: Connection,
	{ resource, name, change }: Pick<Step, 'resource' | 'name' | 'change'>,
	{ values, options, waits }: { readonly values: Values; readonly options: Values; readonly waits?: boolean },
	users: readonly PlannedUser[],
): { readonly note?: string; readonly plan: string | null } => {
	if (waits) return noPlan('it would be made after another change of the same access');
	if (unseenIn(change, values) !== undefined)
		return noPlan("the account doesn't see the user, so what they have can't be read");
	const digests: string[] = [];
	for (const { values: own, before } of users) {
		if (!before || !('held' in before)) return noPlan(before?.message ?? "its user wasn't read");
		digests.push(accessLevelDigest(own, accessLevelIn(change.state, before.held, own)));
	}
	if (users.length === 0 || users.some(({ changed }) => changed === null))
		return noPlan("it isn't known whether it would change anything");
	const plan = {
		resource,
		operation: name,
		parameters: { ...values, ...formOf(change, options) },
		before: digests.join('.'),
		changed: users.some(({ changed }) => changed === true),
	};
	return { plan: planText(connection, plan, options) };
};

/** A plan as somebody passes it on. */
export const planText = (
	{ provider, baseUrl, planKey }: Connection,
	planned: Pick<Plan, 'resource' | 'operation' | 'parameters' | 'before' | 'changed'>,
	options: Values,
): string => {
	const { resource, operation, parameters, ...state } = planned;
	const now = Math.floor(Date.now() / 1000);
	const plan: Plan = {
		node: provider.node,
		resource,
		operation,
		parameters,
		baseUrl,
		...state,
		justification: justified(options).justification ?? null,
		plannedAt: now,
		expiresAt: now + (options.planValidFor as number) * hour,
	};
	return sealedText(
		`plan${planVersion}`,
		inText.map((name) => plan[name]),
		planKey,
	);
};

const noPlan = (why: string) => ({ note: `There is no plan that could be applied: ${why}.`, plan: null });
