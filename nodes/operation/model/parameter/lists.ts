import type { Parameter, Unreadable } from './parameter';
import { isUnreadable } from './parameter';
import { asId, asText, replacedIn, unreadable } from './parsing';
import { spaced, withoutJoiners } from './word';

/** What the entries of a list are. */
interface Kind {
	readonly read: (entry: unknown) => unknown;
	/** Which field of an object holds it. */
	readonly field: string;
	readonly plural: string;
	readonly separators: RegExp;
}

const separators = /[\s,;]+/u;

/** Whether a list is empty on purpose; an expression that gives nothing isn't. */
export const isEmptyList = (raw: unknown): boolean =>
	(Array.isArray(raw) && raw.length === 0) || (typeof raw === 'string' && /^\s*\[\s*\]\s*$/.test(raw));

const entriesIn = (raw: unknown, kind: Kind): unknown[] | Unreadable => {
	if (Array.isArray(raw)) return raw;
	if (typeof raw !== 'string') return [raw];
	const text = raw.trim();
	if (!/^[[{"]/.test(text) || text.startsWith('{{'))
		return text.split(kind.separators).filter((entry) => entry.trim() !== '');
	try {
		return entriesIn(JSON.parse(text), kind);
	} catch {
		return unreadable(
			"starts like JSON, but isn't",
			`Use a JSON list such as ["${kind.field}-1", "${kind.field}-2"], or ${kind.plural} with commas`,
		);
	}
};

const fieldOf = (entry: unknown, field: string): unknown => {
	let inner = entry;
	while (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, field))
		inner = (inner as Record<string, unknown>)[field];
	return typeof inner === 'string' ? inner.trim() : inner;
};

/** What a list holds, in whatever form people have it: trimmed, without repeats, in the order given. */
const listed = (raw: unknown, kind: Kind): readonly string[] | Unreadable => {
	const entries = entriesIn(raw, kind);
	if (isUnreadable(entries)) return entries;
	const found = new Set<string>();
	for (const [index, entry] of entries.entries()) {
		const read = kind.read(fieldOf(entry, kind.field));
		if (isUnreadable(read))
			return entries.length === 1
				? read
				: unreadable(`has an entry (number ${index + 1}) that ${read.unreadable}`, read.remedy);
		found.add(String(read));
	}
	return found.size > 0
		? [...found]
		: unreadable(
				`holds no ${kind.field === 'id' ? 'ID' : kind.field}`,
				'Name at least one; leave the item out where there is none',
			);
};

/** Reads a list of IDs, each by `read`. */
export const asIds = (raw: unknown, read: Parameter['read'] = asId): readonly string[] | Unreadable =>
	listed(raw, { read, field: 'id', plural: 'IDs', separators });

const emptyWords = ['undefined', 'null', 'nan', '[object object]'];

/** Reads what people call a record by; what that may hold is the provider's affair. Only an email address may hold no joiners. */
export const asWord = (raw: unknown, kind?: string): string | Unreadable => {
	const text = asText(raw);
	if (isUnreadable(text)) return text;
	const word = spaced(text);
	if (word === '' || word.includes('{{')) return asId(word);
	if (/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(kind === 'email' ? word : withoutJoiners(word)))
		return unreadable('holds an invisible character', 'Type it instead of pasting it');
	const lost = replacedIn(word);
	if (lost) return lost;
	if (emptyWords.includes(word.toLowerCase()))
		return unreadable(`is the word '${word}'`, 'Check that the input item has the field that the expression names');
	return word;
};

/** Between words that may hold spaces; a space separates them only where none of these does. */
const otherSeparators = /[,;\t\n\r]+/u;

/** Reads a list of words of one kind; an email address holds no spaces. */
export const asWords = (raw: unknown, kind: string): readonly string[] | Unreadable => {
	const isByOthers = kind !== 'email' && typeof raw === 'string' && otherSeparators.test(raw.trim());
	const own = isByOthers ? otherSeparators : separators;
	return listed(raw, { read: (entry) => asWord(entry, kind), field: kind, plural: `${kind}s`, separators: own });
};

/** Reads a list of people by whatever they are called, ID or word. */
export const asNames = (raw: unknown): readonly string[] | Unreadable =>
	listed(raw, { read: (entry) => asWord(entry), field: 'id', plural: 'names', separators });
