import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { providerPackages, root } from './folders';
import { asText, completed, manifestIn, read } from './manifest';

/** A file as the release has it, and what is different in it. */
interface Change {
	path: string;
	text: string;
	what: string;
}

interface Lock {
	version: string;
	packages: { '': { version: string } };
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

const today = (): string => new Date().toISOString().slice(0, 10);

const heading = '## [Unreleased]\n';

/** The entries of the changelog that no version has yet. */
const unreleased = (changelog: string): string[] => {
	const [, below = ''] = changelog.split(heading);
	return below.split(/^## /m)[0].match(/^- /gm) ?? [];
};

const isHigher = (version: string, than: string): boolean => version.localeCompare(than, 'en', { numeric: true }) > 0;

const hasTag = (version: string): boolean => git('tag', '--list', `v${version}`) !== '';

/** Why this version can't be released from here. */
const refusals = (version: string): string[] => {
	const { version: current } = manifestIn(root);
	const branch = git('branch', '--show-current');
	const isFree = isHigher(version, current) || (version === current && !hasTag(version));
	const found: Array<[boolean, string]> = [
		[!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version), `"${version}" isn't a version such as 1.2.3`],
		[!isFree, `${version} isn't higher than ${current}`],
		[hasTag(version), `The tag v${version} is there already`],
		[branch !== 'main', `Releases are made on main, and this is ${branch || 'no branch'}`],
		[git('status', '--porcelain') !== '', 'Something here is not committed (git status)'],
		[unreleased(read(root, 'CHANGELOG.md')).length === 0, 'CHANGELOG.md has no entry below "## [Unreleased]"'],
	];
	return found.flatMap(([holds, why]) => (holds ? [why] : []));
};

/** The compose files, which name the version that they install. */
const composeFiles = (): string[] =>
	readdirSync(join(root, 'examples'))
		.map((name) => join('examples', name, 'compose.yaml'))
		.filter((path) => existsSync(join(root, path)));

const changesFor = (version: string): Change[] => {
	const current = manifestIn(root);
	const manifest = { ...current, version };
	const lock = JSON.parse(read(root, 'package-lock.json')) as Lock;
	const locked = { ...lock, version, packages: { ...lock.packages, '': { ...lock.packages[''], version } } };
	const changelog = read(root, 'CHANGELOG.md');
	const title = `## [${version}] - ${today()}`;
	const what = `${current.version} becomes ${version}`;
	return [
		{ path: 'package.json', text: asText(manifest), what },
		{ path: 'package-lock.json', text: asText(locked), what },
		...providerPackages.map((folder) => ({
			path: join(relative(root, folder), 'package.json'),
			text: asText(completed(manifestIn(folder), manifest)),
			what,
		})),
		...composeFiles().map((path) => ({
			path,
			text: read(root, path).replaceAll(`${current.name}@${current.version}`, `${current.name}@${version}`),
			what,
		})),
		{
			path: 'CHANGELOG.md',
			text: changelog.replace(heading, `${title}\n`),
			what: `the ${unreleased(changelog).length} entries of Unreleased become "${title}"`,
		},
	];
};

const make = (version: string, changes: Change[]): void => {
	for (const { path, text } of changes) writeFileSync(join(root, path), text);
	git('add', ...changes.map(({ path }) => path));
	git('commit', '--quiet', '--allow-empty', '--message', `Release ${version}`);
	// Signed where git is set up so (tag.gpgSign).
	git('tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
};

const told = (version: string, changes: Change[], isDry: boolean): string[] => [
	isDry ? `Nothing is changed. The release of ${version} would be:` : `The release of ${version}:`,
	...changes.map(({ path, what }) => `  ${path}: ${what}`),
	`  commit "Release ${version}" on main`,
	`  tag v${version}, annotated${git('config', '--default', 'false', '--get', 'tag.gpgSign') === 'true' ? ' and signed' : ''}`,
	'Nothing is pushed. What remains to do:',
	'  git push --follow-tags origin main',
	'The tag starts .github/workflows/publish.yml, which checks, publishes, scans, and attaches the bills of materials.',
	`To take it back before that: git tag --delete v${version} && git reset --hard HEAD~1`,
];

/** `npm run release -- <version> [--dry-run]` */
const main = (args: string[]): void => {
	const isDry = args.includes('--dry-run');
	const [version = '', ...others] = args.filter((arg) => arg !== '--dry-run');
	const refused = others.length > 0 ? [`One version, not ${others.length + 1}`] : refusals(version);
	if (refused.length > 0) {
		for (const why of refused) console.error(why);
		console.error('Nothing is changed. npm run release -- <version> [--dry-run]');
		process.exitCode = 1;
		return;
	}
	const changes = changesFor(version);
	if (!isDry) make(version, changes);
	console.log(told(version, changes, isDry).join('\n'));
};

main(process.argv.slice(2));
