import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the checks run the package in, and contributors try it with. Each folder here pins one. */
export type HostName = 'n8n' | 'n8n-2.8' | 'scanner';

const root = join(__dirname, '../../..');
const manifest = ['package.json', 'package-lock.json'];

// Their install scripts; everything else in there works without.
const built: Partial<Record<HostName, string[]>> = { n8n: ['sqlite3', 'node'] };

const npm = (folder: string, args: string[]): void => {
	const { status, stdout, stderr } = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--fetch-retries=5'], {
		cwd: folder,
		encoding: 'utf8',
		maxBuffer: 2 ** 26,
	});
	if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}:\n${stdout}${stderr}`);
};

/** The folder that holds the host's `node_modules`. Installs it there first unless it is there as pinned: takes minutes. */
export const installHost = (name: HostName): string => {
	const pinned = join(__dirname, name);
	const folder = join(root, '.hosts', name);
	const stamp = join(folder, 'installed');
	const hash = createHash('sha256');
	for (const file of manifest) hash.update(readFileSync(join(pinned, file)));
	const wanted = hash.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;

	console.log(`Installing ${name} into .hosts/${name}. This takes a few minutes, once.`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const file of manifest) copyFileSync(join(pinned, file), join(folder, file));
	// Not `npm ci`: it refuses a lock without the optional packages of other platforms.
	npm(folder, ['install', '--ignore-scripts', '--legacy-peer-deps']);
	const scripts = built[name];
	if (scripts) npm(folder, ['rebuild', ...scripts, '--ignore-scripts=false']);
	writeFileSync(stamp, wanted);
	return folder;
};
