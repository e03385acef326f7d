import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox';
import { installPackages, startN8n, type N8n, type StoredCredential } from '../../sandbox/host';
import { saveCredentials } from '../../sandbox/savedCredentials';
import { root } from '../../scripts';
import { artifact } from './artifacts';
import { openContacts } from './hosts/contacts';

export interface Installation {
	n8n: N8n;
	sandbox: Sandbox;
	/** By type, stored in n8n, for the sandbox. */
	credentials: Record<string, StoredCredential>;
	/** `n8n` is another one then, with all that the one before had stored; that one has to be gone. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

export interface InstallationOptions {
	env?: Record<string, string>;
	/** Where the packages are that it has: the one for all providers, unless told otherwise. */
	packages?: readonly string[];
}

/** A new n8n with our nodes installed, its owner signed in, and the sandbox. */
export const openInstallation = async (
	name: string,
	{ env, packages = [root] }: InstallationOptions = {},
): Promise<Installation> => {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const sandbox = await startSandbox();
	const contacts = openContacts(name, sandbox);
	let n8n: N8n | undefined;
	const start = async () => {
		const started = await startN8n({
			userFolder,
			logFile: artifact('logs', `${name}.log`),
			env: { ...contacts.env, ...env },
		});
		n8n = { ...started, api: contacts.watched(started.api) };
		await n8n.api.signIn();
		return n8n;
	};
	const close = async () => {
		await n8n?.stop();
		await sandbox.close();
		rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		installPackages(userFolder, packages);
		const started = await start();
		const credentials = await saveCredentials(started.api, sandbox);
		const installation: Installation = {
			n8n: started,
			sandbox,
			credentials,
			restart: async () => {
				installation.n8n = await start();
			},
			close,
		};
		return installation;
	} catch (error) {
		await close();
		throw error;
	}
};
