import { spaced, unlinked, withoutJoiners } from '../text';
import { addressOf } from './address';
import type { Parameter, Unreadable } from './parameter';
import { isUnreadable, unreadable } from './parameter';
import { asId, asText, replacedIn } from './parsing';
import { pastedAddresses, pastedEntries } from './pasted';

/** What the entries of a list are. */
interface Kind {
	readonly read: (entry: unknown) => unknown;
	/** Which field of an object holds it. */
	readonly field: string;
	readonly plural: string;
	/** The entries of a text that is no JSON. */
	readonly split: (text: string) => unknown[] | Unreadable;
}

/** Whether a list is empty on purpose; an expression that gives nothing isn't. */
export const isEmptyList = (raw: unknown): boolean =>
	(Array.isArray(raw) && raw.length === 0) || (typeof raw === 'string' && /^\s*\[\s*\]\s*$/.test(raw));

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** Entries in quotes, with commas between them. */
const quotedIn = (text: string): unknown => (text.startsWith('"') ? parsed(`[${text}]`) : undefined);

const entriesIn = (raw: unknown, kind: Kind): unknown[] | Unreadable => {
	if (Array.isArray(raw)) return raw;
	if (typeof raw !== 'string') return [raw];
	const text = raw.trim();
	if (text.startsWith('{{')) return [text];
	const isJson = /^[[{]/.test(text);
	const data = isJson ? parsed(text) : quotedIn(text);
	if (data === undefined)
		return isJson
			? unreadable(
					"starts like JSON, but isn't",
					`Use a JSON list such as ["${kind.field}-1", "${kind.field}-2"], or ${kind.plural} with commas`,
				)
			: kind.split(text);
	const [first, ...others] = isJson || !Array.isArray(data) ? [] : (data as unknown[]);
	// JSON within JSON comes of a text that was made JSON twice.
	return typeof first === 'string' && others.length === 0 && /^\s*[[{]/.test(first)
		? entriesIn(first, kind)
		: entriesIn(data, kind);
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
	listed(raw, { read, field: 'id', plural: 'IDs', split: (text) => pastedEntries(text, 'IDs', false) });

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
	return kind === 'email' && /[@<]/.test(word) ? addressOf(word) : word;
};

const asAddress = (raw: unknown): string | Unreadable => {
	const word = asWord(raw, 'email');
	return isUnreadable(word) ? word : addressOf(word);
};

const addresses: Kind = { read: asAddress, field: 'email', plural: 'emails', split: pastedAddresses };

/** Reads a list of words of one kind; an email address holds no spaces. */
export const asWords = (raw: unknown, kind: string): readonly string[] | Unreadable => {
	if (kind === 'email') return listed(raw, addresses);
	const plural = `${kind}s`;
	const split = (text: string) => pastedEntries(text, plural, true);
	return listed(raw, { read: (entry) => asWord(entry, kind), field: kind, plural, split });
};

/** Reads a list of people by whatever they are called, ID or word. */
export const asNames = (raw: unknown): readonly string[] | Unreadable => {
	if (typeof raw === 'string' && raw.includes('<')) return listed(raw, addresses);
	const read = (entry: unknown) => asWord(typeof entry === 'string' ? unlinked(entry) : entry);
	return listed(raw, { read, field: 'id', plural: 'names', split: (text) => pastedEntries(text, 'names', false) });
};
