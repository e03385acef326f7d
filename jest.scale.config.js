const everything = require('./jest.config.js');

/**
 * The tests about many items with as many as companies have.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	testMatch: ['<rootDir>/test/run/{bulk,removeAll,setExactly}.test.ts'],
	globals: { ...everything.globals, isFullScale: true },
};
