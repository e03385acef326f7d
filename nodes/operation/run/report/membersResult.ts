import type { IDataObject } from 'n8n-workflow';

import type { Bulk, BulkChange } from '../../model';
import { idsIn, named, withIds } from '../../model';
import { lookedUpIn, lookedUpOf } from '../../lookup';
import { justified } from '../../panel';
import { addressed, planOf } from '../../saved';
import { bulkSummary, changedAs } from '../../summary';
import type { Outcome, Results } from '../types';
import { isAmiss, isThrough } from '../types';
import { membersFailure, nothingNew } from './failures';
import type { Acting, Tried } from './tried';
import { reasonOf, requestsOf } from './tried';

/** A step in bulk, and what became of some of its members. */
interface Members extends Tried {
	readonly change: BulkChange;
	readonly run: Acting;
	/** All who were asked for. */
	readonly ids: readonly string[];
}

const idsOf = (outcomes: readonly Outcome[]) => outcomes.map(({ id }) => String(id));

const all = (changes: ReadonlyArray<boolean | null>): boolean | null =>
	changes.includes(true) ? true : changes.includes(null) || changes.length === 0 ? null : false;

/** The members by what became of them, with why they didn't get through. */
const listsOf = ({ done }: Bulk, outcomes: readonly Outcome[]) => {
	const withError = (those: readonly Outcome[], error: (outcome: Outcome) => string) =>
		those.map((outcome) => ({ id: String(outcome.id), error: error(outcome) }));
	const unknown = outcomes.filter(({ is }) => is === 'unknown');
	const why = (outcome: Outcome) =>
		outcome.isUnconfirmed ? reasonOf(outcome) : `It isn't known whether it was ${done}: ${reasonOf(outcome)}`;
	return {
		succeeded: idsOf(outcomes.filter(isThrough)),
		failed: withError(
			outcomes.filter(({ is }) => is === 'failed' || is === 'notSent'),
			reasonOf,
		),
		unknown: withError(unknown, why),
	};
};

/** What the provider answered, where that was about this step alone; else what it says of the members. */
const responseTo = (bulk: Bulk, outcomes: readonly Outcome[], isOwn: boolean): unknown => {
	const sent = outcomes.filter(({ trace }) => trace);
	const [first] = sent;
	if (!first) return null;
	const isWhole = isOwn && first.isAlone && first.answer && outcomes.every(({ answer }) => answer === first.answer);
	if (isWhole) return first.answer?.json;
	const { succeeded, failed } = listsOf(bulk, sent);
	return { succeeded, failed };
};

/** How to take back what is known of those who got through. */
const undoOf = ({ change, run }: Members, through: readonly Outcome[]) => {
	const list = change.bulk.of.property.name;
	const back = through.filter(({ undo }) => undo);
	const [first] = back;
	return first?.undo ? addressed(run.connection, { ...first.undo, [list]: idsOf(back) }) : null;
};

/** What there is to say where members were as asked already, or are missing from what takes it back. */
const notesOn = ({ request: { unchanged, options }, outcomes }: Members, hasUndo: boolean): string[] => {
	const through = outcomes.filter(isThrough);
	const same = through.filter(({ changed }) => changed === false);
	const open = outcomes.filter(
		(outcome) => outcome.changed === null && (isThrough(outcome) || outcome.is === 'unknown'),
	);
	const isTold = unchanged !== undefined && options.dryRun !== true && same.length > 0;
	return [
		...(isTold ? [same.length === through.length ? unchanged : `${named(idsOf(same))}: ${unchanged}`] : []),
		...(hasUndo && open.length > 0 ? [`'undo' lacks what isn't known exactly: ${named(idsOf(open))}.`] : []),
	];
};

const planIn = ({ change, run, step, request }: Members, through: readonly Outcome[]) => {
	const values = withIds(change.bulk, request.values, idsOf(through));
	return {
		request: requestsOf(through, change.bulk)[0] ?? null,
		...planOf(run.connection, step, { ...request, values }, through),
	};
};

/** One result of a step: of all its members, or of one of them. */
const resultFor = (members: Members, who: IDataObject, isOwn: boolean): IDataObject => {
	const { change, run, step, request, outcomes } = members;
	const [{ bulk }, { options, values }] = [change, request];
	const isPlanned = options.dryRun === true;
	const { [bulk.of.property.name]: _ids, ...others } = values;
	const lists = listsOf(bulk, outcomes);
	const through = outcomes.filter(isThrough);
	const changed = all(through.map((outcome) => outcome.changed));
	const undo = undoOf(members, through);
	const planned = isPlanned ? planIn(members, through) : undefined;
	const notes = [...(planned?.note ? [planned.note] : []), ...notesOn(members, undo !== null)];
	const applied = through.length === 0 ? null : changed === false ? 'unchanged' : 'applied';
	const success = !outcomes.some(isAmiss);
	return {
		summary: bulkSummary(members, run.connection.provider.access.name),
		success,
		operation: step.name,
		outcome: isPlanned ? 'planned' : applied,
		...changedAs(changed, isPlanned),
		...others,
		...who,
		...justified(options),
		...(isPlanned ? {} : { ...lists, response: responseTo(bulk, outcomes, isOwn) }),
		undo,
		...(planned && { request: planned.request }),
		...(notes.length > 0 && { note: notes.join(' ') }),
		...(options.verify === true && !isPlanned && lists.unknown.length === 0 && { verified: success }),
		...(options.reportRemaining === true &&
			!isPlanned && {
				remaining: Object.fromEntries(through.map(({ id, remaining }) => [id, remaining ?? null])),
			}),
		...(planned && { plan: planned.plan }),
	} as IDataObject;
};

/** The results of a step whose members went out in one or several requests; `audit`: the events of its members, one in the result of each. */
export const membersResult = (
	run: Acting,
	change: BulkChange,
	tried: Tried,
	audit: readonly IDataObject[] | undefined,
): Results => {
	const { request, outcomes } = tried;
	const { bulk, subject } = change;
	const refused = membersFailure(bulk, tried) ?? nothingNew(tried);
	if (refused) return refused;
	const [list, name] = [bulk.of.property.name, subject.property.name];
	const ids = idsIn(bulk, request.values);
	if (request.options.output !== 'members') {
		const who = { [list]: ids, ...lookedUpIn(request) };
		return [resultFor({ ...tried, change, run, ids }, who, true)];
	}
	const given = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
	const met = ids.filter((id) => given.has(id));
	const events = new Map(met.map((id, place) => [id, audit?.[place]]));
	return ids.map((id) => {
		const own = given.get(id);
		const members = { ...tried, change, run, ids: [id], outcomes: own ? [own] : [] };
		const who = { [name]: id, ...lookedUpOf(request, list, name, id) };
		return { ...resultFor(members, who, false), ...(audit && { audit: events.get(id) }) } as IDataObject;
	});
};
