import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { examplesOf } from './examples';
import { providerPackages, root } from './folders';
import { readmeFor } from './readme';

/** What of a package.json is needed here; the rest is handed on as it stands. */
interface Manifest extends Record<string, unknown> {
	name: string;
	description: string;
	homepage: string;
	keywords: string[];
	repository: object;
	n8n: { credentials: string[]; nodes: string[] };
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const manifestIn = (folder: string): Manifest => JSON.parse(read(folder, 'package.json')) as Manifest;
const load = createRequire(__filename);
const all = manifestIn(root);

/** A package says for itself what it is and what it holds; all else is as in the one for all providers. */
const completed = ({ name, description, keywords, n8n }: Manifest): Manifest => {
	const { scripts: _scripts, devDependencies: _tools, main: _main, ...shared } = all;
	const repository = { ...all.repository, directory: `packages/${name}` };
	return { ...shared, name, description, keywords, repository, n8n: { ...all.n8n, ...n8n } };
};

const providersIn = ({ n8n }: Manifest): string[] => n8n.nodes.map((file) => basename(dirname(file)));

/** The providers whose node a package doesn't have, as somebody may write them in prose. */
const others = (own: Manifest): RegExp => {
	const names = providersIn(all).filter((name) => !providersIn(own).includes(name));
	return new RegExp(names.map((name) => name.split(/(?=[A-Z])/).join('[ _-]?')).join('|'), 'i');
};

/** Of the one list of changes, those that aren't another provider's. */
const changelogOf = (own: Manifest): string =>
	read(root, 'CHANGELOG.md')
		.split(/\n(?=\n|[-#])/)
		.filter((entry) => !others(own).test(entry))
		.join('\n');

/** What n8n is told of the node of a package. */
const nodeIn = ({ n8n }: Manifest): { name: string; displayName: string } => {
	const [Node] = Object.values(load(join(root, n8n.nodes[0])) as Record<string, new () => INodeType>);
	return new Node().description;
};

/** Makes a package anew but for its package.json, which says what it is: that is only brought up to date. */
const make = (folder: string): void => {
	const manifest = completed(manifestIn(folder));
	const { name, n8n } = manifest;
	for (const file of readdirSync(folder)) if (file !== 'package.json') rmSync(join(folder, file), { recursive: true });

	const copy = (path: string) => cpSync(join(root, path), join(folder, path), { recursive: true });
	const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
	const nodes = new Set(['nodes/operation', ...n8n.nodes.map((file) => dirname(file).replace('dist/', ''))]);
	for (const path of nodes) copy(path);
	for (const path of [...[...nodes].map((node) => `dist/${node}`), ...n8n.credentials, 'LICENSE', 'tsconfig.json'])
		copy(path);
	// n8n's scanner and linters read the sources where they find the package.json.
	for (const file of n8n.credentials) copy(file.replace('dist/', '').replace(/js$/, 'ts'));
	for (const file of n8n.nodes.map((node) => node.replace(/js$/, 'json')))
		for (const path of [file, file.replace('dist/', '')])
			write(path, read(folder, path).replace(`"${all.name}.`, `"${name}.`));
	const node = nodeIn(manifest);
	const examples = examplesOf(all.name, name, node.name);
	mkdirSync(join(folder, 'examples'));
	for (const { file, text } of examples) write(`examples/${file}`, text);
	write('package.json', `${JSON.stringify(manifest, null, '\t')}\n`);
	write('CHANGELOG.md', changelogOf(manifest));
	write('README.md', readmeFor(manifest, node, examples));
};

for (const folder of providerPackages) make(folder);
