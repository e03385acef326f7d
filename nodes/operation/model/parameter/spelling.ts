/** An ID as somebody sees it: providers and databases differ in whether case, width and composed letters make another one. */
export const folded = (id: unknown): string =>
	String(id).normalize('NFKC').toUpperCase().toLowerCase().replace(/ς/g, 'σ');

/** A name by its letters and digits alone, in one case: what people confuse. */
export const lettersOf = (name: string): string => folded(name).replace(/[^\p{L}\p{N}]/gu, '');
