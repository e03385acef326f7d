import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackage } from './pack';

type Manifest = Record<string, unknown> & { name: string; version: string };

const manifestAt = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/**
 * Puts the tarballs of `npm pack` in these folders where n8n puts community packages, as n8n does it: unpacked into the
 * `nodes` folder of its user folder, without development and peer dependencies.
 */
export const installPackages = (userFolder: string, folders: readonly string[]): void => {
	const nodes = join(userFolder, '.n8n/nodes');
	const dependencies: Record<string, string> = {};
	for (const from of folders) {
		const { name, version } = manifestAt(join(from, 'package.json'));
		const folder = join(nodes, 'node_modules', name);
		rmSync(folder, { recursive: true, force: true });
		unpackPackage(folder, from);
		const path = join(folder, 'package.json');
		const manifest = manifestAt(path);
		for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[kind];
		writeFileSync(path, JSON.stringify(manifest, null, 2));
		dependencies[name] = version;
	}
	writeFileSync(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true, dependencies }));
};
