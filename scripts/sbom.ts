import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { providerPackages, root } from './folders';
import { manifestIn, type Manifest } from './manifest';

const digest = (algorithm: string, content: Buffer | string): string =>
	createHash(algorithm).update(content).digest('hex');

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.sort();

const fileComponent = (folder: string, path: string): Models.Component => {
	const hash = digest('sha256', readFileSync(join(folder, path)));
	return new Models.Component(Enums.ComponentType.File, path, {
		bomRef: path,
		hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], hash]]),
	});
};

/** What the package needs and n8n brings: it is no part of the tarball. */
const peerComponent = ([name, versions]: [string, string]): Models.Component => {
	const purl = `pkg:npm/${name}`;
	return new Models.Component(Enums.ComponentType.Library, name, {
		bomRef: purl,
		purl,
		description: `Peer dependency (${versions}): not in the tarball, n8n brings it`,
		properties: new Models.PropertyRepository([new Models.Property('npm:peerDependency', versions)]),
	});
};

const packageComponent = (manifest: Manifest, tarball: Buffer): Models.Component => {
	const { name, version, description, license, homepage, repository } = manifest;
	const purl = `pkg:npm/${name}@${version}`;
	const { VCS, Website } = Enums.ExternalReferenceType;
	const hashes = new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], digest('sha512', tarball)]]);
	return new Models.Component(Enums.ComponentType.Library, name, {
		bomRef: purl,
		...{ purl, version, description, hashes },
		licenses: new Models.LicenseRepository([new Models.SpdxLicense(license)]),
		externalReferences: new Models.ExternalReferenceRepository([
			new Models.ExternalReference(homepage, Website),
			new Models.ExternalReference(repository.url, VCS),
		]),
	});
};

const serialized = (bom: Models.Bom): string => {
	const normalizers = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
	return `${new Serialize.JsonSerializer(normalizers).serialize(bom, { space: '\t' })}\n`;
};

const npmVersion = (): string => execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim();

/** A UUID (version 8, RFC 9562) that is the same for the same text and for no other. */
const uuidOf = (text: string): string => {
	const [a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest('sha256', text))?.slice(1) ?? [];
	return `${a}-${b}-8${c}-8${d}-${e}`;
};

/** The bill of materials of a tarball: the package, each of its files, and what it needs. It has no time and nothing random, but what made it. */
const billOf = (manifest: Manifest, tarball: Buffer, unpacked: string): string => {
	const component = packageComponent(manifest, tarball);
	const files = filesIn(unpacked).map((path) => fileComponent(unpacked, path));
	const peers = Object.entries(manifest.peerDependencies).map(peerComponent);
	for (const { bomRef } of peers) component.dependencies.add(bomRef);
	const bom = new Models.Bom({
		metadata: new Models.Metadata({ component }),
		components: new Models.ComponentRepository([...files, ...peers]),
	});
	for (const [name, version] of [['node', process.version] as const, ['npm', npmVersion()] as const])
		bom.metadata.properties.add(new Models.Property(name, version));
	bom.serialNumber = `urn:uuid:${uuidOf(serialized(bom))}`;
	return serialized(bom);
};

const writeBill = (folder: string, manifest: Manifest): void => {
	const name = `${manifest.name}-${manifest.version}`;
	const tarball = join(folder, `${name}.tgz`);
	const unpacked = mkdtempSync(join(tmpdir(), 'sbom-'));
	try {
		execFileSync('tar', ['xzf', tarball, '-C', unpacked, '--strip-components=1']);
		const bill = billOf(manifest, readFileSync(tarball), unpacked);
		writeFileSync(join(folder, `${name}.cdx.json`), bill);
		console.log(`${name}: ${filesIn(unpacked).length} files`);
	} finally {
		rmSync(unpacked, { recursive: true, force: true });
	}
};

/** `npm run sbom [-- folder]`: the tarballs of all packages, as they are published, and the bill of materials of each. */
const main = (): void => {
	const folder = resolve(process.argv[2] ?? join(root, '.sbom'));
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const packages = [root, ...providerPackages];
	execFileSync('npm', ['pack', ...packages, '--pack-destination', folder, '--silent'], { cwd: root, stdio: 'pipe' });
	for (const from of packages) writeBill(folder, manifestIn(from));
};

main();
