const Module = require('node:module');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

/** What all files of tests share that a process runs: n8n is loaded once, and not, as jest would, for each of them. */
const shared = { load: Module.createRequire(__filename), kept: new Map() };

const ofN8n = /^(n8n-core|n8n-nodes-base|n8n-workflow|reflect-metadata)(\/|$)/;
const { _resolveFilename: resolve } = Module;

/** Whoever asks for n8n in this process, our nodes included, gets the one in this folder. */
const takeN8nFrom = (folder) => {
	Module._resolveFilename = (name, parent, isMain, options) =>
		resolve(name, parent, isMain, ofN8n.test(name) ? { paths: [folder] } : options);
};

module.exports = class extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		const { rootDir, testEnvironmentOptions } = config.projectConfig;
		if (testEnvironmentOptions.n8nFrom) takeN8nFrom(join(rootDir, testEnvironmentOptions.n8nFrom));
		this.global.shared = shared;
		// A test that turns the clock turns it for the nodes, too.
		this.global.Date = Date;
		this.global.Math = Math;
	}
};
