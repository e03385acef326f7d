/** What is wrong with what a run said or did, by the kinds of it. */
export const findingKinds = ['lost', 'wrong outcome', 'unpaired', 'changed unasked', 'secret'] as const;

export interface Finding {
	readonly kind: (typeof findingKinds)[number];
	readonly text: string;
}

/** What was found, and how many items there were of which kind. */
export interface Judged {
	readonly findings: readonly Finding[];
	readonly counts: ReadonlyMap<string, number>;
}

/** Where a judge notes what it finds and counts. */
export interface Tally extends Judged {
	readonly found: (kind: Finding['kind'], text: string) => void;
	readonly count: (what: string, by?: number) => void;
}

export const openTally = (): Tally => {
	const findings: Finding[] = [];
	const counts = new Map<string, number>();
	return {
		findings,
		counts,
		found: (kind, text) => void findings.push({ kind, text }),
		count: (what, by = 1) => void counts.set(what, (counts.get(what) ?? 0) + by),
	};
};
