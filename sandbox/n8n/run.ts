import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { credentialsFor } from '../access';
import { build, root } from '../build';
import type { WorkflowJson } from '../engine';
import { startSandbox, type Sandbox } from '../index';
import { examples } from '../tickets';
import { owner, withCredentials, type StoredCredential } from './api';
import { startN8n, type N8n } from './index';
import { installPackage } from './package';

const isFree = async (port: number): Promise<boolean> =>
	await new Promise((done) => {
		const server = createServer();
		server.once('error', () => done(false));
		server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
	});

const labels: Record<string, string> = {
	delosApi: 'Delos Financial (sandbox)',
	clientDirectoryApi: 'Client Directory (sandbox)',
	guardhouseApi: 'Guardhouse (sandbox)',
	cloudFoundryApi: 'Cloud Foundry (sandbox)',
};

/** Makes the credentials, or leads those of an earlier start to where the sandbox is now. */
const saveCredentials = async ({ api }: N8n, sandbox: Sandbox): Promise<Record<string, StoredCredential>> => {
	const stored = await api.request<StoredCredential[]>('GET', '/credentials');
	const saved: Record<string, StoredCredential> = {};
	for (const [type, data] of Object.entries(credentialsFor(sandbox))) {
		const name = labels[type];
		const earlier = stored.find((one) => one.name === name);
		if (earlier) await api.request('PATCH', `/credentials/${earlier.id}`, { name, type, data });
		saved[type] = earlier ? { id: earlier.id, name } : await api.createCredential(type, name, data);
	}
	return saved;
};

/** Imports the examples that aren't there and publishes those with a webhook. Returns their names and addresses. */
const importExamples = async ({ api, url }: N8n, credentials: Record<string, StoredCredential>) => {
	const there = await api.request<Array<{ name: string }>>('GET', '/workflows');
	const imported: Array<{ example: string; webhook: string }> = [];
	for (const file of readdirSync(examples).filter((name) => name.endsWith('.json') && name !== 'tickets.json')) {
		const workflow = JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowJson;
		const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.parameters?.path;
		const address = webhook === undefined ? '' : `${url}/webhook/${String(webhook)}`;
		imported.push({ example: workflow.name ?? file, webhook: address });
		if (there.some(({ name }) => name === workflow.name)) continue;
		const id = await api.importWorkflow(withCredentials(workflow, credentials));
		if (webhook !== undefined) await api.publish(id);
	}
	return imported;
};

const stopped = async (n8n: N8n): Promise<void> =>
	await new Promise((done) => {
		// Not once: npm and the terminal both send it, and the second one would not wait.
		process.on('SIGINT', () => done());
		process.on('SIGTERM', () => done());
		void n8n.ended.then(done);
	});

/** `npm run n8n [-- folder]`: what is made in n8n stays in the folder; what happens in the sandbox is forgotten. */
const run = async (): Promise<void> => {
	const userFolder = resolve(process.argv[2] ?? join(root, '.hosts/user'));
	const logFile = join(userFolder, 'n8n.log');
	mkdirSync(userFolder, { recursive: true });
	rmSync(logFile, { force: true });
	build();
	installPackage(userFolder);
	// The usual ports, so that a credential typed by hand goes on working the next time.
	const usual = await Promise.all([5678, 4101, 4102, 4103, 4104, 4105].map(isFree));
	const sandbox = await startSandbox({ firstPort: usual.slice(1).every(Boolean) ? 4101 : undefined });
	let n8n: N8n | undefined;
	try {
		n8n = await startN8n({ userFolder, logFile, port: usual[0] ? 5678 : undefined });
		await n8n.api.signIn();
		const imported = await importExamples(n8n, await saveCredentials(n8n, sandbox));
		console.table(imported);
		console.log(
			`Try one:  curl -H 'content-type: application/json' -d @examples/tickets.json ${n8n.url}/webhook/access-tickets`,
		);
		console.log(`n8n:      ${n8n.url}  (sign in as ${owner.email} with ${owner.password})`);
		console.log(`Log:      ${logFile}`);
		console.log('Ctrl-C ends n8n and the sandbox.');
		await stopped(n8n);
	} finally {
		await n8n?.stop();
		await sandbox.close();
	}
};

run().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
