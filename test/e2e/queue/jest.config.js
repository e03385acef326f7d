const base = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../../..',
	testMatch: ['<rootDir>/test/e2e/queue/*.e2e.ts'],
	globalSetup: '<rootDir>/test/e2e/hosts/setup.ts',
	globalTeardown: '<rootDir>/test/e2e/hosts/teardown.ts',
	testTimeout: 900_000,
};
