import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Order, Served } from './server';

const patience = 300_000;

const running = new Set<ChildProcess>();

const kept = (child: ChildProcess): ChildProcess => {
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
};

/** Ends what is left of the processes started here, each by its own id. */
export const endChildren = (): void => {
	for (const child of running) child.kill('SIGKILL');
};

const message = async <Message>(child: ChildProcess): Promise<Message> => {
	const heard = new AbortController();
	const signal = AbortSignal.any([heard.signal, AbortSignal.timeout(patience)]);
	const gone = once(child, 'exit', { signal }).then(([code]) => {
		throw new Error(`A process of the benchmark ended with ${code}`);
	});
	try {
		const [said] = (await Promise.race([once(child, 'message', { signal }), gone])) as [Message];
		return said;
	} finally {
		heard.abort();
	}
};

export interface Server {
	readonly url: string;
	/** Sets the latency and gives the counts since the last order. */
	readonly order: (order: Order) => Promise<Served>;
}

export const startServer = async (): Promise<Server> => {
	const child = kept(fork(join(__dirname, 'server.ts')));
	const port = await message<number>(child);
	return {
		url: `http://127.0.0.1:${port}`,
		order: async (order) => {
			const counts = message<Served>(child);
			child.send(order);
			return await counts;
		},
	};
};

/** Runs a file of this folder in a fresh process, and gives the one message that it sends. */
export const inFreshProcess = async <Message>(file: string, args: readonly string[]): Promise<Message> => {
	const child = kept(fork(join(__dirname, file), args));
	try {
		return await message<Message>(child);
	} finally {
		child.kill('SIGKILL');
	}
};

/** Runs plain JavaScript in a fresh Node.js without any loader, and gives the JSON that it prints. */
export const inPlainNode = async <Printed>(script: string, args: readonly string[], cwd: string): Promise<Printed> => {
	const child = kept(spawn(process.execPath, ['-e', script, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] }));
	let text = '';
	child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
	await once(child, 'close', { signal: AbortSignal.timeout(patience) });
	return JSON.parse(text) as Printed;
};
