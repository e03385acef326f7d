import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { root } from '../../scripts';

interface Service {
	image: string;
	ports?: string[];
	environment?: Record<string, string>;
	volumes?: string[];
	entrypoint?: string[];
	command?: string | string[];
	depends_on?: Record<string, { condition: string }>;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const servicesOf = (example: string) =>
	(parse(read(`examples/${example}/compose.yaml`), { merge: true }) as { services: Record<string, Service> }).services;

const { dependencies } = JSON.parse(read('sandbox/host/pinned/n8n/package.json')) as { dependencies: { n8n: string } };
const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
const examples = { 'first-trial': ['n8n', 'nodes'], 'queue-mode': ['main', 'worker', 'nodes', 'postgres', 'redis'] };

describe.each(Object.entries(examples))('the compose file of %s', (example, names) => {
	const services = servicesOf(example);
	const ofN8n = Object.values(services).filter(({ image }) => image.startsWith('n8nio/n8n:'));

	it('has the versions that are tested, and no image without one', () => {
		expect(Object.keys(services)).toEqual(names);
		for (const { image } of ofN8n) expect(image).toBe(`n8nio/n8n:${dependencies.n8n}`);
		for (const { image } of Object.values(services)) expect(image).toMatch(/^[\w/]+:\d+(\.\d+)+$/);
	});

	it('installs the package before n8n starts, without scripts of anybody, where n8n only reads', () => {
		const { nodes, ...others } = services;
		expect(nodes).toMatchObject({
			entrypoint: expect.arrayContaining(['npm', 'install', '--ignore-scripts', '--omit=dev']) as string[],
			command: [`\${ACCESS_MANAGEMENT_PACKAGE:-${name}@${version}}`],
			volumes: ['nodes:/nodes', './packages:/packages:ro'],
		});
		for (const service of Object.values(others).filter((one) => ofN8n.includes(one))) {
			expect(service.depends_on?.nodes).toEqual({ condition: 'service_completed_successfully' });
			expect(service.volumes).toContain('nodes:/home/node/.n8n/nodes:ro');
		}
	});

	it('is open to this machine alone', () => {
		const ports = Object.values(services).flatMap((service) => service.ports ?? []);
		expect(ports).toEqual(['127.0.0.1:5678:5678']);
	});
});

it('the first trial keeps what is made in it, loads what n8n has not verified, and reports to nobody', () => {
	const { n8n } = servicesOf('first-trial');
	expect(n8n.volumes).toContain('data:/home/node/.n8n');
	expect(n8n.environment).toEqual({
		N8N_EDITOR_BASE_URL: 'http://localhost:5678/',
		WEBHOOK_URL: 'http://localhost:5678/',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
	});
});
