export const withoutRepeats = <Entry>(entries: readonly Entry[]): readonly Entry[] => [
	...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
];

/** Things by what they have in common, both in their order. */
export const groupedBy = <Thing, Key>(all: Iterable<Thing>, keyOf: (one: Thing) => Key): Map<Key, Thing[]> => {
	const groups = new Map<Key, Thing[]>();
	for (const one of all) {
		const key = keyOf(one);
		const group = groups.get(key);
		if (group) group.push(one);
		else groups.set(key, [one]);
	}
	return groups;
};
