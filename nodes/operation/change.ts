import { attempt, planned } from './attempt';
import { everyGuard } from './guards';
import { repeatsIn, toJobs } from './jobs';
import type { Knowledge } from './knowledge';
import { isKnown, learn, lookedBack, nothingKnown, subjectsOf } from './knowledge';
import { failsItem } from './members';
import type { Operation, Reader } from './operation';
import type { Values } from './parameter';
import { paced } from './pacing';
import type { Provider } from './provider';
import { readerOf } from './read';
import type { Refused } from './refusal';
import type { Facts, Part, Results } from './result';
import { hasFailed, isAccepted, resultsOf } from './result';
import type { Connection } from './transport';
import type { Asked } from './values';
import { isRefused } from './values';

/** Everything that the items of a run ask for. */
export interface Run {
	readonly provider: Provider;
	readonly name: string;
	readonly operation: Operation;
	readonly asked: ReadonlyArray<Asked | Refused>;
	readonly settings: Values;
	readonly connection: Connection;
	/** Whether the node goes on after errors. */
	readonly goesOn: boolean;
	/** Turns whatever is thrown into a refusal. */
	readonly orRefused: <Result>(ask: () => Result | Promise<Result>) => Promise<Result | Refused>;
}

export interface Outcome {
	readonly results: readonly Results[];
	readonly parts: ReadonlyArray<readonly Part[]>;
}

const wantsBefore = ({ unchanged }: Operation, { options }: Asked): boolean =>
	options.dryRun === true || options.verify === true || (options.ifUnchanged === 'fail' && unchanged === undefined);

/** Why an item must not be sent, seen from what its users have. */
const objection = ({ state }: Operation, subjects: readonly Values[], { options }: Asked, before: Knowledge) => {
	if (!state || options.dryRun === true) return undefined;
	const unreadable = subjects.map(before.of).filter((held): held is Refused => held !== undefined && !isKnown(held));
	if (options.verify === true && unreadable.length > 0)
		return {
			...unreadable[0],
			message: `Nothing was sent, because the change couldn't be verified: ${unreadable[0].message}`,
			undecided: false,
			invalid: true,
		};
	const isSame = (values: Values) => {
		const held = before.of(values);
		return isKnown(held) && state.has(held, values) === state.grants;
	};
	if (options.ifUnchanged !== 'fail' || !subjects.every(isSame)) return undefined;
	return {
		message: 'The access is already as asked',
		description: "Nothing was sent, because 'If Unchanged' is Fail.",
		invalid: true,
	};
};

const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings } = run;
	const subjects = asked.flatMap((read) => (isRefused(read) ? [] : subjectsOf(operation, read.values)));
	for (const guard of [...everyGuard, ...(operation.guards ?? [])]) {
		const broken = await guard({ operation, subjects, settings }, reader);
		if (broken) return { ...broken, invalid: true };
	}
	return undefined;
};

/** The users of the items that were changed and have one of these options. */
const changedSubjects = (
	{ operation }: Run,
	asked: ReadonlyArray<Asked | Refused>,
	parts: readonly Part[][],
	...options: readonly string[]
) =>
	asked.flatMap((read, item) => {
		if (isRefused(read) || !options.some((name) => read.options[name] === true)) return [];
		const accepted = parts[item].filter(({ verdict }) => isAccepted(verdict));
		const done = new Set(accepted.flatMap(({ members }) => members));
		const { bulk } = operation;
		const subjects = accepted.length > 0 ? subjectsOf(operation, read.values) : [];
		return subjects.filter((values) => !bulk || done.has(values[bulk.each] as string));
	});

/** Guards, reads, changes, reads back: results or a refusal for each item. */
export const changeAll = async (run: Run): Promise<Outcome> => {
	const { provider, operation, settings, connection, goesOn, orRefused } = run;
	const reader = readerOf(provider, connection);
	const concurrency = settings.concurrency as number;
	const parts: Part[][] = run.asked.map(() => []);
	const { state } = operation;

	const curious = run.asked.filter((read): read is Asked => !isRefused(read) && wantsBefore(operation, read));
	const subjects = curious.flatMap(({ values }) => subjectsOf(operation, values));
	const before = state && subjects.length > 0 ? await learn(state, reader, subjects, concurrency) : nothingKnown;
	const broken = await orRefused(async () => await guarded(run, reader));
	const asked = run.asked.map((read): Asked | Refused => {
		if (isRefused(read)) return read;
		return broken ?? objection(operation, subjectsOf(operation, read.values), read, before) ?? read;
	});
	const repeats = operation.bulk ? new Set<number>() : repeatsIn(operation, asked);
	let facts: Facts = { before, after: nothingKnown, remaining: () => undefined };
	const resultsFor = (item: number): Results => {
		const read = asked[item];
		if (isRefused(read)) return read;
		if (parts[item].length === 0) return [];
		return resultsOf(run, read, parts[item], repeats.has(item) ? { ...facts, before: nothingKnown } : facts);
	};
	const outcome = () => ({ results: asked.map((_, item) => resultsFor(item)), parts });
	if (!goesOn && asked.some(isRefused)) return outcome();

	await paced(toJobs(operation, asked, settings.batchSize as number), concurrency, async (job) => {
		const verdict = await orRefused(async () =>
			job.options.dryRun === true
				? await planned(operation, job, reader, connection.baseUrl)
				: await attempt(provider, operation, job, connection, reader),
		);
		// What is thrown once something may have been sent leaves the change in doubt.
		const certain = 'message' in verdict && verdict.thrown ? { ...verdict, invalid: false, undecided: true } : verdict;
		let failed = false;
		for (const [item, members] of job.items) {
			const part = { members, verdict: certain, alone: job.items.size === 1 };
			parts[item].push(part);
			failed ||= failsItem(part, operation.bulk, (asked[item] as Asked).options);
		}
		return goesOn || !failed;
	});
	const changed = changedSubjects(run, asked, parts, 'verify', 'reportRemaining');
	if (state && changed.length > 0 && (goesOn || !outcome().results.some(hasFailed))) {
		const reported = changedSubjects(run, asked, parts, 'reportRemaining');
		const found = await orRefused(async () => await lookedBack(state, reader, changed, reported, concurrency));
		const unread: Facts = { before, after: { of: () => found as Refused }, remaining: () => null };
		facts = 'message' in found ? unread : { before, ...found };
	}
	return outcome();
};
