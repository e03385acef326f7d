import { kindNames } from './faults';
import { findingKinds, type Finding } from './tally';

/** What a provider's soak came to, as it goes from process to process. */
export interface Report {
	readonly provider: string;
	readonly counts: ReadonlyArray<readonly [string, number]>;
	readonly met: ReadonlyArray<readonly [string, number]>;
	readonly ofSets: ReadonlyArray<readonly [string, number]>;
	readonly findings: ReadonlyArray<Finding & { readonly round: string }>;
	readonly requests: number;
	readonly took: number;
}

type Counts = Report['counts'];

const added = (a: Counts, b: Counts): Counts => {
	const all = new Map(a);
	for (const [name, count] of b) all.set(name, (all.get(name) ?? 0) + count);
	return [...all];
};

/** Of what ran side by side at one provider. */
export const together = (a: Report, b: Report): Report => ({
	provider: a.provider,
	counts: added(a.counts, b.counts),
	ofSets: added(a.ofSets, b.ofSets),
	met: added(a.met, b.met),
	findings: [...a.findings, ...b.findings],
	requests: a.requests + b.requests,
	took: Math.max(a.took, b.took),
});

const outcomes = [
	'items',
	'in runs that stopped',
	'applied',
	'unchanged',
	'planned',
	'failed',
	'not known',
	'accepted',
	'changed: true',
	'changed: false',
	'changed: null',
	'verified',
];

const table = (rows: ReadonlyArray<readonly string[]>): string => {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const lines = rows.map((row) =>
		row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join('  '),
	);
	return lines.join('\n');
};

const rowsOf = (names: readonly string[], reports: readonly Report[], of: (one: Report) => Counts) =>
	names
		.map((name) => [name, ...reports.map((one) => String(new Map(of(one)).get(name) ?? 0))])
		.filter((row) => row.slice(1).some((count) => count !== '0'));

export const report = (reports: readonly Report[]): string => {
	const forms = [...new Set(reports.flatMap(({ met }) => met.map(([name]) => name)))];
	const faults = kindNames.flatMap((kind) => {
		const own = forms.filter((form) => form.startsWith(`${kind}: `)).sort();
		return own.length > 1 ? [kind, ...own] : [kind];
	});
	const setNames = [...new Set(reports.flatMap(({ ofSets }) => ofSets.map(([name]) => name)))].sort();
	const found = findingKinds.map((kind) => [
		kind,
		...reports.map(({ findings }) => String(findings.filter((one) => one.kind === kind).length)),
	]);
	return table([
		['', ...reports.map(({ provider }) => provider)],
		...rowsOf(outcomes, reports, ({ counts }) => counts),
		...rowsOf(setNames, reports, ({ ofSets }) => ofSets),
		['requests', ...reports.map(({ requests }) => String(requests))],
		...rowsOf(faults, reports, ({ met }) => met),
		['seconds', ...reports.map(({ took }) => (took / 1000).toFixed(0))],
		...found,
	]);
};
