import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../panel';
import { isRefused } from '../panel';
import type { BulkChange, Change, Refused, Trace, Values } from '../words';
import { isBulk } from '../words';
import type { Told } from './audit';
import { eventOf } from './audit';
import { changeOf, undoOf } from './difference';
import type { Facts, UserStates } from './facts';
import { isKnown } from './facts';
import type { MemberFates } from './fates';
import { addressed } from './inverse';
import type { Results, Run, StepRequest } from './run';
import { hasFailed } from './run';
import { memberOf, subjectsOf } from './subjects';
import type { Part } from './verdict';
import { because } from './wholeFates';

/** Whether an item is to tell of itself by events: a dry run changes nothing. */
export const isAudited = ({ options }: Pick<ItemRequest, 'options'>): boolean =>
	options.auditEvent === true && options.dryRun !== true;

const heldIn = (before: UserStates, values: Values) => {
	const fact = before.of(values);
	return isKnown(fact) ? fact.held : undefined;
};

/** What is told of a change that was accepted, but isn't confirmed. */
const unconfirmed = (why: string, trace?: Trace): Told => ({
	is: 'open',
	why,
	trace,
	outcome: 'applied',
	changed: null,
	verified: false,
});

/** The result of an accepted change, or why it doesn't count, with its event. */
export const withEvent = (
	run: Run,
	asked: StepRequest,
	facts: Facts,
	trace: Trace | undefined,
	results: Results,
): Results => {
	if (!isAudited(asked)) return results;
	const { values } = asked;
	const about = { asked, values, held: heldIn(facts.before, values) };
	if (hasFailed(results)) return { ...results, audit: eventOf(run, about, unconfirmed(because(results), trace)) };
	return results.map((result) => {
		const { outcome, changed, verified, undo } = result;
		return { ...result, audit: eventOf(run, about, { is: 'made', trace, outcome, changed, verified, undo }) };
	});
};

/** The events of an item in bulk, by its members. */
export const memberEvents = (
	run: Run<BulkChange>,
	asked: StepRequest,
	{ parts, facts, fates }: { readonly parts: readonly Part[]; readonly facts: Facts; readonly fates: MemberFates },
): ReadonlyMap<string, IDataObject> => {
	const { operation } = run;
	const { before } = facts;
	const failures = new Map(fates.members.failed.map(({ id, error }) => [id, error]));
	const madeOf = (id: string, values: Values): Told => {
		const changed = changeOf(operation, values, before);
		const undo = undoOf(run, values, before, changed);
		return {
			is: 'made',
			outcome: changed === false ? 'unchanged' : 'applied',
			changed,
			verified: asked.options.verify === true ? true : undefined,
			undo: undo && addressed(run.connection, { ...undo, [operation.bulk.of.property.name]: [id] }),
		};
	};
	const toldOf = (id: string, values: Values): Told => {
		const why = failures.get(id);
		if (why === undefined) return madeOf(id, values);
		if (fates.unconfirmed.has(id)) return unconfirmed(why);
		return { is: fates.open.has(id) ? 'open' : 'failed', why };
	};
	const eventFor = (id: string, { verdict }: Part) => {
		const values = memberOf(operation, asked.values, id);
		const trace = 'trace' in verdict ? verdict.trace : undefined;
		const status = 'message' in verdict ? verdict.status : undefined;
		const told: Told = { ...toldOf(id, values), trace, status: status ?? trace?.status };
		return eventOf({ ...run, operation }, { asked, values, held: heldIn(before, values) }, told);
	};
	return new Map(parts.flatMap((part) => part.members.map((id) => [id, eventFor(id, part)] as const)));
};

/** What is told of a change that was refused. */
const toldOf = (refused: Refused): Told => {
	const { unknown, thrown, status, trace } = refused;
	return { is: unknown || (thrown && trace) ? 'open' : 'failed', why: because(refused), status, trace };
};

/** The events of a change of which nothing but the refusal is known: one, or in bulk one for each member. */
export const refusedEvents = (
	run: Pick<Run, 'operation' | 'name' | 'connection' | 'origin'>,
	asked: ItemRequest,
	refused: Refused,
): IDataObject[] =>
	subjectsOf(run.operation, asked.values).map((values) => eventOf(run, { asked, values }, toldOf(refused)));

/** Of what is told by one event, that one. */
export const auditOf = (operation: Change, events: readonly IDataObject[]): Refused['audit'] =>
	isBulk(operation) ? events : events[0];

/** The results of a run, refusals too with their events. What was never begun has none. */
export const withEvents = (
	run: Run,
	results: readonly Results[],
	isUnsent: (results: Results) => boolean = () => false,
): Results[] =>
	results.map((result, item) => {
		const asked = run.asked[item];
		if (!hasFailed(result) || isUnsent(result) || result.audit || isRefused(asked) || !isAudited(asked)) return result;
		return { ...result, audit: auditOf(run.operation, refusedEvents(run, asked, result)) };
	});
