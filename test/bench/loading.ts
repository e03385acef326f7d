import { join } from 'node:path';

import { inPlainNode } from './children';
import { median, type Taken } from './runs';

export interface Loading extends Taken {
	readonly file: string;
}

// n8n has loaded n8n-workflow long before any node.
const script = `
	require('n8n-workflow');
	const [file, name] = process.argv.slice(1);
	const before = process.cpuUsage();
	const start = performance.now();
	const loaded = require(file);
	if (name) new loaded[name]();
	const wall = performance.now() - start;
	const { user, system } = process.cpuUsage(before);
	console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
`;

/** Each file in a fresh process of each round, and a node made as n8n makes it. */
export const measureLoading = async (packageRoot: string, rounds: number): Promise<Loading[]> => {
	const ours = ['ClientDirectory', 'CloudFoundry', 'Delos', 'Guardhouse'];
	const files: ReadonlyArray<readonly [file: string, ...name: string[]]> = [
		['n8n-nodes-base/dist/nodes/Okta/Okta.node.js', 'Okta'],
		...ours.map((name) => [`dist/nodes/${name}/${name}.node.js`, name] as const),
		['dist/index.js'],
	];
	const taken = files.map((): Taken[] => []);
	for (let round = 0; round < rounds; round++)
		for (const [index, [file, ...name]] of files.entries()) {
			const path = file.startsWith('dist/') ? join(packageRoot, file) : require.resolve(file);
			taken[index].push(await inPlainNode<Taken>(script, [path, ...name], packageRoot));
		}
	return files.map(([file], index) => ({
		file,
		wall: median(taken[index].map(({ wall }) => wall)),
		cpu: median(taken[index].map(({ cpu }) => cpu)),
	}));
};
