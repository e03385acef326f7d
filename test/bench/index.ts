import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IAuthenticate, IHttpRequestOptions } from 'n8n-workflow';

import { root } from '../../scripts';
import { endChildren, inFreshProcess, startServer, type Server } from './children';
import type { Found, Remembered } from './found';
import { measureLoading } from './loading';
import { atLimitedProvider, removingMembers } from './loads';
import type { Authenticate } from './onTheSpot';
import { report } from './report';
import { openBench } from './runs';
import { token } from './server';
import { measureOwnWork, sideBySide, type Sizes } from './side';
import { httpRequest } from './subjects';
import { targetsOf } from './targets';

const full = {
	sizes: {
		items: 500,
		rounds: 5,
		ownItems: 5000,
		ownRounds: 5,
		limitedItems: 400,
		limitedRounds: 3,
		members: 5000,
		memberRounds: 3,
	},
	loads: 15,
	memory: { removeMembers: [1000, 10_000, 100_000], unassignRole: [1000, 10_000], httpRequest: [1000, 10_000] },
};

const quick: typeof full = {
	sizes: {
		items: 100,
		rounds: 2,
		ownItems: 500,
		ownRounds: 2,
		limitedItems: 100,
		limitedRounds: 1,
		members: 1000,
		memberRounds: 1,
	},
	loads: 1,
	memory: { removeMembers: [1000, 5000], unassignRole: [], httpRequest: [] },
};

const names: Record<string, string> = {
	removeMembers: 'Remove Members',
	unassignRole: 'Unassign Role',
	httpRequest: 'HTTP Request',
};

const say = (line: string) => console.error(line);

/** What our credential does for each request, as n8n would call it. */
const authenticateWith = async (baseUrl: string): Promise<Authenticate> => {
	const { GuardhouseApi } = (await import(join(root, 'dist/index.js'))) as typeof import('../../index');
	const authenticate = new GuardhouseApi().authenticate as Extract<IAuthenticate, (...args: never[]) => unknown>;
	const credentials = { baseUrl, authentication: 'accessToken', accessToken: token, sessionToken: '' };
	return async (options: IHttpRequestOptions) => await authenticate(credentials, options);
};

const remember = async (server: Server, counts: typeof full.memory): Promise<Remembered[]> => {
	await server.order({ latency: 0 });
	const remembered: Remembered[] = [];
	for (const [subject, items] of Object.entries(counts)) {
		if (items.length === 0) continue;
		const found = await inFreshProcess<Remembered['found']>('memory.ts', [
			root,
			server.url,
			subject,
			...items.map(String),
		]);
		remembered.push({ name: names[subject], found });
	}
	return remembered;
};

const compare = async (server: Server, sizes: Sizes) => {
	const bench = await openBench(root, server.url);
	try {
		say('The same requests, side by side …');
		const rows = await sideBySide(bench, server, sizes);
		say('A provider with a limit, and members in bulk …');
		const limited = await atLimitedProvider(bench, server, sizes);
		const members = await removingMembers(bench, server, sizes);
		await server.order({ latency: 0 });
		say('Our own work …');
		const work = await measureOwnWork(bench, server.url, await authenticateWith(server.url), sizes);
		return { rows, limited, members, work, httpVersion: bench.typeVersion(httpRequest(server.url).node.type) };
	} finally {
		await bench.stop();
	}
};

/** `npm run bench -- [--quick] [--write]` */
const main = async (args: readonly string[]): Promise<void> => {
	const unknown = args.find((arg) => arg !== '--quick' && arg !== '--write');
	if (unknown !== undefined) throw new Error(`${unknown} isn't known; --quick and --write are`);
	const { sizes, loads, memory: counts } = args.includes('--quick') ? quick : full;
	const server = await startServer();
	const { httpVersion, ...compared } = await compare(server, sizes);
	say('Loading …');
	const loading = await measureLoading(root, loads);
	say('Memory …');
	const found: Found = { ...compared, loading, memory: await remember(server, counts) };
	const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
	const { format, resolveConfig } = await import('prettier');
	const file = join(root, 'docs/benchmark.md');
	const text = await format(report(found, sizes, httpVersion, command), {
		...(await resolveConfig(file)),
		parser: 'markdown',
	});
	console.log(text);
	if (args.includes('--write')) writeFileSync(file, text);
	const missed = targetsOf(found, sizes).filter(({ missedBy }) => missedBy > 0);
	say(missed.length === 0 ? 'Every target is met.' : `${missed.length} targets are missed.`);
};

main(process.argv.slice(2))
	.catch((error: unknown) => {
		console.error(error instanceof Error ? error.stack : error);
		process.exitCode = 1;
	})
	.finally(endChildren);
