import type { ItemRequest } from '../panel';
import { ended } from '../wire';
import type { Bulk, Members, Refused } from '../words';
import { idsIn, named, withReasons } from '../words';
import type { MemberFates } from './fates';
import type { Part } from './verdict';

const reasonsOf = (failed: Members['failed']) => withReasons(failed.map(({ id, error }) => [id, error]));

/** Why an item has no result whose members partly failed, or all of them for different reasons. */
const partial = (
	{ done }: Bulk,
	{ members: { succeeded, failed }, open, unconfirmed }: MemberFates,
	all: readonly string[],
	{ refused, isReport }: { readonly refused?: Refused; readonly isReport: boolean },
): Refused => {
	const met = new Set([...succeeded, ...failed.map(({ id }) => id)]);
	const unsent = all.filter((id) => !met.has(id));
	const not = failed.filter(({ id }) => !unconfirmed.has(id) && !open.has(id));
	const unknown = [...open].map(([id, error]) => ({ id, error }));
	const doubted = failed.filter(({ id }) => unconfirmed.has(id));
	const sentences = [
		...(unknown.length > 0 ? [`Not known: ${reasonsOf(unknown)}.`] : []),
		...(not.length > 0 ? [`Not ${done}: ${reasonsOf(not)}.`] : []),
		...(doubted.length > 0 ? [`Accepted as ${done}, but not confirmed: ${reasonsOf(doubted)}.`] : []),
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
	const isOpen = first?.unknown === true;
	return others.every((one) => one.message === first.message && (one.unknown === true) === isOpen)
		? (first ?? refused[0])
		: undefined;
};

/** Why an item has no result although it asked for something that could be sent; `undefined` where it has one. */
export const refusalOf = (
	bulk: Bulk,
	{ values, options }: ItemRequest,
	parts: readonly Part[],
	fates: MemberFates,
): Refused | undefined => {
	const refused = parts.flatMap(({ verdict }) => ('message' in verdict ? [verdict] : []));
	const isRefused = refused.length === parts.length;
	const isReport = options.partialFailure === 'report';
	if (!isRefused && (isReport || fates.members.failed.length === 0)) return undefined;
	const shared = isRefused ? common(refused) : undefined;
	return shared ?? partial(bulk, fates, idsIn(bulk, values), { refused: refused[0], isReport });
};
