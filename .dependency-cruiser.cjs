// The rooms of the engine, each house from its lowest floor to its highest. A room imports rooms of lower floors and no other;
// those on one floor stand side by side. What stands in a house beside its rooms may import all of them.
const houses = {
	'nodes/operation': ['model', 'wire', 'panel', 'lookup', 'saved', 'summary', 'audit', 'accesses', ['watch', 'run']],
	'nodes/operation/model': ['text', 'parameter', 'answer', 'operation', 'subject', 'provider'],
	'nodes/operation/wire': ['credential', 'request', 'answer', 'retry', 'refusal', 'session', 'lists'],
	'nodes/operation/panel': ['options', 'item', 'pickers'],
	'nodes/operation/run': ['types', 'state', ['plan', 'check', 'apply', 'report']],
};

const rooms = Object.entries(houses).flatMap(([house, floors]) =>
	floors.flatMap((floor, height) =>
		[floor].flat().map((room) => ({
			path: `${house}/${room}`,
			closed: [floors.slice(height)].flat(2).filter((other) => other !== room),
			house,
		})),
	),
);

const oneWayIn = (name, folder, ways = 'index\\.ts') => ({
	name: `${name}-has-one-way-in`,
	comment: "A folder's index.ts shows all that others take from it.",
	severity: 'error',
	from: { pathNot: folder },
	to: { path: folder, pathNot: `${folder}${ways}$` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Files that need each other are one thing: give what they share, a type perhaps, a home of its own.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		...rooms.flatMap(({ path, closed, house }) => [
			oneWayIn(path, `^${path}/`),
			{
				name: `${path}-looks-down-alone`,
				comment: 'A room needs neither what is beside or above it nor the house that it stands in.',
				severity: 'error',
				from: { path: `^${path}/` },
				to: { path: `^${house}/((${closed.join('|')})/|[^/]+$)` },
			},
		]),
		{
			name: 'engine-knows-no-provider',
			comment: "A feature that serves one provider lives in that provider's folder.",
			severity: 'error',
			from: { path: '^nodes/operation/' },
			to: { path: '^(nodes/(?!operation/)|credentials/|index\\.ts)' },
		},
		{
			name: 'engine-stands-in-its-rooms',
			comment: 'A file of the engine belongs to a room, and a room has its place in the order above.',
			severity: 'error',
			from: {},
			to: { path: '^nodes/operation/', pathNot: `^(${rooms.map(({ path }) => path).join('|')})/[^/]+$` },
		},
		{
			name: 'providers-know-themselves',
			severity: 'error',
			from: { path: '^nodes/(?!operation/)([^/]+)/' },
			to: { path: '^(nodes/(?!operation/)|credentials/|index\\.ts)', pathNot: '^nodes/$1/' },
		},
		{
			name: 'only-n8n-at-run-time',
			comment: 'A community node carries no dependency: n8n brings n8n-workflow.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: {
				dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core'],
				pathNot: 'n8n-workflow|^crypto$',
			},
		},
		{
			name: 'expectations-are-not-derived',
			comment: "The sandbox and the tests are typed from the providers' pages: they never import what they check.",
			severity: 'error',
			from: { path: '^(sandbox|test)/' },
			to: { path: '^(nodes|credentials|dist)/' },
		},
		{
			name: 'what-ships-stands-alone',
			severity: 'error',
			from: { path: '^(nodes|credentials)/|^index\\.ts$' },
			to: { path: '^(sandbox|scripts|test)/' },
		},
		{
			name: 'host-knows-no-provider',
			comment: 'n8n as a host serves the tests, the sandbox and the benchmark alike, with whatever packages they name.',
			severity: 'error',
			from: { path: '^sandbox/host/' },
			to: { path: '^(sandbox|scripts|test)/|^index\\.ts$', pathNot: '^sandbox/host/' },
		},
		// The versions of n8n are data, which the tests on an older one read as well.
		oneWayIn('host', '^sandbox/host/', '(index\\.ts|pinned/[^/]+/package\\.json)'),
		{
			name: 'scripts-take-what-is-built',
			comment:
				'They make things of the package as it is built, without its sources and whatever else shows it but n8n.',
			severity: 'error',
			from: { path: '^scripts/' },
			to: { path: '^(nodes|credentials|sandbox)/|^index\\.ts$', pathNot: '^sandbox/host/' },
		},
		oneWayIn('scripts', '^scripts/'),
		{
			name: 'nothing-needs-the-tests',
			severity: 'error',
			from: { pathNot: '^test/' },
			to: { path: '^test/' },
		},
		{
			name: 'sandbox-needs-no-n8n',
			comment: 'The providers in miniature run by themselves; what shows them in n8n stands beside them.',
			severity: 'error',
			from: { path: '^sandbox/index\\.ts$' },
			to: { path: '^sandbox/host/', reachable: true },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules|^dist/' },
		// Types make circles as well.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
	},
};
