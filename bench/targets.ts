import type { Found } from './found';
import type { Row } from './side';

interface Target {
	readonly text: string;
	readonly measured: string;
	readonly met: boolean;
}

const [exact, milli] = [2, 3].map((digits) => (value: number) => value.toFixed(digits));

const ourName = (concurrency: number) => `Unassign Role, concurrency ${concurrency}`;
const bareName = (concurrency: number) => `Bare loop, concurrency ${concurrency}`;

export const targetsOf = ({ rows, work, memory }: Found): Target[] => {
	const row = (name: string, latency: number) =>
		rows.find((one) => one.name === name && one.latency === latency) as Row;
	const targets = [0, 20].map((latency): Target => {
		const { wallRatio } = row(ourName(50), latency);
		const text = `Wall time at concurrency 50 at most HTTP Request's, ${latency} ms latency`;
		return { text, measured: exact(wallRatio), met: wallRatio <= 1 };
	});
	const limit = row(ourName(10), 20).limitRatio ?? Infinity;
	targets.push({
		text: 'Wall time within 1.10 of the limit at concurrency 10, 20 ms latency',
		measured: `${exact(limit)} (bare loop: ${exact(row(bareName(10), 20).limitRatio ?? Infinity)})`,
		met: limit <= 1.1,
	});
	for (const latency of [0, 20])
		for (const concurrency of [50, 10]) {
			const { cpuRatio } = row(ourName(concurrency), latency);
			const text = `CPU within 1.1 of HTTP Request's, concurrency ${concurrency}, ${latency} ms latency`;
			targets.push({ text, measured: exact(cpuRatio), met: cpuRatio <= 1.1 });
		}
	targets.push({
		text: 'Our own work under 0.05 ms an item',
		measured: `${milli(work[0].own)} ms`,
		met: work[0].own < 0.05,
	});
	for (const { name, found } of memory) {
		if (name === 'HTTP Request') continue;
		const each = found.map(({ peak, items }) => peak / items);
		const growth = Math.max(...each.slice(1).map((bytes, index) => bytes / each[index]));
		const text = `Memory linear: bytes an item at most 1.1 times those of the size before, ${name}`;
		targets.push({ text, measured: exact(growth), met: growth <= 1.1 });
	}
	return targets;
};
