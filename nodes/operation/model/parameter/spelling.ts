/** An ID without what some providers and databases ignore: case, width, and whether letters are composed. */
export const folded = (id: unknown): string =>
	String(id).normalize('NFKC').toUpperCase().toLowerCase().replace(/ς/g, 'σ');

/** The letters and digits of a name in one case: names that have the same ones are easily confused. */
export const lettersOf = (name: string): string => folded(name).replace(/[^\p{L}\p{N}]/gu, '');
