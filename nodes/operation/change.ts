import { planned } from './attempt';
import type { Checked } from './checks';
import { check } from './checks';
import { hasToFail } from './fates';
import { attempt } from './halves';
import { toJobs } from './jobs';
import type { Job } from './jobs';
import type { Knowledge } from './knowledge';
import { nothingKnown, subjectsOf } from './knowledge';
import type { LookedBack, Wish } from './lookBack';
import { lookedBack } from './lookBack';
import type { Reader } from './operation';
import type { Values } from './parameter';
import { paced } from './pacing';
import { readerOf } from './read';
import { inDoubt } from './refusal';
import type { Outcome, Run } from './run';
import type { Facts, Part, Results, Verdict } from './result';
import { isAccepted, resultsOf } from './result';
import type { Connection } from './transport';
import { nothingMade, tallyOf } from './tally';
import { inTurns, turnsIn } from './turns';
import type { Asked } from './values';
import { isRefused } from './values';

/** Sends one job, or says what it would send. What is thrown once something was sent leaves the change in doubt. */
const verdictOf = async (run: Run, job: Job, reader: Reader): Promise<Verdict> => {
	const { provider, operation, connection, orRefused } = run;
	let sent = false;
	const watched: Connection = {
		...connection,
		send: async (request, declared) => {
			sent ||= request.method !== 'GET';
			return await connection.send(request, declared);
		},
	};
	const verdict = await orRefused(
		async (): Promise<Verdict> =>
			job.options.dryRun === true
				? await planned(operation, job, { provider, connection, reader })
				: await attempt(operation, job, { provider, connection: watched, reader }),
	);
	return 'message' in verdict && verdict.thrown && sent ? inDoubt(verdict) : verdict;
};

/** Sends all jobs. Gives the item that ended the run, if one did. */
const sendAll = async (run: Run, reader: Reader, { asked, left }: Checked, parts: Part[][]) => {
	const { operation, settings, connection, goesOn } = run;
	let failure: Outcome['failure'];
	const inTurn = inTurns(operation);
	const jobs = toJobs(operation, asked, left, settings.batchSize as number);
	await paced(jobs, settings.concurrency as number, async (job) => {
		const verdict = await inTurn(job, async () => await verdictOf(run, job, reader));
		let goOn = true;
		for (const [item, members] of job.items) {
			parts[item].push({ members, verdict, alone: job.items.size === 1 });
			if (goesOn || !hasToFail(parts[item], operation.bulk, (asked[item] as Asked).options)) continue;
			failure ??= { item, refused: 'message' in verdict ? verdict : undefined };
			goOn = false;
			connection.end();
		}
		return goOn;
	});
	return failure;
};

/** The users of the items that were changed and that are to be read back. */
const toReadBack = ({ operation }: Run, { asked }: Checked, parts: readonly Part[][]) =>
	asked.flatMap((read, item): Array<readonly [Values, Wish]> => {
		if (isRefused(read)) return [];
		const wish = { verify: read.options.verify === true, reportRemaining: read.options.reportRemaining === true };
		if (!wish.verify && !wish.reportRemaining) return [];
		const accepted = parts[item].filter(({ verdict }) => isAccepted(verdict));
		const done = new Set(accepted.flatMap(({ members }) => members));
		const { bulk } = operation;
		const subjects = accepted.length > 0 ? subjectsOf(operation, read.values) : [];
		return subjects
			.filter((values) => !bulk || done.has(values[bulk.each] as string))
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
	if (!operation.state || changed.length === 0) return notLookedBack;
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
		return { results: asked.map((read) => (isRefused(read) ? read : [])), tally: nothingMade };
	const failure = await sendAll(run, reader, checked, parts);
	const looked = failure ? notLookedBack : await readBack(run, reader, { ...checked, before }, parts);
	const turns = turnsIn(operation, asked);
	const beforeOf = (item: number): Knowledge => ({
		of: (values) => (turns.isRepeat(item, values) ? undefined : before.of(values)),
	});
	const results: Results[] = [];
	for (const [item, read] of asked.entries()) {
		const facts: Facts = {
			...looked,
			before: beforeOf(item),
			isAgain: (values) => turns.isSame(item, values),
			isOverridden: (values) => turns.isOverridden(item, values),
		};
		if (isRefused(read)) results.push(read);
		else if (parts[item].length === 0) results.push([]);
		else results.push(await orRefused(() => resultsOf(run, read, parts[item], facts)));
	}
	return { results, tally: tallyOf(operation, asked, parts, beforeOf), failure };
};
