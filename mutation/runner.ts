import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { DryRunResult } from '@stryker-mutator/api/dist/src/test-runner/dry-run-result';
import type { MutantRunResult } from '@stryker-mutator/api/dist/src/test-runner/mutant-run-result';
import type { MutantRunOptions } from '@stryker-mutator/api/dist/src/test-runner/run-options';
import type { TestRunner } from '@stryker-mutator/api/dist/src/test-runner/test-runner';
import { leftOut } from './results';
import { openSuite, type Context, type Test } from './suite';

export interface Options {
	/** The files of tests, below the root. */
	readonly tests: readonly string[];
	/** Of how many mutants one is tried, and which: a number for the choice. */
	readonly oneOf: number;
	readonly seed: string;
	/** For how long tests go on that find nothing, in ms of computing; five times that if they wait. */
	readonly patience: number;
}

/** What the worker of the dry run has measured, for all of them. */
interface Measured {
	readonly times: Record<string, number>;
	readonly visits: Record<string, Record<string, number>>;
}
/** How much more patience for what is used as it is loaded. */
export const atLoad = 4;

const measuredFile = 'measured.json';

type Mutant = MutantRunOptions['activeMutant'];

/** How a test names the provider that a file is of. */
const named = (file: string): RegExp => {
	const [, provider = ''] = /\b(ClientDirectory|CloudFoundry|Delos|Guardhouse)/.exec(file) ?? [];
	return new RegExp(provider.replace(/\B(?=[A-Z])/, ' ?'), 'i');
};

/** Mutants are numbered as they stand in the files: so many before and after one are its neighbours. */
const neighbours = 100;

/** By what a test takes, in ms. */
const costOf = (time: number): number => [50, 200, 1000].filter((most) => time > most).length;

const openRunner = ({ circus: { tests: files, oneOf, seed, patience } }: { circus: Options }): TestRunner => {
	let suite: Awaited<ReturnType<typeof openSuite>>;
	let tests: readonly Test[] = [];
	let measured: Measured | undefined;
	/** How often a test was the one that found a mutant of a file. */
	const finds = new Map<string, number>();
	const findKey = ({ fileName }: Mutant, { id }: Test) => `${fileName} ${id}`;

	/**
	 * Thousands of tests may reach a mutant, on a few ways through the code around it; and hundreds of them are one test with
	 * other values. So first one for each way and place in a file, the one that has found most or else takes least, then two
	 * more, then four; those that take little before those that take much; until one fails.
	 */
	const rounds = (some: readonly Test[], mutant: Mutant, near: number, { times, visits }: Measured): Test[][] => {
		const { id, fileName } = mutant;
		const findsOf = (test: Test) => finds.get(findKey(mutant, test)) ?? 0;
		const nearby = Array.from({ length: 2 * near + 1 }, (_, at) => String(Number(id) - near + at));
		const about = named(fileName);
		const ways = new Map<string, Test[]>();
		for (const test of some) {
			const visited = visits[test.id] ?? {};
			const way = `${test.place} ${nearby.map((one) => (one in visited ? '1' : '0')).join('')}`;
			ways.set(way, [...(ways.get(way) ?? []), test]);
		}
		const turns: Array<Map<string, Test[]>> = [];
		const isAbout = (test: Test) => Number(about.test(test.id));
		for (const way of ways.values()) {
			way.sort((a, b) => isAbout(b) - isAbout(a) || findsOf(b) - findsOf(a) || times[a.id] - times[b.id]);
			for (const [rank, test] of way.entries()) {
				const turn = (turns[Math.floor(Math.log2(rank + 1))] ??= new Map<string, Test[]>());
				const key = `${costOf(times[test.id])} ${test.file}`;
				turn.set(key, [...(turn.get(key) ?? []), test]);
			}
		}
		const sum = (these: readonly Test[], of: (test: Test) => number) => these.reduce((all, test) => all + of(test), 0);
		const promising = (a: Test[], b: Test[]) =>
			sum(b, findsOf) - sum(a, findsOf) ||
			costOf(times[a[0].id]) - costOf(times[b[0].id]) ||
			sum(a, (test) => times[test.id]) - sum(b, (test) => times[test.id]);
		return turns.flatMap((turn) => [...turn.values()].sort(promising));
	};

	const isChosen = ({ fileName, location, mutatorName, replacement }: Mutant): boolean => {
		const what = [seed, relative(process.cwd(), fileName), JSON.stringify(location), mutatorName, replacement];
		return createHash('sha256').update(what.join('\n')).digest().readUInt32BE() % oneOf === 0;
	};

	const dryRun = async (): Promise<DryRunResult> => {
		const context: Context = { mutantCoverage: { static: {}, perTest: {} } };
		const results = [];
		const times: Record<string, number> = {};
		for (const file of files) {
			suite.reload(context);
			const ids = new Set(tests.filter((test) => test.file === file).map(({ id }) => id));
			const { ran, failed, message } = await suite.runFile(
				file,
				ids,
				() => true,
				() => 120_000,
			);
			for (const test of ran) {
				const timeSpentMs = (times[test.id] = test.entry.duration ?? 0);
				const outcome = test === failed ? { status: 1, failureMessage: message } : { status: 0 };
				results.push({ id: test.id, name: test.id, fileName: file, timeSpentMs, ...outcome });
			}
		}
		writeFileSync(measuredFile, JSON.stringify({ times, visits: context.mutantCoverage?.perTest }));
		return { status: 'complete', tests: results, mutantCoverage: context.mutantCoverage } as DryRunResult;
	};

	const mutantRun = async ({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> => {
		if (!isChosen(activeMutant)) return { status: 'error', errorMessage: leftOut } as MutantRunResult;
		measured ??= JSON.parse(readFileSync(measuredFile, 'utf8')) as Measured;
		const { times } = measured;
		const context: Context = { activeMutant: activeMutant.id, ...(hitLimit && { hitLimit, hitCount: 0 }) };
		suite.reload(context);
		const start = Date.now();
		const used = process.cpuUsage();
		const filter = testFilter && new Set(testFilter);
		// What is used as it is loaded, any test may need: it takes longer to find the one that does.
		const most = filter ? patience : atLoad * patience;
		const goesOn = () => {
			const { user, system } = process.cpuUsage(used);
			return (user + system) / 1000 < most && Date.now() - start < 5 * most;
		};
		let nrOfTests = 0;
		const reaching = tests.filter(({ id }) => filter?.has(id) ?? true);
		for (const round of rounds(reaching, activeMutant, filter ? neighbours : 0, measured)) {
			const ids = new Set(round.map(({ id }) => id));
			const { ran, failed, message } = await suite.runFile(round[0].file, ids, goesOn, (id) => 5000 + 5 * times[id]);
			nrOfTests += ran.length;
			if ((context.hitCount ?? 0) > (hitLimit ?? Infinity))
				return { status: 'timeout', reason: 'hit limit' } as MutantRunResult;
			if (failed) {
				const key = findKey(activeMutant, failed);
				finds.set(key, (finds.get(key) ?? 0) + 1);
				if (message.includes('Exceeded timeout')) return { status: 'timeout', reason: failed.id } as MutantRunResult;
				return { status: 'killed', killedBy: [failed.id], failureMessage: message, nrOfTests } as MutantRunResult;
			}
			if (!goesOn()) break;
		}
		return { status: 'survived', nrOfTests } as MutantRunResult;
	};

	const init = async () => {
		suite = await openSuite(process.cwd(), files);
		tests = suite.tests;
	};
	return { init, capabilities: () => ({ reloadEnvironment: true }), dryRun, mutantRun };
};
openRunner.inject = ['options'];

export const strykerPlugins = [{ kind: 'TestRunner', name: 'circus', factory: openRunner }];
