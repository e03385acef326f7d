import type { IDataObject } from 'n8n-workflow';

import type { Credentials } from '../../model';
import type { Secrets } from '../credential';
import { bareToken, claimsIn, secretsOf, sessionOf, signsIn, together, tokensOf, withoutSecrets } from '../credential';

/** The session that n8n stores for a credential: executions share it, and each of them may renew it. */
export interface Session {
	/** As it was last read. */
	readonly stored: () => unknown;
	/** Whether a request can go without signing in first. */
	readonly isThere: () => boolean;
	/** What the token says of itself that requests go with. */
	readonly claims: () => IDataObject | undefined;
	readonly reread: () => Promise<void>;
	/** Takes secrets out of texts: out of good answers those that requests hold, out of others all. */
	readonly cleaning: (isGood: boolean) => Promise<(text: string) => string>;
}

export const sessionIn = (credentials: Credentials, read: () => Promise<Credentials>): Session => {
	let stored = credentials.sessionToken;
	// All that this run has met, because an answer may repeat what has been replaced meanwhile.
	let tokens: Secrets = tokensOf(credentials);
	let secrets: Secrets = secretsOf(credentials);
	let last = JSON.stringify(credentials);
	let known = false;
	const reread = async (): Promise<void> => {
		const now = await read();
		known = true;
		const text = JSON.stringify(now);
		if (text === last) return;
		last = text;
		tokens = together(tokens, tokensOf(now));
		secrets = together(secrets, secretsOf(now));
		stored = now.sessionToken;
	};
	return {
		stored: () => stored,
		isThere: () => !signsIn(credentials) || (stored !== undefined && stored !== ''),
		claims: () =>
			claimsIn(
				signsIn(credentials)
					? sessionOf({ ...credentials, sessionToken: stored } as Credentials).token
					: bareToken(String(credentials.accessToken)),
			),
		reread,
		cleaning: async (isGood) => {
			if (!isGood || !known) await reread();
			return (text) => withoutSecrets(text, isGood ? tokens : secrets);
		},
	};
};
