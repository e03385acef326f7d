import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from '../../scripts';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Job {
	permissions?: Record<string, string>;
	needs?: string | string[];
	environment?: string;
	steps: Step[];
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const read = (path: string) => readFileSync(join(root, '.github', path), 'utf8');
const files = readdirSync(join(root, '.github/workflows'));
const workflows = Object.fromEntries(files.map((file) => [file, parse(read(`workflows/${file}`)) as Workflow]));
const jobs = Object.values(workflows).flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps);

it('the workflows start by a push, a pull request or a tag, and with no right of their own', () => {
	const told = Object.entries(workflows).map(([file, { on, permissions }]) => [file, Object.keys(on), permissions]);
	expect(told).toEqual([
		['checks.yml', ['push', 'pull_request'], {}],
		['publish.yml', ['push'], {}],
	]);
});

it('each job has the rights that it needs and no other', () => {
	const rights = Object.entries(workflows).map(([file, workflow]) => [
		file,
		Object.fromEntries(Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions])),
	]);
	expect(Object.fromEntries(rights)).toEqual({
		'checks.yml': { checks: { contents: 'read' } },
		'publish.yml': {
			checks: { contents: 'read' },
			pack: { contents: 'read' },
			publish: { 'id-token': 'write' },
			scan: { contents: 'read' },
			release: { contents: 'write' },
		},
	});
});

it('actions are pinned to a commit, each to one, with its version beside it', () => {
	const pins = new Map<string, Set<string>>();
	for (const file of files)
		for (const line of read(`workflows/${file}`)
			.split('\n')
			.filter((one) => /\buses:/.test(one))) {
			const [, action, pin] = /^ +- uses: (actions\/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [line];
			pins.set(action, (pins.get(action) ?? new Set()).add(pin));
		}
	expect([...pins].map(([action, { size }]) => [action, size]).sort()).toEqual([
		['actions/checkout', 1],
		['actions/download-artifact', 1],
		['actions/setup-node', 1],
		['actions/upload-artifact', 1],
	]);
});

it('nothing that somebody else writes becomes a part of a command, and no token stays in a checkout', () => {
	for (const { run = '' } of steps) expect(run).not.toContain('${{');
	for (const { uses = '', with: given } of steps)
		if (uses.startsWith('actions/checkout@')) expect(given).toMatchObject({ 'persist-credentials': false });
});

it('what may publish or write runs nothing of the repository and installs nothing', () => {
	const mighty = jobs.filter(({ permissions = {} }) => Object.values(permissions).includes('write'));
	expect(mighty).toHaveLength(2);
	for (const job of mighty) {
		expect(job.steps.map(({ uses = '' }) => uses.split('@')[0])).not.toContain('actions/checkout');
		for (const { run = '' } of job.steps) expect(run).not.toMatch(/npm (ci|install|run|exec)|npx/);
	}
	expect(steps.filter(({ run = '' }) => run.includes('npm publish'))).toEqual(
		workflows['publish.yml'].jobs.publish.steps.filter(({ run }) => run),
	);
});

it('a release is checked, packed where nothing else ran, let through, published just so, then scanned, and has its bills of materials', () => {
	const { checks, pack, publish, scan, release } = workflows['publish.yml'].jobs;
	const told = (job: Job) => job.steps.map(({ run, uses }) => run ?? uses).join('\n');
	const needed = [checks, pack, publish, scan, release].map(({ needs }) => needs);
	expect(needed).toEqual([undefined, undefined, ['checks', 'pack'], 'publish', ['publish', 'scan']]);
	expect(told(checks)).toMatch(/is-ancestor[^]*GITHUB_REF_NAME[^]*bash \.ci\/run$/);
	expect(told(pack)).toMatch(/npm ci --ignore-scripts[^\n]*\nnpm run sbom[^]*upload-artifact/);
	expect(publish.environment).toBe('npm');
	expect(told(publish)).toMatch(/download-artifact[^]*npm publish "\$tarball" --ignore-scripts --provenance/);
	expect(told(scan)).toContain('--prefix sandbox/host/pinned/scanner');
	expect(told(scan)).toContain("grep -q 'has passed all security checks'");
	expect(told(release)).toContain('gh release create "$GITHUB_REF_NAME" ./*.cdx.json');
});

it('dependabot proposes newer actions, and leaves what npm installs alone', () => {
	const { updates } = parse(read('dependabot.yml')) as { updates: Array<Record<string, unknown>> };
	expect(updates.map((update) => update['package-ecosystem'])).toEqual(['github-actions']);
});

it('forms ask for no secret, and lead reports of a vulnerability elsewhere', () => {
	const forms = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');
	expect(forms).toEqual(['bug.yml', 'provider-change.yml']);
	for (const file of forms) {
		const form = parse(read(`ISSUE_TEMPLATE/${file}`)) as {
			name: string;
			description: string;
			body: Array<{ type: string; id?: string; attributes: { value?: string; options?: object[] } }>;
		};
		expect([file, form.name, form.description]).not.toContain(undefined);
		expect(form.body[0].attributes.value).toMatch(/^\*\*Leave out\*\*: tokens/);
		expect(form.body.at(-1)).toMatchObject({ type: 'checkboxes', attributes: { options: [{ required: true }] } });
		const ids = form.body.flatMap(({ id }) => id ?? []);
		expect(new Set(ids).size).toBe(form.body.length - 1);
	}
	const config = parse(read('ISSUE_TEMPLATE/config.yml')) as {
		blank_issues_enabled: boolean;
		contact_links: Array<{ name: string; url: string; about: string }>;
	};
	expect(config.blank_issues_enabled).toBe(false);
	expect(config.contact_links[0].url).toMatch(/\/security\/advisories\/new$/);
	expect(existsSync(join(root, '.github/pull_request_template.md'))).toBe(true);
});

it('somebody owns each file: the maintainers', () => {
	const { author } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { author: { email: string } };
	expect(
		read('CODEOWNERS')
			.split('\n')
			.filter((line) => line && !line.startsWith('#')),
	).toEqual([`* ${author.email}`]);
});
