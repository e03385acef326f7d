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

/** The values of a credential that nothing which n8n stores or shows may hold. */
export const secretsOf = (credentials: Credentials): readonly string[] => {
	const fields = Object.entries(credentials).filter(([name]) => secretField.test(name) && name !== 'sessionToken');
	const { accessToken } = credentials;
	const sent = typeof accessToken === 'string' ? bareToken(accessToken) : undefined;
	const secrets = [...fields.map(([, value]) => value), sent, sessionOf(credentials).token];
	// Shorter ones occur in ordinary words; they can't be told apart from them.
	const usable = secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= 4);
	const forms = new Set(usable.flatMap((secret) => formsOf(secret, credentials)));
	return [...forms].sort((a, b) => b.length - a.length);
};

export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
	secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
