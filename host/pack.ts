import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build';

/** Unpacks the tarball of `npm pack` into `folder`. Returns the size of the tarball in bytes. */
export const unpackPackage = (folder: string): number => {
	const packed = mkdtempSync(join(tmpdir(), 'packed-'));
	try {
		execFileSync('npm', ['pack', '--pack-destination', packed, '--silent'], { cwd: root, stdio: 'pipe' });
		const tarball = join(packed, readdirSync(packed)[0]);
		mkdirSync(folder, { recursive: true });
		execFileSync('tar', ['xzf', tarball, '-C', folder, '--strip-components=1']);
		return statSync(tarball).size;
	} finally {
		rmSync(packed, { recursive: true, force: true });
	}
};
