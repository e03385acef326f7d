/** How many requests of a run may be under way at once, and how it came to that: numbers alone, nothing waits here. */
export interface Level {
	readonly atOnce: number;
	readonly most: number;
	/** Good answers since it last changed, while as many requests as allowed were under way. */
	readonly clean: number;
	/** How often the provider was overloaded. Requests are told apart by it: sent before the last time, or after. */
	readonly halvings: number;
}

/** The first request of a run goes alone. */
export const lowest = (most: number): Level => ({ atOnce: 1, most, clean: 0, halvings: 0 });

/** After a good answer: a round of them doubles the level, and once the provider was overloaded, adds one to it. */
export const afterClean = (level: Level, underWay: number, halvings: number): Level => {
	const { atOnce, most } = level;
	// What few requests show says nothing of more of them, nor does what was sent before the level fell.
	if (underWay < atOnce || halvings < level.halvings || atOnce === most) return level;
	if (level.clean + 1 < atOnce) return { ...level, clean: level.clean + 1 };
	return { ...level, atOnce: Math.min(most, level.halvings === 0 ? atOnce * 2 : atOnce + 1), clean: 0 };
};

/** After a failure of the server, or of the way to it: the round begins anew. */
export const afterFailure = (level: Level): Level => ({ ...level, clean: 0 });

/** After an answer of an overloaded provider: half the level, once for all that was under way together. */
export const afterOverload = (level: Level, halvings: number): Level =>
	halvings < level.halvings
		? level
		: { ...level, atOnce: Math.max(1, Math.floor(level.atOnce / 2)), clean: 0, halvings: halvings + 1 };
