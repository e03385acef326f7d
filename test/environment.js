const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

/** What all files of tests share that a process runs: n8n is loaded once, and not, as jest would, for each of them. */
const shared = { load: createRequire(__filename), kept: new Map() };

module.exports = class extends TestEnvironment {
	constructor(...given) {
		super(...given);
		this.global.shared = shared;
		// A test that turns the clock turns it for the nodes, too.
		this.global.Date = Date;
		this.global.Math = Math;
	}
};
