import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProgramOptions {
	command: string;
	args: string[];
	env?: Record<string, string>;
	cwd?: string;
	/** Everything that it prints. */
	logFile: string;
	/** What asks it to end; SIGTERM without it. After 15 s it is killed. */
	stopSignal?: NodeJS.Signals;
	/** A user of this system to run as, for programs that refuse to be root. Ignored unless we are root. */
	user?: string;
}

export interface Program {
	pid: number;
	/** Resolves when the process has ended, by itself or not. */
	ended: Promise<void>;
	hasEnded(): boolean;
	/** Lets it end in its own way, and waits. */
	stop(): Promise<void>;
	/** SIGKILL to this process alone, as when memory runs out; waits until it is gone. */
	kill(): Promise<void>;
	log(): string;
}

/** Below those that a system gives to connections that go out: one of them could have it before a program has started. */
const anyPort = () => randomInt(20_000, 30_000);

/** A port on loopback that nobody has at the moment: this one if it can be. */
export const freePort = async (wanted = anyPort(), tries = 100): Promise<number> =>
	await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error) => (tries === 0 ? reject(error) : resolve(freePort(anyPort(), tries - 1))));
		server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(wanted)));
	});

/** Tries until it holds; rejects with what it waited for when the time is over. */
export const waitFor = async <T>(
	what: string,
	attempt: () => Promise<T | undefined | false>,
	{ seconds = 60, every = 250 }: { seconds?: number; every?: number } = {},
): Promise<T> => {
	const end = Date.now() + seconds * 1000;
	let last: unknown;
	while (Date.now() < end) {
		try {
			const value = await attempt();
			if (value !== undefined && value !== false) return value;
		} catch (error) {
			last = error;
		}
		await sleep(every);
	}
	throw new Error(`Waited ${seconds} s for ${what}${last instanceof Error ? `: ${last.message}` : ''}`);
};

const idOf = (name: string, kind: '-u' | '-g'): number => {
	const { status, stdout } = spawnSync('id', [kind, name], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`This system has no user "${name}"`);
	return Number(stdout);
};

/** The identity that a program gets which refuses to be root: nothing where that is our own. */
export const identityOf = (user: string | undefined): { uid?: number; gid?: number } =>
	user !== undefined && process.getuid?.() === 0 ? { uid: idOf(user, '-u'), gid: idOf(user, '-g') } : {};

// Nothing of the caller's own settings: neither those of another n8n nor those of a test run.
const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'];
const environment = (own: Record<string, string> = {}) => ({
	...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
	...own,
});

/** Starts a program that can't outlive this process. */
export const startProgram = async (options: ProgramOptions): Promise<Program> => {
	const { command, args, env, cwd, logFile, stopSignal = 'SIGTERM', user } = options;
	mkdirSync(dirname(logFile), { recursive: true });
	const output = openSync(logFile, 'a');
	const guard = spawn(
		process.execPath,
		[
			require.resolve('tsx/cli'),
			join(__dirname, 'guard.ts'),
			stopSignal,
			JSON.stringify(identityOf(user)),
			command,
			...args,
		],
		{ stdio: ['pipe', output, output, 'ipc'], env: environment(env), cwd, detached: true },
	);
	closeSync(output);
	let isOver = false;
	const ended = new Promise<void>((resolve) => {
		guard.once('exit', () => {
			isOver = true;
			resolve();
		});
	});
	const pid = await new Promise<number>((resolve, reject) => {
		guard.once('message', ({ pid: started }: { pid: number }) => resolve(started));
		guard.once('exit', () => reject(new Error(`${command} did not start: ${readFileSync(logFile, 'utf8')}`)));
	});
	return {
		pid,
		ended,
		hasEnded: () => isOver,
		stop: async () => {
			guard.stdin?.end();
			await ended;
		},
		kill: async () => {
			process.kill(pid, 'SIGKILL');
			await ended;
		},
		log: () => readFileSync(logFile, 'utf8'),
	};
};

/** Waits until a program does its work. Where it doesn't get there: stops it, and rejects with its last words. */
export const whenReady = async (
	name: string,
	program: Program,
	isReady: () => Promise<boolean>,
	seconds = 180,
): Promise<void> => {
	try {
		await waitFor(`${name} to start`, async () => program.hasEnded() || (await isReady()), { seconds });
		if (program.hasEnded()) throw new Error(`${name} ended while it started`);
	} catch (error) {
		await program.stop();
		throw new Error(`${(error as Error).message}\n${program.log().slice(-3000)}`);
	}
};
