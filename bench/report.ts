import { availableParallelism, cpus, loadavg } from 'node:os';

import type { Found, Remembered } from './found';
import type { Loading } from './loading';
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
		['', 'Latency', 'Wall time', 'to HTTP Request', 'to the limit', 'CPU an item', 'to HTTP Request', 'At once'],
		rows.map(({ name, latency, latencyMeasured, wall, wallRatio, limitRatio, cpu, cpuRatio, mostAtOnce }) => [
			name,
			latency === 0 ? '0 ms' : `${exact(latencyMeasured)} ms`,
			`${whole(wall)} ms`,
			exact(wallRatio),
			limitRatio === undefined ? '' : exact(limitRatio),
			`${exact(cpu)} ms`,
			exact(cpuRatio),
			String(mostAtOnce),
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

export const report = (found: Found, sizes: Sizes, httpVersion: number, command: string): string => {
	const { items, rounds, slowRounds, ownItems, ownRounds } = sizes;
	return `# Benchmark

${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${availableParallelism()} CPUs (${cpus()[0]?.model.trim()}), load average ${exact(loadavg()[0])} at the end. Made by \`${command}\`.

## Targets

${table(
	['Target', 'Measured', ''],
	targetsOf(found).map(({ text, measured, met }) => [text, measured, met ? 'met' : '**missed**']),
)}

## The same ${items} DELETEs

Through Guardhouse's Unassign Role and through n8n's HTTP Request node (version ${httpVersion}, batching off, Header Auth, JSON body), on n8n's engine, against a local server in a process of its own. The wall time and the CPU time of the whole process are taken from the moment n8n calls the node's \`execute\` until it is done. All take turns for ${rounds} rounds${slowRounds > 0 ? ` (concurrency 1: ${slowRounds})` : ''}, in the other order in every second one; medians, and for the ratios to HTTP Request medians of the ratios of each round. The limit is ceil(requests / concurrency) × latency, with the latency that the server measured (its timers are late); our node sends its first request alone, so it takes one latency more. The bare loop does nothing but call n8n's request helper with our options at that concurrency: the calls alone. HTTP Request sends everything at once.

${sideTable(found.rows)}

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
