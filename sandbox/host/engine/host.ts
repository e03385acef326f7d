import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';

export interface Host {
	core: typeof import('n8n-core');
	workflow: typeof import('n8n-workflow');
}

export interface Catalogue {
	nodeTypes: INodeTypes;
	nodeType(fullName: string): INodeType | IVersionedNodeType;
	credentialType(name: string): ICredentialType;
	/** Full names of the nodes that use a credential type, in the order of package.json. */
	nodesUsing(credentialType: string): string[];
}

interface Shared {
	// A plain require, because under tsx `import()` would bring in the ES module copy of n8n-workflow, which n8n-core,
	// loaded as CommonJS, does not share.
	readonly load: NodeRequire;
	/** What is made once in a process. */
	readonly kept: Map<string, unknown>;
}

// Tests, each file of which runs in a world of its own, share what is outside of it.
const { load, kept } = (globalThis as { shared?: Shared }).shared ?? {
	load: createRequire(__filename),
	kept: new Map<string, unknown>(),
};

const once = <Made>(what: string, make: () => Made): Made => {
	if (!kept.has(what)) kept.set(what, make());
	return kept.get(what) as Made;
};

let userFolder: string | undefined;
let enginesUsingIt = 0;

const nothing = (): void => undefined;
const mute = { error: nothing, warn: nothing, info: nothing, debug: nothing };

/** Sets the environment that n8n-core reads once, when it is loaded, and loads it. */
export const openHost = (): Host => {
	enginesUsingIt += 1;
	const { env } = load('node:process') as typeof import('node:process');
	// n8n-core keeps the folder of its first start for the life of the process, so later engines get the same one.
	userFolder = once('user folder', () => mkdtempSync(join(tmpdir(), 'n8n-engine-')));
	mkdirSync(userFolder, { recursive: true });
	env.N8N_USER_FOLDER = userFolder;
	env.N8N_ENCRYPTION_KEY = 'sandbox-encryption-key';
	env.N8N_LOG_LEVEL = 'silent';
	env.N8N_DIAGNOSTICS_ENABLED = 'false';
	load('reflect-metadata');
	const core = load('n8n-core') as Host['core'];
	const workflow = load('n8n-workflow') as Host['workflow'];
	// What isn't to be heard, n8n's own logger puts together all the same, with the place in the code that it comes from.
	workflow.LoggerProxy.init(mute);
	return { core, workflow };
};

/** What n8n-core itself loads. */
const requireOfCore = (): NodeRequire => {
	// Of the process too: that of a test would load a second n8n-core.
	const { createRequire: requireOf } = load('node:module') as typeof import('node:module');
	return requireOf(load.resolve('n8n-core'));
};

interface Switch {
	enabled: boolean;
}

export const guardNetwork = (isOn: boolean): boolean => {
	const core = requireOfCore();
	const { Container } = core('@n8n/di') as typeof import('@n8n/di');
	const { SsrfProtectionConfig } = core('@n8n/config') as { SsrfProtectionConfig?: new () => Switch };
	if (!SsrfProtectionConfig) return false;
	Container.get(SsrfProtectionConfig).enabled = isOn;
	return true;
};

/** Ends what keeps the process running on older versions of n8n: the timer that closes idle SSH connections. */
const stopTimers = (): void => {
	const core = requireOfCore();
	const { Container } = core('@n8n/di') as typeof import('@n8n/di');
	const manager = './execution-engine/ssh-clients-manager';
	const { SSHClientsManager } = core(manager) as typeof import('n8n-core/dist/execution-engine/ssh-clients-manager');
	Container.get(SSHClientsManager).onShutdown();
};

export const closeHost = (): void => {
	enginesUsingIt -= 1;
	if (enginesUsingIt > 0 || userFolder === undefined) return;
	stopTimers();
	rmSync(userFolder, { recursive: true, force: true });
};

const loadBaseNodes = async ({ core }: Host) => {
	const loader = new core.LazyPackageDirectoryLoader(dirname(load.resolve('n8n-nodes-base/package.json')));
	await loader.loadAll();
	// The descriptions of 500 nodes serve the editor only.
	loader.releaseTypes();
	return loader;
};

export const openCatalogue = async (host: Host, packageRoot: string, baseNodes: boolean): Promise<Catalogue> => {
	const { PackageDirectoryLoader } = host.core;
	const own = new PackageDirectoryLoader(packageRoot);
	await own.loadAll();
	const loaders = [own, ...(baseNodes ? [await once('base nodes', async () => await loadBaseNodes(host))] : [])];

	const nodeType = (fullName: string) => {
		const dot = fullName.lastIndexOf('.');
		const loader = loaders.find(({ packageName }) => packageName === fullName.slice(0, dot));
		if (!loader) throw new host.core.UnrecognizedNodeTypeError(fullName.slice(0, dot), fullName.slice(dot + 1));
		return loader.getNode(fullName.slice(dot + 1)).type;
	};
	const loaderOf = (credentialType: string) => {
		const loader = loaders.find(({ known }) => credentialType in known.credentials);
		if (!loader) throw new host.core.UnrecognizedCredentialTypeError(credentialType);
		return loader;
	};

	return {
		nodeType,
		nodeTypes: {
			getByName: nodeType,
			getByNameAndVersion: (fullName, version) =>
				host.workflow.NodeHelpers.getVersionedNodeType(nodeType(fullName), version),
			getKnownTypes: () => ({}),
		},
		credentialType: (name) => loaderOf(name).getCredential(name).type,
		nodesUsing: (name) => {
			const { packageName, known } = loaderOf(name);
			return (known.credentials[name].supportedNodes ?? []).map((node) => `${packageName}.${node}`);
		},
	};
};
