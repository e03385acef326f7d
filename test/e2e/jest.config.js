const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/*.e2e.ts'],
	globalSetup: '<rootDir>/sandbox/host/pinned/n8n/globalSetup.ts',
	// Each file starts a complete n8n; one of them mostly waits.
	maxWorkers: 2,
	testTimeout: 600_000,
};
