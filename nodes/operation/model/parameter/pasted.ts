import { shortened, unlinked, unquoted } from '../text';
import type { Unreadable } from './parameter';
import { unreadable } from './parameter';

// Lists as people paste them, as texts that hold an entry each. An entry that can't be one is left for its reader to refuse.

const lineBreaks = /[\n\r\v\f\u0085\u2028\u2029]+/u;
/** Signs that no entry begins with, and those that some might where no space follows. */
const bullet = /^(?:[•·‣▪▫◦●○■□]\s*|[-–—*+]\s+)(?=\S)/u;
const numbering = /^(\d{1,9})[.)]\s+(?=\S)/;
const rowNumber = /^(\d{1,9})[\s,;]+(?=[^\s,;])/;

interface Lines {
	readonly lines: readonly string[];
	/** Whether signs or numbers stood before them: then each is one entry, whatever spaces it holds. */
	readonly isMarked: boolean;
}

/** Whether the lines begin with numbers that count on. */
const areCounted = (lines: readonly string[], number: RegExp): boolean => {
	const first = Number(number.exec(lines[0] ?? '')?.[1]);
	return lines.length > 0 && lines.every((line, index) => Number(number.exec(line)?.[1]) === first + index);
};

/** The lines of a text without what stands before entries. */
const linesOf = (text: string): Lines => {
	const all = text.split(lineBreaks).flatMap((line) => line.trim() || []);
	const signless = all.map((line) => line.replace(bullet, ''));
	const isNumbered = areCounted(signless, numbering);
	return {
		lines: isNumbered ? signless.map((line) => line.replace(numbering, '')) : signless,
		isMarked: isNumbered || signless.some((line, index) => line !== all[index]),
	};
};

/** In quotes, a comma belongs to a name. */
const quotedName = /"[^"<>@]*"/g;

const addressesOf = (text: string): string[] => text.split(/[\s,]+/u).filter((entry) => entry !== '');

const isFilled = (text: string): boolean => text.trim() !== '';

/** Entries of what stands between semicolons: addresses, each alone or in brackets behind a name. */
const peopleIn = (text: string): string[] => {
	const people = text.split('>').map((one) => one.split('<'));
	const [after = '', ...stray] = people.pop() ?? [];
	// Nobody knows to whom a lone bracket belongs.
	if (stray.length > 0 || people.some(({ length }) => length !== 2)) return [text];
	const entries: string[] = [];
	for (const [before, inner] of people) {
		const parts = before
			.replace(/^[\s,]+/u, '')
			.replace(quotedName, (name) => name.replaceAll(',', ' '))
			.split(',');
		// 'Last, First' is one name where no comma separates people.
		const isAlone = people.length === 1 && !before.includes('@') && addressesOf(after).length === 0;
		const isOneName = isAlone && parts.length === 2 && parts.every(isFilled);
		const name = isOneName ? 'name' : (parts.pop() ?? '').trim();
		for (const other of isOneName ? [] : addressesOf(parts.join(','))) entries.push(other);
		entries.push(`${name} <${inner}>`.trim());
	}
	return [...entries, ...addressesOf(after)];
};

/** The entries of a list of addresses, with the names before them. */
export const pastedAddresses = (text: string): string[] => {
	const { lines } = linesOf(text);
	const rows = areCounted(lines, rowNumber) ? lines.map((line) => line.replace(rowNumber, '')) : lines;
	return rows.flatMap((line) => line.split(';')).flatMap(peopleIn);
};

/** What is no list of one kind of thing: nobody knows which part of it is meant. */
const mixedIn = (text: string, lines: readonly string[], plural: string): Unreadable | undefined => {
	if (/[<>]/.test(text))
		return unreadable("holds '<' or '>', as a name with an address behind it does", `Use the ${plural} alone`);
	if (lines.length < 2) return undefined;
	if (areCounted(lines, rowNumber))
		return unreadable('has lines that are numbered', `Paste the ${plural} without the numbers of their lines`);
	return lines.some((line) => line.includes('\t'))
		? unreadable('has lines of several columns', `Paste the one column that holds the ${plural}`)
		: undefined;
};

const spaced = /[\s,;]+/u;
const unspaced = /[,;\t\n\r]+/u;

/** 'Last, First' on lines or between semicolons looks like two entries; an address holds no comma. */
const isByCommasToo = (lines: readonly string[]): boolean => {
	const chunks = lines.flatMap((line) => line.split(/[;\t]/)).filter(isFilled);
	const inner = chunks.map((chunk) => chunk.split(',').filter(isFilled));
	return chunks.length > 1 && inner.some((parts) => parts.length > 1 && !parts.every((part) => part.includes('@')));
};

const leftOver = (entry: string, plural: string): Unreadable | undefined => {
	if (/^\d+[.)](?:\s|$)/.test(entry))
		return unreadable(`begins with '${shortened(entry)}', like a numbered line`, `Use the ${plural} without numbers`);
	return /^["“„«»]|["”“«»]$/.test(entry)
		? unreadable(`has a quotation mark at one end alone: ${shortened(entry)}`, `Use the ${plural} without quotes`)
		: undefined;
};

/** The entries of a list of anything else. `mayHoldSpaces`: a space separates them only where nothing else does. */
export const pastedEntries = (text: string, plural: string, mayHoldSpaces: boolean): string[] | Unreadable => {
	const { lines, isMarked } = linesOf(text);
	const mixed = mixedIn(text, lines, plural);
	if (mixed) return mixed;
	const isSpaced = !mayHoldSpaces || (!isMarked && !unspaced.test(text));
	if (!isSpaced && isByCommasToo(lines))
		return unreadable(
			'is separated by commas as well as by semicolons or new lines',
			`Separate the ${plural} in one way alone`,
		);
	const entries = lines.flatMap((line) => line.split(isSpaced ? spaced : unspaced)).filter(isFilled);
	const unlink = mayHoldSpaces ? unlinked : String;
	const bare = entries.map((entry) => unlink(unquoted(entry.trim())));
	for (const entry of bare) {
		const refused = leftOver(entry, plural);
		if (refused) return refused;
	}
	return bare;
};
