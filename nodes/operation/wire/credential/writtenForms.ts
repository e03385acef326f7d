import { understood } from './understood';

/** A way in which a text may hold a secret. */
export interface Form {
	readonly text: string;
	/** How to read the text in which it is looked for. */
	readonly reading: keyof typeof readings;
}

/** A letter in lower case, where that takes as many characters; a sigma is the same wherever it stands. */
const lowered = (letter: string): string => {
	const lower = letter.toLowerCase().replace('ς', 'σ');
	return lower.length === letter.length ? lower : letter;
};

/** How a text is read for a secret; every character stays where it is. */
export const readings = {
	exact: (text: string) => text,
	/** Hosts are written in lower case, bytes in either case. */
	inAnyCase: (text: string) =>
		text.replace(/[A-Z]+|[^\0-\x7f]/gu, (letters) => (letters.length > 2 ? letters.toLowerCase() : lowered(letters))),
	/** The alphabets of base64 as one. */
	in64: (text: string) => text.replace(/\+/g, '-').replace(/\//g, '_'),
};

const shortest = 8;

/** The middle of a secret in base64, at each of the three shifts that what stands before it may cause. */
const middlesIn64 = (secret: string): string[] => {
	const bytes = Buffer.from(secret);
	const middles = [0, 1, 2].map((shift) => {
		const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
		const isWhole = (shift + bytes.length) % 3 === 0;
		return letters.slice(Math.ceil((shift * 4) / 3), isWhole ? undefined : -1);
	});
	return middles.filter(({ length }) => length >= shortest);
};

/**
 * A secret in every form in which it may be repeated: as it is or escaped, in base64 (with its client, too) and in hex. `least`: what
 * is shorter is no secret. A short one may be a word in another case.
 */
export const writtenForms = (
	secret: string,
	client: string,
	{ least, isInAnyCase }: { readonly least: number; readonly isInAnyCase: boolean },
): readonly Form[] => {
	const bytes = Buffer.from(secret);
	const meanings = [secret, bytes.toString('latin1')].flatMap((one) => understood(one).map(({ text }) => text));
	// A web form writes a space as a plus; a text that was escaped too often, or too seldom, has lost its backslashes.
	const plain = meanings.flatMap((text) => [text, text.replace(/ /g, '+'), text.replace(/\\/g, '')]);
	const hex = bytes.toString('hex');
	const in64 = [secret, `${client}:${secret}`].map((whole) => Buffer.from(whole).toString('base64url'));
	const reading = (text: string) => (isInAnyCase && text.length >= shortest ? 'inAnyCase' : 'exact');
	const asRead = (text: string, how: Form['reading']): Form => ({ text: readings[how](text), reading: how });
	return [
		...plain.filter(({ length }) => length >= least).map((text) => asRead(text, reading(text))),
		asRead(hex, 'inAnyCase'),
		...[...in64, ...middlesIn64(secret)].map((text) => asRead(text, 'in64')),
	];
};
