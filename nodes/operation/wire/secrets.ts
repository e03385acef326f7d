import type { Credentials } from '../words';
import { bareToken, sessionOf } from './token';
import { writtenForms } from './writtenForms';

/** What to take out of texts: each secret in every way in which it may be written. */
export type Secrets = ReadonlyArray<string | RegExp>;

const secretField = /token|secret|password|planKey/i;

const lengthOf = (form: string | RegExp) => (typeof form === 'string' ? form : form.source).length;

/** Longest first, because one secret may hold another. */
export const together = (...secrets: readonly Secrets[]): Secrets => {
	const forms = new Map(secrets.flat().map((form) => [String(form), form]));
	return [...forms.values()].sort((a, b) => lengthOf(b) - lengthOf(a));
};

/** Shorter ones occur in ordinary words, and can't be told apart from them. */
const shortest = 4;
/** Of a token in a good answer: taken out of an ID, it would turn one access into another. */
const shortestToken = 8;

const everyForm = (secrets: readonly unknown[], { clientId }: Credentials, least = shortest): Secrets => {
	const usable = secrets.filter(
		(secret): secret is string => typeof secret === 'string' && secret.trim().length >= least,
	);
	return together(usable.flatMap((secret) => writtenForms(secret.trim(), String(clientId))));
};

/**
 * What requests to the API hold. Good answers are kept from repeating these and no more: a password may be a word that they
 * hold anyway, and taken out of them it would turn one access into another.
 */
export const tokensOf = (credentials: Credentials): Secrets => {
	const { accessToken } = credentials;
	const sent = typeof accessToken === 'string' ? bareToken(accessToken) : undefined;
	return everyForm([accessToken, sent, sessionOf(credentials).token], credentials, shortestToken);
};

/** The values of a credential that nothing which n8n stores or shows may hold. */
export const secretsOf = (credentials: Credentials): Secrets => {
	const fields = Object.entries(credentials).filter(([name]) => secretField.test(name) && name !== 'sessionToken');
	const values = fields.map(([, value]) => value);
	return together(tokensOf(credentials), everyForm([...values, sessionOf(credentials).token], credentials));
};

export const withoutSecrets = (text: string, secrets: Secrets): string =>
	secrets.reduce<string>((clean, secret) => clean.replaceAll(secret, '***'), text);
