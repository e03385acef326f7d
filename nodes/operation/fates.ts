import type { Answer } from './answer';
import type { Bulk, Members } from './bulk';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import type { Part } from './result';
import { isAccepted, isPlanned } from './result';

/**
 * What an answer says of each member that was sent, and why one failed. Providers may write an ID in another case than it
 * was sent in; one that was sent in both is only what is written just so.
 */
export const fatesIn = (bulk: Bulk, values: Values, answer: Answer): ReadonlyMap<string, string | undefined> => {
	const { succeeded, failed } = bulk.outcome(answer);
	const told = new Map([
		...succeeded.map((id): [string, string | undefined] => [id, undefined]),
		...failed.map(({ id, error }): [string, string] => [id, error]),
	]);
	const sent = values[bulk.of.property.name] as readonly string[];
	const asked = new Set(sent);
	const respelled = new Map([...told.keys()].filter((id) => !asked.has(id)).map((id) => [id.toLowerCase(), id]));
	const fates = new Map<string, string | undefined>();
	for (const id of sent) {
		const name = told.has(id) ? id : respelled.get(id.toLowerCase());
		if (name !== undefined) fates.set(id, told.get(name));
	}
	return fates;
};

/** What a refused request means for each of its members. */
export const fateBy = ({ said, message, undecided }: Refused, done: string): string =>
	undecided ? `${said ?? message}; it isn't known whether it was ${done}` : (said ?? message);

/** Why a member of a part didn't get through, or `undefined`. */
const fateOf = ({ verdict }: Part, id: string, { done }: Bulk): string | undefined => {
	if (isPlanned(verdict)) return undefined;
	if (!isAccepted(verdict)) return fateBy(verdict, done);
	return verdict.fates?.has(id) ? verdict.fates.get(id) : "The provider's answer doesn't mention it";
};

/** Whether an item can't succeed any more. */
export const hasToFail = (parts: readonly Part[], bulk: Bulk | undefined, { partialFailure }: Values): boolean => {
	const isRefused = ({ verdict }: Part) => 'message' in verdict;
	if (!bulk) return parts.some(isRefused);
	if (partialFailure === 'report') return parts.every(isRefused);
	return parts.some((part) => isRefused(part) || part.members.some((id) => fateOf(part, id, bulk) !== undefined));
};

/** The members of an item; `unconfirmed` are those of the failed that were accepted, but can't be seen. */
export const sorted = (
	bulk: Bulk,
	parts: readonly Part[],
	doubtOf: (id: string) => string | undefined,
): { readonly members: Members; readonly unconfirmed: ReadonlySet<string> } => {
	const succeeded: string[] = [];
	const failed: Array<{ id: string; error: string }> = [];
	const unconfirmed = new Set<string>();
	for (const part of parts)
		for (const id of part.members) {
			const fate = fateOf(part, id, bulk);
			const error = fate ?? doubtOf(id);
			if (error === undefined) succeeded.push(id);
			else failed.push({ id, error });
			if (error !== fate) unconfirmed.add(id);
		}
	return { members: { succeeded, failed }, unconfirmed };
};
