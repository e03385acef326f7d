const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/*.e2e.ts'],
	globalSetup: '<rootDir>/sandbox/host/pinned/n8n/globalSetup.ts',
	// Each file starts a complete n8n; two of them mostly wait.
	maxWorkers: 3,
	testTimeout: 600_000,
};
