import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startEngine, type Engine } from '../../host';
import { anchorsIn } from '../support/markdown';
import { filesIn, openTarball, type Tarball } from '../support/tarball';

const root = join(__dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');

describe('the tarball', () => {
	let tarball: Tarball;
	let unpacked: string;
	let engine: Engine;

	beforeAll(async () => {
		tarball = openTarball();
		unpacked = tarball.folder;
		engine = await startEngine({ packageRoot: unpacked, baseNodes: false });
	});
	afterAll(async () => {
		await engine.stop();
		tarball.remove();
	});

	it('is under 150 kB and holds nothing but what is shipped', () => {
		expect(tarball.size).toBeLessThan(150_000);
		expect(readdirSync(unpacked).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
		for (const file of filesIn(join(unpacked, 'dist')))
			expect(file).toMatch(/^(index\.js|(nodes|credentials)\/.+\.(js|json|svg))$/);
	});

	it('is loaded by n8n with four nodes, their icons in both themes and their codex', () => {
		for (const [name, folderName] of [
			['delos', 'Delos'],
			['clientDirectory', 'ClientDirectory'],
			['guardhouse', 'Guardhouse'],
			['cloudFoundry', 'CloudFoundry'],
		]) {
			const { description } = engine.nodeType(`n8n-nodes-access-management.${name}`);
			expect(description.usableAsTool).toBe(true);
			expect(description.subtitle).toBeTruthy();
			expect(description.codex?.alias).toEqual(expect.arrayContaining(['revoke access', 'offboard']));
			const icons = description.iconUrl as { light: string; dark: string };
			for (const icon of [icons.light, icons.dark])
				expect(existsSync(join(unpacked, icon.replace('icons/n8n-nodes-access-management/', '')))).toBe(true);
			expect(existsSync(join(unpacked, `dist/nodes/${folderName}/${folderName}.node.json`))).toBe(true);
		}
	});

	it('previews the output of every operation, with the fields that a run really gives', () => {
		const preview = (path: string) =>
			JSON.parse(readFileSync(join(unpacked, 'dist/nodes', path), 'utf8')) as {
				properties: Record<string, { type: string; properties?: object }>;
			};
		const all = (readdirSync(join(unpacked, 'dist/nodes'), { recursive: true }) as string[]).filter((file) =>
			/__schema__.*json$/.test(file),
		);
		expect(all).toHaveLength(36);
		const { properties } = preview('Guardhouse/__schema__/v1.0.0/user/unassignRole.json');
		expect(Object.keys(properties)).toEqual([
			'success',
			'operation',
			'outcome',
			'changed',
			'userId',
			'roleId',
			'instantLogout',
			'response',
			'undo',
		]);
		expect(properties.userId.type).toBe('integer');
		expect(properties.instantLogout.type).toBe('boolean');
		const user = preview('Delos/__schema__/v1.0.0/user/get.json').properties;
		expect(user.clients.type).toBe('array');
	});

	it('needs nothing at run time but n8n-workflow and the cryptography of Node.js', () => {
		const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const modules = (readdirSync(join(unpacked, 'dist'), { recursive: true }) as string[])
			.filter((file) => file.endsWith('.js'))
			.flatMap((file) => [...readFileSync(join(unpacked, 'dist', file), 'utf8').matchAll(/require\("([^."][^"]*)"\)/g)])
			.map(([, name]) => name);
		expect([...new Set(modules)]).toEqual(['n8n-workflow', 'node:crypto']);
	});
});

describe('the README', () => {
	const { readmeOf } = jest.requireActual<{ readmeOf: (readme: string) => string }>('../../gulpfile.js');

	it('has the tables of the operations as they are (npm run readme writes them)', () => {
		expect(text('README.md')).toBe(readmeOf(text('README.md')));
	});

	it('names every operation, every option and every example', () => {
		const readme = text('README.md');
		for (const name of ['Bind Client', 'Unbind Client', 'Remove Members', 'Unassign Role', 'Remove Organization'])
			expect(readme).toContain(`[${name}](https://`);
		for (const file of readdirSync(join(root, 'examples'))) expect(readme).toContain(`examples/${file}`);
	});

	it('links only to files and headings that exist', () => {
		const readme = text('README.md');
		const headings = anchorsIn(readme);
		for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
			const [path, anchor] = target.split('#');
			if (path !== '') expect(existsSync(join(root, path))).toBe(true);
			if (anchor) expect(headings).toContain(anchor);
		}
		const images = [...readme.matchAll(/<img src="([^"]+)" alt="[^"]{20,}"/g)].map(([, path]) => path);
		expect(images).toHaveLength(6);
		for (const path of images) expect(existsSync(join(root, path))).toBe(true);
		for (const file of readdirSync(join(root, 'credentials'))) {
			const anchor = /#([\w-]+)'/.exec(text(`credentials/${file}`))?.[1];
			expect(headings).toContain(anchor);
		}
	});
});

it('the compose file has the versions that are tested', () => {
	const compose = text('examples/queue-mode/compose.yaml');
	const { dependencies } = JSON.parse(text('host/pinned/n8n/package.json')) as { dependencies: { n8n: string } };
	const { name, version } = JSON.parse(text('package.json')) as { name: string; version: string };
	const images = [...compose.matchAll(/image: n8nio\/n8n:(\S+)/g)].map(([, tag]) => tag);
	expect(images).toEqual([dependencies.n8n, dependencies.n8n]);
	expect(compose).toContain(`:-${name}@${version}}`);
});
