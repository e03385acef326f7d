import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';
import { checkAbout } from './about';
import { isChosen, type Choice } from './choice';
import {
	digestOf,
	folder,
	leftOut,
	merged,
	mutantOf,
	readResult,
	survives,
	writeResult,
	type Mutant,
	type Result,
} from './results';
import { atLoad } from './runner';
import { checkShards, shards, tests } from './shards';
import { writeTable } from './table';

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		// Those that survived.
		survivors: { type: 'boolean', default: false },
		mutate: { type: 'string', multiple: true },
		'one-of': { type: 'string', default: '1' },
		seed: { type: 'string', default: '1' },
		patience: { type: 'string', default: '8' },
		// Tests wait more than they work.
		workers: { type: 'string', default: String(2 * availableParallelism()) },
	},
});
// Its types aren't found the way that n8n's are.
const core: string = '@stryker-mutator/core';
const patience = Number(options.patience) * 1000;

const configOf = (mutate: readonly string[], choice: Choice) => ({
	mutate,
	plugins: ['runner', 'prose', 'reporter'].map((name) => `${__dirname}/${name}.ts`),
	ignorers: ['prose'],
	testRunner: 'circus',
	circus: { tests: tests(), choice, patience },
	testRunnerNodeArgs: ['--import', 'tsx'],
	checkerNodeArgs: ['--import', 'tsx'],
	buildCommand: 'npm run build',
	coverageAnalysis: 'perTest',
	concurrency: Number(options.workers),
	// What mutants leave behind adds up.
	maxTestRunnerReuse: 300,
	dryRunTimeoutMinutes: 20,
	// The runner itself ends what waits: this is for what computes for ever.
	timeoutMS: 5 * atLoad * patience + 30_000,
	timeoutFactor: 0,
	reporters: ['progress-append-only', 'tested'],
	ignorePatterns: ['.hosts', '.e2e', folder],
	tempDirName: `${folder}/sandboxes`,
	warnings: { unknownOptions: false, slow: false },
	allowConsoleColors: false,
});

/** The mutants in these places, or all in these files, as they fared. */
const tryOut = async (places: readonly string[], choice: Choice): Promise<Mutant[]> => {
	const { Stryker } = (await import(core)) as {
		Stryker: new (options: object) => { runMutationTest(): Promise<MutantResult[]> };
	};
	const all = await new Stryker(configOf(places, choice)).runMutationTest();
	const isTried = (mutant: MutantResult) =>
		// What no test reaches never comes to the runner.
		mutant.status === 'NoCoverage' ? isChosen(choice, mutant, 1) : mutant.statusReason !== leftOut;
	return all.filter(isTried).map((mutant) => mutantOf(process.cwd(), mutant));
};

/** What is known of the files as they are. */
const known = (name: string): Result | undefined => {
	const before = readResult(name);
	return before?.digest === digestOf(shards[name]) ? before : undefined;
};

/** All that is named in one run, because Stryker begins each with all tests, one after the other. */
const main = async (): Promise<void> => {
	checkShards();
	checkAbout(Object.values(shards).flat(), tests());
	const names = positionals.length > 0 ? positionals : Object.keys(shards);
	for (const name of names)
		if (!(name in shards)) throw new Error(`There is no shard ${name}, only ${Object.keys(shards).join(', ')}`);
	const start = Date.now();
	const date = new Date().toISOString().slice(0, 10);
	const before = new Map(options.survivors ? names.map((name) => [name, known(name)]) : []);
	// All of them, where files have changed since.
	const places = names.flatMap((name) => {
		const left = before.get(name)?.mutants.filter(survives);
		return left?.map(({ file, range }) => `${file}:${range}`) ?? shards[name];
	});
	const given = { oneOf: Number(options['one-of']), seed: options.seed };
	const { oneOf, seed } = [...before.values()].find((one) => one !== undefined) ?? given;
	const tried = await tryOut(options.mutate ?? places, { oneOf, seed });
	const seconds = Math.round((Date.now() - start) / 1000);
	for (const name of options.mutate ? [] : names) {
		const earlier = before.get(name);
		const own = tried.filter(({ file }) => shards[name].includes(file));
		writeResult({
			shard: name,
			date,
			// What took all of them, by the number of mutants.
			seconds: (earlier?.seconds ?? 0) + Math.round((seconds * own.length) / tried.length),
			oneOf,
			seed,
			digest: digestOf(shards[name]),
			mutants: earlier ? merged(earlier.mutants, own) : own,
		});
	}
	if (options.mutate) writeResult({ shard: 'chosen', date, seconds, oneOf, seed, digest: '', mutants: tried });
	else await writeTable();
};

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
