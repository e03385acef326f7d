import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';

/** Of how many mutants one is tried, and which: any text for the choice. */
export interface Choice {
	readonly oneOf: number;
	readonly seed: string;
}

type Chosen = Pick<MutantResult, 'fileName' | 'location' | 'mutatorName' | 'replacement'>;

/** Whether a mutant is among those to be tried; lines and columns of its location from `first`. */
export const isChosen = (
	{ oneOf, seed }: Choice,
	{ fileName, location: { start, end }, mutatorName, replacement }: Chosen,
	first: 0 | 1,
): boolean => {
	const place = [start.line, start.column, end.line, end.column].map((at) => at - first);
	const what = [seed, relative(process.cwd(), fileName), ...place, mutatorName, replacement];
	return createHash('sha256').update(what.join('\n')).digest().readUInt32BE() % oneOf === 0;
};
