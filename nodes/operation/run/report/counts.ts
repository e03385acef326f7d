import type { Counts, Outcome } from '../types';

/** A request that steps share counts once; what is known to have been so already is no change. */
export const countsOf = (outcomes: Iterable<Outcome>): Counts => {
	let made = 0;
	let unknown = 0;
	const met = new Map<object, Set<string | undefined>>();
	for (const { of, id, is, isUnconfirmed, isAgain, changed } of outcomes) {
		const users = met.get(of) ?? new Set();
		met.set(of, users);
		if (users.has(id)) continue;
		users.add(id);
		if (is === 'unknown' && !isUnconfirmed) unknown += 1;
		else if ((is === 'applied' || isUnconfirmed) && !isAgain && changed !== false) made += 1;
	}
	return { made, unknown };
};
