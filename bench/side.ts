import type { Server } from './children';
import { ownWork, parametersAlone, type Authenticate } from './onTheSpot';
import { itemsOf, median, type Bench, type Subject, type Taken } from './runs';
import { bareLoop, httpRequest, mappedUnassignRole, unassignRole } from './subjects';

export interface Row {
	readonly name: string;
	readonly latency: number;
	readonly wall: number;
	/** Milliseconds an item. */
	readonly cpu: number;
	/** To HTTP Request in the same round, medians. */
	readonly wallRatio: number;
	readonly cpuRatio: number;
	/** In ms, as the server measured it: timers are late. */
	readonly latencyMeasured: number;
	/** To ceil(requests / concurrency) x the measured latency, where there is one. */
	readonly limitRatio?: number;
	readonly mostAtOnce: number;
}

interface Contestant {
	readonly subject: Subject;
	readonly concurrency?: number;
	readonly rounds: number;
}

export interface Sizes {
	readonly items: number;
	readonly rounds: number;
	/** Rounds of what sends one request after the other, which takes long. */
	readonly slowRounds: number;
	readonly ownItems: number;
	readonly ownRounds: number;
}

const ratios = (ours: readonly number[], theirs: readonly number[]) =>
	median(ours.map((value, round) => value / theirs[round]));

/** Everybody in every round, in the other order in every second one, so that what else the machine does hits all alike. */
const atLatency = async (bench: Bench, server: Server, latency: number, sizes: Sizes): Promise<Row[]> => {
	const { rounds, slowRounds } = sizes;
	const everybody: Contestant[] = [
		{ subject: httpRequest(server.url), rounds },
		...[50, 10].map((concurrency) => ({ subject: unassignRole(concurrency), concurrency, rounds })),
		...[50, 10].map((concurrency) => ({ subject: bareLoop(concurrency, server.url), concurrency, rounds })),
		{ subject: mappedUnassignRole(50), concurrency: 50, rounds },
		{ subject: unassignRole(1), concurrency: 1, rounds: slowRounds },
	];
	const contestants = everybody.filter((contestant) => contestant.rounds > 0);
	const items = itemsOf(sizes.items);
	const taken = contestants.map((): Taken[] => []);
	const most = contestants.map(() => 0);
	const latencies = contestants.map((): number[] => []);
	await server.order({ latency });
	for (let round = 0; round < rounds; round++) {
		const order = [...contestants.entries()].filter(([, contestant]) => round < contestant.rounds);
		for (const [index, { subject }] of round % 2 === 0 ? order : order.reverse()) {
			taken[index].push(await bench.run(subject, items));
			const { requests, wrong, mostAtOnce, waited } = await server.order({ latency });
			if (requests !== items.length || wrong > 0)
				throw new Error(`${subject.name} sent ${requests} requests, ${wrong} of them wrong`);
			latencies[index].push(waited / requests);
			most[index] = Math.max(most[index], mostAtOnce);
		}
	}
	const [theirs] = taken;
	return contestants.map(({ subject: { name }, concurrency }, index): Row => {
		const walls = taken[index].map(({ wall }) => wall);
		const cpus = taken[index].map(({ cpu }) => cpu);
		const latencyMeasured = median(latencies[index]);
		const limit = Math.ceil(items.length / (concurrency ?? Infinity)) * latencyMeasured;
		return {
			name,
			latency,
			wall: median(walls),
			cpu: median(cpus) / items.length,
			wallRatio: ratios(
				walls,
				theirs.map(({ wall }) => wall),
			),
			cpuRatio: ratios(
				cpus,
				theirs.map(({ cpu }) => cpu),
			),
			latencyMeasured,
			...(latency > 0 && limit > 0 && { limitRatio: median(walls) / limit }),
			mostAtOnce: most[index],
		};
	});
};

export const sideBySide = async (bench: Bench, server: Server, sizes: Sizes): Promise<Row[]> => {
	const warm = [httpRequest(server.url), unassignRole(50), bareLoop(50, server.url)];
	await server.order({ latency: 0 });
	for (const subject of warm) await bench.run(subject, itemsOf(sizes.items));
	return [...(await atLatency(bench, server, 0, sizes)), ...(await atLatency(bench, server, 20, sizes))];
};

export interface Work {
	readonly name: string;
	/** Milliseconds of CPU an item. */
	readonly own: number;
	readonly parameters: number;
}

export const measureOwnWork = async (
	bench: Bench,
	url: string,
	authenticate: Authenticate,
	{ ownItems, ownRounds }: Sizes,
): Promise<Work[]> => {
	const items = itemsOf(ownItems);
	const subjects = [unassignRole(50), mappedUnassignRole(50), httpRequest(url)].map((subject) => ({
		name: subject.name,
		parts: [ownWork(subject, authenticate), parametersAlone(subject, authenticate)],
		taken: [[], []] as number[][],
	}));
	// The first runs are for the compiler, and to note the parameters.
	for (let round = -2; round < ownRounds; round++)
		for (const { parts, taken } of subjects)
			for (const [index, part] of parts.entries()) {
				const { cpu } = await bench.run(part, items);
				if (round >= 0) taken[index].push(cpu / items.length);
			}
	return subjects.map(({ name, taken: [own, parameters] }) => ({
		name,
		own: median(own),
		parameters: median(parameters),
	}));
};
