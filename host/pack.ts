import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build';

/** The folders of the packages that are for one provider each, in which `npm run packages` makes them. */
export const providerPackages = readdirSync(join(root, 'packages'))
	.map((name) => join(root, 'packages', name))
	.filter((folder) => existsSync(join(folder, 'package.json')));

/** Unpacks the tarball of `npm pack`, the one for all providers unless told otherwise, into `folder`. Returns its size in bytes. */
export const unpackPackage = (folder: string, from = root): number => {
	const packed = mkdtempSync(join(tmpdir(), 'packed-'));
	try {
		execFileSync('npm', ['pack', '--pack-destination', packed, '--silent'], { cwd: from, stdio: 'pipe' });
		const tarball = join(packed, readdirSync(packed)[0]);
		mkdirSync(folder, { recursive: true });
		execFileSync('tar', ['xzf', tarball, '-C', folder, '--strip-components=1']);
		return statSync(tarball).size;
	} finally {
		rmSync(packed, { recursive: true, force: true });
	}
};
