import { kindNames } from './faults';
import { findingKinds, type Finding } from './tally';

/** What a provider's soak came to, as it goes from process to process. */
export interface Report {
	readonly provider: string;
	readonly counts: ReadonlyArray<readonly [string, number]>;
	readonly met: ReadonlyArray<readonly [string, number]>;
	readonly findings: ReadonlyArray<Finding & { readonly round: number }>;
	readonly requests: number;
	readonly took: number;
}

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

const rowsOf = (names: readonly string[], reports: readonly Report[], of: (one: Report) => Report['counts']) =>
	names
		.map((name) => [name, ...reports.map((one) => String(new Map(of(one)).get(name) ?? 0))])
		.filter((row) => row.slice(1).some((count) => count !== '0'));

/** Whether most items succeeded: to know nothing is never wrong, and no use. */
export const isUseful = ({ counts }: Report): boolean => {
	const of = (name: string) => new Map(counts).get(name) ?? 0;
	return of('applied') + of('unchanged') + of('planned') >= 0.6 * (of('items') - of('in runs that stopped'));
};

export const report = (reports: readonly Report[]): string => {
	const forms = [...new Set(reports.flatMap(({ met }) => met.map(([name]) => name)))];
	const faults = kindNames.flatMap((kind) => {
		const own = forms.filter((form) => form.startsWith(`${kind}: `)).sort();
		return own.length > 1 ? [kind, ...own] : [kind];
	});
	const found = findingKinds.map((kind) => [
		kind,
		...reports.map(({ findings }) => String(findings.filter((one) => one.kind === kind).length)),
	]);
	return table([
		['', ...reports.map(({ provider }) => provider)],
		...rowsOf(outcomes, reports, ({ counts }) => counts),
		['requests', ...reports.map(({ requests }) => String(requests))],
		...rowsOf(faults, reports, ({ met }) => met),
		['seconds', ...reports.map(({ took }) => (took / 1000).toFixed(0))],
		...found,
	]);
};
