import type { IAuthenticate, IDataObject } from 'n8n-workflow';

import type { Access, Credentials, Exchange } from '../../model';
import { isUnreadable, refusedSignIn, required } from '../../model';
import { asBaseUrl, bareToken, isWithin, sessionOf, signsIn } from '../credential';

export const baseUrlOf = ({ baseUrl: raw }: Credentials, { pastedPath }: Access): string => {
	const baseUrl = asBaseUrl(raw, pastedPath);
	if (isUnreadable(baseUrl))
		throw refusedSignIn(`'Base URL' of the credential ${baseUrl.unreadable}`, `${baseUrl.remedy}.`);
	return baseUrl;
};

const pastedToken = (credentials: Credentials): string => {
	const token = bareToken(required(credentials, 'accessToken', 'Access Token'));
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw refusedSignIn(
		"'Access Token' of the credential holds characters that no token has",
		'Copy the token again, without spaces, line breaks or quotes around it.',
	);
};

export const belongsTo = (credentials: Credentials, baseUrl: string, access: Access): string =>
	[baseUrl, credentials.authentication, access.account?.(credentials)].join(' ');

const tokenOf = (credentials: Credentials, baseUrl: string, access: Access): string | undefined => {
	if (!signsIn(credentials)) return pastedToken(credentials);
	const session = sessionOf(credentials);
	return session.for === belongsTo(credentials, baseUrl, access) ? session.token : undefined;
};

export const authorized = (access: Access, token: string, credentials: Credentials): IDataObject => ({
	Authorization: access.authorization?.(token, credentials) ?? `Bearer ${token}`,
});

interface Sent {
	readonly baseURL?: unknown;
	readonly url?: unknown;
	/** What the HTTP Request node and older nodes call it. */
	readonly uri?: unknown;
	readonly proxy?: unknown;
	/** How nodes say that certificates aren't to be checked. */
	readonly rejectUnauthorized?: unknown;
	readonly agentOptions?: { readonly rejectUnauthorized?: unknown };
	readonly skipSslCertificateValidation?: unknown;
}

/** Somebody between would read the token: a proxy of the workflow's own, or whoever answers without a certificate. */
const isOpen = ({ proxy, rejectUnauthorized, agentOptions, skipSslCertificateValidation }: Sent): boolean =>
	Boolean(proxy) ||
	[rejectUnauthorized, agentOptions?.rejectUnauthorized].includes(false) ||
	skipSslCertificateValidation === true;

/**
 * Where a request goes. A base of its own has to be within the origin too, because libraries differ in which addresses they put
 * behind it (such as those that begin with a space).
 */
const destinationOf = ({ baseURL, url, uri }: Sent, baseUrl: string): string | undefined => {
	const path = String(url ?? uri ?? '');
	if (baseURL === undefined || baseURL === '') return path;
	const base = String(baseURL);
	return isWithin(base, baseUrl) && URL.canParse(path, base) ? new URL(path, base).href : undefined;
};

/** Adds the token to requests that only the credential's own origin can read; any other is refused, whichever node sends it. */
export const authenticate =
	(access: Access): IAuthenticate =>
	async (credentials, request) => {
		const baseUrl = baseUrlOf(credentials, access);
		const url = destinationOf(request as Sent, baseUrl);
		if (url === undefined || (!url.startsWith(`${baseUrl}/`) && !isWithin(url, baseUrl)))
			throw refusedSignIn(
				`The credential is for ${new URL(baseUrl).host} only`,
				`It isn't used for ${url && URL.canParse(url) ? new URL(url).host : 'another or an incomplete address'}: nothing was sent.`,
			);
		if (isOpen(request as Sent))
			throw refusedSignIn(
				"The credential isn't used through a proxy of the node's own, nor where certificates aren't checked",
				"Nothing was sent. Remove 'Proxy' and 'Ignore SSL Issues' from the node; a proxy and certificates of yours can be set for n8n itself.",
			);
		const token = tokenOf(credentials, baseUrl, access);
		// Without a session of its own the request goes bare: the 401 makes n8n sign in.
		const headers = { ...request.headers, ...(token && authorized(access, token, credentials)) };
		return { ...request, headers, sendCredentialsOnCrossOriginRedirect: false };
	};

export const signInAt = async (access: Access, credentials: Credentials, exchange: Exchange): Promise<string> => {
	const baseUrl = baseUrlOf(credentials, access);
	if (!signsIn(credentials) || !access.signIn) return pastedToken(credentials);
	return await access.signIn(credentials, baseUrl, exchange);
};
