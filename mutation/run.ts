import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';
import { digestOf, folder, merged, mutantOf, readResult, survives, writeResult } from './results';
import { atLoad } from './runner';
import { checkShards, shards, testsOf, type Shard } from './shards';
import { writeTable } from './table';

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		// Those that are done already.
		again: { type: 'boolean', default: false },
		// Those that survived.
		survivors: { type: 'boolean', default: false },
		mutate: { type: 'string', multiple: true },
		patience: { type: 'string', default: '6' },
		// Tests wait more than they work.
		workers: { type: 'string', default: String(2 * availableParallelism()) },
	},
});
// Its types aren't found the way that n8n's are.
const core: string = '@stryker-mutator/core';

const configOf = (shard: Shard, mutate: readonly string[]) => {
	const patience = Number(options.patience) * 1000;
	return {
		mutate,
		plugins: [`${__dirname}/runner.ts`, `${__dirname}/prose.ts`],
		ignorers: ['prose'],
		testRunner: 'circus',
		circus: { tests: testsOf(shard), about: shard.about ?? '', patience },
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
		reporters: ['progress-append-only'],
		ignorePatterns: ['.hosts', '.e2e', folder],
		tempDirName: `${folder}/sandboxes`,
		warnings: { unknownOptions: false, slow: false },
		allowConsoleColors: false,
	};
};

const runShard = async (name: string): Promise<void> => {
	const shard = shards[name];
	if (!shard) throw new Error(`There is no shard ${name}, only ${Object.keys(shards).join(', ')}`);
	const digest = digestOf(shard.files);
	const before = readResult(name);
	const isSame = before?.digest === digest;
	if (options.survivors && !isSame) throw new Error(`${name}: what survives isn't known of these files`);
	const alive = before?.mutants.filter(survives) ?? [];
	if (isSame && !options.again && !(options.survivors && alive.length > 0)) {
		console.log(`${name}: done`);
		return;
	}
	const { Stryker } = (await import(core)) as {
		Stryker: new (options: object) => { runMutationTest(): Promise<MutantResult[]> };
	};
	const ranges = options.survivors ? alive.map(({ file, range }) => `${file}:${range}`) : shard.files;
	const start = Date.now();
	const config = configOf(shard, options.mutate ?? ranges);
	const mutants = (await new Stryker(config).runMutationTest()).map((mutant) => mutantOf(process.cwd(), mutant));
	const seconds = Math.round((Date.now() - start) / 1000);
	writeResult({
		shard: options.mutate ? 'chosen' : name,
		date: new Date().toISOString().slice(0, 10),
		seconds: options.survivors ? (before?.seconds ?? 0) + seconds : seconds,
		digest,
		mutants: options.survivors ? merged(before?.mutants ?? [], mutants) : mutants,
	});
	if (!options.mutate) await writeTable();
};

const main = async () => {
	checkShards();
	for (const name of positionals.length > 0 ? positionals : Object.keys(shards)) await runShard(name);
};

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
