import { execFileSync } from 'node:child_process';
import { freePort, startProgram, whenReady, type Program } from './process';
import { needed } from './programs';

export interface Redis extends Program {
	/** What n8n has to be told. */
	env: Record<string, string>;
	/** The lines that redis-cli prints for a command. */
	ask(...command: string[]): string[];
}

/** An empty Redis for this machine alone, which keeps nothing. */
export const startRedis = async (folder: string, logFile: string): Promise<Redis> => {
	const [server, client] = [needed('redis-server'), needed('redis-cli')];
	const port = String(await freePort());
	const ask = (...command: string[]) =>
		execFileSync(client, ['-h', '127.0.0.1', '-p', port, '--raw', ...command], { encoding: 'utf8', stdio: 'pipe' })
			.split('\n')
			.filter((line) => line !== '');
	const args = ['--bind', '127.0.0.1', '--port', port, '--dir', folder, '--save', '', '--appendonly', 'no'];
	const started = await startProgram({ command: server, args, logFile });
	await whenReady('Redis', started, async () => ask('ping')[0] === 'PONG');
	return { ...started, ask, env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: port } };
};
