import type { Credentials } from '../../model';
import { trimmed } from '../../model';
import { bareToken, sessionOf } from './token';
import { understood } from './understood';
import type { Form } from './writtenForms';
import { readings, writtenForms } from './writtenForms';

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
	for (const { text: read, at } of understood(text)) {
		const all = { exact: read, inAnyCase: readings.inAnyCase(read), in64: readings.in64(read) };
		const placeOf = (index: number) => (at.length === 0 ? index : (at[index] ?? text.length));
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
