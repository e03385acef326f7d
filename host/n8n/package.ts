import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build';
import { unpackPackage } from '../pack';

type Manifest = Record<string, unknown> & { name: string; version: string };

/**
 * Puts the tarball of `npm pack` where n8n puts a community package, as n8n does it: unpacked into the `nodes` folder of
 * its user folder, without development and peer dependencies.
 */
export const installPackage = (userFolder: string): void => {
	const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
	const nodes = join(userFolder, '.n8n/nodes');
	const folder = join(nodes, 'node_modules', name);
	rmSync(folder, { recursive: true, force: true });
	unpackPackage(folder);
	const path = join(folder, 'package.json');
	const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[kind];
	writeFileSync(path, JSON.stringify(manifest, null, 2));
	const dependencies = { [name]: version };
	writeFileSync(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true, dependencies }));
};
