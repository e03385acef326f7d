import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { root } from '../../scripts';
import { filesIn } from '../support/tarball';

interface Hash {
	alg: string;
	content: string;
}

interface Bill {
	serialNumber: string;
	metadata: {
		component: { name: string; version: string; purl: string; hashes: Hash[] };
	};
	components: Array<{ type: string; name: string; hashes?: Hash[] }>;
	dependencies: Array<{ ref: string; dependsOn?: string[] }>;
}

const names = ['access-management', 'client-directory', 'cloudfoundry-access', 'delos-financial', 'guardhouse'];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const files = names.flatMap((name) => ['cdx.json', 'tgz'].map((ending) => `n8n-nodes-${name}-${version}.${ending}`));

/** Made twice, as `npm run sbom` does. */
const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'sbom-')));
beforeAll(async () => {
	const script = join(root, 'scripts/sbom.ts');
	const run = promisify(execFile);
	await Promise.all(
		folders.map(async (folder) => await run(process.execPath, [require.resolve('tsx/cli'), script, folder])),
	);
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const read = (file: string, folder = folders[0]) => readFileSync(join(folder, file));
const billOf = (name: string) => JSON.parse(read(`n8n-nodes-${name}-${version}.cdx.json`).toString()) as Bill;
const digest = (algorithm: string, content: Buffer) => createHash(algorithm).update(content).digest('hex');

it('makes a tarball of each package and its bill of materials, the same each time', () => {
	for (const folder of folders) expect(readdirSync(folder)).toEqual(files);
	for (const file of files) expect([file, read(file).equals(read(file, folders[1]))]).toEqual([file, true]);
	expect(new Set(names.map((name) => billOf(name).serialNumber)).size).toBe(5);
});

it.each(names)('lists exactly what the tarball of %s holds, and what that needs', (name) => {
	const { metadata, components, dependencies } = billOf(name);
	const own = `pkg:npm/n8n-nodes-${name}@${version}`;
	expect(metadata.component).toMatchObject({ name: `n8n-nodes-${name}`, version, purl: own });
	expect(metadata.component.hashes).toEqual([
		{ alg: 'SHA-512', content: digest('sha512', read(`n8n-nodes-${name}-${version}.tgz`)) },
	]);

	const unpacked = mkdtempSync(join(tmpdir(), 'unpacked-'));
	const file = join(folders[0], `n8n-nodes-${name}-${version}.tgz`);
	execFileSync('tar', ['xzf', file, '-C', unpacked, '--strip-components=1']);
	const held = filesIn(unpacked).map((path) => ({
		type: 'file',
		name: path,
		'bom-ref': path,
		hashes: [{ alg: 'SHA-256', content: digest('sha256', readFileSync(join(unpacked, path))) }],
	}));
	rmSync(unpacked, { recursive: true });
	expect(held.length).toBeGreaterThan(25);
	expect(components).toEqual([
		...held,
		{
			type: 'library',
			name: 'n8n-workflow',
			'bom-ref': 'pkg:npm/n8n-workflow',
			description: 'Peer dependency (*): not in the tarball, n8n brings it',
			purl: 'pkg:npm/n8n-workflow',
			properties: [{ name: 'npm:peerDependency', value: '*' }],
		},
	]);
	expect(dependencies.filter(({ dependsOn }) => dependsOn)).toEqual([
		{ ref: own, dependsOn: ['pkg:npm/n8n-workflow'] },
	]);
});

it('is as the schema of CycloneDX has it, with no time and no other chance in it', async () => {
	const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
	for (const name of names) {
		const bill = read(`n8n-nodes-${name}-${version}.cdx.json`).toString();
		expect([name, await validator.validate(bill)]).toEqual([name, null]);
		expect(bill).not.toMatch(/"timestamp"/);
	}
	expect(await validator.validate('{"bomFormat":"CycloneDX"}')).not.toBeNull();
});
