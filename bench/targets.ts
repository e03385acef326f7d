import type { Found } from './found';
import { allowed } from './loads';
import { latencies, type Row, type Sizes } from './side';
import { unassignRole } from './subjects';

interface Target {
	readonly text: string;
	readonly measured: string;
	/** How far it is from what is to be reached; 0 where it is. */
	readonly missedBy: number;
}

const exact = (value: number) => value.toFixed(2);

const atMost = (text: string, value: number, most: number, measured = exact(value)): Target => ({
	text: `${text} at most ${exact(most)}`,
	measured,
	missedBy: value <= most ? 0 : value / most - 1,
});

const growthOf = (found: Found['memory'][number]['found']): number => {
	const each = found.map(({ peak, items }) => peak / items);
	return Math.max(...each.slice(1).map((bytes, index) => bytes / each[index]));
};

export const targetsOf = ({ rows, limited, members, work, loading, memory }: Found, sizes: Sizes): Target[] => {
	const row = (name: string, latency: number) =>
		rows.find((one) => one.name === name && one.latency === latency) as Row;
	const [ours] = limited;
	const [, removed] = members;
	const all = loading[loading.length - 1];
	const wanted = Math.ceil(sizes.members / 500);
	return [
		atMost(
			'50 at once, 20 ms latency: wall time, to what is possible,',
			row(unassignRole(50).name, 20).possibleRatio ?? Infinity,
			1.05,
		),
		...latencies.map((latency) =>
			atMost(
				`Nothing set, ${latency} ms latency: wall time, to HTTP Request with all at once,`,
				row(unassignRole().name, latency).wallRatio,
				2,
			),
		),
		atMost(`A provider that allows ${allowed.perSecond} a second: wall time, to its limit,`, ours.limitRatio, 1.3),
		atMost('The same: failed items', ours.failed, 0, String(ours.failed)),
		atMost(`${sizes.members} members in as many items: requests`, removed.requests, wanted, String(removed.requests)),
		atMost("Loading all four nodes: wall time, to n8n's Okta node,", all.wall / loading[0].wall, 1.5),
		atMost('Our own work, in ms an item,', work[0].own, 0.05, work[0].own.toFixed(3)),
		...memory
			.filter(({ name }) => name !== 'HTTP Request')
			.map(({ name, found }) => atMost(`${name}: bytes an item, to those of the size before,`, growthOf(found), 1.1)),
	];
};
