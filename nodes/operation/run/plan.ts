import type { IDataObject } from 'n8n-workflow';

import type { Connection } from '../wire';
import type { Held, State, Values } from '../words';
import { formChoice } from '../words';
import type { Facts } from './facts';
import { isKnown } from './facts';
import type { Run, StepRequest } from './run';
import { digestOf, sealOf } from './seal';
import { subjectsOf } from './subjects';

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

/** Which of the access levels of a state was read. */
export const accessLevelIn = (state: State, held: Held, values: Values): number =>
	state.accessLevel?.(held, values) ?? Number(state.has(held, values) === true);

export const accessLevelDigest = (values: Values, accessLevel: number): string => digestOf([values, accessLevel]);

/** What a request is made of beside the parameters: the form of its body. */
const formOf = ({ operation }: Run, options: Values): Values => {
	const form = formChoice(operation)?.property.name;
	return form === undefined ? {} : { [form]: options[form] };
};

/** The plan of a dry run, of those members that it is for; or why there is none. */
export const planOf = (
	run: Run,
	{ options, waits }: StepRequest,
	values: Values,
	{ before, changed }: Pick<Facts, 'before'> & { readonly changed: boolean | null },
): { readonly plan: IDataObject | null; readonly note?: string } => {
	const { operation, resource, name, connection } = run;
	if (waits) return noPlan('it would be made after another change of the same access');
	const digests: string[] = [];
	for (const subject of subjectsOf(operation, values)) {
		const fact = before.of(subject);
		if (!isKnown(fact)) return noPlan(fact?.message ?? "its user wasn't read");
		digests.push(accessLevelDigest(subject, accessLevelIn(operation.state, fact.held, subject)));
	}
	if (changed === null) return noPlan("it isn't known whether it would change anything");
	const parameters = { ...values, ...formOf(run, options) };
	const plan = { resource, operation: name, parameters, before: digests.join('.'), changed };
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
