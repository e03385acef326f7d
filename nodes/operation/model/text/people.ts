import { lookOf } from './alike';
import { folded, trimmed, withoutInvisible } from './spelling';

// Between addresses, and around them; links of chats name an address behind a bar.
const words = /[^\s<>()[\],;:"|/\\]+/gu;
const atEnds = /['`.]/;
const inBrackets = /<[^<>]*>|\([^()]*\)/g;

/** Letters and digits as they look, without marks; white space may be any, or none. */
const lettersIn = (name: string): string =>
	lookOf(folded(name).normalize('NFKD').replace(/\p{M}/gu, '')).replace(/[^\p{L}\p{N}]/gu, '');

/** A name in both orders, where a comma turns it. */
const namesIn = (name: string): string[] => [name, name.split(',').reverse().join('')].map(lettersIn);

/** What tells a person: each address, and the name beside it or without one. */
const marksOf = (text: string): string[] => {
	const addresses: string[] = [];
	const shown = folded(withoutInvisible(text)).replace(/mailto:/g, '');
	const beside = shown.replace(words, (word) => {
		if (!word.includes('@') || word.startsWith('@')) return word;
		addresses.push(lookOf(trimmed(word, atEnds)));
		return '';
	});
	const name = beside.replace(inBrackets, '');
	const names = namesIn(name).concat(addresses.length === 0 ? namesIn(beside) : []);
	return [...addresses, ...names].filter((mark) => mark !== '');
};

/** Whether two names may be those of one person: nothing but what they look like is known of them. */
export const isSamePerson = (one: string, other: string): boolean => {
	const marks = new Set(marksOf(one));
	return marksOf(other).some((mark) => marks.has(mark));
};
