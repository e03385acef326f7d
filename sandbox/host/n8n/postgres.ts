import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, identityOf, startProgram, whenReady, type Program } from './process';
import { needed } from './programs';

export interface Postgres extends Program {
	/** What n8n has to be told. */
	env: Record<string, string>;
}

const user = 'n8n';
// initdb makes it, and it is as good as any other.
const database = 'postgres';
// The account that Debian's package makes: PostgreSQL refuses to be root.
const account = 'postgres';

/** Debian keeps PostgreSQL's programs off the path, one folder for each version. */
const debianFolders = (): string[] => {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one)) : [];
	return versions.map((version) => join(root, version, 'bin'));
};

/** A new, empty database in `folder`, for this machine alone and gone with the folder. */
export const startPostgres = async (folder: string, logFile: string): Promise<Postgres> => {
	const program = (name: string) => needed(name, debianFolders());
	const [initdb, postgres, isReady] = ['initdb', 'postgres', 'pg_isready'].map(program);
	const data = join(folder, 'postgres');
	mkdirSync(data, { mode: 0o700 });
	const identity = identityOf(account);
	if (identity.uid !== undefined && identity.gid !== undefined) chownSync(data, identity.uid, identity.gid);
	const settings = ['--username', user, '--auth', 'trust', '--encoding', 'UTF8', '--no-locale', '--no-sync'];
	execFileSync(initdb, ['--pgdata', data, ...settings], { ...identity, cwd: data, stdio: 'pipe' });

	const port = await freePort();
	// `-k ''`: no Unix socket anywhere.
	// Nothing in there has to outlive a loss of power, and disks differ.
	const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'fsync=off'];
	// PostgreSQL waits for its clients after SIGTERM; SIGINT sends them away.
	const started = await startProgram({ command: postgres, args, logFile, user: account, stopSignal: 'SIGINT' });
	const server = ['-h', '127.0.0.1', '-p', String(port)];
	await whenReady('PostgreSQL', started, async () => spawnSync(isReady, server).status === 0);
	return {
		...started,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_DATABASE: database,
		},
	};
};
