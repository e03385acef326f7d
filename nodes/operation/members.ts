import type { IDataObject } from 'n8n-workflow';

import type { Bulk, Members } from './bulk';
import type { Run } from './run';
import { sorted } from './fates';
import { memberOf } from './knowledge';
import { named, shortened } from './naming';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import type { Facts, Part, Planned, Results } from './result';
import { changeOf, isAccepted, isPlanned, undoOf, unverified } from './result';
import type { Asked } from './values';

const withReasons = (failed: Members['failed']) => named(failed.map(({ id, error }) => `${id} (${shortened(error)})`));

/** Why an item whose members partly failed has no result. */
const partial = (
	{ done }: Bulk,
	{ succeeded, failed }: Members,
	unconfirmed: ReadonlySet<string>,
	all: readonly string[],
	refused: Refused | undefined,
): Refused => {
	const met = new Set([...succeeded, ...failed.map(({ id }) => id)]);
	const unsent = all.filter((id) => !met.has(id));
	const not = failed.filter(({ id }) => !unconfirmed.has(id));
	const doubted = failed.filter(({ id }) => unconfirmed.has(id));
	const sentences = [
		...(not.length > 0 ? [`Not ${done}: ${withReasons(not)}.`] : []),
		...(doubted.length > 0 ? [`Accepted as ${done}, but not confirmed: ${withReasons(doubted)}.`] : []),
		...(succeeded.length > 0 ? [`But ${done}: ${named(succeeded)}.`] : []),
		...(succeeded.length + doubted.length === 0 ? [`None was ${done}.`] : []),
		...(unsent.length > 0 ? [`Not sent any more: ${named(unsent)}.`] : []),
		"To get a result that lists them instead, set 'Partial Failure' to Report.",
	];
	const count = not.length > 0 ? not.length : doubted.length;
	const state = not.length > 0 ? `not ${done}` : `accepted as ${done}, but can't be confirmed`;
	return {
		message: `${count} of ${all.length} members ${count === 1 ? 'was' : 'were'} ${state}`,
		description: sentences.join(' '),
		status: refused?.status,
	};
};

const answered = ([first, ...more]: readonly Part[], members: Members): unknown =>
	more.length === 0 && first.alone && isAccepted(first.verdict) && !first.verdict.doubted
		? first.verdict.answer.json
		: members;

const all = (changes: ReadonlyArray<boolean | null>): boolean | null =>
	changes.includes(true) ? true : changes.includes(null) || changes.length === 0 ? null : false;

/** The results of an item whose members went out in one or several requests, together with those of other items. */
export const bulkResults = (
	{ name, operation }: Run,
	bulk: Bulk,
	{ values, options }: Asked,
	parts: readonly Part[],
	{ before, after, aftermath }: Facts,
): Results => {
	const { [bulk.of.property.name]: ids, ...others } = values;
	const list = bulk.of.property.name;
	const one = (id: string): Values => memberOf(bulk, values, id);
	const doubtOf = (id: string) =>
		options.verify === true ? unverified(operation, one(id), after)?.message : undefined;
	const { members, unconfirmed } = sorted(bulk, parts, doubtOf);
	const { failed } = members;
	const refused = parts.flatMap(({ verdict }) => ('message' in verdict ? [verdict] : []));
	if (refused.length === parts.length) return refused[0];
	if (failed.length > 0 && options.partialFailure !== 'report')
		return partial(bulk, members, unconfirmed, ids as readonly string[], refused[0]);
	const planned = isPlanned(parts[0].verdict);
	const result = (named: object, own: Members, response: unknown): IDataObject => {
		const changes = own.succeeded.map((id) => changeOf(operation, one(id), before));
		const changed = all(changes);
		const back = own.succeeded.filter((_, index) => changes[index] === true);
		const undo = changes.includes(null) || back.length === 0 ? null : undoOf(operation, one(back[0]), before, true);
		const applied = own.succeeded.length === 0 ? null : changed === false ? 'unchanged' : 'applied';
		return {
			success: own.failed.length === 0,
			operation: name,
			outcome: planned ? 'planned' : applied,
			changed,
			...others,
			...named,
			...(planned ? {} : own),
			response: planned ? null : response,
			undo: undo && { ...undo, [list]: back },
			...(planned && { request: requestFor(parts, own.succeeded, bulk) }),
			...(options.verify === true && !planned && { verified: own.failed.length === 0 }),
			...(options.reportRemaining === true &&
				!planned && {
					remaining: Object.fromEntries(own.succeeded.map((id) => [id, aftermath(one(id)).remaining ?? null])),
				}),
		} as IDataObject;
	};
	if (options.output !== 'members') return [result({ [list]: ids }, members, answered(parts, members))];
	const failures = new Map(failed.map((failure) => [failure.id, failure]));
	return (ids as readonly string[]).map((id) => {
		const failure = failures.get(id);
		const own = failure ? { succeeded: [], failed: [failure] } : { succeeded: [id], failed: [] };
		return result({ [bulk.each]: id }, own, own);
	});
};

/** What would be sent for these members alone; those of other items share the request. */
const requestFor = (parts: readonly Part[], ids: readonly string[], { wire }: Bulk): IDataObject | null => {
	const { request } = parts[0].verdict as Planned;
	return request && ({ ...request, body: { ...request.body, [wire]: [...ids] } } as IDataObject);
};
