import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Run } from './change';
import { memberOf } from './knowledge';
import type { Bulk, Members } from './bulk';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import type { Facts, Part, Planned, Results } from './result';
import { changeOf, isAccepted, isPlanned, undoOf, unverified } from './result';
import type { Asked } from './values';

/** The fate of each member that an answer names. Providers may write an ID in another case than it was sent in. */
export const fatesIn = (bulk: Bulk, answer: Answer): ReadonlyMap<string, string | undefined> => {
	const { succeeded, failed } = bulk.outcome(answer);
	return new Map([
		...succeeded.map((id) => [id.toLowerCase(), undefined] as const),
		...failed.map(({ id, error }) => [id.toLowerCase(), error] as const),
	]);
};

/** What a refused request means for each of its members. */
export const fateBy = ({ said, message, undecided }: Refused, done: string): string =>
	undecided ? `${said ?? message}; it isn't known whether it was ${done}` : (said ?? message);

/** Why a member of a part didn't get through, or `undefined`. */
const fateOf = ({ verdict }: Part, id: string, { done }: Bulk): string | undefined => {
	if (isPlanned(verdict)) return undefined;
	if (!isAccepted(verdict)) return fateBy(verdict, done);
	const key = id.toLowerCase();
	return verdict.fates?.has(key) ? verdict.fates.get(key) : "The provider's answer doesn't mention it";
};

/** Whether a part keeps its item from succeeding. */
export const failsItem = (part: Part, bulk: Bulk | undefined, { partialFailure }: Values): boolean => {
	if ('message' in part.verdict) return partialFailure !== 'report' || !bulk;
	if (!bulk || partialFailure === 'report') return false;
	return part.members.some((id) => fateOf(part, id, bulk) !== undefined);
};

const sorted = (bulk: Bulk, parts: readonly Part[], doubtOf: (id: string) => string | undefined): Members => {
	const succeeded: string[] = [];
	const failed: Array<{ id: string; error: string }> = [];
	for (const part of parts)
		for (const id of part.members) {
			const error = fateOf(part, id, bulk) ?? doubtOf(id);
			if (error === undefined) succeeded.push(id);
			else failed.push({ id, error });
		}
	return { succeeded, failed };
};

const mostNamed = 10;

const named = (names: readonly string[]): string => {
	const more = names.length - mostNamed;
	return names.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const sentence = ({ done }: Bulk, { succeeded, failed }: Members, unsent: readonly string[]): string =>
	[
		`Not ${done}: ${named(failed.map(({ id, error }) => `${id} (${error.length > 100 ? `${error.slice(0, 100)}…` : error})`))}.`,
		succeeded.length > 0 ? `But ${done}: ${named(succeeded)}.` : `None was ${done}.`,
		...(unsent.length > 0 ? [`Not sent any more: ${named(unsent)}.`] : []),
	].join(' ');

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
	{ before, after, remaining }: Facts,
): Results => {
	const { [bulk.of.property.name]: ids, ...others } = values;
	const list = bulk.of.property.name;
	const one = (id: string): Values => memberOf(bulk, values, id);
	const doubtOf = (id: string) =>
		options.verify === true ? unverified(operation, one(id), after)?.message : undefined;
	const members = sorted(bulk, parts, doubtOf);
	const { succeeded, failed } = members;
	const refused = parts.flatMap(({ verdict }) => ('message' in verdict ? [verdict] : []));
	if (refused.length === parts.length) return refused[0];
	if (failed.length > 0 && options.partialFailure !== 'report') {
		const met = new Set([...succeeded, ...failed.map(({ id }) => id)]);
		const unsent = (ids as readonly string[]).filter((id) => !met.has(id));
		return {
			message: `${failed.length} of ${(ids as readonly string[]).length} members ${failed.length === 1 ? 'was' : 'were'} not ${bulk.done}`,
			description: `${sentence(bulk, members, unsent)} To get a result that lists them instead, set 'Partial Failure' to Report.`,
			status: refused[0]?.status,
		};
	}
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
				!planned && { remaining: Object.fromEntries(own.succeeded.map((id) => [id, remaining(one(id)) ?? null])) }),
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
