const { dirname, join, relative } = require('node:path');
const { build } = require('esbuild');
const { n8n } = require('../package.json');

const root = join(__dirname, '..');

/** Where a file belongs: the folder of the engine with all its rooms, the node of a provider, the credentials or the top. */
const homeOf = (file) => /^nodes\/(operation\/)?\w+|^credentials/.exec(file)?.[0] ?? '';

const settings = {
	absWorkingDir: root,
	bundle: true,
	format: 'cjs',
	outbase: '.',
	outdir: 'dist',
	packages: 'external',
	platform: 'node',
	target: 'node20',
};

const sourceOf = (file) => file.replace(/^dist\//, '').replace(/js$/, 'ts');
const given = ['index.ts', ...[...n8n.nodes, ...n8n.credentials].map(sourceOf)];

/** The files that others than those of their home import, with those that n8n is told of. */
const doors = async () => {
	const { metafile } = await build({ ...settings, entryPoints: given, metafile: true, write: false });
	const imports = Object.entries(metafile.inputs).flatMap(([from, { imports: all }]) =>
		all.filter(({ external }) => !external).map(({ path }) => [from, path]),
	);
	const isFromOutside = ([from, path]) => homeOf(from) !== homeOf(path);
	return new Set([...given, ...imports.filter(isFromOutside).map(([, path]) => path)]);
};

const leaves = (all, from) => ({
	name: 'doors',
	setup({ onResolve, resolve }) {
		onResolve({ filter: /^\./ }, async ({ kind, path, pluginData, resolveDir }) => {
			if (kind === 'entry-point' || pluginData === 'found') return undefined;
			const found = await resolve(path, { kind, pluginData: 'found', resolveDir });
			const file = relative(root, found.path);
			if (!all.has(file)) return found;
			const target = relative(dirname(from), file).replace(/ts$/, 'js');
			return { path: target.startsWith('.') ? target : `./${target}`, external: true };
		});
	},
});

/**
 * Makes JavaScript of the sources, one file for each folder of the engine and each provider: n8n looks for each file that is
 * required, and reads and compiles it by itself, which takes most of the time that two hundred small ones need.
 */
const compile = async () => {
	const all = await doors();
	const homes = new Map();
	for (const door of all) {
		const { metafile } = await build({
			...settings,
			entryPoints: [door],
			metafile: true,
			plugins: [leaves(all, door)],
		});
		for (const file of Object.keys(metafile.inputs)) {
			if (homes.has(file)) throw new Error(`${file} would be in ${homes.get(file)} and in ${door}`);
			homes.set(file, door);
		}
	}
};

module.exports = { compile };
