/** A text as whoever reads it understands it; `at`: where in the text as it is written each of its characters begins. */
export interface Understood {
	readonly text: string;
	readonly at: readonly number[];
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
const meant = ([, unit, escape, escaped, byte, decimal, hexadecimal, name]: RegExpMatchArray): string => {
	if (unit ?? byte) return String.fromCharCode(inHex(unit ?? byte));
	if (escape) return escapes[escape];
	if (escaped) return escaped;
	return name ? names[name] : ofCode(decimal ? Number(decimal) : inHex(hexadecimal));
};

const once = ({ text, at }: Understood): Understood => {
	const parts: string[] = [];
	const places: number[] = [];
	let from = 0;
	const take = (part: string, place: (index: number) => number) => {
		parts.push(part);
		for (let index = 0; index < part.length; index++) places.push(at[place(index)]);
	};
	const until = (end: number) => take(text.slice(from, end), (index) => from + index);
	for (const match of text.matchAll(written)) {
		until(match.index);
		take(meant(match), () => match.index);
		from = match.index + match[0].length;
	}
	until(text.length);
	return { text: parts.join(''), at: places };
};

/** Forms within forms, such as JSON in JSON in an address in HTML. */
const mostForms = 8;

/** A text as it is written, and then as it is understood, form after form. */
export const understood = (text: string): readonly Understood[] => {
	let last: Understood = { text, at: [] };
	const all = [last];
	for (let forms = 0; forms < mostForms && mayBeWritten.test(last.text); forms++) {
		const at = forms === 0 ? Array.from({ length: text.length }, (_, index) => index) : last.at;
		const next = once({ text: last.text, at });
		if (next.text === last.text) break;
		last = next;
		all.push(last);
	}
	return all;
};
