import { shortened, spaced, trimmed, withoutInvisible } from '../text';
import type { Parameter, Unreadable } from './parameter';
import { isUnreadable, unreadable } from './parameter';
import { asText, explaining } from './parsing';
import { titled } from './word';

type Read = Parameter['read'];
type Called = Pick<Parameter, 'property' | 'word' | 'are'>;

/** What people see of a value; of what is no text nor number, what it is. */
const shownOf = (raw: unknown): string | undefined => {
	if (typeof raw === 'string') return spaced(raw) === '' ? undefined : `'${shortened(raw).replace(/\s/gu, ' ')}'`;
	if (typeof raw === 'number') return String(raw);
	const told = typeof raw === 'object' && raw !== null ? asText(raw) : undefined;
	return isUnreadable(told) ? told.unreadable.replace(/^is /, '') : undefined;
};

/** Why a value can't be used, with the value itself. */
const withValue = (raw: unknown, { unreadable: why, remedy }: Unreadable): Unreadable => {
	const shown = shownOf(raw);
	const isShown = shown === undefined || why.includes(shown) || why.includes(`'${shortened(spaced(String(raw)))}'`);
	return isShown ? { unreadable: why, remedy } : unreadable(`is ${shown}, which ${why}`, remedy);
};

/** Reads as `read` does, and shows the value that can't be used. */
export const quoting = (read: Read): Read => explaining(read, withValue);

/** Which mode takes a word in the place of an ID; nothing where none does. */
export const byWord = ({ property, word, are }: Called): string | undefined => {
	if (!word) return undefined;
	const { displayName } = property;
	const [field] = word.fields;
	const mode = are ? `'${are.property.displayName}' to ${titled(word)}s` : `'${displayName}' to By ${titled(word)}`;
	const aim = word.kind === 'name' ? 'To find it by its name' : `To find ${are ? 'them' : 'somebody'} by ${word.kind}`;
	return `${aim}, set ${mode} (with Map Automatically, name the field ${field})`;
};

const noWords = /^(undefined|null|none|nan|true|false|https?:.*|[+-]?[\d.,]+e[+-]?\d+)$/i;

/** Whether a text in the place of an ID may well be what people call it by: no UUID, and more than digits. */
export const mayBeWord = (value: unknown): boolean =>
	typeof value === 'string' &&
	/\p{L}/u.test(value) &&
	!/^\s*[[{"]|\{\{|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) &&
	!noWords.test(value.trim());

/** The mode that takes a word, where one of these may be one. */
export const modeFor = (called: Called, ids: readonly unknown[]): string | undefined =>
	ids.some(mayBeWord) ? byWord(called) : undefined;

/** Refuses an address at once, where no ID holds an @. */
const withoutAddresses =
	(read: Read, mode: string): Read =>
	(raw) => {
		const value = read(raw);
		if (isUnreadable(value) || !String(value).includes('@')) return value;
		return unreadable(`is '${shortened(String(value))}', an address, where an ID is meant`, mode);
	};

/** Reads an ID as `read` does, and shows one that can't be used; where that may be a word, the remedy names the mode that takes it. */
export const guided = (read: Read, called: Called): Read => {
	const mode = byWord(called);
	const explained = explaining(read, (raw, refused) => {
		const told = withValue(raw, refused);
		// What only has something around it is an ID all the same.
		const isId = typeof raw === 'string' && !raw.includes('@') && !isUnreadable(read(trimmed(withoutInvisible(raw))));
		const hint = isId ? undefined : modeFor(called, [raw]);
		return hint === undefined ? told : { ...told, remedy: `${told.remedy}. ${hint}` };
	});
	return mode && called.word?.excludesAt ? withoutAddresses(explained, mode) : explained;
};
