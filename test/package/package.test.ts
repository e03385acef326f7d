import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { startEngine, type Engine } from '../../sandbox/host';
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

	it('is under 175 kB and holds nothing but what is shipped', () => {
		expect(tarball.size).toBeLessThan(175_000);
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

	it('is loaded with a trigger for each of them, which looks the same', () => {
		for (const folder of ['Delos', 'ClientDirectory', 'Guardhouse', 'CloudFoundry']) {
			const name = folder.replace(/^./, (letter) => letter.toLowerCase());
			const { description } = engine.nodeType(`n8n-nodes-access-management.${name}Trigger`);
			const { description: node } = engine.nodeType(`n8n-nodes-access-management.${name}`);
			const { displayName, group, inputs, polling, usableAsTool } = description;
			expect({ displayName, group, inputs, polling, usableAsTool }).toEqual({
				...{ displayName: `${node.displayName} Trigger`, group: ['trigger'], inputs: [], polling: true },
				usableAsTool: undefined,
			});
			expect(description.iconUrl).toEqual(node.iconUrl);
			expect(description.credentials).toEqual(node.credentials);
			expect(description.codex?.alias).toEqual(expect.arrayContaining(['on access changed', 'access revoked']));
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
		expect(all).toHaveLength(49);
		const { properties } = preview('Guardhouse/__schema__/v1.0.0/user/unassignRole.json');
		expect(Object.keys(properties)).toEqual([
			'summary',
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

describe('the README and its pages', () => {
	const docs = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`);
	const all = ['README.md', ...docs, 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
	const project = 'https://github.com/access-management-nodes/n8n-nodes-access-management';

	it('is read in three minutes, leads to every page, and says how to try it', () => {
		const readme = text('README.md');
		expect(readme.split('\n').length).toBeLessThan(160);
		for (const path of docs) expect(readme).toContain(`](${path})`);
		for (const command of ['npm ci && npm run demo', 'npm ci && npm test', 'npm run n8n'])
			expect(readme).toContain(`\`\`\`sh\n${command}\n\`\`\``);
	});

	it('name every operation, what it asks for, its refusals, every option and every example', () => {
		for (const [page, operation, field, credential, refusal] of [
			[
				'client-directory',
				'Remove Members',
				'`user_ids`',
				'Access Token',
				"The client directory didn't accept the IDs",
			],
			['cloud-foundry', 'Remove Organization', '`organizationName`', 'UAA URL', "The organization '…' is suspended"],
			[
				'delos-financial',
				'Unbind Client',
				'`relation.cuid`',
				'Header Format',
				"The user '…' has no access to the client '…'",
			],
			['guardhouse', 'Unassign Role', '`userEmail`', 'Issuer URL', "The user '…' doesn't exist at Guardhouse"],
		]) {
			const [, operations, parameters, credentials, refusals] = text(`docs/${page}.md`).split(
				/^## (?:Operations|Parameters|Credentials|Refusals)$/m,
			);
			expect(operations).toContain(`| [${operation}](https://`);
			expect(text('docs/operations.md')).toContain(`| [${operation}](https://`);
			expect(parameters).toContain(field);
			expect(credentials).toContain(`| ${credential} | `);
			expect(refusals).toContain(`| ${refusal} | `);
		}
		expect(text('docs/cloud-foundry.md')).toContain('or `DELETE /v3/roles/{guid}`');
		expect(text('docs/options.md')).toContain('| Max Removal Percent (`maxRemovalPercent`) | 0 to 100 | `20` |');
		for (const file of readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.json')))
			expect(text('docs/examples.md')).toContain(`](../examples/${file})`);
		expect(text('docs/queue-mode.md')).toContain('](../examples/queue-mode/compose.yaml)');
		expect(text('docs/examples.md')).toContain('](../examples/first-trial/compose.yaml)');
	});

	const missing = (target: string, from: string) => {
		const [path, anchor] = target.split('#');
		const file = path === '' ? from : join(dirname(from), path);
		if (!existsSync(join(root, file))) return true;
		return anchor !== undefined && !anchorsIn(text(file)).includes(anchor);
	};

	it('link only to files and headings that exist', () => {
		for (const page of all) {
			const links = [...text(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target);
			expect([page, links.filter((target) => missing(target, page))]).toEqual([page, []]);
		}
	});

	it('show pictures that are there, each once, and say what is in them', () => {
		const images = all.flatMap((page) => {
			const found = text(page).matchAll(/<img src="([^"]+)" alt="[^"]{20,}"/g);
			return [...found].map(([, path]) => join(dirname(page), path));
		});
		const files = filesIn(join(root, '.github/images')).map((name) => `.github/images/${name}`);
		expect(images.sort()).toEqual(files.sort());
	});

	it('are where the nodes and the credentials lead to', () => {
		const files = ['credentials', 'nodes'].flatMap((folder) =>
			filesIn(join(root, folder)).map((file) => join(folder, file)),
		);
		const links = files.flatMap((file) =>
			[...text(file).matchAll(new RegExp(`${project}([^"']*)`, 'g'))].map(([, target]) => target),
		);
		const toPages = links.filter((link) => link !== '/issues');
		expect(toPages).toHaveLength(20);
		for (const link of toPages) {
			expect(link).toMatch(/^\/blob\/main\/docs\/([\w-]+\.md#(credentials|operations)|triggers\.md#what-comes-out)$/);
			expect([link, missing(link.replace('/blob/main/', ''), 'README.md')]).toEqual([link, false]);
		}
	});
});
