import { availableParallelism, cpus, loadavg } from 'node:os';

import type { Found, Remembered } from './found';
import type { Loading } from './loading';
import { allowed, type Limited, type Members } from './loads';
import type { Row, Sizes, Work } from './side';
import { targetsOf } from './targets';

const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const [exact, milli] = [2, 3].map((digits) => (value: number) => value.toFixed(digits));

const megabytes = (bytes: number) => `${exact(bytes / 1e6)} MB`;

const sideTable = (rows: readonly Row[]) =>
	table(
		['', 'Latency', 'Wall time', 'to HTTP Request', 'to what is possible', 'CPU an item', 'to HTTP Request', 'At once'],
		rows.map(({ name, latency, latencyMeasured, wall, wallRatio, possibleRatio, cpu, cpuRatio, mostAtOnce }) => [
			name,
			latency === 0 ? '0 ms' : `${exact(latencyMeasured)} ms`,
			`${whole(wall)} ms`,
			exact(wallRatio),
			possibleRatio === undefined ? '' : exact(possibleRatio),
			`${exact(cpu)} ms`,
			exact(cpuRatio),
			String(mostAtOnce),
		]),
	);

const limitedTable = (limited: readonly Limited[]) =>
	table(
		['', 'Wall time', 'to the limit', 'Failed items', 'Refused requests'],
		limited.map(({ name, wall, limitRatio, failed, refused }) => [
			name,
			`${whole(wall)} ms`,
			exact(limitRatio),
			whole(failed),
			whole(refused),
		]),
	);

const membersTable = (members: readonly Members[]) =>
	table(
		['', 'Wall time', 'to HTTP Request', 'Requests'],
		members.map(({ name, wall, wallRatio, requests, broken }) => [
			name,
			broken === undefined ? `${whole(wall)} ms` : `fails: \`${broken}\``,
			Number.isNaN(wallRatio) ? '' : wallRatio.toFixed(3),
			whole(requests),
		]),
	);

const workTable = (work: readonly Work[]) =>
	table(
		['CPU an item', 'Own work', 'n8n resolving its parameters'],
		work.map(({ name, own, parameters }) => [name, `${milli(own)} ms`, `${milli(parameters)} ms`]),
	);

const loadingTable = (loading: readonly Loading[]) =>
	table(
		['Loading', 'Wall time', "to n8n's Okta node", 'CPU'],
		loading.map(({ file, wall, cpu }) => [
			`\`${file}\``,
			`${exact(wall)} ms`,
			exact(wall / loading[0].wall),
			`${exact(cpu)} ms`,
		]),
	);

const memoryTable = (memory: readonly Remembered[]) =>
	table(
		['', 'Items', 'Most in use', 'an item', 'Kept at the end', 'an item', 'CPU an item'],
		memory.flatMap(({ name, found }) =>
			found.map(({ items, peak, kept, cpu, failed }) => [
				name,
				whole(items),
				...(failed === undefined
					? [
							megabytes(peak),
							`${whole(peak / items)} B`,
							megabytes(kept),
							`${whole(kept / items)} B`,
							`${milli(cpu)} ms`,
						]
					: ['fails', '', '', '', '']),
			]),
		),
	);

const failuresIn = (memory: readonly Remembered[]) =>
	memory
		.flatMap(({ name, found }) => found.map(({ items, failed }) => ({ name, items, failed })))
		.filter(({ failed }) => failed !== undefined)
		.map(({ name, items, failed }) => `${name} with ${whole(items)} items: \`${failed}\`\n`)
		.join('\n');

/** Why targets are missed. */
const reasons = (targets: ReturnType<typeof targetsOf>): string => {
	const missed = targets.filter(({ missedBy, because }) => missedBy > 0 && because !== undefined);
	if (missed.length === 0) return '';
	const lines = missed.map(({ text, because }) => `- ${text.replace(/,? at most .*$/, '')}. ${because}`);
	return `\nMissed, because:\n\n${lines.join('\n')}\n`;
};

export const report = (found: Found, sizes: Sizes, httpVersion: number, command: string): string => {
	const { items, rounds, ownItems, ownRounds, limitedItems, limitedRounds, members, memberRounds } = sizes;
	const targets = targetsOf(found, sizes);
	return `# Benchmark

${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${availableParallelism()} CPUs (${cpus()[0]?.model.trim()}), load average ${exact(loadavg()[0])} at the end. Made by \`${command}\`.

## Targets

${table(
	['Target', 'Measured', ''],
	targets.map(({ text, measured, missedBy }) => [
		text,
		measured,
		missedBy === 0 ? 'met' : `**missed by ${whole(missedBy * 100)} %**`,
	]),
)}
${reasons(targets)}
## The same ${items} DELETEs

Through Guardhouse's Unassign Role and through n8n's HTTP Request node (version ${httpVersion}, batching off, Header Auth, JSON body), on n8n's engine, against a local server in a process of its own. The wall time and the CPU time of the whole process are taken from the moment n8n calls the node's \`execute\` until it is done. All take turns for ${rounds} rounds, in the other order in every second one; medians, and for ratios medians of the ratios of each round. What is possible: n8n resolves the same two expressions for each item, and then nothing but its request helper is called with our options, at that concurrency from the first request on. Ours starts with one request and doubles; with nothing set it goes up to 20 at once. HTTP Request sends everything at once: at 100 ms latency 20 at once take at least ${exact((items / 20) * 0.1)} s for ${items} requests, whatever the node.

${sideTable(found.rows)}

## A provider that allows ${allowed.perSecond} requests a second

A bucket of ${allowed.perSecond}, ${allowed.latency} ms latency, beyond it 429 with \`Retry-After: 1\`; ${limitedItems} items, ${limitedRounds} rounds, medians. The limit is the time until so many requests are allowed. HTTP Request goes on after what fails, so that it can be counted.

${limitedTable(found.limited)}

## ${whole(members)} members in as many items

Remove Members with nothing set, and HTTP Request with one request for each item; no latency, ${memberRounds} rounds.

${membersTable(found.members)}

## Our own work

\`execute\` with ${ownItems} items, where n8n's request helper and its parameters answer on the spot with what they had answered before; what our credential does for each request stays in. Beside it, what n8n takes to resolve the parameters that the node asks for, which is mostly resolving expressions: Unassign Role has two, HTTP Request one with both fields and more parameters, Map Automatically none. Medians of ${ownRounds} rounds of CPU time, after two to warm up.

${workTable(found.work)}

## Loading

In a fresh process each, with n8n-workflow loaded before, as n8n does; \`dist/index.js\` holds all four nodes and credentials.

${loadingTable(found.loading)}

## Memory

Heap without garbage above that before \`execute\`, in a fresh process for each node: the most of what was seen ten times a second, and at the end with the results. Remove Members has one member in each item, and sends 500 in one request; Unassign Role runs at concurrency 50. CPU is of a run without these looks.

${memoryTable(found.memory)}

${failuresIn(found.memory)}`;
};
