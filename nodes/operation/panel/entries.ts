import type { Entry } from '../words';

/** The editor shows names alone: entries that share one are told apart by what they stand for. */
export const toldApart = (entries: readonly Entry[]): Entry[] => {
	const seen = new Map<string, number>();
	for (const { name } of entries) seen.set(name, (seen.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		seen.get(entry.name) === 1 ? entry : { ...entry, name: `${entry.name} (${entry.value})` },
	);
};

/** A line in the list that stands for no entry. */
export const note = (name: string): Entry => ({ name, value: '' });

/** Whether an entry holds what somebody typed, in any of its texts. */
export const mayHold = (filter: string) => {
	const wanted = filter.toLowerCase();
	return ({ name, value, description = '' }: Entry) => `${name} ${value} ${description}`.toLowerCase().includes(wanted);
};
