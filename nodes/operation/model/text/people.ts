import { lookOf } from './alike';
import { folded, trimmed } from './spelling';

// Between addresses, and around them; links of chats name an address behind a bar.
const words = /[^\s<>()[\],;:"|/\\]+/gu;
const atEnds = /['`.]/;
const inBrackets = /<[^<>]*>|\([^()]*\)/g;

/** A text as it looks: in one case, without marks, invisible characters and what mail links begin with. */
const shownOf = (text: string): string =>
	lookOf(folded(text).normalize('NFKD').replace(/\p{M}/gu, '')).replace(/mailto:/g, '');

/** A name in both orders, where a comma turns it: its letters and digits, for white space may be any, or none. */
const namesIn = (name: string): string[] =>
	[name, name.split(',').reverse().join('')].map((one) => one.replace(/[^\p{L}\p{N}]/gu, ''));

/** What tells a person: their addresses, and the name beside them or without one. */
const marksOf = (text: string): { readonly addresses: readonly string[]; readonly all: readonly string[] } => {
	const addresses: string[] = [];
	const shown = shownOf(text);
	const beside = shown.replace(words, (word) => {
		if (!word.includes('@') || word.startsWith('@')) return word;
		addresses.push(trimmed(word, atEnds));
		return '';
	});
	const name = beside.replace(inBrackets, '');
	const names = namesIn(name).concat(addresses.length === 0 ? namesIn(beside) : []);
	// As it is, but for white space: an address may hold some.
	const all = [shown.replace(/\s/gu, ''), ...addresses, ...names].filter((mark) => mark !== '');
	return { addresses, all };
};

/** Whether two names may be those of one person: of their addresses, where both have some, else of what they look like. */
export const isSamePerson = (one: string, other: string): boolean => {
	const [own, others] = [marksOf(one), marksOf(other)];
	const kind = own.addresses.length > 0 && others.addresses.length > 0 ? 'addresses' : 'all';
	const marks = new Set(own[kind]);
	return others[kind].some((mark) => marks.has(mark));
};
