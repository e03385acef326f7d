import { join } from 'node:path';
import { installHost } from '../pinned/install';
import { openApi, type Api } from './api';
import { freePort, startProgram, whenReady, type Program } from './process';

export interface N8nOptions {
	/** n8n keeps its settings, its database and the installed packages there. */
	userFolder: string;
	logFile: string;
	/** A free one without it. */
	port?: number;
	/** On top of what every n8n here has. */
	env?: Record<string, string>;
}

export interface N8n extends Program {
	url: string;
	api: Api;
}

// One for all processes of an installation: what one encrypts the others must be able to read.
const encryptionKey = 'sandbox-encryption-key';

const settings = (userFolder: string, port: number, brokerPort: number): Record<string, string> => ({
	NODE_ENV: 'production',
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: encryptionKey,
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	// Links in messages, such as those to approve something, lead there.
	N8N_HOST: '127.0.0.1',
	N8N_PORT: String(port),
	N8N_RUNNERS_BROKER_PORT: String(brokerPort),
	// There is nobody to report to and nothing to look up: it works without the internet.
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LOG_LEVEL: 'info',
	NO_COLOR: '1',
});

const command = () => {
	const modules = join(installHost('n8n'), 'node_modules');
	return { node: join(modules, 'node/bin/node'), n8n: join(modules, 'n8n/bin/n8n') };
};

const answers = (url: string) => async () => (await fetch(`${url}/healthz/readiness`)).ok;

/** n8n as people run it: editor, API and webhooks. Resolves when it takes requests. */
export const startN8n = async ({ userFolder, logFile, port, env }: N8nOptions): Promise<N8n> => {
	const { node, n8n } = command();
	const own = port ?? (await freePort());
	const url = `http://127.0.0.1:${own}`;
	const program = await startProgram({
		command: node,
		args: [n8n, 'start'],
		env: { ...settings(userFolder, own, await freePort()), ...env },
		logFile,
	});
	await whenReady('n8n', program, answers(url));
	return { ...program, url, api: openApi(url) };
};

/** A process that carries out executions in queue mode. Resolves when it is ready for jobs. */
export const startWorker = async ({ userFolder, logFile, env }: Omit<N8nOptions, 'port'>): Promise<Program> => {
	const { node, n8n } = command();
	const port = await freePort();
	const health = {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
	const program = await startProgram({
		command: node,
		args: [n8n, 'worker'],
		env: { ...settings(userFolder, port, await freePort()), ...health, ...env },
		logFile,
	});
	await whenReady('The worker', program, answers(`http://127.0.0.1:${port}`));
	return program;
};
