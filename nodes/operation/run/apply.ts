import type { ItemRequest } from '../panel';
import { isRefused, readable } from '../panel';
import type { Reader, Values } from '../words';
import { isBulk } from '../words';
import { withEvent } from './audited';
import { bulkResults } from './bulkResults';
import type { Checked } from './checks';
import type { Facts, UserStates, ReadBack } from './facts';
import { nothingKnown } from './facts';
import type { Wish } from './readBack';
import { readBack } from './readBack';
import { orRefused } from './orRefused';
import { resultOf } from './result';
import type { Outcome, Results, Run } from './run';
import { hasFailed, nothingMade } from './run';
import { sendAll } from './sendAll';
import { sameAccessIn } from './sameAccess';
import { subjectsOf } from './subjects';
import { countsOf } from './counts';
import type { Part } from './verdict';
import { isAccepted } from './verdict';

/** The users of the items that were changed and that are to be read back. */
const toReadBack = ({ operation }: Run, { asked }: Checked, parts: readonly Part[][]) =>
	readable(asked).flatMap(([item, read]): Array<readonly [Values, Wish]> => {
		const wish = { verify: read.options.verify === true, reportRemaining: read.options.reportRemaining === true };
		if (!wish.verify && !wish.reportRemaining) return [];
		const accepted = parts[item].filter(({ verdict }) => isAccepted(verdict));
		const done = new Set(accepted.flatMap(({ members }) => members));
		const subjects = accepted.length > 0 ? subjectsOf(operation, read.values) : [];
		return subjects
			.filter((values) => !isBulk(operation) || done.has(values[operation.subject.property.name] as string))
			.map((values) => [values, wish] as const);
	});

const notLookedBack: ReadBack = { after: nothingKnown, aftermath: () => ({}) };

const readBackOf = async (run: Run, reader: Reader, checked: Checked, parts: readonly Part[][]): Promise<ReadBack> => {
	const { operation, continueOnFail } = run;
	const changed = toReadBack(run, checked, parts);
	if (changed.length === 0) return notLookedBack;
	return await readBack(operation.state, changed, {
		reader,
		before: checked.before,
		concludes: () => true,
		continueOnFail: (_, fact) => continueOnFail || !('message' in fact),
	});
};

/** What is known for an item: what was read before tells nothing of an access that an earlier item may have changed. */
const factsFor = (looked: ReadBack, before: UserStates, sameAccess: Facts['sameAccess']): Facts => ({
	...looked,
	sameAccess,
	before: {
		of: (values) => {
			const fact = before.of(values);
			return fact && sameAccess(values).isRepeat ? undefined : fact;
		},
	},
});

/** The results of one item, or why it has none. */
const resultsOf = (run: Run, asked: ItemRequest, parts: readonly Part[], facts: Facts): Results => {
	const { operation } = run;
	if (isBulk(operation)) return bulkResults({ ...run, operation }, asked, parts, facts);
	const [{ verdict }] = parts;
	if ('message' in verdict) return verdict;
	const trace = isAccepted(verdict) ? verdict.trace : undefined;
	return withEvent(run, asked, facts, trace, resultOf(run, asked, verdict, facts));
};

/** What couldn't be told of a change says at least that it was sent. */
const sentFor = (parts: readonly Part[], results: Results): Results => {
	if (!hasFailed(results) || !results.thrown || results.trace) return results;
	return { ...results, trace: parts.map(({ verdict }) => verdict).find(isAccepted)?.trace };
};

/** Sends what was checked, reads back: results or a refusal for each item. Where the node stops, one refusal keeps all from being sent. */
export const apply = async (run: Run, reader: Reader, checked: Checked): Promise<Outcome> => {
	const { operation } = run;
	const { asked, left, before } = checked;
	if (!run.continueOnFail && asked.some(isRefused))
		return { results: asked.map((read) => (isRefused(read) ? read : [])), counts: () => nothingMade };
	const parts: Part[][] = asked.map((_, item) =>
		[...(left.get(item) ?? [])].map(([id, verdict]) => ({ members: [id], verdict, alone: false })),
	);
	const failure = await sendAll(run, reader, checked, parts);
	const looked = failure ? notLookedBack : await readBackOf(run, reader, checked, parts);
	const sameAccess = sameAccessIn(operation, asked, parts);
	const results: Results[] = [];
	for (const [item, read] of asked.entries()) {
		const facts = factsFor(looked, before, (values) => sameAccess(item, values));
		if (isRefused(read)) results.push(read);
		else if (parts[item].length === 0) results.push([]);
		else results.push(sentFor(parts[item], await orRefused(() => resultsOf(run, read, parts[item], facts))));
	}
	return { results, counts: () => countsOf(operation, asked, parts, { before, sameAccess }), failure };
};
