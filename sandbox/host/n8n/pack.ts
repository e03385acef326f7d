import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unpacks the tarball that `npm pack` makes of the package in `from` into `folder`. Returns its size in bytes. */
export const unpackPackage = (folder: string, from: string): number => {
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
