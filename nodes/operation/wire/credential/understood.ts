/** A text as whoever reads it understands it. */
export interface Understood {
	readonly text: string;
	/** Where in the text as it is written one of its characters begins, or its end is. */
	readonly placeOf: (index: number) => number;
}

/**
 * A character as JSON, an address or HTML writes it. Nothing here makes the search start again from another place, so that its time
 * grows with the length of a text and no faster.
 */
const written =
	/\\(?:u([\da-fA-F]{4})|([nrt])|([^]))|%([\da-fA-F]{2})|&(?:#(\d{1,9})|#[xX]([\da-fA-F]{1,8})|(quot|apos|amp|lt|gt));/g;

const mayBeWritten = /[\\%&]/;
const names: Record<string, string> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
const inHex = (digits: string) => Number.parseInt(digits, 16);
const ofCode = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** The character that is meant. An address writes bytes: each becomes a character of its own. */
const meant = ([, unit, escape, escaped, byte, decimal, hexadecimal, name]: readonly string[]): string => {
	if (unit ?? byte) return String.fromCharCode(inHex(unit ?? byte));
	if (escape) return escapes[escape];
	if (escaped) return escaped;
	return name ? names[name] : ofCode(decimal ? Number(decimal) : inHex(hexadecimal));
};

/** Where each character that is understood begins in the text. */
const placesIn = (text: string): number[] => {
	const places: number[] = [];
	let next = 0;
	for (const match of text.matchAll(written)) {
		while (next < match.index) places.push(next++);
		for (let unit = 0; unit < meant(match).length; unit++) places.push(match.index);
		next = match.index + match[0].length;
	}
	while (next <= text.length) places.push(next++);
	return places;
};

/** The places are counted only where somebody asks for one: hardly any text holds a secret. */
const once = ({ text, placeOf }: Understood): Understood => {
	let places: readonly number[] | undefined;
	return {
		text: text.replace(written, (...match: string[]) => meant(match)),
		placeOf: (index) => {
			places ??= placesIn(text);
			return placeOf(places[index]);
		},
	};
};

/** Forms within forms, such as JSON in JSON in an address in HTML. */
const mostForms = 8;

/** A text as it is written, and then as it is understood, form after form. */
export const understood = (text: string): readonly Understood[] => {
	let last: Understood = { text, placeOf: (index) => index };
	const all = [last];
	for (let forms = 0; forms < mostForms && mayBeWritten.test(last.text); forms++) {
		const next = once(last);
		if (next.text === last.text) break;
		last = next;
		all.push(last);
	}
	return all;
};
