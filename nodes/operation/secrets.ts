import type { Credentials } from './access';
import { bareToken, sessionOf } from './access';

const secretField = /token|secret|password/i;

/** The values of a credential that nothing which n8n stores or shows may hold. */
export const secretsOf = (credentials: Credentials): readonly string[] => {
	const fields = Object.entries(credentials).filter(([name]) => secretField.test(name) && name !== 'sessionToken');
	const { accessToken } = credentials;
	const sent = typeof accessToken === 'string' ? bareToken(accessToken) : undefined;
	const secrets = [...fields.map(([, value]) => value), sent, sessionOf(credentials).token];
	// Shorter ones occur in ordinary words; they can't be told apart from them.
	return secrets.filter((secret): secret is string => typeof secret === 'string' && secret.length >= 4);
};

export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
	secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
