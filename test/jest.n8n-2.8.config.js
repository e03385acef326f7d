const everything = require('../jest.config.js');
const { dependencies } = require('../sandbox/host/pinned/n8n-2.8/package.json');

/**
 * What runs on n8n's engine, once more on the oldest n8n that the checks cover. Everybody, our nodes included, has to get
 * that one: two copies of n8n-workflow in a process don't know each other's errors.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	rootDir: '..',
	testEnvironmentOptions: { n8nFrom: '.hosts/n8n-2.8' },
	testMatch: ['<rootDir>/test/{contract,wire,panel,run,ClientDirectory,CloudFoundry,Delos,examples,host}/*.test.ts'],
	// Our own reading of options over their range, of lists that change and of long answers, what a set holds back, how pasted
	// lists, words and people in other spellings are understood, which edited plans are refused, which rights a provider asks for,
	// and random sequences of changes and undos, is the same on every n8n, and others of these tests hand over all of that; Extract from File reads empty lines
	// otherwise there.
	testPathIgnorePatterns: [
		'/test/run/optionSweep',
		'/test/run/accesses',
		'/test/run/justification',
		'/test/run/setSafely',
		'/test/run/refusedPlans',
		'/test/run/undoSequences',
		'/test/run/writtenOtherwise',
		'/test/CloudFoundry/rights',
		'/test/wire/linear',
		'/test/panel/csv',
		'/test/panel/pasted',
	],
	globalSetup: '<rootDir>/sandbox/host/pinned/n8n-2.8/globalSetup.ts',
	globals: { ...everything.globals, pinned: dependencies },
	// What tests load for themselves, jest finds.
	moduleNameMapper: {
		'^(n8n-core|n8n-nodes-base|n8n-workflow|reflect-metadata)(/.*)?$': '<rootDir>/.hosts/n8n-2.8/node_modules/$1$2',
	},
};
