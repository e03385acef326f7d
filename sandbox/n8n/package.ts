import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../build';

type Manifest = Record<string, unknown> & { name: string; version: string };

/**
 * Puts the tarball of `npm pack` where n8n puts a community package, as n8n does it: unpacked into the `nodes` folder of
 * its user folder, without development and peer dependencies.
 */
export const installPackage = (userFolder: string): void => {
	const packed = mkdtempSync(join(tmpdir(), 'packed-'));
	try {
		execFileSync('npm', ['pack', '--pack-destination', packed, '--silent'], { cwd: root, stdio: 'pipe' });
		const [tarball] = readdirSync(packed);
		const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
		const nodes = join(userFolder, '.n8n/nodes');
		const folder = join(nodes, 'node_modules', name);
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		execFileSync('tar', ['xzf', join(packed, tarball), '-C', folder, '--strip-components=1']);
		const path = join(folder, 'package.json');
		const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
		for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[kind];
		writeFileSync(path, JSON.stringify(manifest, null, 2));
		const dependencies = { [name]: version };
		writeFileSync(
			join(nodes, 'package.json'),
			JSON.stringify({ name: 'installed-nodes', private: true, dependencies }),
		);
	} finally {
		rmSync(packed, { recursive: true, force: true });
	}
};
