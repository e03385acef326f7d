import { basename } from 'node:path';
import type { MutantRunOptions } from '@stryker-mutator/api/dist/src/test-runner/run-options';
import { isAbout } from './about';
import type { Test } from './suite';

export type Mutant = MutantRunOptions['activeMutant'];

/** What the worker of the dry run has measured, for all of them: in ms, and which mutants a test visits how often. */
export interface Measured {
	readonly times: Record<string, number>;
	readonly visits: Record<string, Record<string, number>>;
}

/** Mutants are numbered as they stand in the files: so many before and after one are its neighbours. */
const closeBy = 15;
const furtherAbout = 100;

/** How a test names the provider that a file is of. */
const named = (file: string): RegExp => {
	const [, provider = ''] = /\b(ClientDirectory|CloudFoundry|Delos|Guardhouse)/.exec(file) ?? [];
	return new RegExp(provider.replace(/\B(?=[A-Z])/, ' ?'), 'i');
};

/** By what a test takes, in ms. */
const costOf = (time: number): number => [50, 200, 1000].filter((most) => time > most).length;

const grouped = (tests: readonly Test[], kindOf: (test: Test) => string): Test[][] => {
	const kinds = new Map<string, Test[]>();
	for (const test of tests) {
		const kind = kindOf(test);
		const others = kinds.get(kind);
		if (others) others.push(test);
		else kinds.set(kind, [test]);
	}
	return [...kinds.values()];
};

/**
 * Thousands of tests may reach a mutant, on a few ways through the code around it; and hundreds of them are one test with
 * other values. So first those about the file, one of a kind, and one for each way close by; then the others about the
 * file; then one for each way further about and each place in a file, then two more, then four; those that take little
 * before those that take much. Each round holds tests of one file.
 */
export const inRounds = (
	tests: readonly Test[],
	{ id: number, fileName }: Mutant,
	/** Whether it is known which tests visit it. */
	isVisited: boolean,
	{ times, visits, findsOf }: Measured & { readonly findsOf: (test: Test) => number },
): Test[][] => {
	const provider = named(fileName);
	const isAtIt = ({ id }: Test) => Number(provider.test(id));
	const better = (a: Test, b: Test) => isAtIt(b) - isAtIt(a) || findsOf(b) - findsOf(a) || times[a.id] - times[b.id];
	const wayOf = ({ id }: Test, near: number) => {
		const nearby = Array.from({ length: 2 * near + 1 }, (_, at) => Number(number) - near + at);
		return nearby.map((one) => Number(one in (visits[id] ?? {}))).join('');
	};
	const kinds = (some: readonly Test[], kindOf: (test: Test) => string) =>
		grouped(some, kindOf).map((kind) => kind.sort(better));

	const source = basename(fileName, '.ts');
	const isOwn = ({ file }: Test) => isAbout(basename(file, '.test.ts'), source, !isVisited);
	const own = kinds(tests.filter(isOwn), ({ place }) => place).map(([best]) => best);
	const nearby = isVisited ? kinds(tests, (test) => wayOf(test, closeBy)).map(([best]) => best) : [];
	const first = new Set([...own, ...nearby]);
	const turns: Test[][] = [[...first], tests.filter((test) => isOwn(test) && !first.has(test))];
	const begun = new Set(turns.flat());
	const others = tests.filter((test) => !begun.has(test));
	for (const kind of kinds(others, (test) => `${test.place} ${isVisited ? wayOf(test, furtherAbout) : ''}`))
		for (const [rank, test] of kind.entries()) (turns[2 + Math.floor(Math.log2(rank + 1))] ??= []).push(test);

	const sum = (some: readonly Test[], of: (test: Test) => number) => some.reduce((all, test) => all + of(test), 0);
	/** What it has found for the time that it takes; something may be found by those, too, that haven't yet. */
	const promiseOf = (some: readonly Test[]) =>
		(sum(some, findsOf) + (isOwn(some[0]) ? 30 : 0.3)) / (sum(some, ({ id }) => times[id]) + 10);
	const promising = (a: readonly Test[], b: readonly Test[]) => promiseOf(b) - promiseOf(a);
	return turns.flatMap((turn) => grouped(turn, ({ id, file }) => `${costOf(times[id])} ${file}`).sort(promising));
};
