import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import type { Api, WorkflowJson } from '../../../sandbox/host';
import { root } from '../../../scripts';
import { artifact } from '../artifacts';

/** What a process of n8n is told of, so that it notes whom it contacts. */
export interface Contacts {
	readonly env: Record<string, string>;
	/** The same API, which also takes note of the addresses in the credentials that a test makes or tries, and of n8n's HTTP Request nodes. */
	watched(api: Api): Api;
}

/** Where a host may come from: the field of a provider's credential, as docs/security.md has it, or something else of the tests. */
type Source = readonly [from: string, url: string];

const providers: Record<string, string> = {
	clientDirectoryApi: 'Client Directory',
	cloudFoundryApi: 'Cloud Foundry',
	delosApi: 'Delos Financial',
	guardhouseApi: 'Guardhouse',
};
const fields: Record<string, string> = { baseUrl: 'Base URL', uaaUrl: 'UAA URL', issuerUrl: 'Issuer URL' };

/** The addresses in a credential; one of another node of n8n's has its own name for it. */
const sourcesIn = (type: string, data: IDataObject): Source[] =>
	Object.entries(data).flatMap(([field, value]) => {
		// Unencrypted and not on this machine is refused, and so is no host to contact.
		if (typeof value !== 'string' || !/^https:|^http:\/\/127\./.test(value)) return [];
		return [[`${providers[type] ?? type}: ${fields[field] ?? field}`, value] as const];
	});

/** Where n8n's own node for it sends requests, which is no matter of ours. */
const sourcesOfWorkflow = ({ nodes }: WorkflowJson): Source[] =>
	nodes
		.filter(({ type }) => type === 'n8n-nodes-base.httpRequest')
		.flatMap(({ parameters = {} }) => sourcesIn('httpRequest', parameters));

const sourcesOf = ({ clientDirectory, cloudFoundry, delos, guardhouse }: Sandbox): Source[] => [
	['Client Directory: Base URL', clientDirectory.url],
	['Cloud Foundry: Base URL', cloudFoundry.url],
	['Cloud Foundry: UAA URL', cloudFoundry.uaaUrl],
	['Delos Financial: Base URL', delos.url],
	['Guardhouse: Base URL', guardhouse.url],
	// Left empty, as it is in the sandbox.
	['Guardhouse: Issuer URL', guardhouse.url],
];

const folder = artifact('contacts');
const fileOf = (name: string, kind: 'contacted' | 'sources'): string => artifact('contacts', `${name}.${kind}`);

export const forgetContacts = (): void => rmSync(folder, { recursive: true, force: true });

/** Notes all that the n8n of a file of tests contacts, and where those hosts come from. */
export const openContacts = (name: string, sandbox: Sandbox): Contacts => {
	const note = (sources: Source[]) =>
		appendFileSync(fileOf(name, 'sources'), sources.map((source) => `${source.join(' = ')}\n`).join(''));
	note(sourcesOf(sandbox));
	writeFileSync(fileOf(name, 'contacted'), '', { flag: 'a' });
	const recorder = join(root, 'test/e2e/hosts/record.js');
	return {
		env: { NODE_OPTIONS: `--require ${JSON.stringify(recorder)}`, E2E_CONTACTED: fileOf(name, 'contacted') },
		watched: (api) => ({
			...api,
			createCredential: async (type, label, data) => {
				note(sourcesIn(type, data));
				return await api.createCredential(type, label, data);
			},
			importWorkflow: async (workflow, ...rest) => {
				note(sourcesOfWorkflow(workflow));
				return await api.importWorkflow(workflow, ...rest);
			},
			testCredential: async (stored, type, data) => {
				note(sourcesIn(type, data));
				return await api.testCredential(stored, type, data);
			},
		}),
	};
};

/** What the n8n of one file of tests contacted, and where the hosts that it might contact come from. */
export interface Recorded {
	readonly name: string;
	readonly contacted: readonly string[];
	readonly sources: readonly Source[];
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

export const recorded = (): Recorded[] => {
	if (!existsSync(folder)) return [];
	const names = readdirSync(folder).flatMap((file) => /^(.+)\.contacted$/.exec(file)?.[1] ?? []);
	return names.map((name) => ({
		name,
		contacted: linesOf(fileOf(name, 'contacted')),
		sources: linesOf(fileOf(name, 'sources')).map((line) => line.split(' = ') as unknown as Source),
	}));
};
