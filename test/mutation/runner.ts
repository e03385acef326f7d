import { readFileSync, writeFileSync } from 'node:fs';
import type { DryRunResult } from '@stryker-mutator/api/dist/src/test-runner/dry-run-result';
import type { MutantRunResult } from '@stryker-mutator/api/dist/src/test-runner/mutant-run-result';
import type { MutantRunOptions } from '@stryker-mutator/api/dist/src/test-runner/run-options';
import type { TestRunner } from '@stryker-mutator/api/dist/src/test-runner/test-runner';
import { isChosen, type Choice } from './choice';
import { inRounds, type Measured, type Mutant } from './order';
import { leftOut } from './results';
import { openSuite, type Context, type Test } from './suite';

export interface Options {
	/** The files of tests, below the root. */
	readonly tests: readonly string[];
	readonly choice: Choice;
	/** For how long tests go on that find nothing, in ms of computing; five times that if they wait. */
	readonly patience: number;
}

/** How much more patience for what is used as it is loaded. */
export const atLoad = 2;

const measuredFile = 'measured.json';

const openRunner = ({ circus: { tests: files, choice, patience } }: { circus: Options }): TestRunner => {
	let suite: Awaited<ReturnType<typeof openSuite>>;
	let tests: readonly Test[] = [];
	let measured: Measured | undefined;
	/** How often a test was the one that found a mutant of a file. */
	const finds = new Map<string, number>();
	const findKey = ({ fileName }: Mutant, { id }: Test) => `${fileName} ${id}`;

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
		if (!isChosen(choice, activeMutant, 0)) return { status: 'error', errorMessage: leftOut } as MutantRunResult;
		measured ??= JSON.parse(readFileSync(measuredFile, 'utf8')) as Measured;
		const { times } = measured;
		const context: Context = { activeMutant: activeMutant.id, ...(hitLimit && { hitLimit, hitCount: 0 }) };
		const filter = testFilter && new Set(testFilter);
		const reaching = tests.filter(({ id }) => filter?.has(id) ?? true);
		const findsOf = (test: Test) => finds.get(findKey(activeMutant, test)) ?? 0;
		const rounds = inRounds(reaching, activeMutant, filter !== undefined, { ...measured, findsOf });
		suite.reload(context);
		const start = Date.now();
		const used = process.cpuUsage();
		// What is used as it is loaded, any test may need: it takes longer to find the one that does.
		const most = filter ? patience : atLoad * patience;
		const goesOn = () => {
			const { user, system } = process.cpuUsage(used);
			return (user + system) / 1000 < most && Date.now() - start < 5 * most;
		};
		let nrOfTests = 0;
		for (const round of rounds) {
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
