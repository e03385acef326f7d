import type { Parameter, Unreadable } from './parameter';
import { isUnreadable } from './parameter';
import { asId, asText, replacedIn, unreadable } from './parsing';

/** What the entries of a list are. */
interface Kind {
	readonly read: (entry: unknown) => unknown;
	/** Which field of an object holds it. */
	readonly field: string;
	readonly plural: string;
	readonly separators: RegExp;
}

/** A list that is empty on purpose; an expression that gives nothing is none. */
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
	if (typeof entry === 'string') return entry.trim();
	const holds = typeof entry === 'object' && entry !== null && field in entry;
	return holds ? fieldOf((entry as Record<string, unknown>)[field], field) : entry;
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

/** IDs, each read by `read`. */
export const asIds = (raw: unknown, read: Parameter['read'] = asId): readonly string[] | Unreadable =>
	listed(raw, { read, field: 'id', plural: 'IDs', separators: /[\s,;]+/u });

const emptyWords = ['undefined', 'null', 'nan', '[object object]'];

/** What people call a record by; what it may hold is the provider's affair. */
export const asWord = (raw: unknown): string | Unreadable => {
	const text = asText(raw);
	if (isUnreadable(text)) return text;
	const word = text.trim();
	if (word === '' || word.includes('{{')) return asId(word);
	if (/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(word))
		return unreadable('holds an invisible character', 'Type it instead of pasting it');
	const lost = replacedIn(word);
	if (lost) return lost;
	if (emptyWords.includes(word.toLowerCase()))
		return unreadable(`is the word '${word}'`, 'Check that the input item has the field that the expression names');
	return word;
};

/** Words of one kind; a name may hold spaces. */
export const asWords = (raw: unknown, kind: string): readonly string[] | Unreadable =>
	listed(raw, { read: asWord, field: kind, plural: `${kind}s`, separators: /[,;\n\r]+/u });

/** People in whatever way they are called, by ID or by word: a word that holds spaces goes into a list of its own. */
export const asNames = (raw: unknown): readonly string[] | Unreadable =>
	listed(raw, { read: asWord, field: 'id', plural: 'names', separators: /[\s,;]+/u });
