import type { Server } from './children';
import { ownWork, parametersAlone, type Authenticate } from './onTheSpot';
import { itemsOf, median, type Bench, type Subject, type Taken } from './runs';
import { httpRequest, mappedUnassignRole, possible, unassignRole } from './subjects';

export interface Row {
	readonly name: string;
	readonly latency: number;
	readonly wall: number;
	/** Milliseconds an item. */
	readonly cpu: number;
	/** To HTTP Request in the same round, medians. */
	readonly wallRatio: number;
	readonly cpuRatio: number;
	/** To what is possible at the same concurrency, in the same round; where that ran. */
	readonly possibleRatio?: number;
	/** In ms, as the server measured it: timers are late. */
	readonly latencyMeasured: number;
	readonly mostAtOnce: number;
}

export interface Sizes {
	readonly items: number;
	readonly rounds: number;
	readonly ownItems: number;
	readonly ownRounds: number;
	readonly limitedItems: number;
	readonly limitedRounds: number;
	readonly members: number;
	readonly memberRounds: number;
}

const most = 50;
export const latencies = [0, 20, 100];

export const ratios = (ours: readonly Taken[], theirs: readonly Taken[], of: keyof Taken): number =>
	median(ours.map((taken, round) => taken[of] / theirs[round][of]));

/** Everybody in every round, in the other order in every second one, so that what else the machine does hits all alike. */
export const inRounds = async (
	contestants: readonly Subject[],
	rounds: number,
	run: (subject: Subject, index: number) => Promise<void>,
): Promise<void> => {
	for (let round = 0; round < rounds; round++) {
		const order = [...contestants.entries()];
		for (const [index, subject] of round % 2 === 0 ? order : order.reverse()) await run(subject, index);
	}
};

const atLatency = async (bench: Bench, server: Server, latency: number, sizes: Sizes): Promise<Row[]> => {
	const contestants: Subject[] = [
		httpRequest(server.url),
		unassignRole(),
		mappedUnassignRole,
		unassignRole(most),
		possible(most, server.url),
	];
	const items = itemsOf(sizes.items);
	const taken = contestants.map((): Taken[] => []);
	const atOnce = contestants.map(() => 0);
	const waits = contestants.map((): number[] => []);
	await server.order({ latency });
	await inRounds(contestants, sizes.rounds, async (subject, index) => {
		taken[index].push(await bench.run(subject, items));
		const { requests, wrong, mostAtOnce, waited } = await server.order({ latency });
		if (requests !== items.length || wrong > 0)
			throw new Error(`${subject.name} sent ${requests} requests, ${wrong} of them wrong`);
		waits[index].push(waited / requests);
		atOnce[index] = Math.max(atOnce[index], mostAtOnce);
	});
	const [theirs] = taken;
	const best = taken[contestants.length - 1];
	return contestants.map(({ name }, index): Row => {
		const own = taken[index];
		return {
			name,
			latency,
			wall: median(own.map(({ wall }) => wall)),
			cpu: median(own.map(({ cpu }) => cpu)) / items.length,
			wallRatio: ratios(own, theirs, 'wall'),
			cpuRatio: ratios(own, theirs, 'cpu'),
			...(name === unassignRole(most).name && { possibleRatio: ratios(own, best, 'wall') }),
			latencyMeasured: median(waits[index]),
			mostAtOnce: atOnce[index],
		};
	});
};

export const sideBySide = async (bench: Bench, server: Server, sizes: Sizes): Promise<Row[]> => {
	const warm = [httpRequest(server.url), unassignRole(most), possible(most, server.url)];
	await server.order({ latency: 0 });
	for (const subject of warm) await bench.run(subject, itemsOf(sizes.items));
	const rows: Row[] = [];
	for (const latency of latencies) rows.push(...(await atLatency(bench, server, latency, sizes)));
	return rows;
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
	const subjects = [unassignRole(most), mappedUnassignRole, httpRequest(url)].map((subject) => ({
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
