import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import type { ProviderName } from './ground';
import { report, together, type Report } from './report';
import { providers, soak } from './soak';
import { weaknesses } from './useful';

const mostShown = 20;

const say = (line: string) => console.log(line);

interface Part {
	readonly provider: ProviderName;
	readonly items: number;
	readonly sets: number;
}

/** Each provider in processes of its own, one for single changes and one for sets: they wait most of the time. */
const inChildren = async (seed: string, { items, sets }: Omit<Part, 'provider'>): Promise<Report[]> => {
	const partsOf = (provider: ProviderName): Part[] => [
		...(items > 0 ? [{ provider, items, sets: 0 }] : []),
		...(sets > 0 ? [{ provider, items: 0, sets }] : []),
	];
	const run = async ({ provider, ...counts }: Part): Promise<Report> => {
		const args = [
			'--seed',
			seed,
			'--provider',
			provider,
			'--items',
			String(counts.items),
			'--sets',
			String(counts.sets),
		];
		const child = fork(__filename, args);
		const ended = once(child, 'exit').then(([code]) => {
			throw new Error(`The soak of ${provider} ended with ${code}`);
		});
		const [told] = (await Promise.race([once(child, 'message'), ended])) as [Report];
		ended.catch(() => undefined);
		return told;
	};
	return await Promise.all(
		providers.map(async (provider) => (await Promise.all(partsOf(provider).map(run))).reduce(together)),
	);
};

/** `npm run soak -- [--seed 12345] [--items 10000] [--sets 1000] [--provider guardhouse [--round 7]]` */
const main = async (): Promise<void> => {
	const { values } = parseArgs({
		options: {
			seed: { type: 'string' },
			items: { type: 'string' },
			sets: { type: 'string' },
			provider: { type: 'string' },
			round: { type: 'string' },
		},
	});
	const seed = values.seed ?? String(Math.floor(Math.random() * 1e6));
	const items = Number(values.items ?? 10_000);
	const provider = providers.find((name) => name === values.provider);
	if (values.provider !== undefined && !provider) throw new Error(`Providers are ${providers.join(', ')}`);
	if (!Number.isInteger(items) || items < 0) throw new Error('--items is a number from 0 on');
	const sets = Number(values.sets ?? Math.ceil(items / 25));
	if (!Number.isInteger(sets) || sets < 0) throw new Error('--sets is a number from 0 on');
	const { round } = values;
	if (process.send && provider) {
		process.send(await soak({ seed, items, sets, provider, round }));
		return;
	}
	say(`Seed ${seed}, ${items} items and ${sets} of sets at each provider`);
	const reports = provider
		? [await soak({ seed, items, sets, provider, round })]
		: await inChildren(seed, { items, sets });
	say(report(reports));
	const findings = reports.flatMap((one) => one.findings.map((finding) => ({ ...finding, provider: one.provider })));
	for (const { provider: where, round: at, kind, text } of findings.slice(0, mostShown))
		say(
			`\n${kind}: ${text}\n  npm run soak -- --seed ${seed} --items ${items} --sets ${sets} --provider ${where} --round ${at}`,
		);
	const isWhole = round === undefined && !provider;
	const weak = weaknesses(reports, isWhole && items >= 1000, isWhole && sets >= 40);
	for (const line of weak) say(`\n${line}`);
	if (findings.length + weak.length > 0) process.exitCode = 1;
};

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
});
