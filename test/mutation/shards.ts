import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const under = (folder: string, fits: (file: string) => boolean): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter(fits)
		.map((file) => join(folder, file))
		.sort();

// Of the values of examples the previews show the types.
const isSource = (file: string) => file.endsWith('.ts') && !file.endsWith('samples.ts');

/** These files of a folder of the engine, or all of them. */
const engine = (folder: string, names?: string): string[] =>
	names === undefined
		? under(`nodes/operation/${folder}`, isSource)
		: names.split(' ').map((name) => `nodes/operation/${folder}/${name}.ts`);

const seen = /^(.+\.node|access|filters|lists|lookups|parameters|provider|rights)\.ts$/;

/** How a provider looks in the panel and how to sign in there. */
const seenOf = (name: string): string[] => [
	...under(`nodes/${name}`, (file) => seen.test(file)),
	`credentials/${name}Api.credentials.ts`,
];

/** What a provider does, where files begin so. */
const doneAt = (name: string, begins = /^/): string[] =>
	under(`nodes/${name}`, (file) => isSource(file) && !seen.test(file) && begins.test(file));

const ofOperations = /^(operations|.*refusals|.*roles?\.ts$)/i;
const notOfOperations = /^(?!operations|.*refusals|.*roles?\.ts$)/i;

/** What is mutated, and told of, together. */
export const shards: Record<string, readonly string[]> = {
	model: engine('model'),
	panel: engine('panel'),
	'wire: signing in': [...engine('wire/credential'), ...engine('wire/session')],
	'wire: sending': [...engine('wire', 'connect index'), ...engine('wire/request'), ...engine('wire/retry')],
	'wire: answers': [...engine('wire/answer'), ...engine('wire/lists'), ...engine('wire/refusal')],
	'run: the way': [...engine('run', 'execute index makeChanges readAll'), ...engine('run/types')],
	'run: planning': engine('run/plan'),
	'run: checking': [...engine('run/check'), ...engine('run/state')],
	'run: applying': engine('run/apply'),
	'run: reporting': engine('run/report'),
	lookup: engine('lookup'),
	saved: engine('saved'),
	summary: engine('summary'),
	audit: engine('audit'),
	watch: engine('watch'),
	accesses: engine('accesses'),
	'Delos: panel': seenOf('Delos'),
	'Delos: operations': doneAt('Delos'),
	ClientDirectory: [...seenOf('ClientDirectory'), ...doneAt('ClientDirectory')],
	Guardhouse: [...seenOf('Guardhouse'), ...doneAt('Guardhouse')],
	'CloudFoundry: panel': seenOf('CloudFoundry'),
	'CloudFoundry: operations': doneAt('CloudFoundry', ofOperations),
	'CloudFoundry: answers': doneAt('CloudFoundry', notOfOperations),
};

/** Everything that is to be mutated, in one shard. */
export const checkShards = (): void => {
	const all = [...under('nodes', isSource), ...under('credentials', isSource)];
	const inShards = Object.values(shards).flat();
	const wrong = [
		...all.filter((file) => !inShards.includes(file)).map((file) => `${file} is in no shard`),
		...inShards.filter((file) => !all.includes(file)).map((file) => `${file} isn't there`),
		...inShards.filter((file, at) => inShards.indexOf(file) !== at).map((file) => `${file} is in two shards`),
	];
	if (wrong.length > 0) throw new Error(`test/mutation/shards.ts: ${wrong.join(', ')}`);
};

const folders = /^(contract|panel|run|watch|wire|ClientDirectory|CloudFoundry|Delos|Guardhouse)\/|^package\/pages/;

/** Which tests are to notice: those that enter by a workflow. */
export const tests = (): string[] =>
	readdirSync('test', { recursive: true, encoding: 'utf8' })
		.filter((file) => folders.test(file) && file.endsWith('.test.ts'))
		.map((file) => join('test', file))
		.sort();
