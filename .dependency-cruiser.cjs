// The rooms of the engine, each house from its lowest floor to its highest. A room imports rooms of lower floors and no other;
// those on one floor stand side by side. What stands in a house beside its rooms may import all of them.
const houses = {
	'nodes/operation': ['model', 'wire', 'panel', 'run'],
	'nodes/operation/model': ['parameter', 'answer', 'operation', 'provider'],
	'nodes/operation/wire': ['credential', 'request', 'answer', 'retry', 'refusal', 'session', 'lists'],
	'nodes/operation/panel': ['options', 'item', 'pickers'],
	'nodes/operation/run': ['types', 'lookup', 'state', 'saved', ['plan', 'check', 'apply', 'report']],
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

const oneWayIn = (name, folder) => ({
	name: `${name}-has-one-way-in`,
	comment: "A folder's index.ts shows all that others take from it.",
	severity: 'error',
	from: { pathNot: folder },
	to: { path: folder, pathNot: `${folder}index\\.ts$` },
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
			from: { path: '^(sandbox|host|bench|mutation|soak|test)/' },
			to: { path: '^(nodes|credentials|dist)/' },
		},
		{
			name: 'what-ships-stands-alone',
			severity: 'error',
			from: { path: '^(nodes|credentials)/|^index\\.ts$' },
			to: { path: '^(sandbox|host|bench|mutation|soak|test)/' },
		},
		{
			name: 'host-knows-no-provider',
			comment: 'n8n as a host serves the tests, the sandbox and the benchmark alike.',
			severity: 'error',
			from: { path: '^host/' },
			to: { path: '^(sandbox|bench|mutation|soak|test)/|^index\\.ts$' },
		},
		oneWayIn('host', '^host/'),
		{
			name: 'sandbox-needs-no-n8n',
			comment: 'The providers in miniature run by themselves; what shows them in n8n stands beside them.',
			severity: 'error',
			from: { path: '^sandbox/index\\.ts$' },
			to: { path: '^host/', reachable: true },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		// Types make circles as well.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
	},
};
