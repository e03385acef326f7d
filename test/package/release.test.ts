import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../../scripts';

const git = (env: NodeJS.ProcessEnv, cwd: string, args: string[]): string =>
	execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** That of the clone alone, wherever a command runs; and nobody's own settings, which may sign or name somebody else. */
const envOf = (folder: string): NodeJS.ProcessEnv => ({
	...process.env,
	GIT_DIR: join(folder, '.git'),
	GIT_WORK_TREE: folder,
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_CONFIG_NOSYSTEM: '1',
	...Object.fromEntries(
		['AUTHOR', 'COMMITTER'].flatMap((who) => [
			[`GIT_${who}_NAME`, 'Somebody'],
			[`GIT_${who}_EMAIL`, 'somebody@example.com'],
		]),
	),
});
const gitIn = (folder: string, ...args: string[]): string => git(envOf(folder), folder, args);

const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

const clones: string[] = [];
afterAll(() => clones.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The repository as it is here, with what isn't committed yet, on a main of its own. */
const clone = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'release-'));
	clones.push(folder);
	const files = git(process.env, root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0');
	for (const path of files.filter((file) => /^(?!\.github\/images)./.test(file) && existsSync(join(root, file))))
		cpSync(join(root, path), join(folder, path));
	// Right after a release there is no such section.
	const changelog = read(folder, 'CHANGELOG.md');
	if (!changelog.includes('## [Unreleased]'))
		writeFileSync(
			join(folder, 'CHANGELOG.md'),
			changelog.replace('\n## [', '\n## [Unreleased]\n\n### Added\n\n- Something.\n\n## ['),
		);
	gitIn(folder, 'init', '--quiet', '--initial-branch', 'main');
	gitIn(folder, 'add', '--all');
	gitIn(folder, 'commit', '--quiet', '--message', 'All');
	return folder;
};

const release = (folder: string, ...args: string[]) => {
	const script = join(folder, 'scripts/release.ts');
	const run = spawnSync(process.execPath, [require.resolve('tsx/cli'), script, ...args], {
		env: envOf(folder),
		encoding: 'utf8',
	});
	return { status: run.status, told: run.stdout, refused: run.stderr.split('\n').slice(0, -2) };
};

const snapshot = (folder: string) => [
	gitIn(folder, 'rev-parse', 'HEAD'),
	gitIn(folder, 'tag', '--list'),
	gitIn(folder, 'status', '--porcelain'),
];

const date = new Date().toISOString().slice(0, 10);
const packages = ['client-directory', 'cloudfoundry-access', 'delos-financial', 'guardhouse'];
const manifests = ['package.json', ...packages.map((name) => `packages/n8n-nodes-${name}/package.json`)];
const compose = ['first-trial', 'queue-mode'].map((name) => `examples/${name}/compose.yaml`);
const current = (JSON.parse(read(root, 'package.json')) as { version: string }).version;
const next = '77.0.1';

let folder: string;
beforeAll(() => {
	folder = clone();
});

it('refuses what is no release, and changes nothing then', () => {
	let before = snapshot(folder);
	const refused = (...args: string[]) => {
		const { status, told, refused: why } = release(folder, ...args);
		expect([status, told, snapshot(folder)]).toEqual([1, '', before]);
		return why;
	};
	expect(refused('0.0.9')).toEqual([`0.0.9 isn't higher than ${current}`]);
	expect(refused('1.0')).toEqual([`"1.0" isn't a version such as 1.2.3`]);
	expect(refused(next, '9.0.0')).toEqual(['One version, not 2']);

	gitIn(folder, 'switch', '--quiet', '--create', 'other');
	expect(refused(next)).toEqual(['Releases are made on main, and this is other']);
	gitIn(folder, 'switch', '--quiet', 'main');

	gitIn(folder, 'tag', `v${next}`);
	before = snapshot(folder);
	expect(refused(next)).toEqual([`The tag v${next} is there already`]);
	gitIn(folder, 'tag', '--delete', `v${next}`);

	const changelog = read(folder, 'CHANGELOG.md');
	writeFileSync(join(folder, 'CHANGELOG.md'), changelog.replace('## [Unreleased]', '## [0.0.1] - 2026-01-01'));
	before = snapshot(folder);
	expect(refused(next)).toEqual([
		'Something here is not committed (git status)',
		'CHANGELOG.md has no entry below "## [Unreleased]"',
	]);
	writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
});

it('says dry what it would do, and changes nothing', () => {
	const before = snapshot(folder);
	const { status, told, refused } = release(folder, next, '--dry-run');
	expect([status, refused, snapshot(folder)]).toEqual([0, [], before]);
	const entries = read(folder, 'CHANGELOG.md')
		.split(/^## .*$/m)[1]
		.match(/^- /gm)?.length;
	const bumped = ['package.json', 'package-lock.json', ...manifests.slice(1), ...compose];
	expect(told.split('\n')).toEqual([
		`Nothing is changed. The release of ${next} would be:`,
		...bumped.map((path) => `  ${path}: ${current} becomes ${next}`),
		`  CHANGELOG.md: the ${entries} entries of Unreleased become "## [${next}] - ${date}"`,
		`  commit "Release ${next}" on main`,
		`  tag v${next}, annotated`,
		'Nothing is pushed. What remains to do:',
		'  git push --follow-tags origin main',
		'The tag starts .github/workflows/publish.yml, which checks, publishes, scans, and attaches the bills of materials.',
		`To take it back before that: git tag --delete v${next} && git reset --hard HEAD~1`,
		'',
	]);
});

it('makes the versions, the changelog, a commit and a tag, and nothing else', () => {
	const [before] = snapshot(folder);
	const old = Object.fromEntries(
		[...manifests, 'package-lock.json', ...compose, 'CHANGELOG.md'].map((path) => [path, read(folder, path)]),
	);
	const { status, told, refused } = release(folder, next);
	expect([status, refused, told.split('\n')[0]]).toEqual([0, [], `The release of ${next}:`]);

	for (const path of manifests)
		expect([path, read(folder, path)]).toEqual([
			path,
			old[path].replace(`"version": "${current}"`, `"version": "${next}"`),
		]);
	const lock = (text: string) => JSON.parse(text) as { version: string; packages: Record<string, { version: string }> };
	const locked = lock(read(folder, 'package-lock.json'));
	expect([locked.version, locked.packages[''].version]).toEqual([next, next]);
	const expected = lock(old['package-lock.json']);
	expected.version = expected.packages[''].version = next;
	expect(locked).toEqual(expected);
	for (const path of compose) {
		expect(old[path]).toContain(`n8n-nodes-access-management@${current}`);
		expect(read(folder, path)).toBe(old[path].replaceAll(`access-management@${current}`, `access-management@${next}`));
	}
	expect(read(folder, 'CHANGELOG.md')).toBe(old['CHANGELOG.md'].replace('## [Unreleased]', `## [${next}] - ${date}`));

	expect(gitIn(folder, 'log', '-1', '--format=%P %s %an')).toBe(`${before} Release ${next} Somebody`);
	expect(gitIn(folder, 'diff', '--name-only', 'HEAD~1').split('\n').sort()).toEqual(Object.keys(old).sort());
	expect(gitIn(folder, 'for-each-ref', '--format=%(objecttype) %(*objecttype) %(contents:subject)', 'refs/tags')).toBe(
		`tag commit Release ${next}`,
	);
	expect(gitIn(folder, 'rev-parse', `v${next}^{}`)).toBe(gitIn(folder, 'rev-parse', 'HEAD'));
	expect(gitIn(folder, 'status', '--porcelain')).toBe('');

	expect(release(folder, next)).toMatchObject({
		status: 1,
		refused: [
			`${next} isn't higher than ${next}`,
			`The tag v${next} is there already`,
			'CHANGELOG.md has no entry below "## [Unreleased]"',
		],
	});
});
