import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, startN8n, type N8n, type StoredCredential } from '../../host';
import { startSandbox, type Sandbox } from '../../sandbox';
import { saveCredentials } from '../../sandbox/savedCredentials';
import { artifact } from './artifacts';

export interface Installation {
	n8n: N8n;
	sandbox: Sandbox;
	/** By type, stored in n8n, for the sandbox. */
	credentials: Record<string, StoredCredential>;
	close(): Promise<void>;
}

/** A new n8n with the package installed, its owner signed in, and the sandbox. */
export const openInstallation = async (name: string, env?: Record<string, string>): Promise<Installation> => {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	const sandbox = await startSandbox();
	let n8n: N8n | undefined;
	const close = async () => {
		await n8n?.stop();
		await sandbox.close();
		rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		installPackage(userFolder);
		n8n = await startN8n({ userFolder, logFile: artifact('logs', `${name}.log`), env });
		await n8n.api.signIn();
		const credentials = await saveCredentials(n8n.api, sandbox);
		return { n8n, sandbox, credentials, close };
	} catch (error) {
		await close();
		throw error;
	}
};
