import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Shard {
	/** What is mutated. */
	readonly files: readonly string[];
	/** Which tests are to find it: how their files begin, below `test/`. */
	readonly tests: readonly string[];
	/** Of these only what names this. */
	readonly about?: string;
}

const under = (folder: string, fits: (file: string) => boolean): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter(fits)
		.map((file) => join(folder, file))
		.sort();

const isSource = (file: string) => file.endsWith('.ts');

/** These files of a folder of the engine, or all of them. */
const engine = (folder: string, names?: string): string[] =>
	names === undefined
		? under(`nodes/operation/${folder}`, isSource)
		: names.split(' ').map((name) => `nodes/operation/${folder}/${name}.ts`);

const seen = /^(.+\.node|access|filters|lists|lookups|parameters|provider|samples)\.ts$/;

/** How a provider looks in the panel and how to sign in there. */
const seenOf = (name: string): string[] => [
	...under(`nodes/${name}`, (file) => seen.test(file)),
	`credentials/${name}Api.credentials.ts`,
];

/** What a provider does, where files begin so. */
const doneAt = (name: string, begins = /^/): string[] =>
	under(`nodes/${name}`, (file) => isSource(file) && !seen.test(file) && begins.test(file));

const ofItems = [
	...['contract/', 'panel/', 'run/applyPlan', 'run/dryRun', 'run/get', 'run/guards', 'run/hints', 'run/items'],
	...['run/lookUp', 'run/plan', 'run/refusedPlans', 'run/spelling', 'run/undo.', 'run/words'],
];

const ofOperations = /^(operations|.*refusals|.*roles?\.ts$)/i;
const notOfOperations = /^(?!operations|.*refusals|.*roles?\.ts$)/i;

/** Nearly all that names a provider: the rest is about many items, or waits. */
const ofProvider = (about: string) => ({
	tests: [
		...ofItems,
		...[
			'run/audit',
			'run/doubt',
			'run/grants',
			'run/ifUnchanged',
			'run/membersReport',
			'run/remaining',
			'run/removeAll',
		],
		...['run/sameAccess', 'run/setExactly', 'run/wholes'],
		...['wire/addresses', 'wire/connectionTest', 'wire/credentials', 'wire/oddAnswers', 'wire/tokenHosts'],
		...['CloudFoundry/', 'Delos/'],
	],
	about,
});

/** What is mutated together, on two idle cores in 5 to 30 minutes each. */
export const shards: Record<string, Shard> = {
	words: {
		files: engine('words'),
		tests: [...ofItems, 'run/setExactly', 'run/wholes', 'wire/oddAnswers', 'wire/wholeLists'],
	},
	panel: {
		files: engine('panel'),
		tests: [...ofItems, 'run/setExactly', 'run/audit', 'wire/oddAnswers', 'wire/wholeLists'],
	},
	'wire: signing in': {
		files: engine(
			'wire',
			'authorization connection connectionTest index origin place refused renewal request secrets session signIn token',
		),
		tests: [
			...['contract/', 'panel/lists', 'run/items', 'wire/addresses', 'wire/connectionTest', 'wire/credentials'],
			...['wire/oddAnswers', 'wire/secrets', 'wire/sessions', 'wire/tokenHosts'],
		],
	},
	'wire: sending': {
		files: engine('wire', 'cancellation connect exchange level load plainExchange retry unanswered waiting'),
		tests: [
			...['contract/', 'run/cancelling', 'run/doubt', 'run/items', 'run/stopping', 'wire/brokenAnswers'],
			...['wire/level', 'wire/retries'],
		],
	},
	'wire: answers': {
		files: engine('wire', 'pages reader response undocumented writtenForms'),
		tests: [
			...['contract/', 'panel/lists', 'run/getMany', 'run/items', 'wire/brokenAnswers', 'wire/oddAnswers'],
			...['wire/secrets', 'wire/wholeLists'],
		],
	},
	'run: sending': {
		files: engine(
			'run',
			'attempt carryOut changeAll execute groups index jobs orRefused pacing readAll result run sendAll tally tasks turns waves',
		),
		tests: [
			...['contract/', 'run/bulk', 'run/cancelling', 'run/doubt', 'run/dryRun', 'run/get', 'run/getMany', 'run/hints'],
			...['run/items', 'run/remaining', 'run/sameAccess', 'run/stopping', 'wire/brokenAnswers', 'wire/retries'],
			...['CloudFoundry/auto', 'CloudFoundry/versions'],
		],
	},
	'run: checks': {
		files: engine(
			'run',
			'bulkResults checkAll checks facts guards ifUnchanged learn lookBack lookUp lookedUp meaning questions subjects verdict verdictOn',
		),
		tests: [
			...[
				'contract/',
				'run/bulk',
				'run/doubt',
				'run/dryRun',
				'run/grants',
				'run/guards',
				'run/ifUnchanged',
				'run/items',
			],
			...['run/lookUp', 'run/membersReport', 'run/remaining', 'run/sameAccess', 'run/verify', 'run/words'],
			...['CloudFoundry/', 'Delos/'],
		],
	},
	'run: plans': {
		files: engine('run', 'applyPlan fromData inSteps ofResults plan readPlan records seal steps undo wholePlan'),
		tests: [
			...['run/applyPlan', 'run/ifUnchanged', 'run/plan', 'run/refusedPlans', 'run/removeAll', 'run/undo'],
			...['run/undoSequences', 'run/wholes', 'run/stopping', 'panel/mapping'],
		],
	},
	'run: wholes': {
		files: engine('run', 'aims difference fates goal joined memberReport standings wholeFates wholeResult'),
		tests: [
			...['run/membersReport', 'run/bulk', 'run/removeAll', 'run/setExactly', 'run/stopping', 'run/wholes'],
			...['run/undo', 'CloudFoundry/removeAllRoles', 'run/ifUnchanged'],
		],
	},
	'run: telling': {
		files: engine('run', 'audit audited hints telling toldAll wholeEvents'),
		tests: [
			...['contract/', 'run/audit', 'run/hints', 'run/items', 'run/get', 'run/bulk', 'run/applyPlan', 'run/undo'],
			...['run/removeAll', 'run/wholes', 'run/lookUp', 'wire/secrets'],
		],
	},
	'Delos: panel': { files: seenOf('Delos'), ...ofProvider('delos') },
	'Delos: operations': { files: doneAt('Delos'), ...ofProvider('delos') },
	ClientDirectory: {
		files: [...seenOf('ClientDirectory'), ...doneAt('ClientDirectory')],
		...ofProvider('client ?directory'),
	},
	Guardhouse: { files: [...seenOf('Guardhouse'), ...doneAt('Guardhouse')], ...ofProvider('guardhouse') },
	'CloudFoundry: panel': { files: seenOf('CloudFoundry'), ...ofProvider('cloud ?foundry') },
	'CloudFoundry: operations': {
		files: doneAt('CloudFoundry', ofOperations),
		...ofProvider('cloud ?foundry'),
	},
	'CloudFoundry: answers': {
		files: doneAt('CloudFoundry', notOfOperations),
		...ofProvider('cloud ?foundry'),
	},
};

/** Everything that is to be mutated, in one shard. */
export const checkShards = (): void => {
	const all = [...under('nodes', isSource), ...under('credentials', isSource)];
	const inShards = Object.values(shards).flatMap(({ files }) => files);
	const wrong = [
		...all.filter((file) => !inShards.includes(file)).map((file) => `${file} is in no shard`),
		...inShards.filter((file) => !all.includes(file)).map((file) => `${file} isn't there`),
		...inShards.filter((file, at) => inShards.indexOf(file) !== at).map((file) => `${file} is in two shards`),
	];
	if (wrong.length > 0) throw new Error(`mutation/shards.ts: ${wrong.join(', ')}`);
};

export const testsOf = ({ tests }: Shard): string[] => {
	const all = under('test', (file) => file.endsWith('.test.ts'));
	const chosen = tests.flatMap((start) => {
		const found = all.filter((file) => file.startsWith(`test/${start}`));
		if (found.length === 0) throw new Error(`mutation/shards.ts: no test begins with ${start}`);
		return found;
	});
	return [...new Set(chosen)];
};
