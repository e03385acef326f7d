import type { Unreadable } from '../../model';
import { isUnreadable, trimmed, unreadable } from '../../model';

const isLoopback = (hostname: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);

/** What comes along when people copy an address out of a text: white space, what nobody sees, quotes and brackets. */
const outer = /[\s\p{Cf}'"`‘’‚‛“”„«»‹›<>]/u;

/**
 * The base URL of a credential, without trailing slashes and without the part of the path that our routes begin with
 * (people paste addresses from documentation). Refused unless a token is safe there.
 */
export const asBaseUrl = (raw: unknown, forgiven?: RegExp): string | Unreadable => {
	const text = typeof raw === 'string' ? trimmed(raw, outer) : '';
	if (text === '') return unreadable('is empty', 'Enter the address of the API, such as https://api.example.com');
	if (/\p{Cf}/u.test(text)) return unreadable('holds an invisible character', 'Type it instead of pasting it');
	if (/[\s\\]/.test(text)) return unreadable('holds white space or a backslash', 'Enter one address and nothing else');
	if (!/^https?:\/\//i.test(text)) return unreadable("isn't a full address", 'Enter it with https:// in front');
	if (!URL.canParse(text)) return unreadable("isn't an address", 'Check its host and its port');
	const url = new URL(text);
	if (/^[^/]*\/\/[^/]*@/.test(text))
		return unreadable('holds a user name or password', 'Remove everything between https:// and the host');
	if (/[?#]/.test(text)) return unreadable('holds a query or a fragment', 'Remove everything from the ? or # on');
	if (url.protocol === 'http:' && !isLoopback(url.hostname))
		return unreadable('would send the token unencrypted', 'Use https:// (http:// is for this machine alone)');
	const path = trimmed(`.${url.pathname}`, /\//).slice(1);
	return url.origin + (forgiven ? path.replace(forgiven, '') : path);
};

/**
 * Where to sign in, as a credential or a provider names it. What is typed into `Base URL` may be of this machine and in clear; what
 * another host names as its own must not send secrets anywhere in clear.
 */
export const asSignInUrl = (raw: unknown, baseUrl: string, forgiven?: RegExp): string | Unreadable => {
	const url = asBaseUrl(raw, forgiven);
	if (isUnreadable(url) || url.startsWith('https:') || isLoopback(new URL(baseUrl).hostname)) return url;
	return unreadable('would send the secret unencrypted', `Use https://, as 'Base URL' does`);
};

export const isWithin = (url: string, baseUrl: string): boolean =>
	URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin;
