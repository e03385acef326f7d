const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/hosts/setup.ts',
	globalTeardown: '<rootDir>/test/e2e/hosts/teardown.ts',
	// Each file starts a complete n8n; two of them mostly wait.
	maxWorkers: 3,
	testTimeout: 600_000,
};
