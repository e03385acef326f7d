import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleFiles } from '../../sandbox/examples';
import { openApi, waitFor } from '../../sandbox/host';
import { artifact } from './artifacts';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'n8n-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run n8n` as in a terminal, from when it says how to end it until Ctrl-C. */
const whileRunning = async (name: string, use: (url: string, printed: string) => Promise<void>): Promise<void> => {
	const child = spawn('npm', ['run', 'n8n', '--', folder], { cwd: root, detached: true });
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (printed += part.toString()));
	const ended = new Promise((resolve) => child.once('close', resolve));
	let url = '';
	try {
		await waitFor('npm run n8n', async () => child.exitCode !== null || printed.includes('Ctrl-C ends'), {
			seconds: 120,
		});
		expect([child.exitCode, printed]).toEqual([null, expect.stringContaining('Ctrl-C ends')]);
		url = /n8n: +(http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1] ?? '';
		await use(url, printed);
	} finally {
		process.kill(-(child.pid ?? 0), 'SIGINT');
		await ended;
		writeFileSync(artifact('logs', `${name}.log`), printed);
	}
	await expect(fetch(url)).rejects.toThrow('fetch failed');
};

it('brings n8n, the sandbox, its credentials and the examples, and leaves nothing behind', async () => {
	const tickets = readFileSync(join(root, 'examples/tickets.json'), 'utf8');
	const { tickets: asked } = JSON.parse(tickets) as { tickets: Array<{ expect: { status: string } }> };
	await whileRunning('run-first', async (url, printed) => {
		expect(printed).toMatch(/^Sign in: +owner@example\.com with Sandbox-password1$/m);
		const [, webhook] = /-d @examples\/tickets\.json (\S+)/.exec(printed) ?? [];
		const headers = { 'content-type': 'application/json' };
		const response = await fetch(webhook, { method: 'POST', headers, body: tickets });
		const replies = (await response.json()) as Array<{ status: string }>;
		expect(replies.map(({ status }) => status)).toEqual(asked.map(({ expect: { status } }) => status));
		expect(webhook.startsWith(url)).toBe(true);
	});
	await whileRunning('run-second', async (url) => {
		const api = openApi(url);
		await api.signIn();
		expect(await api.request('GET', '/credentials')).toHaveLength(4);
		expect(await api.request('GET', '/workflows')).toHaveLength(exampleFiles.length);
	});
});
