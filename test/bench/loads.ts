import type { Server } from './children';
import { itemsOf, median, type Bench, type Subject, type Taken } from './runs';
import { inRounds, ratios, type Sizes } from './side';
import { carelessHttpRequest, httpRemoveMembers, removeMembers, unassignRole } from './subjects';

/** What a provider that allows so many requests a second makes of the items. */
export interface Limited {
	readonly name: string;
	readonly wall: number;
	/** To the time that the provider takes to allow as many requests. */
	readonly limitRatio: number;
	readonly failed: number;
	readonly refused: number;
}

export const allowed = { perSecond: 50, latency: 80 };

const limitedBy = ({ limitedItems }: Sizes): number => ((limitedItems - allowed.perSecond) / allowed.perSecond) * 1000;

export const atLimitedProvider = async (bench: Bench, server: Server, sizes: Sizes): Promise<Limited[]> => {
	const contestants: Subject[] = [unassignRole(), carelessHttpRequest(server.url)];
	const items = itemsOf(sizes.limitedItems);
	const order = { latency: allowed.latency, allowed: allowed.perSecond };
	const found = contestants.map((): Array<Omit<Limited, 'name' | 'limitRatio'>> => []);
	await inRounds(contestants, sizes.limitedRounds, async (subject, index) => {
		await server.order(order);
		const { wall, failed } = await bench.run({ ...subject, mayFail: true }, items);
		const { refused } = await server.order(order);
		found[index].push({ wall, failed, refused });
	});
	return contestants.map(({ name }, index) => {
		const middle = (of: 'wall' | 'failed' | 'refused') => median(found[index].map((one) => one[of]));
		const wall = middle('wall');
		return { name, wall, limitRatio: wall / limitedBy(sizes), failed: middle('failed'), refused: middle('refused') };
	});
};

/** As many members as items, removed in few requests or in one for each. */
export interface Members {
	readonly name: string;
	readonly wall: number;
	readonly wallRatio: number;
	readonly requests: number;
	/** Why it couldn't. */
	readonly broken?: string;
}

export const removingMembers = async (bench: Bench, server: Server, sizes: Sizes): Promise<Members[]> => {
	const contestants: Subject[] = [httpRemoveMembers(server.url), removeMembers];
	const items = itemsOf(sizes.members);
	const taken = contestants.map((): Taken[] => []);
	const requests = contestants.map(() => 0);
	const broken: Array<string | undefined> = [];
	await inRounds(contestants, sizes.memberRounds, async (subject, index) => {
		await server.order({ latency: 0 });
		try {
			taken[index].push(await bench.run(subject, items));
		} catch (error) {
			broken[index] = (error as Error).message;
		}
		({ requests: requests[index] } = await server.order({ latency: 0 }));
	});
	return contestants.map(({ name }, index) => ({
		name,
		wall: median(taken[index].map(({ wall }) => wall)),
		wallRatio: ratios(taken[index], taken[0], 'wall'),
		requests: requests[index],
		broken: broken[index],
	}));
};
