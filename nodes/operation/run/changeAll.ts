import { isRefused } from '../panel';
import { readerOf } from '../wire';
import type { Reader, Values } from '../words';
import type { Checked } from './checks';
import { check } from './checks';
import type { Facts, Knowledge, LookedBack } from './facts';
import { nothingKnown } from './facts';
import type { Wish } from './lookBack';
import { lookedBack } from './lookBack';
import { resultsOf } from './results';
import type { Outcome, Results, Run } from './run';
import { nothingMade } from './run';
import { sendAll } from './sendAll';
import { subjectsOf } from './subjects';
import { tallyOf } from './tally';
import { standingsIn } from './turns';
import type { Part } from './verdict';
import { isAccepted } from './verdict';

/** The users of the items that were changed and that are to be read back. */
const toReadBack = ({ operation }: Run, { asked }: Checked, parts: readonly Part[][]) =>
	asked.flatMap((read, item): Array<readonly [Values, Wish]> => {
		if (isRefused(read)) return [];
		const wish = { verify: read.options.verify === true, reportRemaining: read.options.reportRemaining === true };
		if (!wish.verify && !wish.reportRemaining) return [];
		const accepted = parts[item].filter(({ verdict }) => isAccepted(verdict));
		const done = new Set(accepted.flatMap(({ members }) => members));
		const { bulk, subject } = operation;
		const subjects = accepted.length > 0 ? subjectsOf(operation, read.values) : [];
		return subjects
			.filter((values) => !bulk || done.has(values[subject.property.name] as string))
			.map((values) => [values, wish] as const);
	});

const notLookedBack: LookedBack = { after: nothingKnown, aftermath: () => ({}) };

const readBack = async (
	run: Run,
	reader: Reader,
	{ before, ...checked }: Checked & { readonly before: Knowledge },
	parts: readonly Part[][],
): Promise<LookedBack> => {
	const { operation, settings, goesOn, orRefused } = run;
	const changed = toReadBack(run, checked, parts);
	if (changed.length === 0) return notLookedBack;
	return await lookedBack(operation.state, changed, {
		reader,
		orRefused,
		before,
		concurrency: settings.concurrency as number,
		concludes: () => true,
		goesOn: (_, fact) => goesOn || !('message' in fact),
	});
};

/** Guards, reads, changes, reads back: results or a refusal for each item. */
export const changeAll = async (run: Run): Promise<Outcome> => {
	const { provider, operation, connection, goesOn, orRefused } = run;
	const reader = readerOf(provider, connection);
	const { before, ...checked } = await check(run, reader);
	const { asked, left } = checked;
	const parts: Part[][] = asked.map((_, item) =>
		[...(left.get(item) ?? [])].map(([id, verdict]) => ({ members: [id], verdict, alone: false })),
	);
	if (!goesOn && asked.some(isRefused))
		return { results: asked.map((read) => (isRefused(read) ? read : [])), tally: () => nothingMade };
	const failure = await sendAll(run, reader, checked, parts);
	const looked = failure ? notLookedBack : await readBack(run, reader, { ...checked, before }, parts);
	const standing = standingsIn(operation, asked, parts);
	const results: Results[] = [];
	for (const [item, read] of asked.entries()) {
		const own = (values: Values) => standing(item, values);
		const known: Knowledge = {
			of: (values) => {
				const fact = before.of(values);
				return fact && own(values).isRepeat ? undefined : fact;
			},
		};
		const facts: Facts = { ...looked, before: known, standing: own };
		if (isRefused(read)) results.push(read);
		else if (parts[item].length === 0) results.push([]);
		else results.push(await orRefused(() => resultsOf(run, read, parts[item], facts)));
	}
	return { results, tally: () => tallyOf(operation, asked, parts, { before, standing }), failure };
};
