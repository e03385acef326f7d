import type { Found } from './found';
import { allowed } from './loads';
import { latencies, type Row, type Sizes } from './side';
import { unassignRole } from './subjects';

interface Target {
	readonly text: string;
	readonly measured: string;
	/** How far it is from what is to be reached; 0 where it is. */
	readonly missedBy: number;
	/** What keeps it from being reached, where it isn't. */
	readonly because?: string;
}

const exact = (value: number) => value.toFixed(2);

const atMost = (
	text: string,
	value: number,
	most: number,
	{ because, measured = exact(value) }: Partial<Pick<Target, 'because' | 'measured'>> = {},
): Target => ({
	text: `${text} at most ${exact(most)}`,
	measured,
	missedBy: value <= most ? 0 : value / most - 1,
	because,
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
			{
				because:
					'It starts with one request and doubles with each good round, which takes six rounds to 50 at once; the loop that it is held against starts with all 50. Its own work comes on top.',
			},
		),
		...latencies.map((latency) =>
			atMost(
				`Nothing set, ${latency} ms latency: wall time, to HTTP Request with all at once,`,
				row(unassignRole().name, latency).wallRatio,
				2,
				{
					because: `With nothing set at most 20 requests are under way, HTTP Request has all of them. ${sizes.items} requests at 20 at once take ${((sizes.items / 20) * latency) / 1000} s of waiting alone.`,
				},
			),
		),
		atMost(`A provider that allows ${allowed.perSecond} a second: wall time, to its limit,`, ours.limitRatio, 1.3),
		atMost('The same: failed items', ours.failed, 0, { measured: String(ours.failed) }),
		atMost(`${sizes.members} members in as many items: requests`, removed.requests, wanted, {
			measured: String(removed.requests),
		}),
		atMost("Loading all four nodes: wall time, to n8n's Okta node,", all.wall / loading[0].wall, 1.5, {
			because:
				'About half of it is V8 reading the code of four providers, the rest making what n8n asks for as it loads a node: the panels of all their operations.',
		}),
		atMost('Our own work, in ms an item,', work[0].own, 0.05, {
			because:
				'No function takes a tenth of it: it is the facts, checks, request, answer without secrets, result and undo of each item, and collecting what they leave behind.',
			measured: work[0].own.toFixed(3),
		}),
		...memory
			.filter(({ name }) => name !== 'HTTP Request')
			.map(({ name, found }) =>
				atMost(`${name}: bytes an item, to those of the size before,`, growthOf(found), 1.1, {
					because:
						'Short runs are over before they are seen at their most, and in the smallest counts what is made once.',
				}),
			),
	];
};
