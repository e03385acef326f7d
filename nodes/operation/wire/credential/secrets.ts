import type { Credentials } from '../../model';
import { trimmed } from '../../model';
import { bareToken, sessionOf } from './token';
import { understood } from './understood';

/** A way in which a text may hold a secret. */
interface Form {
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
const readings = {
	exact: (text: string) => text,
	/** Hosts are written in lower case, bytes in either case. */
	inAnyCase: (text: string) =>
		text.replace(/[A-Z]+|[^\0-\x7f]/gu, (letters) => (letters.length > 2 ? letters.toLowerCase() : lowered(letters))),
	/** The alphabets of base64 as one. */
	in64: (text: string) => text.replace(/\+/g, '-').replace(/\//g, '_'),
};

const shortestForm = 8;

/** The middle of a secret in base64, at each of the three shifts that what stands before it may cause. */
const middlesIn64 = (secret: string): string[] => {
	const bytes = Buffer.from(secret);
	const middles = [0, 1, 2].map((shift) => {
		const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
		const isWhole = (shift + bytes.length) % 3 === 0;
		return letters.slice(Math.ceil((shift * 4) / 3), isWhole ? undefined : -1);
	});
	return middles.filter(({ length }) => length >= shortestForm);
};

/**
 * A secret in every form in which it may be repeated: as it is or escaped, in base64 (with its client, too) and in hex. `least`: what
 * is shorter is no secret. A short one may be a word in another case.
 */
const writtenForms = (
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
	const reading = (text: string) => (isInAnyCase && text.length >= shortestForm ? 'inAnyCase' : 'exact');
	const asRead = (text: string, how: Form['reading']): Form => ({ text: readings[how](text), reading: how });
	return [
		...plain.filter(({ length }) => length >= least).map((text) => asRead(text, reading(text))),
		asRead(hex, 'inAnyCase'),
		...[...in64, ...middlesIn64(secret)].map((text) => asRead(text, 'in64')),
	];
};

/** What to take out of texts: each secret in every way in which it may be written. */
export type Secrets = readonly Form[];

const secretField = /token|secret|password|planKey/i;

export const together = (...secrets: readonly Secrets[]): Secrets => [
	...new Map(secrets.flat().map((form) => [`${form.reading} ${form.text}`, form])).values(),
];

/** Shorter secrets occur in ordinary words, and can't be told apart from them. */
const shortest = 4;
/** Shorter tokens stay in good answers: taken out of an ID, one would turn an access into another. */
const shortestToken = 8;

const everyForm = (
	secrets: readonly unknown[],
	{ clientId }: Credentials,
	how: Parameters<typeof writtenForms>[2],
): Secrets => {
	const texts = secrets.map((secret) => (typeof secret === 'string' ? trimmed(secret) : ''));
	const usable = texts.filter(({ length }) => length >= how.least);
	return together(usable.flatMap((secret) => writtenForms(secret, trimmed(String(clientId)), how)));
};

/**
 * What requests to the API hold. Good answers are kept from repeating these and no more: a password may be a word that they
 * hold anyway, and taken out of them it would turn one access into another.
 */
export const tokensOf = (credentials: Credentials): Secrets => {
	const { accessToken } = credentials;
	const sent = typeof accessToken === 'string' ? bareToken(accessToken) : undefined;
	return everyForm([accessToken, sent, sessionOf(credentials).token], credentials, {
		least: shortestToken,
		isInAnyCase: false,
	});
};

/** The values of a credential that must not be in anything that n8n stores or shows. */
export const secretsOf = (credentials: Credentials): Secrets => {
	const fields = Object.entries(credentials).filter(([name]) => secretField.test(name) && name !== 'sessionToken');
	const values = fields.map(([, value]) => value);
	const all = [...values, sessionOf(credentials).token];
	return together(tokensOf(credentials), everyForm(all, credentials, { least: shortest, isInAnyCase: true }));
};

/** Where in a text a secret begins and ends. */
type Range = readonly [from: number, to: number];

const rangesIn = (text: string, form: string, placeOf: (index: number) => number): Range[] => {
	const ranges: Range[] = [];
	for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + form.length))
		ranges.push([placeOf(from), placeOf(from + form.length)]);
	return ranges;
};

/** All that a text holds of secrets, in its order. */
const heldBy = (text: string, secrets: Secrets): Range[] => {
	let ranges: Range[] = [];
	if (!secrets.some(({ text: form }) => form.length <= text.length)) return ranges;
	for (const { text: read, placeOf } of understood(text)) {
		const all = { exact: read, inAnyCase: readings.inAnyCase(read), in64: readings.in64(read) };
		for (const { text: form, reading } of secrets)
			if (all[reading].includes(form)) ranges = [...ranges, ...rangesIn(all[reading], form, placeOf)];
	}
	return ranges.sort(([a], [b]) => a - b);
};

export const withoutSecrets = (text: string, secrets: Secrets): string => {
	const parts: string[] = [];
	let until = 0;
	for (const [from, to] of heldBy(text, secrets)) {
		if (from >= until) parts.push(text.slice(until, from), '***');
		until = Math.max(until, to);
	}
	return parts.join('') + text.slice(until);
};
