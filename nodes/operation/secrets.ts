import type { Credentials } from './access';
import { bareToken, sessionOf } from './access';

const secretField = /token|secret|password/i;

/** The forms in which a secret travels, and so may be repeated. */
const formsOf = (secret: string, { clientId }: Credentials): readonly string[] => [
	secret,
	JSON.stringify(secret).slice(1, -1),
	JSON.stringify(JSON.stringify(secret)).slice(3, -3),
	encodeURIComponent(secret),
	new URLSearchParams({ _: secret }).toString().slice(2),
	Buffer.from(`${String(clientId)}:${secret}`).toString('base64'),
];

/** Longest first, because one secret may hold another. */
export const together = (...secrets: ReadonlyArray<readonly string[]>): readonly string[] =>
	[...new Set(secrets.flat())].sort((a, b) => b.length - a.length);

const everyForm = (secrets: readonly unknown[], credentials: Credentials): readonly string[] => {
	// Shorter ones occur in ordinary words; they can't be told apart from them.
	const usable = secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= 4);
	return together(usable.flatMap((secret) => formsOf(secret, credentials)));
};

/**
 * What requests to the API hold. Good answers are kept from repeating these and no more: a password may be a word that they
 * hold anyway, and taken out of them it would turn one access into another.
 */
export const tokensOf = (credentials: Credentials): readonly string[] => {
	const { accessToken } = credentials;
	const sent = typeof accessToken === 'string' ? bareToken(accessToken) : undefined;
	return everyForm([accessToken, sent, sessionOf(credentials).token], credentials);
};

/** The values of a credential that nothing which n8n stores or shows may hold. */
export const secretsOf = (credentials: Credentials): readonly string[] => {
	const fields = Object.entries(credentials).filter(([name]) => secretField.test(name) && name !== 'sessionToken');
	const values = fields.map(([, value]) => value);
	return together(tokensOf(credentials), everyForm(values, credentials));
};

export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
	secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
