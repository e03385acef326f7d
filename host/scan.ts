import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './build';
import { installHost } from './pinned/install';
import { unpackPackage } from './pack';

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns: string[]): Promise<{ passed: boolean; message?: string; details?: string }>;
}

const scan = async (folder: string): Promise<boolean> => {
	const load = createRequire(join(installHost('scanner'), 'package.json'));
	const scanner = load.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	// The scanner leaves its temporary folder behind, wherever that is.
	process.env.TMPDIR = folder;
	const { analyzePackage, SOURCE_FILE_PATTERNS } = (await import(pathToFileURL(scanner).href)) as Scanner;

	const { ESLint } = createRequire(scanner)('eslint') as typeof import('eslint');
	const { lintFiles } = ESLint.prototype;
	let files = 0;
	ESLint.prototype.lintFiles = async function (patterns) {
		const results = await lintFiles.call(this, patterns);
		const ignored = results.filter(({ messages }) =>
			messages.some(({ message }) => message.startsWith('File ignored')),
		);
		files = results.length - ignored.length;
		return results;
	};

	const passes = async (name: string, checked: string, patterns: string[]): Promise<boolean> => {
		files = 0;
		const { passed, message, details } = await analyzePackage(checked, patterns);
		// The scanner passes what it finds no files in.
		const good = passed && files > 0;
		console.log(`${name}: ${good ? 'passed' : 'failed'}, ${files} files${message ? `. ${message}` : ''}`);
		if (details) console.log(details);
		return good;
	};
	const source = await passes('Source', root, SOURCE_FILE_PATTERNS);
	const unpacked = join(folder, 'package');
	unpackPackage(unpacked);
	const shipped = await passes('Tarball', unpacked, ['**/*.js', 'package.json']);
	return source && shipped;
};

const main = async (): Promise<void> => {
	const folder = mkdtempSync(join(tmpdir(), 'scan-'));
	try {
		if (!(await scan(folder))) process.exitCode = 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

void main();
