import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { digestOf, readResult, survives, type Mutant, type Result } from './results';
import { shards } from './shards';

const file = 'docs/testing.md';

const row = (name: string, mutants: readonly Mutant[], rest: readonly unknown[]): unknown[] => {
	const count = (...statuses: Array<Mutant['status']>) =>
		mutants.filter(({ status }) => statuses.includes(status)).length;
	const found = count('Killed', 'Timeout');
	const alive = mutants.filter(survives).length;
	const score = found + alive > 0 ? `${((100 * found) / (found + alive)).toFixed(1)} %` : '';
	const counts = [found + alive, count('Killed'), count('Timeout'), count('Survived'), count('NoCoverage')];
	return [name, new Set(mutants.map((mutant) => mutant.file)).size, ...counts, score, count('Ignored'), ...rest];
};

const minutes = (seconds: number) => `${Math.ceil(seconds / 60)} min`;

/** The table of the shards as they were last tried. */
export const writeTable = async (): Promise<void> => {
	const results = Object.keys(shards).flatMap((name) => readResult(name) ?? []);
	const dateOf = ({ date, digest, shard }: Result) =>
		digest === digestOf(shards[shard]) ? date : `${date}, files have changed since`;
	const triedOf = ({ oneOf }: Result) => (oneOf === 1 ? 'all' : `one of ${oneOf}`);
	const all = results.flatMap(({ mutants }) => mutants);
	const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
	const rows = [
		[
			'Shard',
			'Files',
			'Mutants',
			'Killed',
			'Timeout',
			'Survived',
			'No test',
			'Score',
			'Left out',
			'Tried',
			'Date',
			'Took',
		],
		Array.from({ length: 12 }, (_, at) => (at === 0 || at === 9 || at === 10 ? '---' : '---:')),
		...results.map((result) =>
			row(result.shard, result.mutants, [triedOf(result), dateOf(result), minutes(result.seconds)]),
		),
		row('**All**', all, ['', '', minutes(seconds)]),
	];
	const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
	const text = readFileSync(file, 'utf8').replace(
		/(<!-- mutation -->)[^]*(<!-- \/mutation -->)/,
		(_, start, end) => `${start}\n\n${table}\n\n${end}`,
	);
	writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
};
