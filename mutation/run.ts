import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';
import type { PartialStrykerOptions } from '@stryker-mutator/api/dist/src-generated/stryker-core';
import { shards, testsOf, type Shard } from './shards';

const { values: options, positionals: names } = parseArgs({
	allowPositionals: true,
	options: {
		mutate: { type: 'string', multiple: true },
		patience: { type: 'string', default: '15' },
		workers: { type: 'string', default: '2' },
		detail: { type: 'boolean', default: false },
		again: { type: 'boolean', default: false },
	},
});

const folder = '.mutation';
export const resultOf = (shard: string) => join(folder, `${shard}.json`);

const configOf = (shard: Shard) => ({
	mutate: options.mutate ?? [...shard.files],
	plugins: [join(__dirname, 'runner.ts')],
	testRunner: 'circus',
	testRunnerNodeArgs: ['--import', 'tsx'],
	checkerNodeArgs: ['--import', 'tsx'],
	circus: { tests: testsOf(shard), patience: Number(options.patience) * 1000 },
	buildCommand: 'npm run build',
	coverageAnalysis: 'perTest',
	concurrency: Number(options.workers),
	maxTestRunnerReuse: 300,
	dryRunTimeoutMinutes: 20,
	timeoutMS: Number(options.patience) * 10_000 + 30_000,
	timeoutFactor: 0,
	reporters: ['progress-append-only', ...(options.detail ? ['clear-text'] : [])],
	ignorePatterns: ['.hosts', '.e2e', folder, 'bench', 'coverage', 'examples/screenshots'],
	tempDirName: join(folder, 'sandboxes'),
	warnings: { unknownOptions: false, slow: false },
	allowConsoleColors: false,
});

const textAt = (source: string, { start, end }: MutantResult['location']) => {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
	return lines.join('\n').slice(start.column - 1);
};

const runShard = async (name: string) => {
	const { Stryker } = (await import('@stryker-mutator/core')) as unknown as typeof import('@stryker-mutator/core/dist/src/index');
	const start = Date.now();
	const results = await new Stryker(configOf(shards[name]) as PartialStrykerOptions).runMutationTest();
	const mutants = results.map(({ fileName, location, mutatorName, replacement, status, testsCompleted, ...rest }) => ({
		file: fileName,
		line: location.start.line,
		mutator: mutatorName,
		original: textAt(readFileSync(fileName, 'utf8'), location),
		replacement,
		status,
		tests: testsCompleted,
		static: rest.static,
		reason: rest.statusReason?.slice(0, 300),
		by: rest.killedBy?.[0],
	}));
	const ended = new Date();
	const seconds = Math.round((ended.getTime() - start) / 1000);
	writeFileSync(resultOf(name), JSON.stringify({ shard: name, date: ended.toISOString(), seconds, mutants }, null, '\t'));
};

const main = async () => {
	mkdirSync(folder, { recursive: true });
	for (const name of names.length > 0 ? names : Object.keys(shards)) {
		if (existsSync(resultOf(name)) && !options.again) console.log(`${name}: done already`);
		else await runShard(name);
	}
};

void main();
