import { comparable, withoutInvisible } from './spelling';

// Lowercase letters, each with the Latin one that it resembles in either case.
const cyrillic = {
	а: 'a',
	в: 'b',
	ԁ: 'd',
	е: 'e',
	ғ: 'f',
	һ: 'h',
	і: 'i',
	ј: 'j',
	к: 'k',
	ӏ: 'l',
	м: 'm',
	н: 'h',
	о: 'o',
};
const more = { р: 'p', ԛ: 'q', ѕ: 's', с: 'c', т: 't', ѵ: 'v', ԝ: 'w', х: 'x', у: 'y' };
const greek = {
	α: 'a',
	β: 'b',
	ε: 'e',
	η: 'h',
	ι: 'i',
	κ: 'k',
	μ: 'm',
	ν: 'v',
	ο: 'o',
	ρ: 'p',
	τ: 't',
	υ: 'y',
	χ: 'x',
	ζ: 'z',
};
const latin = new Map(Object.entries({ ...cyrillic, ...more, ...greek }));

/** What a word looks like: all its letters as the Latin ones that they resemble. */
export const lookOf = (word: string): string =>
	[...withoutInvisible(comparable(word))].map((letter) => latin.get(letter) ?? letter).join('');

const alphabets: ReadonlyArray<readonly [name: string, letters: RegExp]> = [
	['Cyrillic', /\p{Script=Cyrillic}/u],
	['Greek', /\p{Script=Greek}/u],
];

const named = (letter: string | undefined, word: string): string | undefined => {
	const [name] = alphabets.find(([, letters]) => letter !== undefined && letters.test(letter)) ?? [];
	return name && `'${letter}' in '${word}' is a ${name} letter`;
};

/** Names the first letter of a word that only looks Latin, where the word has Latin letters too. */
export const strayLetterIn = (word: string): string | undefined =>
	/\p{Script=Latin}/u.test(word)
		? named(
				[...word].find((one) => latin.has(one.toLowerCase())),
				word,
			)
		: undefined;

/** How two words differ that look the same; `undefined` where they are the same. */
export const differenceBetween = (word: string, other: string): string | undefined => {
	if (comparable(word) === comparable(other)) return undefined;
	const [own, others] = [word, other].map((one) => [...withoutInvisible(one.normalize('NFC'))]);
	const at = own.findIndex((letter, index) => comparable(letter) !== comparable(others[index] ?? ''));
	return named(own[at], word) ?? named(others[at], other) ?? 'one of them holds an invisible character';
};
