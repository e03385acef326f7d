const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

/** n8n is loaded once for all files of tests that a process runs, and not, as jest would, for each of them. */
module.exports = class extends TestEnvironment {
	constructor(...given) {
		super(...given);
		this.global.loadsOnce = createRequire(__filename);
		// A test that turns the clock turns it for the nodes, too.
		this.global.Date = Date;
	}
};
