const { devDependencies } = require('./package.json');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// The folder of the project may hold a whole n8n or two (`.hosts`): too much to look through for tests.
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json' }] },
	globals: { pinned: devDependencies },
	testTimeout: 60000,
	maxWorkers: '100%',
};
