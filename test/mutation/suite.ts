import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { jestExpect } from '@jest/expect';
import type { Circus } from '@jest/types';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

/** What mutated code counts its visits in, and where it asks which mutant is at work. */
export interface Context {
	activeMutant?: string;
	currentTestId?: string;
	hitCount?: number;
	hitLimit?: number;
	mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

export interface Test {
	readonly id: string;
	readonly file: string;
	/** Where in the files it is written: the same for all that differ in values only. */
	readonly place: string;
	readonly entry: Circus.TestEntry;
}

const mutated = globalThis as unknown as { __stryker__: Context };
const none = /(?!)/;

const idOf = (file: string, test: Circus.TestEntry): string => {
	const names = [test.name];
	for (let block = test.parent; block.parent; block = block.parent) names.unshift(block.name);
	return `${file} ${names.join(' ')}`;
};

const placeOf = ({ asyncError }: Circus.TestEntry): string =>
	/[^/(]+\.test\.ts:\d+/.exec(String((asyncError as Error | undefined)?.stack))?.[0] ?? '';

const testsIn = (block: Circus.DescribeBlock): Circus.TestEntry[] =>
	block.children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));

/**
 * The tests by jest's own `describe`, `it` and `expect`, in this process: n8n and the tests are loaded once instead of for
 * each mutant, and a run ends with the first test that fails. jest itself can do neither.
 */
export const openSuite = async (root: string, files: readonly string[]) => {
	const { default: _, getState, resetState, run, setState, ...words } = circus;
	const load = createRequire(join(root, 'test/any/of.ts'));
	const dist = join(root, 'dist');
	const states = new Map<string, Circus.State>();
	const tests: Test[] = [];
	let goOn = () => true;

	process.env.NODE_ENV = 'test';
	const jest = Object.assign(new ModuleMocker(globalThis), { requireActual: load });
	const { globals } = load('../../jest.config.js') as { globals: object };
	Object.assign(globalThis, { ...words, ...globals, expect: jestExpect, jest });
	// What goes wrong behind the back of a test is a failure of the test, as it is in jest.
	for (const event of ['uncaughtException', 'unhandledRejection'])
		process.on(event, (error: Error) => getState().currentlyRunningTest?.errors.push(error));

	for (const file of files) {
		resetState();
		words.beforeEach(() => {
			mutated.__stryker__.currentTestId = idOf(file, getState().currentlyRunningTest as Circus.TestEntry);
		});
		load(join(root, file));
		words.afterEach(() => {
			mutated.__stryker__.currentTestId = undefined;
			const failed = (getState().currentlyRunningTest?.errors.length ?? 0) > 0;
			if (failed || !goOn()) getState().testNamePattern = none;
		});
		states.set(file, getState());
		tests.push(
			...testsIn(getState().rootDescribeBlock).map((entry) => ({
				id: idOf(file, entry),
				file,
				place: placeOf(entry),
				entry,
			})),
		);
	}

	/** Our code anew, because it may keep what another mutant made of it. */
	const reload = (context: Context): void => {
		const isOurs = (path: string) => !relative(dist, path).startsWith('..');
		for (const [path, module] of Object.entries(load.cache)) {
			if (isOurs(path)) delete load.cache[path];
			else if (module?.children.some(({ filename }) => isOurs(filename)))
				module.children = module.children.filter(({ filename }) => !isOurs(filename));
		}
		// What a mutant has left running asks the context it began with.
		mutated.__stryker__ = context;
	};

	/** Runs these tests of a file until one fails, or as long as this says. */
	const runFile = async (
		file: string,
		ids: ReadonlySet<string>,
		goesOn: () => boolean,
		limitOf: (id: string) => number,
	) => {
		const ofFile = tests.filter((test) => test.file === file);
		for (const { id, entry } of ofFile) {
			entry.mode = ids.has(id) ? undefined : 'skip';
			Object.assign(entry, { errors: [], status: null, duration: null, timeout: limitOf(id) });
		}
		goOn = goesOn;
		const state = states.get(file) as Circus.State;
		setState(Object.assign(state, { testNamePattern: null, testTimeout: 20_000, unhandledErrors: [] }));
		const { testResults } = await run();
		const ran = ofFile.filter(({ entry }) => entry.status === 'done');
		const failed = ran.find(({ entry }) => entry.errors.length > 0);
		return { ran, failed, message: testResults.flatMap(({ errors }) => errors)[0] ?? '' };
	};

	return { tests, reload, runFile };
};
