import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unpackPackage } from '../../sandbox/host';
import { root } from '../../scripts';

export interface Tarball {
	/** What is in it. */
	readonly folder: string;
	/** Of the tarball itself, in bytes. */
	readonly size: number;
	remove(): void;
}

/** A tarball, the one for all providers unless told otherwise, where n8n's engine can load it. */
export const openTarball = (from = root): Tarball => {
	const around = mkdtempSync(join(tmpdir(), 'tarball-'));
	const folder = join(around, 'package');
	const size = unpackPackage(folder, from);
	// n8n brings n8n-workflow; nothing else of this folder is within reach of a require.
	mkdirSync(join(around, 'node_modules'));
	symlinkSync(join(root, 'node_modules/n8n-workflow'), join(around, 'node_modules/n8n-workflow'));
	return { folder, size, remove: () => rmSync(around, { recursive: true, force: true }) };
};

/** The files in a folder and in those in it, in order. */
export const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.sort();
