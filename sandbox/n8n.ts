import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, root } from '../scripts';
import { exampleFiles, readExample } from './examples';
import { formsOf } from './forms';
import { freePort, installPackages, owner, startN8n, webhookOf, type N8n, type StoredCredential } from './host';
import { fitted, say } from './print';
import { saveCredentials } from './savedCredentials';
import { startSandbox, type Sandbox } from './start';

interface Imported {
	example: string;
	/** Empty where the workflow is started in n8n. */
	webhook: string;
}

/** Imports the examples that aren't there and publishes those with a webhook. Returns their names and addresses. */
const importExamples = async ({ api, url }: N8n, credentials: Record<string, StoredCredential>) => {
	const there = await api.request<Array<{ name: string }>>('GET', '/workflows');
	const imported: Imported[] = [];
	for (const file of exampleFiles) {
		const workflow = readExample(file);
		const webhook = webhookOf(workflow)?.parameters?.path;
		const address = webhook === undefined ? '' : `${url}/webhook/${String(webhook)}`;
		imported.push({ example: workflow.name ?? file, webhook: address });
		if (there.some(({ name }) => name === workflow.name)) continue;
		const id = await api.importWorkflow(workflow, credentials);
		if (webhook !== undefined) await api.publish(id);
	}
	return imported;
};

const welcome = ({ url }: N8n, imported: Imported[], sandbox: Sandbox): string[] => [
	'',
	'n8n has a credential for each of the four already. To make one by hand, type this:',
	...formsOf(sandbox),
	'',
	'The examples are imported. A webhook takes a POST; those without one are started in n8n:',
	...imported.map(({ example, webhook }) => `  ${fitted(example, 52)}${webhook}`.trimEnd()),
	'',
	'Try one:',
	`  curl -H 'content-type: application/json' -d @examples/tickets.json ${url}/webhook/access-tickets`,
	'',
	`n8n:      ${url}`,
	`Sign in:  ${owner.email} with ${owner.password}`,
];

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
	installPackages(userFolder, [root]);
	// The usual ports, so that a credential typed by hand goes on working the next time.
	const usual = [4101, 4102, 4103, 4104, 4105];
	const free = await Promise.all(usual.map(async (port) => await freePort(port)));
	const sandbox = await startSandbox({ firstPort: String(free) === String(usual) ? usual[0] : undefined });
	let n8n: N8n | undefined;
	try {
		n8n = await startN8n({ userFolder, logFile, port: await freePort(5678) });
		await n8n.api.signIn();
		const imported = await importExamples(n8n, await saveCredentials(n8n.api, sandbox));
		for (const line of welcome(n8n, imported, sandbox)) say(line);
		say(`Log:      ${logFile}`);
		say('Ctrl-C ends n8n and the sandbox. What happened in the sandbox is forgotten then; n8n keeps its workflows.');
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
