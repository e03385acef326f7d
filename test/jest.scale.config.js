const everything = require('../jest.config.js');

/**
 * The tests about many items with as many as companies have, and those of sequences with more of them.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...everything,
	rootDir: '..',
	testMatch: ['<rootDir>/test/run/{accessesMemory,bulk,removeAll,setExactly,undoSequences}.test.ts'],
	globals: { ...everything.globals, isFullScale: true },
};
