const { availableParallelism } = require('node:os');

const { devDependencies } = require('./package.json');

const modulesOfForms = '/sanitize-html/node_modules/';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.js',
	// The folder of the project may hold a whole n8n or two (`.hosts`): too much to look through for tests.
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': '<rootDir>/test/transform.js',
		// What n8n's forms clean HTML with comes as ES modules, which Node.js takes and jest doesn't.
		[`${modulesOfForms}.+\\.js$`]: '<rootDir>/test/transform.js',
	},
	transformIgnorePatterns: [`^(?!.*${modulesOfForms}).*/node_modules/`],
	globals: { pinned: devDependencies, isFullScale: false },
	testSequencer: '<rootDir>/test/sequencer.js',
	testTimeout: 60000,
	// Most tests wait more than they work.
	maxWorkers: 3 * availableParallelism(),
};
