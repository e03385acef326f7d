const { transformSync } = require('esbuild');

/** TypeScript, and ES modules, as jest can run them; types are checked by themselves. */
module.exports = {
	process: (source, path) =>
		transformSync(source, {
			loader: path.endsWith('.ts') ? 'ts' : 'js',
			format: 'cjs',
			target: 'node20',
			sourcefile: path,
			sourcemap: 'external',
		}),
};
