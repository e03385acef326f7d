import type { Subject } from './runs';
import { collectGarbage, itemsOf, openBench } from './runs';
import { httpRequest, removeMembers, unassignRole } from './subjects';

/** A size that a node can't do has only the reason. */
export interface Memory {
	readonly items: number;
	readonly failed?: string;
	/** Milliseconds an item. */
	readonly cpu: number;
	/** Bytes of heap that were in use at most, and at the end: both without garbage, above those before the node began. */
	readonly peak: number;
	readonly kept: number;
}

const pause = 100;

const heap = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

const watched = (subject: Subject, seen: (memory: Pick<Memory, 'peak' | 'kept'>) => void): Subject => ({
	...subject,
	instead: (execute) =>
		async function () {
			const before = heap();
			let most = before;
			let timer: NodeJS.Timeout | undefined;
			const look = () => {
				most = Math.max(most, heap());
				timer = setTimeout(look, pause);
			};
			timer = setTimeout(look, pause);
			const outputs = await execute.call(this).finally(() => clearTimeout(timer));
			const after = heap();
			seen({ peak: Math.max(most, after) - before, kept: after - before });
			return outputs;
		},
});

/** `memory.ts <package root> <server> <subject> <items> …` */
const measure = async ([packageRoot, url, name, ...counts]: readonly string[]): Promise<Memory[]> => {
	const subjects: Record<string, Subject> = {
		removeMembers,
		unassignRole: unassignRole(50),
		httpRequest: httpRequest(url),
	};
	const subject = subjects[name];
	const bench = await openBench(packageRoot, url);
	try {
		for (let round = 0; round < 3; round++) await bench.run(subject, itemsOf(1000));
		const found: Memory[] = [];
		for (const items of counts.map(Number)) {
			let memory = { peak: 0, kept: 0 };
			const watch = watched(subject, (seen) => (memory = seen));
			try {
				const { cpu } = await bench.run(subject, itemsOf(items));
				await bench.run(watch, itemsOf(items));
				found.push({ items, cpu: cpu / items, ...memory });
			} catch (error) {
				found.push({ items, cpu: NaN, ...memory, failed: (error as Error).message });
			}
		}
		return found;
	} finally {
		await bench.stop();
	}
};

if (require.main === module) {
	process.once('disconnect', () => process.exit());
	measure(process.argv.slice(2)).then(
		(found) => process.send?.(found),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
}
