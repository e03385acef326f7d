import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { examplesOf } from './examples';
import { providerPackages, root } from './folders';
import { asText, completed, manifestIn, read, type Manifest } from './manifest';
import { readmeFor } from './readme';

const load = createRequire(__filename);
const all = manifestIn(root);

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
	write('package.json', asText(manifest));
	write('CHANGELOG.md', changelogOf(manifest));
	write('README.md', readmeFor(manifest, node, examples));
};

for (const folder of providerPackages) make(folder);
