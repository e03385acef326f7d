import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Bulk, Members } from './operation';
import type { Part, Results } from './result';
import { isAccepted } from './result';
import type { Asked } from './values';

/** The fate of each member that an answer names. Providers may write an ID in another case than it was sent in. */
export const fatesIn = (bulk: Bulk, answer: Answer): ReadonlyMap<string, string | undefined> => {
	const { succeeded, failed } = bulk.outcome(answer);
	return new Map([
		...succeeded.map((id) => [id.toLowerCase(), undefined] as const),
		...failed.map(({ id, error }) => [id.toLowerCase(), error] as const),
	]);
};

const sorted = (parts: readonly Part[]): Members => {
	const succeeded: string[] = [];
	const failed: Array<{ id: string; error: string }> = [];
	for (const { members, verdict } of parts)
		for (const id of members) {
			const key = id.toLowerCase();
			if (!isAccepted(verdict)) failed.push({ id, error: verdict.message });
			else if (!verdict.fates?.has(key)) failed.push({ id, error: "The provider's answer doesn't mention it" });
			else {
				const error = verdict.fates.get(key);
				if (error === undefined) succeeded.push(id);
				else failed.push({ id, error });
			}
		}
	return { succeeded, failed };
};

const sentence = ({ done }: Bulk, { succeeded, failed }: Members): string => {
	const reasons = failed.map(({ id, error }) => `${id} (${error})`).join(', ');
	return `Not ${done}: ${reasons}. ${succeeded.length > 0 ? `But ${done}: ${succeeded.join(', ')}.` : `None was ${done}.`}`;
};

const answered = ([first, ...more]: readonly Part[], members: Members): unknown =>
	more.length === 0 && first.alone && isAccepted(first.verdict) ? first.verdict.answer.json : members;

/** The results of an item whose members went out in one or several requests, together with those of other items. */
export const bulkResults = (name: string, bulk: Bulk, { values, options }: Asked, parts: readonly Part[]): Results => {
	const members = sorted(parts);
	const { succeeded, failed } = members;
	const refused = parts.flatMap(({ verdict }) => (isAccepted(verdict) ? [] : [verdict]));
	if (refused.length === parts.length) return refused[0];
	if (failed.length > 0 && options.partialFailure !== 'report')
		return {
			message: `${failed.length} of ${succeeded.length + failed.length} members ${failed.length === 1 ? 'was' : 'were'} not ${bulk.done}`,
			description: `${sentence(bulk, members)} To get a result that lists them instead, set 'Partial Failure' to Report.`,
			status: refused[0]?.status,
			done: succeeded.length,
		};
	const { [bulk.of.property.name]: ids, ...others } = values;
	const outcomeOf = ({ succeeded: done }: Members) => (done.length > 0 ? 'applied' : null);
	const result = (named: object, own: Members, response: unknown) =>
		({
			success: own.failed.length === 0,
			operation: name,
			outcome: outcomeOf(own),
			changed: null,
			...others,
			...named,
			...own,
			response,
			undo: null,
		}) as IDataObject;
	if (options.output !== 'members')
		return [result({ [bulk.of.property.name]: ids }, members, answered(parts, members))];
	const failures = new Map(failed.map((failure) => [failure.id, failure]));
	return (ids as readonly string[]).map((id) => {
		const failure = failures.get(id);
		const own = failure ? { succeeded: [], failed: [failure] } : { succeeded: [id], failed: [] };
		return result({ [bulk.each]: id }, own, own);
	});
};
