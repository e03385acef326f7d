import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN8n, startWorker, type N8n } from './start';
import { installPackages } from './package';
import { startPostgres, type Postgres } from './postgres';
import type { Program } from './process';
import { startRedis, type Redis } from './redis';

/** What Redis holds of n8n's jobs. */
export interface Jobs {
	waiting: number;
	active: number;
	delayed: number;
	/** Jobs that Redis still knows anything of, under way or not. */
	known: number;
}

export interface Queue {
	n8n: N8n;
	/** A worker with a user folder of its own, which it finds again when it is started once more under its name. */
	startWorker(name: string): Promise<Program>;
	jobs(): Jobs;
	stop(): Promise<void>;
}

/** n8n's queue mode, as it is spread over machines: one main, workers, and PostgreSQL and Redis between them. */
export const startQueue = async (
	/** The folders of the packages that it has. */
	packages: readonly string[],
	logFile: (name: string) => string,
	settings: Record<string, string> = {},
): Promise<Queue> => {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	// PostgreSQL may be another user than we are, and has its own folder in there.
	chmodSync(folder, 0o711);
	const programs: Program[] = [];
	const started = <P extends Program>(program: P): P => {
		programs.push(program);
		return program;
	};
	const stop = async () => {
		// In turn, and the last one first: n8n has to find its database while it ends.
		for (const program of programs.reverse()) await program.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	const userFolder = (name: string) => {
		const path = join(folder, name);
		// Packing blocks this process, which may be the providers' too.
		if (existsSync(path)) return path;
		mkdirSync(path, { recursive: true });
		installPackages(path, packages);
		return path;
	};
	try {
		const postgres: Postgres = started(await startPostgres(folder, logFile('postgres')));
		const redis: Redis = started(await startRedis(folder, logFile('redis')));
		const env = { EXECUTIONS_MODE: 'queue', ...postgres.env, ...redis.env, ...settings };
		const n8n = started(await startN8n({ userFolder: userFolder('main'), logFile: logFile('main'), env }));
		return {
			n8n,
			startWorker: async (name) =>
				started(await startWorker({ userFolder: userFolder(name), logFile: logFile(name), env })),
			jobs: () => {
				const count = (command: string, list: string) => Number(redis.ask(command, `bull:jobs:${list}`)[0]);
				return {
					waiting: count('llen', 'wait') + count('llen', 'paused'),
					active: count('llen', 'active'),
					delayed: count('zcard', 'delayed'),
					known: redis.ask('keys', 'bull:jobs:[0-9]*').length,
				};
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
};
