import type { IDataObject } from 'n8n-workflow';

import type { Asked } from '../panel';
import { ended } from '../wire';
import type { Bulk, Members, Refused, Values } from '../words';
import { named, shortened } from '../words';
import { changeOf, undoOf, unverified } from './difference';
import type { Facts } from './facts';
import type { Sorted } from './fates';
import { sorted } from './fates';
import { askedAlready, isStrict } from './ifUnchanged';
import type { Results, Run } from './run';
import { memberOf } from './subjects';
import type { Part } from './verdict';
import { isAccepted, isPlanned } from './verdict';

const withReasons = (failed: Members['failed']) => named(failed.map(({ id, error }) => `${id} (${shortened(error)})`));

/** Why an item has no result whose members partly failed, or all of them for different reasons. */
const partial = (
	{ done }: Bulk,
	{ members: { succeeded, failed }, open, unconfirmed }: Sorted,
	all: readonly string[],
	{ refused, isReport }: { readonly refused?: Refused; readonly isReport: boolean },
): Refused => {
	const met = new Set([...succeeded, ...failed.map(({ id }) => id)]);
	const unsent = all.filter((id) => !met.has(id));
	const not = failed.filter(({ id }) => !unconfirmed.has(id) && !open.has(id));
	const unknown = [...open].map(([id, error]) => ({ id, error }));
	const doubted = failed.filter(({ id }) => unconfirmed.has(id));
	const sentences = [
		...(unknown.length > 0 ? [`Not known: ${withReasons(unknown)}.`] : []),
		...(not.length > 0 ? [`Not ${done}: ${withReasons(not)}.`] : []),
		...(doubted.length > 0 ? [`Accepted as ${done}, but not confirmed: ${withReasons(doubted)}.`] : []),
		...(succeeded.length > 0 ? [`But ${done}: ${named(succeeded)}.`] : []),
		...(succeeded.length + doubted.length + unknown.length === 0 ? [`None was ${done}.`] : []),
		...(unsent.length > 0 ? [`Not sent any more: ${named(unsent)}.`] : []),
		...(isReport ? [] : ["To get a result that lists them instead, set 'Partial Failure' to Report."]),
	];
	const were = (some: readonly unknown[]) => {
		const verb = some.length === 1 ? 'was' : 'were';
		return all.length === 1 ? `the member ${verb}` : `${some.length} of ${all.length} members ${verb}`;
	};
	const states = [
		...(not.length > 0 ? [`${were(not)} not ${done}`] : []),
		...(unknown.length > 0 ? [`it isn't known whether ${were(unknown)} ${done}`] : []),
		...(not.length + unknown.length === 0 ? [`${were(doubted)} accepted as ${done}, but can't be confirmed`] : []),
	];
	const message = states.join(', and ');
	return {
		message: message.charAt(0).toUpperCase() + message.slice(1),
		description: sentences.join(' '),
		status: refused?.status,
	};
};

/** The refusal of an item of which no request got through; `undefined` where it takes more than one to tell. */
const common = (refused: readonly Refused[]): Refused | undefined => {
	const [first, ...others] = refused.filter(({ message }) => message !== ended.unanswered);
	const isOpen = first?.undecided === true;
	return others.every((one) => one.message === first.message && (one.undecided === true) === isOpen)
		? (first ?? refused[0])
		: undefined;
};

const answered = ([first, ...more]: readonly Part[], members: Members): unknown =>
	more.length === 0 && first.alone && isAccepted(first.verdict) ? first.verdict.answer.json : members;

const all = (changes: ReadonlyArray<boolean | null>): boolean | null =>
	changes.includes(true) ? true : changes.includes(null) || changes.length === 0 ? null : false;

/** The results of an item whose members went out in one or several requests, together with those of other items. */
export const bulkResults = (
	{ name, operation }: Run,
	bulk: Bulk,
	{ values, options }: Asked,
	parts: readonly Part[],
	facts: Facts,
): Results => {
	const { before, aftermath } = facts;
	const { [bulk.of.property.name]: ids, ...others } = values;
	const list = bulk.of.property.name;
	const one = (id: string): Values => memberOf(operation, values, id);
	const planned = options.dryRun === true;
	const isVerified = options.verify === true && !planned;
	const fates = sorted(bulk, parts, (id) => (isVerified ? unverified(operation, one(id), facts)?.message : undefined));
	const { members } = fates;
	const { failed } = members;
	const refused = parts.flatMap(({ verdict }) => ('message' in verdict ? [verdict] : []));
	const isRefused = refused.length === parts.length;
	const isReport = options.partialFailure === 'report';
	if (isRefused || (failed.length > 0 && !isReport))
		return (
			(isRefused ? common(refused) : undefined) ??
			partial(bulk, fates, ids as readonly string[], { refused: refused[0], isReport })
		);
	const isNew = (id: string) => !facts.standing(one(id)).isAgain && changeOf(operation, one(id), before) !== false;
	if (isStrict({ options }) && failed.length === 0 && !members.succeeded.some(isNew)) return askedAlready;
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
			...(isVerified && { verified: own.failed.length === 0 }),
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
		return result({ [operation.subject.property.name]: id }, own, own);
	});
};

/** What would be sent for these members alone; those of other items share the request. */
const requestFor = (parts: readonly Part[], ids: readonly string[], { wire }: Bulk): IDataObject | null => {
	const planned = parts.map(({ verdict }) => verdict).find(isPlanned);
	const request = planned?.request ?? null;
	return request && ({ ...request, body: { ...request.body, [wire]: [...ids] } } as IDataObject);
};
