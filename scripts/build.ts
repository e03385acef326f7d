import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders';

const newest = (path: string): number => {
	const { mtimeMs } = statSync(path);
	if (!statSync(path).isDirectory()) return mtimeMs;
	return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};

/** Runs `npm run build` unless `dist` is newer than all that it is made from. */
export const build = (): void => {
	const built = join(root, 'dist/index.js');
	const sources = ['nodes', 'credentials', 'index.ts', 'package.json', 'tsconfig.json', 'gulpfile.js', 'scripts'];
	const changed = Math.max(...sources.map((name) => newest(join(root, name))));
	if (existsSync(built) && statSync(built).mtimeMs >= changed) return;
	console.log('Building the package …');
	const { status, stdout, stderr } = spawnSync('npm run build', { cwd: root, shell: true, encoding: 'utf8' });
	if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
};
