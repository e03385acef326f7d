import type { IDataObject } from 'n8n-workflow';

import type { Bulk, BulkChange, Members, Values } from '../words';
import { idsIn, named, withIds } from '../words';
import { isAudited, memberEvents } from './audited';
import { changeOf, undoOf, unverified } from './difference';
import type { Facts } from './facts';
import { fatesOf } from './fates';
import { askedAlready, isStrict } from './ifUnchanged';
import { addressed } from './inverse';
import { lookedUpIn, lookedUpOf } from './lookedUp';
import { refusalOf } from './memberReport';
import { planOf } from './plan';
import type { Results, Run, StepRequest } from './run';
import { memberOf } from './subjects';
import type { Part } from './verdict';
import { isAccepted, isPlanned } from './verdict';

/** An item of a change in bulk, and what became of its members. */
interface Item {
	readonly run: Run<BulkChange>;
	readonly asked: StepRequest;
	readonly parts: readonly Part[];
	readonly facts: Facts;
	/** The values of one of its members. */
	readonly of: (id: string) => Values;
	readonly isPlanned: boolean;
	readonly isVerified: boolean;
}

const itemOf = (run: Run<BulkChange>, asked: StepRequest, parts: readonly Part[], facts: Facts): Item => {
	const isPlanned = asked.options.dryRun === true;
	const isVerified = asked.options.verify === true && !isPlanned;
	return { run, asked, parts, facts, of: (id) => memberOf(run.operation, asked.values, id), isPlanned, isVerified };
};

const answered = ([first, ...more]: readonly Part[], members: Members): unknown =>
	more.length === 0 && first.alone && isAccepted(first.verdict) ? first.verdict.answer.json : members;

/** What would be sent for these members alone; those of other items share the request. */
const requestFor = (parts: readonly Part[], ids: readonly string[], { wire }: Bulk): IDataObject | null => {
	const planned = parts.map(({ verdict }) => verdict).find(isPlanned);
	const request = planned?.request ?? null;
	return request && ({ ...request, body: { ...request.body, [wire]: [...ids] } } as IDataObject);
};

const all = (changes: ReadonlyArray<boolean | null>): boolean | null =>
	changes.includes(true) ? true : changes.includes(null) || changes.length === 0 ? null : false;

/** Whether the members that got through were changed, and how to take back what is known of that. */
const differenceOf = ({ run, facts: { before }, of }: Item, ids: readonly string[]) => {
	const { operation, connection } = run;
	const changes = ids.map((id) => changeOf(operation, of(id), before));
	const those = (changed: boolean | null) => ids.filter((_, index) => changes[index] === changed);
	const [back, same, open] = [those(true), those(false), those(null)];
	const undo = back.length === 0 ? null : undoOf(run, of(back[0]), before, true);
	const list = operation.bulk.of.property.name;
	return { changed: all(changes), undo: undo && addressed(connection, { ...undo, [list]: back }), same, open };
};

/** What there is to say where some members, or all, were as asked already, or where some are missing from what takes it back. */
const notesOn = (
	{ asked: { unchanged }, isPlanned }: Item,
	ids: readonly string[],
	{ undo, same, open }: Difference,
) => {
	const isTold = unchanged !== undefined && !isPlanned && same.length > 0;
	return [
		...(isTold ? [same.length === ids.length ? unchanged : `${named(same)}: ${unchanged}`] : []),
		...(undo && open.length > 0 ? [`'undo' lacks what isn't known exactly: ${named(open)}.`] : []),
	];
};

type Difference = ReturnType<typeof differenceOf>;

/** One result of an item: of all its members, or of one of them. */
const resultFor = (item: Item, named: IDataObject, own: Members, response: unknown): IDataObject => {
	const { run, asked, parts, facts, of, isPlanned, isVerified } = item;
	const { bulk } = run.operation;
	const { [bulk.of.property.name]: _ids, ...others } = asked.values;
	const difference = differenceOf(item, own.succeeded);
	const { changed, undo } = difference;
	const plan = isPlanned
		? planOf(run, asked, withIds(bulk, asked.values, own.succeeded), { before: facts.before, changed })
		: {};
	const notes = [...('note' in plan ? [plan.note] : []), ...notesOn(item, own.succeeded, difference)];
	const applied = own.succeeded.length === 0 ? null : changed === false ? 'unchanged' : 'applied';
	const remaining = (id: string) => [id, facts.aftermath(of(id)).remaining ?? null] as const;
	return {
		success: own.failed.length === 0,
		operation: run.name,
		outcome: isPlanned ? 'planned' : applied,
		changed,
		...others,
		...named,
		...(isPlanned ? {} : own),
		response: isPlanned ? null : response,
		undo,
		...(isPlanned && { request: requestFor(parts, own.succeeded, bulk), ...plan }),
		...(notes.length > 0 && { note: notes.join(' ') }),
		...(isVerified && { verified: own.failed.length === 0 }),
		...(asked.options.reportRemaining === true &&
			!isPlanned && { remaining: Object.fromEntries(own.succeeded.map(remaining)) }),
	} as IDataObject;
};

/** The results of an item whose members went out in one or several requests, together with those of other items. */
export const bulkResults = (
	run: Run<BulkChange>,
	asked: StepRequest,
	parts: readonly Part[],
	facts: Facts,
): Results => {
	const { operation } = run;
	const { bulk, subject } = operation;
	const item = itemOf(run, asked, parts, facts);
	const doubtOf = (id: string) => (item.isVerified ? unverified(operation, item.of(id), facts)?.message : undefined);
	const fates = fatesOf(bulk, parts, doubtOf);
	const events = isAudited(asked) ? memberEvents(run, asked, { parts, facts, fates }) : undefined;
	const ids = idsIn(bulk, asked.values);
	const audit = events && { audit: ids.map((id) => events.get(id)).filter((event) => event !== undefined) };
	const refused = refusalOf(bulk, asked, parts, fates);
	if (refused) return { ...refused, ...audit };
	const { members } = fates;
	const isNew = (id: string) =>
		!facts.sameAccess(item.of(id)).isAgain && changeOf(operation, item.of(id), facts.before) !== false;
	if (isStrict(asked) && members.failed.length === 0 && !members.succeeded.some(isNew)) return askedAlready;
	const [list, name] = [bulk.of.property.name, subject.property.name];
	if (asked.options.output !== 'members')
		return [{ ...resultFor(item, { [list]: ids, ...lookedUpIn(asked) }, members, answered(parts, members)), ...audit }];
	const failures = new Map(members.failed.map((failure) => [failure.id, failure]));
	return ids.map((id) => {
		const failure = failures.get(id);
		const own = failure ? { succeeded: [], failed: [failure] } : { succeeded: [id], failed: [] };
		const event = events && { audit: events.get(id) };
		return { ...resultFor(item, { [name]: id, ...lookedUpOf(asked, list, name, id) }, own, own), ...event };
	});
};
