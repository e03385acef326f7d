const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

// Without `encoding: false` gulp reads files as text, which would spoil an icon that is not one.
const assets = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);

const clean = () => rm('dist', { recursive: true, force: true });

module.exports = { default: assets, clean };
