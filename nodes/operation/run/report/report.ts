import type { IDataObject } from 'n8n-workflow';

import type { Change, Compound, Refused } from '../../model';
import { isBulk, orRefused } from '../../model';
import { isRefused } from '../../panel';
import type { Gist } from '../../summary';
import { gistOf, setGist } from '../../summary';
import type { Ended, Outcome, PlannedStep, Reconciled, Results, Run, Settled, StepRequest } from '../types';
import { hasFailed } from '../types';
import { askedAlready } from '../state';
import { countsOf } from './counts';
import { auditOf, eventsOf, isAudited, refusedEvents, setEvents } from './events';

import { membersResult } from './membersResult';
import { resultOf } from './result';
import { refusedOf, setResult } from './setResult';
import type { Acting, Tried } from './tried';

/** What came of a run. */
export interface Came {
	readonly steps: readonly PlannedStep[];
	/** By step; none of one that wasn't tried. */
	readonly outcomes: ReadonlyMap<PlannedStep, readonly Outcome[]>;
	/** Why items weren't begun. */
	readonly refused: ReadonlyMap<number, Refused>;
	readonly settled: ReadonlyMap<Reconciled, Settled>;
	/** The step that ended the run, if one did, and why. */
	readonly failure?: { readonly step: PlannedStep; readonly refused?: Refused };
}

interface Told {
	readonly results: Results;
	readonly gists: readonly Gist[];
}

const nothing: Told = { results: [], gists: [] };

const ofRefusal = (results: Refused): Told => ({ results, gists: [] });

const withAudit = (results: Results, audit: Refused['audit']): Results => {
	if (audit === undefined) return results;
	return hasFailed(results) ? { ...results, audit } : results.map((result) => ({ ...result, audit }) as IDataObject);
};

/** What is told of a step that stands for itself. */
const toldOf = async (run: Acting, tried: Tried): Promise<Told> => {
	const { step, request, outcomes } = tried;
	const results = await orRefused((): Results => {
		const events = isAudited(request) ? eventsOf(run, tried) : undefined;
		if (!isBulk(step.change)) return withAudit(resultOf(run, tried), events?.[0]);
		const own = membersResult(run, step.change, tried, events);
		const isTold = own === askedAlready || (!hasFailed(own) && request.options.output === 'members');
		return isTold ? own : withAudit(own, events);
	});
	if (!hasFailed(results)) return { results, gists: [gistOf(request, step.change, outcomes, results.length)] };
	// Where building a result throws, the event still tells of the accepted request.
	if (results.audit || !isAudited(request)) return ofRefusal(results);
	const events = results.thrown
		? eventsOf(run, tried, results)
		: refusedEvents(run, { ...step, values: request.values }, request, results);
	return ofRefusal({ ...results, audit: auditOf(step, events) });
};

/** What is told of a desired state that was begun; where another item has ended the run, that one says why. */
const toldOfSet = (run: Pick<Run, 'connection' | 'origin' | 'continueOnFail'>, settled: Settled): Told => {
	const { desired, made } = settled;
	const isBegun = made.length === 0 || made.some(({ outcome }) => outcome.is !== 'notSent');
	if (!isBegun && !run.continueOnFail) return nothing;
	const results = setResult(run, settled);
	const events = () => setEvents(run, results === askedAlready ? refusedOf(settled) : settled);
	const told = withAudit(results, isAudited(desired.asked) ? events() : undefined);
	return { results: told, gists: hasFailed(told) ? [] : [setGist(settled)] };
};

/** Why an item wasn't begun, with the events of the single changes that it asked for. */
const unbegun = (run: Run<Change | Compound>, steps: readonly PlannedStep[], item: number, refused: Refused): Told => {
	const asked = run.asked[item];
	if (isRefused(asked) || !isAudited(asked) || refused.audit) return ofRefusal(refused);
	const own = steps.flatMap(({ items, step, request, desired }) => {
		if (items[0] !== item || !step || desired) return [];
		const events = refusedEvents(run, step, request && !isRefused(request) ? request : asked, refused);
		return [{ step, events }];
	});
	const audit = own.length === 1 ? auditOf(own[0].step, own[0].events) : own.flatMap(({ events }) => events);
	return ofRefusal({ ...refused, audit });
};

/** Tells step by step. */
const telling =
	(run: Run<Change | Compound>, { steps, outcomes, settled }: Came) =>
	async (planned: PlannedStep, why: Refused | undefined): Promise<Told> => {
		const { items, desired, step } = planned;
		if (why) return unbegun(run, steps, items[0], why);
		const set = desired && settled.get(desired);
		if (set) return toldOfSet(run, set);
		const own = outcomes.get(planned) ?? [];
		if (!step || own.length === 0) return nothing;
		return await toldOf(run, { step, request: planned.request as StepRequest, outcomes: own });
	};

/** The results of a run in its order: of each step that stands for itself, and of each desired state one. */
export const report = async (run: Run<Change | Compound>, came: Came): Promise<Ended> => {
	const { steps, refused, failure } = came;
	const told: Told[] = [];
	const items: Array<readonly number[]> = [];
	const places = new Map<PlannedStep, number>();
	const met = new Set<unknown>();
	const tell = telling(run, came);
	for (const planned of steps) {
		const why = refused.get(planned.items[0]);
		// The steps of a desired state share the list of its items.
		const once = why ? planned.items[0] : planned.desired && planned.items;
		if (once !== undefined && met.has(once)) continue;
		met.add(once);
		places.set(planned, told.length);
		items.push(planned.items);
		told.push(await tell(planned, why));
	}
	const at = failure && places.get(failure.step);
	return {
		results: told.map(({ results }) => results),
		items,
		gists: told.flatMap(({ gists }) => gists),
		counts: () => countsOf(everyOutcome(came)),
		failure: at === undefined ? undefined : { item: at, refused: failure?.refused },
	};
};

const everyOutcome = ({ outcomes, settled }: Came): Outcome[] => [
	...[...outcomes].flatMap(([{ desired }, own]) => (desired ? [] : own)),
	// Of a set, what can't be confirmed is told as unknown.
	...[...settled.values()].flatMap(({ made }) => made.map(({ outcome }) => ({ ...outcome, isUnconfirmed: undefined }))),
];
