import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';

export const folder = '.mutation';

/** Each mutant as Stryker tells of it, as soon as it is through. */
export const testedFile = join(folder, 'tested.jsonl');

/** What is said of a mutant that isn't one of those to be tried. */
export const leftOut = 'Left out by choice';

export interface Mutant {
	readonly file: string;
	/** In the form that Stryker takes: lines from 1, columns from 0. */
	readonly range: string;
	readonly mutator: string;
	readonly original: string;
	readonly replacement: string;
	readonly status:
		| 'Killed'
		| 'Timeout'
		| 'Survived'
		| 'NoCoverage'
		| 'Ignored'
		| 'RuntimeError'
		| 'CompileError'
		| 'Pending';
	/** How many tests were run, of how many that reach it. */
	readonly tests?: number;
	readonly of?: number;
	readonly reason?: string;
	readonly by?: string;
}

export interface Result {
	readonly shard: string;
	readonly date: string;
	readonly seconds: number;
	/** Of how many mutants one was tried. */
	readonly oneOf: number;
	/** Which. */
	readonly seed: string;
	/** Of the files that were mutated. */
	readonly digest: string;
	readonly mutants: readonly Mutant[];
}

const fileOf = (shard: string) => join(folder, `${shard.replace(': ', '-')}.json`);

export const readResult = (shard: string): Result | undefined =>
	existsSync(fileOf(shard)) ? (JSON.parse(readFileSync(fileOf(shard), 'utf8')) as Result) : undefined;

export const writeResult = (result: Result): void => {
	mkdirSync(folder, { recursive: true });
	writeFileSync(fileOf(result.shard), JSON.stringify(result, null, '\t'));
};

export const digestOf = (files: readonly string[]): string => {
	const hash = createHash('sha256');
	for (const file of files) hash.update(file).update(readFileSync(file));
	return hash.digest('hex');
};

const textAt = (source: string, { start, end }: MutantResult['location']) => {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
	return lines.join('\n').slice(start.column - 1);
};

export const mutantOf = (root: string, result: MutantResult): Mutant => {
	const {
		fileName,
		location,
		mutatorName,
		replacement = '',
		status,
		testsCompleted,
		killedBy,
		statusReason,
		coveredBy,
	} = result;
	const { start, end } = location;
	return {
		file: fileName.replace(`${root}/`, ''),
		range: `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
		mutator: mutatorName,
		original: textAt(readFileSync(fileName, 'utf8'), location),
		replacement,
		status,
		tests: testsCompleted,
		of: coveredBy?.length,
		...(status !== 'Killed' && { reason: statusReason?.slice(0, 300) }),
		by: killedBy?.[0],
	};
};

export const survives = ({ status }: Mutant): boolean => status === 'Survived' || status === 'NoCoverage';

const keyOf = ({ file, range, mutator, replacement }: Mutant) => [file, range, mutator, replacement].join('\n');

/** The mutants as they were, those that were tried again as they are now. */
export const merged = (before: readonly Mutant[], now: readonly Mutant[]): Mutant[] => {
	const again = new Map(now.map((mutant) => [keyOf(mutant), mutant]));
	return before.map((mutant) => (survives(mutant) ? (again.get(keyOf(mutant)) ?? mutant) : mutant));
};
