import { invisible, named, shortened, trimmed } from '../text';
import type { Parameter, Unreadable, Value } from './parameter';
import { isUnreadable, unreadable } from './parameter';

const pickOne = 'Drag the one field that holds the value into the parameter';

const severalIn = (list: readonly unknown[]): Unreadable => {
	if (list.length === 0) return unreadable('is an empty list, where one value is meant', pickOne);
	const entries = list.map((entry) => (typeof entry === 'object' && entry !== null ? '…' : `'${String(entry)}'`));
	return unreadable(
		`is a list of ${list.length} (${named(entries, 3)}), where one value is meant`,
		`${pickOne}, or make an item of each entry with a Split Out node before`,
	);
};

/** Reads what stands where one value is meant: a list of one is that one. */
export const asOne = <Read>(raw: unknown, read: (one: unknown) => Read): Read | Unreadable => {
	if (!Array.isArray(raw)) return read(raw);
	return raw.length === 1 && !Array.isArray(raw[0]) ? read(raw[0]) : severalIn(raw);
};

/** Reads the value of a parameter, whether a list of values is meant or one; plans and undos come as lists, too. */
export const valueOf = ({ are, isOfRecords, read }: Parameter, raw: unknown): Value | Unreadable =>
	are || isOfRecords ? read(raw) : asOne(raw, read);

/** Reads as `read` does; `explain` says more of what can't be read. */
export const explaining =
	(read: Parameter['read'], explain: (raw: unknown, refused: Unreadable) => Unreadable): Parameter['read'] =>
	(raw) => {
		const value = read(raw);
		return isUnreadable(value) ? explain(raw, value) : value;
	};

/** Text from what an expression may give; numbers only while JavaScript still holds every digit of them. */
export const asText = (raw: unknown): string | Unreadable => {
	if (typeof raw === 'string') return raw;
	if (raw === undefined || raw === null)
		return unreadable('is empty', 'Fill it in; where it is an expression, check that the input item has the field');
	if (typeof raw === 'number')
		return Number.isSafeInteger(raw)
			? String(raw)
			: unreadable(`is the number ${raw}, which isn't exact`, 'Pass the ID as text, so that no digit is lost');
	if (Array.isArray(raw)) return severalIn(raw);
	if (typeof raw === 'object')
		return unreadable(`is an object with the fields ${named(Object.keys(raw)) || '(none)'}`, pickOne);
	return unreadable(`is ${String(raw)}, where an ID is meant`, pickOne);
};

/** Whether a text is a UUID, of any version. */
export const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

const separators = /[/\\?#]/;
const loneSurrogate = /\p{Cs}/u;
/** What a text turns into that was read in another encoding than it was written in. */
const replaced = /\ufffd/;
const lettersOrDigits = /[\p{L}\p{N}]/u;
/** Numbers as sheets write them: with an exponent, with separated thousands, or with decimals. */
const reformatted = /^[+-]?\d+(?:[.,]\d+e[+-]?|e[+-])\d+$|^[+-]?\d[\d.]*(?:,[\d.]+)+$/i;
const emptyWords = ['undefined', 'null', 'none', 'nan', 'true', 'false'];
const inQuotes = /^(['"`]).*\1$|^[‘“„«].*[’”“»]$/;

/** Refuses a text that has lost a letter: nobody knows any more which one it was. */
export const replacedIn = (text: string): Unreadable | undefined =>
	replaced.test(text)
		? unreadable(
				'holds a character that was lost on the way (\ufffd)',
				'Read the file in the encoding that it was written in, such as UTF-8',
			)
		: undefined;

/** Refuses a text that holds more than people see. */
const unseenIn = (text: string, what: string): Unreadable | undefined => {
	if (/[\s\u0085]/u.test(text))
		return unreadable('holds white space', 'Remove the spaces and line breaks; in an expression, .trim() does it');
	return invisible.test(text) || loneSurrogate.test(text)
		? unreadable('holds an invisible character', `Type the ${what} instead of pasting it`)
		: undefined;
};

/**
 * An ID that stays one segment of a path, whatever it holds. The providers' IDs share no format that could be checked.
 * A URL parser removes dot segments even when they are percent-encoded, so those are refused too.
 */
export const asId = (raw: unknown): string | Unreadable => {
	const text = asText(raw);
	if (isUnreadable(text)) return text;
	if (text === '')
		return unreadable('is empty', 'Fill it in; where it is an expression, check that the input item has the field');
	if (text.includes('{{'))
		return unreadable('holds an expression as plain text', 'Switch the parameter from Fixed to Expression');
	const unseen = unseenIn(text, 'ID');
	if (unseen) return unseen;
	const lost = replacedIn(text);
	if (lost) return lost;
	if (separators.test(text))
		return unreadable('holds one of / \\ ? #', 'Use the ID alone, not an address or a path that contains it');
	if (inQuotes.test(text)) return unreadable('is in quotes', 'Use the ID without quotes around it');
	if (/^[[{]/.test(text))
		return unreadable('is a list or an object as text, where one ID is meant', 'Use the ID alone');
	if (reformatted.test(text))
		return unreadable(
			`is '${shortened(text)}', a number that a sheet has reformatted`,
			'Format the column of the sheet as text, and enter the ID anew: its digits are lost',
		);
	if (!lettersOrDigits.test(text))
		return unreadable(`is '${shortened(text)}', which isn't an ID`, 'Use the ID of the record');
	if (emptyWords.includes(text.toLowerCase()))
		return unreadable(`is the word '${text}'`, 'Check that the input item has the field that the expression names');
	return text;
};

const wholeNumber = (raw: unknown): number | undefined => {
	if (typeof raw === 'number') return Number.isInteger(raw) ? raw : undefined;
	return typeof raw === 'string' && /^(0|[1-9]\d{0,9})$/.test(raw) ? Number(raw) : undefined;
};

/** A whole number within the bounds that a page gives. */
export const asInteger =
	(minimum: number, maximum: number) =>
	(raw: unknown): number | Unreadable => {
		if (raw === undefined || raw === null || raw === '') return asId('') as Unreadable;
		const number = wholeNumber(raw);
		if (number !== undefined && number >= minimum && number <= maximum) return number;
		const hidden = typeof raw === 'string' ? unseenIn(raw, 'number') : undefined;
		if (hidden) return hidden;
		if (typeof raw === 'object') return asText(raw) as Unreadable;
		const isShown = typeof raw === 'string' || typeof raw === 'number';
		const shown = isShown ? `'${shortened(String(raw))}'` : typeof raw === 'boolean' ? String(raw) : `a ${typeof raw}`;
		return unreadable(`is ${shown}`, `Use a whole number from ${minimum} to ${maximum}`);
	};

export const asOneOf =
	(values: readonly string[]) =>
	(raw: unknown): string | Unreadable => {
		const word = typeof raw === 'string' ? trimmed(raw) : raw;
		return values.find((value) => value === word) ?? unreadable("isn't one of its choices", `Use ${values.join(', ')}`);
	};
