import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../wire';
import type { Change, Held, Refused, Step, Values } from '../model';
import { accessLevelIn, formChoice } from '../model';
import { digestOf, sealOf } from './seal';

/** A change that was planned, to be applied just so while what it goes by holds. */
export interface Plan {
	readonly version: number;
	readonly node: string;
	readonly resource: string;
	readonly operation: string;
	readonly parameters: Values;
	readonly baseUrl: string;
	/** What its users had of the access: a digest for each, in their order. */
	readonly before: string;
	readonly changed: boolean;
	/** ISO 8601, UTC. */
	readonly plannedAt: string;
	readonly expiresAt: string;
	readonly seal: string;
}

export const planVersion = 1;

const hour = 3_600_000;

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
): { readonly plan: IDataObject | null; readonly note?: string } => {
	if (waits) return noPlan('it would be made after another change of the same access');
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
	return { plan: sealed(connection, plan, options) };
};

/** A plan as somebody passes it on. */
export const sealed = (
	{ provider, baseUrl, planKey }: Connection,
	planned: Pick<Plan, 'resource' | 'operation' | 'parameters' | 'before' | 'changed'>,
	{ planValidFor }: Values,
): IDataObject => {
	const { resource, operation, parameters, ...state } = planned;
	const now = Date.now();
	const plan = {
		version: planVersion,
		node: provider.node,
		resource,
		operation,
		parameters,
		baseUrl,
		...state,
		plannedAt: new Date(now).toISOString(),
		expiresAt: new Date(now + (planValidFor as number) * hour).toISOString(),
	};
	return { ...plan, seal: sealOf(plan, planKey) } as IDataObject;
};

const noPlan = (why: string) => ({ plan: null, note: `There is no plan that could be applied: ${why}.` });
