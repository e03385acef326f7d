import { ESLint as Linter } from 'eslint';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configs } from 'typescript-eslint';
import { installHost, unpackPackage } from '../sandbox/host';
import { providerPackages, root } from './folders';

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns: string[]): Promise<{ passed: boolean; message?: string; details?: string }>;
}

/** What `npm run lint` holds the one for all providers to, except what needs types: those are the same. */
const lint = async (folder: string): Promise<boolean> => {
	const overrideConfig = configs.disableTypeChecked as Linter.Options['overrideConfig'];
	const linter = new Linter({ cwd: folder, overrideConfigFile: join(root, 'eslint.config.mjs'), overrideConfig });
	const results = await linter.lintFiles(['package.json', 'nodes', 'credentials']);
	const good = results.every(({ messages }) => messages.length === 0);
	console.log(`Lint of ${basename(folder)}: ${good ? 'passed' : 'failed'}, ${results.length} files`);
	if (!good) console.log(await (await linter.loadFormatter()).format(results));
	return good;
};

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
	let good = true;
	for (const checked of [root, ...providerPackages]) {
		const of = checked === root ? '' : ` of ${basename(checked)}`;
		if (checked !== root && !(await lint(checked))) good = false;
		if (!(await passes(`Source${of}`, checked, SOURCE_FILE_PATTERNS))) good = false;
		const unpacked = join(folder, basename(checked));
		unpackPackage(unpacked, checked);
		if (!(await passes(`Tarball${of}`, unpacked, ['**/*.js', 'package.json']))) good = false;
	}
	return good;
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
