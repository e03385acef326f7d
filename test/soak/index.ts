import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { startEngine } from '../../sandbox/host';
import { root } from '../../scripts';
import { kindNames } from './faults';
import type { LayOut, ProviderName } from './ground';
import { clientDirectory } from './grounds/clientDirectory';
import { cloudFoundry } from './grounds/cloudFoundry';
import { delos } from './grounds/delos';
import { guardhouse } from './grounds/guardhouse';
import { isUseful, report, type Report } from './report';
import { runRound } from './round';
import type { Finding } from './tally';
import { judge } from './truth';

const grounds: Record<ProviderName, LayOut> = { delos, clientDirectory, guardhouse, cloudFoundry };
const providers = Object.keys(grounds) as ProviderName[];

/** Items of one execution: two of them run at once. */
const perExecution = 125;
const mostShown = 20;

const say = (line: string) => console.log(line);

const add = (to: Map<string, number>, more: ReadonlyMap<string, number>) => {
	for (const [what, many] of more) to.set(what, (to.get(what) ?? 0) + many);
};

interface Wanted {
	readonly seed: string;
	readonly items: number;
	readonly provider: ProviderName;
	/** This one alone, to repeat it. */
	readonly round?: number;
}

const soak = async ({ seed, items, provider, round }: Wanted): Promise<Report> => {
	const engine = await startEngine({ packageRoot: root });
	const start = performance.now();
	const [counts, met] = [new Map<string, number>(), new Map<string, number>()];
	const findings: Array<Finding & { round: number }> = [];
	let requests = 0;
	const rounds = Math.ceil(items / (2 * perExecution));
	try {
		for (let number = round ?? 1; number <= (round ?? rounds); number++) {
			const left = items - (number - 1) * 2 * perExecution;
			const count = Math.max(1, Math.min(perExecution, Math.ceil(left / 2)));
			const ended = await runRound(engine, grounds[provider], { seed: [seed, provider, number], count });
			const judged = judge(ended);
			add(counts, judged.counts);
			add(met, ended.met);
			requests += ended.requests;
			for (const finding of judged.findings) findings.push({ ...finding, round: number });
		}
	} finally {
		await engine.stop();
	}
	return { provider, counts: [...counts], met: [...met], findings, requests, took: performance.now() - start };
};

/** Each provider in a process of its own. */
const inChildren = async (args: readonly string[], all: readonly ProviderName[]): Promise<Report[]> =>
	await Promise.all(
		all.map(async (provider) => {
			const child = fork(__filename, [...args, '--provider', provider]);
			const ended = once(child, 'exit').then(([code]) => {
				throw new Error(`The soak of ${provider} ended with ${code}`);
			});
			const [told] = (await Promise.race([once(child, 'message'), ended])) as [Report];
			ended.catch(() => undefined);
			return told;
		}),
	);

/** `npm run soak -- [--seed 12345] [--items 10000] [--provider guardhouse [--round 7]]` */
const main = async (): Promise<void> => {
	const { values } = parseArgs({
		options: {
			seed: { type: 'string' },
			items: { type: 'string' },
			provider: { type: 'string' },
			round: { type: 'string' },
		},
	});
	const seed = values.seed ?? String(Math.floor(Math.random() * 1e6));
	const items = Number(values.items ?? 10_000);
	const provider = providers.find((name) => name === values.provider);
	if (values.provider !== undefined && !provider) throw new Error(`Providers are ${providers.join(', ')}`);
	if (!Number.isInteger(items) || items < 1) throw new Error('--items is a number from 1 on');
	const round = values.round === undefined ? undefined : Number(values.round);
	if (process.send && provider) {
		process.send(await soak({ seed, items, provider, round }));
		return;
	}
	say(`Seed ${seed}, ${items} items at each provider`);
	const args = ['--seed', seed, '--items', String(items)];
	const reports = provider ? [await soak({ seed, items, provider, round })] : await inChildren(args, providers);
	say(report(reports));
	const findings = reports.flatMap((one) => one.findings.map((finding) => ({ ...finding, provider: one.provider })));
	for (const { provider: where, round: at, kind, text } of findings.slice(0, mostShown))
		say(`\n${kind}: ${text}\n  npm run soak -- --seed ${seed} --items ${items} --provider ${where} --round ${at}`);
	const isLong = items >= 1000 && round === undefined;
	const isMet = (kind: string) => reports.some(({ met }) => met.some(([name]) => name === kind));
	const weak = [
		...kindNames.filter((kind) => isLong && !provider && !isMet(kind)).map((kind) => `Never met: ${kind}`),
		...reports.filter((one) => isLong && !isUseful(one)).map((one) => `Too few items succeeded: ${one.provider}`),
	];
	for (const line of weak) say(`\n${line}`);
	if (findings.length + weak.length > 0) process.exitCode = 1;
};

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
});
