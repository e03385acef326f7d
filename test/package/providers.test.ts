import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { startSandbox } from '../../sandbox';
import { startEngine, type Engine } from '../../sandbox/host';
import { providerPackages, root } from '../../scripts';
import { providerOf, removals, wayIn } from '../support/access';
import { anchorsIn } from '../support/markdown';
import { filesIn, openTarball, type Tarball } from '../support/tarball';
import { runNode } from '../support/workflow';

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const manifestIn = (folder: string) => JSON.parse(read(folder, 'package.json')) as Record<string, unknown>;

interface Provider {
	folder: string;
	credential: string;
	/** As somebody may write it. */
	written: RegExp;
	operations: number;
	removed: string;
}

const providers: Record<string, Provider> = {
	'n8n-nodes-client-directory': {
		folder: 'ClientDirectory',
		credential: 'clientDirectoryApi',
		written: /client[ _-]?directory|scalepad/i,
		operations: 10,
		removed:
			'POST /v2/clients/aa7cf840-9ca9-46a3-9778-9015d6580d50/departments/d1a2b3c4-e5f6-7890-abcd-ef1234567890/members/remove',
	},
	'n8n-nodes-cloudfoundry-access': {
		folder: 'CloudFoundry',
		credential: 'cloudFoundryApi',
		written: /cloud[ _-]?foundry/i,
		operations: 16,
		removed: 'DELETE /v2/users/uaa-id-128/organizations/1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
	},
	'n8n-nodes-delos-financial': {
		folder: 'Delos',
		credential: 'delosApi',
		written: /delos/i,
		operations: 11,
		removed: 'DELETE /v2/user/user_abc123def/relate-client/cust_789xyz',
	},
	'n8n-nodes-guardhouse': {
		folder: 'Guardhouse',
		credential: 'guardhouseApi',
		written: /guardhouse/i,
		operations: 12,
		removed: 'DELETE /api/v1/users/101/roles/1',
	},
};
const names = Object.keys(providers);

/** As its audit events name a package. */
const productOf = (name: string) => ({ name, vendor_name: 'Access Management Nodes' });

let all: Tarball;
beforeAll(() => {
	all = openTarball();
});
afterAll(() => all.remove());

it('there is one for each provider', () => {
	expect(providerPackages.map((folder) => basename(folder)).sort()).toEqual(names);
});

it('the README of the one for all says what each is called, and its node', () => {
	for (const [name, { credential }] of Object.entries(providers))
		expect(read(root, 'README.md')).toMatch(
			new RegExp(`\\| \`${name}\` +\\| \`${name}\\.${credential.replace(/Api$/, '')}\` +\\|`),
		);
});

describe.each(names)('the tarball of %s', (name) => {
	const { folder, credential, operations, removed } = providers[name];
	const node = credential.replace(/Api$/, '');
	const className = `${folder}Api`;
	let tarball: Tarball;
	let engine: Engine;

	beforeAll(async () => {
		tarball = openTarball(join(root, 'packages', name));
		engine = await startEngine({ packageRoot: tarball.folder });
	});
	afterAll(async () => {
		await engine.stop();
		tarball.remove();
	});

	it('holds one node, its trigger, its credential and the engine, each file as in the one for all', () => {
		const shipped = filesIn(tarball.folder);
		const ofThis = new RegExp(`^dist/(nodes/(${folder}|operation)/|credentials/${className}\\.)`);
		const expected = filesIn(all.folder).filter((file) => !file.startsWith('dist/') || ofThis.test(file));
		expect(shipped).toEqual(expected);
		expect(readdirSync(join(tarball.folder, 'dist/nodes')).sort()).toEqual([folder, 'operation'].sort());
		expect(readdirSync(join(tarball.folder, 'dist/credentials'))).toEqual([`${className}.credentials.js`]);
		expect(shipped.filter((file) => file.includes('__schema__'))).toHaveLength(operations);

		const codexes = ['', 'Trigger'].map((kind) => `dist/nodes/${folder}/${folder}${kind}.node.json`);
		const itsOwn = ['CHANGELOG.md', 'README.md', 'package.json', ...codexes];
		const differing = shipped.filter((file) => read(tarball.folder, file) !== read(all.folder, file));
		expect(differing).toEqual(itsOwn.sort());
	});

	it('says nothing of the other providers', () => {
		const others = names.filter((other) => other !== name).map((other) => providers[other].written);
		const found = filesIn(tarball.folder).filter((file) =>
			others.some((written) => written.test(file) || written.test(read(tarball.folder, file))),
		);
		expect(found).toEqual([]);
	});

	it('has a README of its own, which leads to what is there', () => {
		const readme = read(tarball.folder, 'README.md');
		expect(anchorsIn(readme)).toEqual([name, 'installation', 'operations', 'examples', 'credentials', 'compatibility']);
		const [, table, , credential] = readme.split(/^## (?:Operations|Examples|Credentials)$/m);
		expect(table.match(/^\| (User|Client|Department|Role|Organization|Space|Access|Change) \| /gm)).toHaveLength(
			operations,
		);
		expect(credential).toMatch(/^\| Base URL +\| /m);

		const project = 'https://github.com/access-management-nodes/n8n-nodes-access-management';
		const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
		for (const link of links) expect(link).toMatch(/^https:\/\//);
		const ours = links.filter((link) => link.startsWith(project)).map((link) => link.slice(project.length));
		expect(ours.length).toBeGreaterThan(5);
		for (const link of ours) {
			const [path, anchor] = link.replace('/blob/main/', '').split('#');
			const page = join(root, path || 'README.md');
			expect([link, existsSync(page)]).toEqual([link, true]);
			if (anchor) expect(anchorsIn(read(page))).toContain(anchor);
		}
	});

	it('has the package.json of the one for all, but for what it is', () => {
		const { name: its, description, keywords, repository, n8n, ...shared } = manifestIn(tarball.folder);
		const { scripts: _, devDependencies: __, main: ___, ...manifest } = manifestIn(root);
		expect(manifest).toMatchObject(shared);
		expect(Object.keys(shared).sort()).toEqual(
			['version', 'license', 'homepage', 'author', 'bugs', 'engines', 'files', 'peerDependencies'].sort(),
		);
		expect(its).toBe(name);
		expect(description).toMatch(/^n8n community node that \w+s .{20,}/);
		expect(keywords).toContain('n8n-community-node-package');
		expect(repository).toEqual({ ...(manifest.repository as object), directory: `packages/${name}` });
		expect(n8n).toEqual({
			n8nNodesApiVersion: 1,
			strict: true,
			credentials: [`dist/credentials/${className}.credentials.js`],
			nodes: ['', 'Trigger'].map((kind) => `dist/nodes/${folder}/${folder}${kind}.node.js`),
		});
	});

	it('is loaded by n8n with its icons in both themes and its codex', () => {
		const { description } = engine.nodeType(`${name}.${node}`);
		expect(description.codex?.alias).toEqual(expect.arrayContaining(['revoke access', 'offboard']));
		const { light, dark } = description.iconUrl as { light: string; dark: string };
		expect([light, dark].map((icon) => icon.split('/').slice(0, 2))).toEqual([
			['icons', name],
			['icons', name],
		]);
		for (const icon of [light, dark])
			expect(existsSync(join(tarball.folder, icon.replace(`icons/${name}/`, '')))).toBe(true);
		const codex = JSON.parse(read(tarball.folder, `dist/nodes/${folder}/${folder}.node.json`)) as { node: string };
		expect(codex.node).toBe(`${name}.${node}`);
	});

	it('connects, and takes an access away', async () => {
		const sandbox = await startSandbox();
		try {
			const data = wayIn(sandbox, credential);
			expect((await engine.testCredential(credential, data as never)).status).toBe('OK');
			const { requests } = providerOf(sandbox, credential);
			requests.length = 0;

			const [, parameters] = removals[credential];
			const audited = { ...parameters, options: { auditEvent: true } };
			const { outputs, error } = await runNode(engine, node, audited, {
				credentials: { [credential]: data },
				of: name,
			});
			expect(error).toBeUndefined();
			expect(outputs[0].map(({ json }) => json)).toEqual([
				expect.objectContaining({ success: true, operation: parameters.operation, outcome: 'applied' }),
			]);
			const events = [outputs[0][0].json.audit].flat();
			expect(events).toEqual([
				expect.objectContaining({ metadata: expect.objectContaining({ product: productOf(name) }) }),
			]);
			expect(requests.map(({ method, url }) => `${method} ${url}`)).toContain(removed);
		} finally {
			await sandbox.close();
		}
	});
});
