import { readdirSync } from 'node:fs';

export interface Shard {
	/** What is mutated: globs. */
	readonly files: readonly string[];
	/** Which tests are to find it, those that find most first: how the names of their files begin, below `test/`. */
	readonly tests: readonly string[];
}

export const shards: Record<string, Shard> = {
	words: {
		files: ['nodes/operation/words/*.ts'],
		tests: ['contract/', 'panel/', 'run/get', 'run/items', 'run/lookUp', 'run/spelling', 'run/words', 'wire/oddAnswers'],
	},
};

/** The files of tests that begin so. */
export const testsOf = ({ tests }: Shard): string[] => {
	const all = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
	const chosen = tests.flatMap((start) => {
		const found = all.filter((file) => file.startsWith(start)).sort();
		if (found.length === 0) throw new Error(`No test begins with ${start}`);
		return found;
	});
	return [...new Set(chosen)].map((file) => `test/${file}`);
};
