const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');
const { compile } = require('./scripts/compile');
const { pages, write } = require('./scripts/pages');
const { previews } = require('./scripts/previews');

// Without `encoding: false` gulp reads files as text, which would spoil an icon that is not one.
const assets = () => src(['nodes/**/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));

const clean = () => rm('dist', { recursive: true, force: true });

/** esbuild looks at no type. */
const types = () => spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

const made = series(compile, assets, previews);

module.exports = {
	default: series(clean, parallel(types, made)),
	// For tests, which run what is compiled, whatever its types say.
	untyped: series(clean, made),
	clean,
	readme: write,
	pages,
};
